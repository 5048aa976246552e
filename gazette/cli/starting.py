"""`new`."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Final

from .. import authoring
from ..content.model import SLUG_PATTERN, Kind
from ..content.problems import Misuse
from ..settings import read_settings
from .arguments import PROBLEMS, Command, day, language
from .clock import today
from .telling import read, report
from .writing import begin, tell_next

NEWSLETTER: Final = "newsletter"
"""A kind to `new`: an issue that is drafted and not only begun."""


def _arguments(parser: ArgumentParser) -> None:
    kinds = [*(kind.value for kind in Kind), NEWSLETTER]
    parser.add_argument("kind", choices=kinds, metavar="KIND", help="%(choices)s")
    parser.add_argument(
        "slug", nargs="?", default="", help="the folder's name and last part of the address: a-z, 0-9 and hyphens"
    )
    parser.add_argument("--of", default="", metavar="FOLDER", help="for a statement: whose, as members/karditsa")
    parser.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help="fill a field in")
    day(parser, "the date to write in, in place of today")
    language(parser, "language of the hints")
    parser.set_defaults(format="text", quiet=False, clean=False)


def _new(options: Namespace) -> int:
    if options.kind == NEWSLETTER:
        return _draft(options)
    settings = read_settings(options.root.resolve())
    if not re.fullmatch(SLUG_PATTERN, options.slug) or len(options.slug) > 80:
        raise Misuse("not-an-address", value=options.slug)
    owner = options.of.rstrip("/")
    wish = authoring.Wish(options.kind, options.slug, owner, _pairs(options.set), options.lang)
    files = authoring.scaffold(wish, settings.languages, today(options))
    if owner and not (settings.root / owner).is_dir():
        raise Misuse("owner-without-folder", value=owner)
    begin(settings.root, files)
    return tell_next(options, settings.root)


def _draft(options: Namespace) -> int:
    from .. import composing

    if options.of or options.set:
        raise Misuse("draft-with-fields")
    reading = read(options)
    if report(options, reading.problems):
        return PROBLEMS  # an item with a problem would be left out unseen, or drafted as it should not be
    waiting = [issue for issue in reading.library.issues[:1] if not options.slug and issue.publication is None]
    if waiting:
        raise Misuse("issue-waiting", number=waiting[0].slug)
    number = options.slug or str(composing.next_number(reading.library))
    if not re.fullmatch(r"[1-9]\d{0,2}", number):
        raise Misuse("draft-number", value=number)
    begin(reading.settings.root, composing.draft(reading.library, int(number), options.lang))
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
        "Makes the folder of a new item. Replace whatever stands behind a ✎, then run `make check`.\n"
        "  build.py new story karditsa-library --set members=karditsa --set themes=city-life\n"
        "  build.py new statement karditsa-2026-11 --of members/karditsa\n"
        "  build.py new newsletter     drafts the next issue from what came out since the last one",
        _arguments,
        _new,
    )
}
