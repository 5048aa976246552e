"""The command `new`: starts an item, an issue or a consent record."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from ..content.fields import closest
from ..content.model import CONSENTS, CONTENT_TYPES, LONGEST_SLUG, Consent, Kind, is_slug
from ..content.problems import Misuse
from ..content.wording import misuse, phrase
from ..editorial import scaffold
from ..settings import Settings, read_settings
from ..theme import nameable
from .arguments import PROBLEMS, Command, day, language
from .asking import ask, can_ask
from .clock import today
from .console import read, report, words
from .writing import add, begin, refuse_existing, tell_next

NEWSLETTER: Final = "newsletter"
"""A kind to `new`: an issue that is drafted and not only begun."""
CONSENT: Final = "consent"
"""The other: the record of a person's consent, which is no item."""
OWNERS: Final = tuple(content.folder for content in CONTENT_TYPES if content.kind in (Kind.MEMBER, Kind.PARTNER))
"""Folders of those to whom a statement belongs."""
KINDS: Final = (*(kind.value for kind in Kind), NEWSLETTER, CONSENT)


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("kind", nargs="?", default="", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument(
        "slug", nargs="?", default="", help="the folder's name and last part of the address: a-z, 0-9 and hyphens"
    )
    parser.add_argument("--of", default="", metavar="FOLDER", help="for a statement: whose, such as members/karditsa")
    parser.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help="fill a field in")
    day(parser, "the date to write in, in place of today")
    language(parser, "language of the hints, questions and messages")
    parser.set_defaults(format="text", quiet=False, clean=False, is_told_how=False)


def _new(options: Namespace) -> int:
    settings = read_settings(options.root.resolve())
    options.known = nameable(settings.root)
    if options.kind:
        options.kind = _kind(options, options.kind)
        _check_kind(options.kind)
    options.of = options.known.folder_of(options.of) if options.of else ""
    given = scaffold.named_by(options.kind, _pairs(options.set), options.known)
    if can_ask() and options.kind != NEWSLETTER:
        _ask(options, settings, given)
    if not options.kind:
        raise Misuse("kind-missing", choices=", ".join(KINDS))
    if options.kind != NEWSLETTER:
        scaffold.refuse_unfit(options.kind, given, options.known, options.lang)
    if options.kind == NEWSLETTER:
        return _draft(options)
    return _consent(options, settings, given) if options.kind == CONSENT else _item(options, settings, given)


def _kind(options: Namespace, said: str) -> str:
    """The word for a kind that was called by one of its names."""
    found = options.known.finder(Kind.__name__).find(said).each
    return found[0] if len(found) == 1 else said


def _check_kind(kind: str) -> None:
    if kind not in KINDS:
        raise Misuse("kind-unknown", value=kind, choices=", ".join(KINDS))


def _check_folder(root: Path, folder: str) -> None:
    if folder and not (root / folder).is_dir():
        there = [path.relative_to(root).as_posix() for owner in OWNERS for path in root.glob(owner)]
        if near := closest(folder, there):
            raise Misuse("owner-without-folder-but", value=folder, suggestion=near)
        raise Misuse("owner-without-folder", value=folder)


def _item(options: Namespace, settings: Settings, given: Mapping[str, str]) -> int:
    if not options.slug:
        example = "7" if options.kind == Kind.ISSUE else "karditsa-2026"
        raise Misuse("slug-missing", kind=options.kind, example=example)
    begin(settings.root, _files(options, settings, given))
    return tell_next(options, settings.root)


def _files(options: Namespace, settings: Settings, given: Mapping[str, str]) -> dict[str, str]:
    if not is_slug(options.slug):
        raise Misuse("not-an-address", value=options.slug, most=str(LONGEST_SLUG))
    new_item = _wish(options, given)
    files = scaffold.scaffold(new_item, settings.offered.whole, today(options))
    _check_folder(settings.root, new_item.owner)
    return files


def _wish(options: Namespace, given: Mapping[str, str]) -> scaffold.NewItem:
    return scaffold.NewItem(options.kind, options.slug, options.of.rstrip("/"), given, options.lang)


# ---- asked in a terminal


def _ask(options: Namespace, settings: Settings, given: dict[str, str]) -> None:
    """Asks for what the command was not given, and puts it where that would stand."""
    if not options.kind:
        question = words(options, "ask-kind", choices=", ".join(KINDS))

        def check_kind(said: str) -> None:
            _check_kind(_kind(options, said))

        options.kind = _kind(options, ask(options, question, partial(_fault_of, options, check_kind), needed=True))
        given |= scaffold.named_by(options.kind, given, options.known)
    if options.kind == CONSENT:
        _ask_fields(options, settings, given, lambda: scaffold.consent_questions(given))
    elif options.kind != NEWSLETTER:
        _ask_item(options, settings, given)


def _ask_item(options: Namespace, settings: Settings, given: dict[str, str]) -> None:
    if options.kind == Kind.STATEMENT and not options.of:

        def check_owner(said: str) -> None:
            folder = options.known.folder_of(said)
            scaffold.questions(scaffold.NewItem(options.kind, "", folder.rstrip("/")))
            _check_folder(settings.root, folder)

        refuse = partial(_fault_of, options, check_owner)
        options.of = options.known.folder_of(ask(options, words(options, "ask-owner"), refuse, needed=True))
    _ask_fields(options, settings, given, lambda: scaffold.questions(_wish(options, given)))
    if not options.slug:

        def check_slug(slug: str) -> None:
            refuse_existing(settings.root, _files(Namespace(**{**vars(options), "slug": slug}), settings, given))

        default = _suggestion(options, settings.root, given)
        question = words(options, "ask-slug-or" if default else "ask-slug", default=default)
        options.slug = ask(options, question, partial(_fault_of, options, check_slug), default, needed=True)


def _ask_fields(
    options: Namespace, settings: Settings, given: dict[str, str], questions: Callable[[], list[scaffold.Question]]
) -> None:
    """`questions` are those whose fields are not given; an answer may bring further ones."""
    asked: set[str] = set()
    while waiting := [field for field in questions() if field.name not in asked]:
        field = waiting[0]
        asked.add(field.name)
        answer = ask(options, _question(options, settings, field), partial(_fault_in, options, field))
        if answer:
            given[field.name] = scaffold.understood(field.info, answer, options.known)


def _fault_in(options: Namespace, field: scaffold.Question, answer: str) -> str:
    """The checker's objection to an answer, to its words or to an item it names that there is not; empty if none."""
    try:
        said = scaffold.understood(field.info, answer, options.known)
    except Misuse as error:
        return misuse(error, options.lang)
    return field.fault(said, options.lang, options.known)


def _question(options: Namespace, settings: Settings, field: scaffold.Question) -> str:
    code = f" ({settings.languages[0]})" if field.is_text else ""
    choices = field.choices or scaffold.named_in(settings.root, field)
    listed = f"\n{phrase('one-of', options.lang)}: {', '.join(choices)}" if choices else ""
    return f"{field.name}{code}: {scaffold.hint(field.model, field.name, options.lang)}{listed}"


def _suggestion(options: Namespace, root: Path, given: Mapping[str, str]) -> str:
    """A name that the answers give; nothing where they give none, or one that is taken."""
    if options.kind == Kind.ISSUE:
        numbers = [int(path.name) for path in root.glob("newsletters/*") if path.name.isdecimal()]
        return str(max(numbers, default=0) + 1)
    if options.kind == Kind.STATEMENT:
        return f"{options.of.rstrip('/').rpartition('/')[2]}-{today(options):%Y-%m}"
    return scaffold.slug_of(given.get("title") or given.get("name", ""))


def _fault_of(options: Namespace, check: Callable[[str], object], answer: str) -> str:
    """Why an answer would be refused, in one line; nothing where it would not."""
    try:
        check(answer)
    except Misuse as error:
        return misuse(error, options.lang)
    return ""


# ---- a consent, a draft


def _consent(options: Namespace, settings: Settings, given: Mapping[str, str]) -> int:
    if options.slug or options.of:
        raise Misuse("consent-with-more")
    scaffold.refuse_fields(Consent, CONSENT, given)
    taken = {path.stem for path in (settings.root / CONSENTS).glob("*.yml")}
    add(settings.root, scaffold.consent(scaffold.free_reference(taken), given, options.lang))
    return tell_next(options, settings.root)


def _draft(options: Namespace) -> int:
    from ..editorial import issues

    if options.of or options.set:
        raise Misuse("draft-with-fields")
    reading = read(options)
    if report(options, reading.problems):
        return PROBLEMS  # an item with a problem would be left out unseen, or drafted as it should not be
    waiting = [issue for issue in reading.library.issues[:1] if not options.slug and issue.publication is None]
    if waiting:
        raise Misuse("issue-waiting", number=waiting[0].slug)
    number = options.slug or str(issues.next_number(reading.library))
    if not re.fullmatch(r"[1-9]\d{0,2}", number):
        raise Misuse("draft-number", value=number)
    begin(reading.settings.root, issues.draft(reading.library, int(number), options.lang))
    return tell_next(options, reading.settings.root)


def _pairs(texts: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not value.strip():
            raise Misuse("not-a-pair", value=text)
        if name in found:
            raise Misuse("set-twice", name=name)
        found[name] = value.strip()
    return found


COMMANDS: Final = {
    "new": Command(
        "Makes the folder of a new item. Replace whatever follows a ✎, then run `make check`.\n"
        '  make new ARGS="story karditsa-library --set members=karditsa --set themes=city-life"\n'
        '  make new ARGS="statement karditsa-2026-11 --of members/karditsa"\n'
        "  make new ARGS=newsletter    drafts the next issue from what came out since the last one\n"
        "  make new ARGS=consent       a record of what a person agreed to, under a reference that tells nothing\n"
        "In a terminal it asks for what is not given.",
        _arguments,
        _new,
    )
}
