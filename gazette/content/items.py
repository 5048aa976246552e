"""One folder → an Item, or Problems: everything that can be judged without looking at other folders.

A pure function of the folder's files and the languages, so its result can be kept until one of them changes.
"""

from __future__ import annotations

import html
import json
import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Final, Protocol, cast
from urllib.parse import unquote

from .. import tree
from . import characters, fields, identifying, load, markup, offices, personal_data, prose, revisions
from .dates import PartialDate
from .digests import digest_of, digest_of_bytes
from .freeze import parts_of
from .library import ABOUT, Item, Telling, Text, withdrawn
from .load import FileEntry, SourceFile, field_name
from .markup import (
    ID_PREFIX,
    MAX_LETTERS,
    SCHEMES,
    UNREAD,
    Finding,
    Fragment,
    anchor,
    convert,
    is_file_name,
    scheme,
    without_code,
)
from .model import (
    CONSENT_PATTERN,
    CONSENTS,
    CONTENT_TYPES,
    KEPT,
    PUBLICATION_FILE,
    SLUG_PATTERN,
    TRANSLATES,
    AnyData,
    AnyText,
    Caption,
    Consent,
    ContentType,
    Event,
    Kind,
    Programme,
    ProgrammeText,
    Publication,
    Shows,
    Story,
    StoryText,
)
from .private_urls import LOCAL, is_page_of_preview, judged
from .problems import Place, PlaceFinder, Problem, in_digits
from .translit import latin_slug

KINDS: Final = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
"""Ending of a picture's name → what must be inside."""
PICTURES: Final = tuple(f".{ending}" for ending in KINDS)
MAX_PICTURE_BYTES: Final = 4 * 1024 * 1024
"""What stays in git for good, in every copy of it."""
PHONE_PICTURES: Final = ("heic", "heif")
"""What phones take and browsers do not show; `photos --shrink` makes JPEGs of them."""
_FIRST_PARTS: Final = "|".join(sorted({content.address.split("/")[0] for content in CONTENT_TYPES}))
_MISTAKEN_CODES: Final = {"gr": "el", "gre": "el", "ell": "el", "eng": "en", "uk": "en"}
"""Codes of countries, and longer codes, that people take for a language's."""
_OTHER_PICTURES: Final = frozenset("avif gif bmp tif tiff svg raw dng psd".split())
"""Pictures that not every browser shows, or that are more than a picture."""
ALIASES: Final = "aliases"
"""A field for the search alone."""
INTRODUCTION: Final = 800
"""Letters for which the cover of an issue's PDF has room, about."""
MOST_SIGNS: Final = 20
"""Runs of signs that are told in one file."""
_REFERENCE: Final = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_SAFETY: Final = frozenset(
    {"include-syntax", "template-syntax", "attribute-syntax", "link-without-words", "list-unmade"}
)


OFFICIAL: Final = ("contact", "phone")
"""Fields in which an office's own address and number stand, and may."""

EXAMPLES: Final = frozenset(
    personal_data.plainly(str(example))
    for content in CONTENT_TYPES
    for name in OFFICIAL
    if name in content.data.model_fields
    for example in content.data.model_fields[name].examples or ()
)
"""What the hints of a new item's files show in these fields, as comments."""
OFFICES: Final = ("reviewer", "checked_by")
"""Fields that name an office, and are judged as such."""


class Looked(Protocol):
    """What a look at a picture showed; width and height in pixels, as a viewer would show it."""

    @property
    def kind(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def fault(self) -> str: ...
    @property
    def has_place(self) -> bool: ...


Look = Callable[[bytes], Looked]
"""Looks at a picture: `kind` is JPEG, PNG, WEBP or nothing, `fault` the end of a rule's name or nothing."""


@dataclass(frozen=True)
class Checked:
    """What became of a folder. `fragments`: digest of a text → its converted body, for whoever renders next."""

    item: Item | None
    problems: tuple[Problem, ...]
    fragments: Mapping[str, str] = field(default_factory=dict)
    consents: Mapping[str, Consent] = field(default_factory=dict)


def content_type_of(folder: str) -> ContentType | None:
    """The type of the items in a folder, told by where it lies."""
    depth = folder.count("/")
    for content in CONTENT_TYPES:
        if content.folder.count("/") == depth and fnmatch(folder, content.folder):
            return content
    return None


_KEPT_FOLDER: Final = re.compile(rf"newsletters/([^/]+)/{KEPT}/(.+)")


def origin_of(folder: str) -> tuple[str, str]:
    """For what a published issue keeps: where it lay, and the issue's slug. Else the folder itself, and nothing."""
    kept = _KEPT_FOLDER.fullmatch(folder)
    return (kept.group(2), kept.group(1)) if kept else (folder, "")


def check_folder(
    root: Path, folder: str, entries: tuple[FileEntry, ...], languages: tuple[str, ...], look: Look
) -> Checked:
    """Reads and judges the files of one folder below `root`; `look` is asked about its pictures."""
    if folder == CONSENTS:
        return _check_consents(root, entries)
    content = content_type_of(origin_of(folder)[0])
    if content is None:
        cut_off = re.fullmatch(rf"newsletters/([^/]+)/{KEPT}", folder)
        if cut_off and [entry.path for entry in entries] == [f"{folder}/{PUBLICATION_FILE}"]:
            return Checked(None, (Problem(entries[0].path, "publishing-cut-off", facts={"number": cut_off.group(1)}),))
        meant = _meant(folder)
        paths = [folder] if meant else [entry.path for entry in entries]
        return Checked(None, tuple(Problem(path, "misplaced", facts={"suggestion": meant}) for path in paths))
    return _Folder(root, folder, content, languages, look).check(entries)


def _check_consents(root: Path, entries: tuple[FileEntry, ...]) -> Checked:
    """The records of consent: one file a person, whose name tells nothing about them."""
    problems: list[Problem] = []
    found: dict[str, Consent] = {}
    for entry in entries:
        name, _, ending = entry.path.rsplit("/", 1)[1].rpartition(".")
        if ending != "yml" or not re.fullmatch(CONSENT_PATTERN, name):
            problems.append(Problem(entry.path, "consent-name", facts={"name": entry.path.rsplit("/", 1)[1]}))
            continue
        source = load.read(root, entry.path)
        problems += source.problems
        if source.readable:
            record, wrong = fields.parse(source, Consent)
            problems += [*_without_models(wrong), *_prose_of_fields(source), *_personal_of_fields(source)]
            if record:
                found[name] = record
                problems += [*_of_minors(source, record), *_in_order(source, record)]
                problems += _office_problems(source, "reviewer", record.reviewer)
    return Checked(None, tuple(problems), consents=found)


def _of_minors(source: SourceFile, consent: Consent) -> Iterator[Problem]:
    for name in ("guardian", "child"):
        if consent.minor and getattr(consent, name) is None:
            yield Problem(source.path, f"consent-without-{name}", source.place(("minor",)), name)
        elif not consent.minor and getattr(consent, name) is not None:
            yield Problem(source.path, "adult-with-guardian", source.place(("minor",)), "minor", {"name": name})
            return
    if consent.minor and Shows.NAME in consent.shows:
        route = ("shows", consent.shows.index(Shows.NAME))
        yield Problem(source.path, "child-named", source.place(route), "shows")


def _in_order(source: SourceFile, consent: Consent) -> Iterator[Problem]:
    """Nothing ends before it began; and for a minor nothing began before both had agreed.

    Of dates that name a month or a year only those are told that are wrong whichever day is meant.
    """
    given = consent.given
    for name in ("expires", "withdrawn"):
        day = getattr(consent, name)
        if day and day.last_day < given.first_day:
            yield _date_problem(source, "consent-ends-early", name, day, given)
    for name in ("guardian", "child"):
        day = getattr(consent, name)
        if day and consent.minor and day.first_day > given.last_day:
            yield _date_problem(source, "consent-agreed-late", name, day, given)


def _date_problem(source: SourceFile, rule: str, name: str, day: PartialDate, given: PartialDate) -> Problem:
    facts = {"value": str(day), "given": str(given)}
    return Problem(source.path, rule, source.place((name,)), name, facts)


def _office_problems(source: SourceFile, name: str, written: str) -> Iterator[Problem]:
    fault = "" if prose.SCAFFOLD_MARK in written else offices.fault(written)
    if fault:
        yield Problem(source.path, fault, source.place((name,)), name)


def _meant(folder: str) -> str:
    """What a folder was probably meant to be called, where a name above the item is all but right: `content/Story`."""
    given = folder.split("/")
    for content in CONTENT_TYPES:
        pattern = content.folder.split("/")
        pairs = list(zip(given, pattern, strict=False))
        if len(given) == len(pattern) and all(right in ("*", fields.closest(part, [right])) for part, right in pairs):
            return "/".join(part if right == "*" else right for part, right in pairs)
    return ""


class _Folder:
    """The reading of one folder: collects problems and parts until the item can be put together."""

    def __init__(self, root: Path, folder: str, content: ContentType, languages: tuple[str, ...], look: Look) -> None:
        self.root, self.folder, self.content, self.languages = root, folder, content, languages
        self.look = look
        self.problems: list[Problem] = []
        self.texts: dict[str, Text] = {}
        self.sources: dict[str, SourceFile] = {}
        self.files: dict[str, str] = {}
        self.sizes: dict[str, tuple[int, int]] = {}
        self.fragments: dict[str, str] = {}
        self.plain: dict[str, tuple[str, tuple[str, ...]]] = {}
        """Language → what readers of a body read, and where its links lead."""
        self.names: set[str] = set()
        self.data: AnyData | None = None
        self.publication: Publication | None = None

    def check(self, entries: tuple[FileEntry, ...]) -> Checked:
        slug = self.folder.rsplit("/", 1)[1]
        is_slug = re.fullmatch(SLUG_PATTERN, slug) is not None
        if not is_slug:
            facts = {"value": slug, "suggestion": latin_slug(slug)}
            self.problems.append(Problem(self.folder, "folder-name", facts=facts))
        self.names = {entry.path.rsplit("/", 1)[1] for entry in entries}
        for entry in entries:
            self._file(entry, entry.path.rsplit("/", 1)[1])
        self._completeness(self.names | {name.lower() for name in self.names})  # `EL.md` has a problem of its own
        self.problems += self._personal()
        taken = len(self.texts) + len(self.files) + (self.data is not None) + (self.publication is not None)
        whole = (bool(self.texts) or self._is_taken_back) and taken == len(entries) and is_slug
        if self.data is None or (self.problems and not whole):
            return Checked(None, tuple(self.problems))
        item = self._item(slug)  # whatever is wrong in its words: so the rules between items are told at once too
        if not withdrawn(item):  # of one that was taken back, texts and pictures may be gone
            self.problems += _item_problems(item, self.sources)
            recorded = {language: text.translates for language, text in self.texts.items()}
            self.problems += revisions.problems(self.sources, recorded, self.languages)
        return Checked(item, tuple(self.problems), self.fragments)

    def _item(self, slug: str) -> Item:
        assert self.data is not None
        owner = self.folder.split("/")[-3] if self.content.kind is Kind.STATEMENT else ""
        recorded = {language: text.translates for language, text in self.texts.items()}
        for language in revisions.stale(self.sources, recorded, self.languages):
            self.texts[language] = replace(self.texts[language], is_stale=True)
        face = self._face()
        bodies = [text.digest for text in self.texts.values()]
        digest = digest_of((face, bodies))
        told = tuple(self._telling())
        return Item(
            self.content, slug, self.folder, self.data, self.texts, self.files, owner, face, digest,
            self._seal(), origin_of(self.folder)[1], self.publication, self.sizes,
            told, self._words() if self._may_show_a_child else "", self._parts(),
        )  # fmt: skip

    def _personal(self) -> Iterator[Problem]:
        """Numbers and addresses of persons, wherever they stand: names of files and folders are published as well."""
        declared = [getattr(self.data, name, None) for name in OFFICIAL]
        official = frozenset(personal_data.plainly(value) for value in declared if value)
        for name in (self.folder.rsplit("/", 1)[1], *sorted(self.files)):
            for hit in personal_data.found(name, markdown=False):
                path = self.folder if name not in self.files else f"{self.folder}/{name}"
                yield Problem(path, hit.rule, facts={"value": hit.shown})
        for language, source in self.sources.items():
            yield from _personal_of_fields(source, official)
            yield from _personal_of_body(source, official, *self.plain.get(language, ("", ())))
        answered = getattr(self.data, "checked_by", None)
        if answered:
            yield from _office_problems(self.sources["data"], "checked_by", answered)
        address = getattr(self.data, "contact", None)
        if address and personal_data.is_private(address):
            source, host = self.sources["data"], address.rpartition("@")[2]
            yield Problem(source.path, "mail-private", source.place(("contact",)), "contact", {"value": f"…@{host}"})

    def _telling(self) -> Iterator[Telling]:
        """All that may tell who a child is, where one may be shown or told of; elsewhere names beside an age alone."""
        tell = identifying.told if self._may_show_a_child else identifying.whole
        for language, source in self.sources.items():
            yield from _telling_of(source, self.plain.get(language, ("", ()))[0], tell)

    @property
    def _may_show_a_child(self) -> bool:
        """An issue, by what it carries, and whatever names a record of consent."""
        return self.content.kind is Kind.ISSUE or (isinstance(self.data, Story | Event) and bool(self.data.shown))

    def _words(self) -> str:
        """Of the data, only what readers read as sentences is in it: dates and references tell no one's name."""
        said = {
            name: [_without_mark(source.data), source.body] for name, source in self.sources.items() if name != "data"
        }
        data = self.sources["data"].data
        plain = json.dumps([said, *(data.get(name) for name in ("photos", "source", "errata"))], sort_keys=True)
        return digest_of_bytes(plain.encode())[: revisions.LENGTH]

    def _parts(self) -> dict[str, str]:
        by_file = {source.path.rsplit("/", 1)[1]: source for source in self.sources.values()}
        return parts_of(by_file) if self.content.kind is Kind.ISSUE else {}

    def _seal(self) -> str:
        """Of what was written, not of what became of it: it must be the same for whatever version of this code.

        That someone looked a translation through changes nothing that an issue shows of it.
        """
        written = {name: [_without_mark(source.data), source.body] for name, source in self.sources.items()}
        plain = json.dumps([written, self.files], ensure_ascii=False, sort_keys=True)
        return digest_of_bytes(plain.encode())

    def _face(self) -> bytes:
        """A record is made from nothing but the fields as they were read, so their digest is the record's too."""
        fields_read = [(name, source.data) for name, source in self.sources.items()]
        excerpts = [(text.excerpt, text.has_body) for text in self.texts.values()]
        return digest_of((self.folder, fields_read, excerpts, sorted(self.files.items())))

    def _file(self, entry: FileEntry, name: str) -> None:
        stem, dot, ending = name.rpartition(".")
        if name == self.content.data_file:
            self._data(load.read(self.root, entry.path))
        elif name == PUBLICATION_FILE and self.content.kind is Kind.ISSUE:
            self._publication(load.read(self.root, entry.path))
        elif ending == "md" and stem in self.languages:
            self._text(load.read(self.root, entry.path), stem)
        elif dot + ending.lower() in PICTURES:
            self._picture(entry, name)
        else:
            self._unexpected(entry.path, stem, ending, name)

    def _unexpected(self, path: str, stem: str, ending: str, name: str) -> None:
        expected = [self.content.data_file, *(f"{language}.md" for language in self.languages)]
        suggestion = fields.closest(name, expected) or fields.closest(name.removesuffix(".txt"), expected)
        rule = "file-unexpected"
        if name.lower() in expected:
            rule, suggestion = "file-case", name.lower()
        elif ending.lower() in PHONE_PICTURES:
            rule = "picture-phone"
        elif ending.lower() in _OTHER_PICTURES:
            rule = "picture-format"
        elif ending == "md" and len(stem) in (2, 3):
            rule, code = "language-unknown", _MISTAKEN_CODES.get(stem.lower(), stem.lower())
            suggestion = f"{code}.md" if code in self.languages else ""
        if suggestion in self.names:  # to rename it would overwrite the other one, as with a copy `el.md~`
            suggestion, rule = "", "file-unexpected" if rule == "file-case" else rule
        facts = {
            "name": name,
            "expected": ", ".join(expected),
            "suggestion": suggestion,
            "ending": ending,
            "path": shlex.quote(path),
        }
        self.problems.append(Problem(path, rule, facts=facts))

    @property
    def _is_taken_back(self) -> bool:
        return bool(getattr(self.data, "withdrawn", None))

    def _completeness(self, names: set[str]) -> None:
        if self.content.data_file not in names:
            facts = {"name": self.content.data_file}
            self.problems.append(Problem(self.folder, "data-file-missing", facts=facts))
        if not self._is_taken_back and not any(f"{language}.md" in names for language in self.languages):
            expected = ", ".join(f"{language}.md" for language in self.languages)
            self.problems.append(Problem(self.folder, "text-file-missing", facts={"expected": expected}))

    def _data(self, source: SourceFile) -> None:
        self.sources["data"] = source
        self.problems += source.problems
        if source.readable:
            record, problems = fields.parse(source, self.content.data)
            self.problems += _without_models(problems)
            self.data = cast(AnyData, record) if record else None
            self.problems += [*_prose_of_fields(source), *self._unprinted(source)]

    def _unprinted(self, source: SourceFile) -> Iterator[Problem]:
        """Signs that no font of paper has, in what an issue may print; a copy that an issue keeps stays as it was."""
        is_printed = self.content.kind is not Kind.PAGE or self.folder.endswith(f"/{ABOUT}")
        return iter(() if origin_of(self.folder)[1] or not is_printed else _unprinted(source))

    def _publication(self, source: SourceFile) -> None:
        self.problems += source.problems
        if source.readable:
            self.publication, problems = fields.parse(source, Publication)
            self.problems += problems

    def _text(self, source: SourceFile, language: str) -> None:
        self.sources[language] = source
        self.problems += source.problems
        if not source.readable:
            return
        front, problems = fields.parse(source, self.content.text)
        fragment = convert(source.body, source.body_line)
        leads = tuple(found.value for found in fragment.findings if found.kind in ("link", "image"))
        self.plain[language] = (_with_cells_apart(fragment), leads)
        self.problems += [*_without_models(problems), *_prose_of_fields(source), *_findings(source, fragment)]
        is_read = not any(found.kind in UNREAD for found in fragment.findings)  # else nothing more is asked of it
        self.problems += [*_prose_of_body(source, fragment), *self._unprinted(source)] if is_read else []
        if is_read and prose.is_in_other_letters(source.body, language):
            self.problems.append(Problem(source.path, "other-letters", Place(source.body_line, 1)))
        if self.content.kind is Kind.ISSUE and len(fragment.plain) > INTRODUCTION:
            facts = {"count": str(len(fragment.plain)), "limit": str(INTRODUCTION)}
            self.problems.append(Problem(source.path, "introduction-long", Place(source.body_line, 1), facts=facts))
        if self.content.body_required and not source.body.strip():
            self.problems.append(Problem(source.path, "body-empty", Place(source.body_line, 1)))
        if front:
            self._keep(source, language, cast(AnyText, front), fragment)

    def _keep(self, source: SourceFile, language: str, front: AnyText, fragment: Fragment) -> None:
        digest = digest_of_bytes(fragment.html.encode())
        self.fragments[digest] = fragment.html
        findings = tuple(found for found in fragment.findings if found.kind in ("link", "image", "image-within"))
        self.texts[language] = Text(
            language, source.path, front, bool(fragment.html), fragment.excerpt, findings, digest, _anchors(fragment),
            front.translates or "",
        )  # fmt: skip

    def _picture(self, entry: FileEntry, name: str) -> None:
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*\.(jpg|jpeg|png|webp)", name):
            facts = {"name": name, "suggestion": fields.picture_name(name)}
            self.problems.append(Problem(entry.path, "picture-name", facts=facts))
        elif entry.size > MAX_PICTURE_BYTES:
            facts = {"limit": str(MAX_PICTURE_BYTES // 1024 // 1024), "path": shlex.quote(entry.path)}
            self.problems.append(Problem(entry.path, "picture-too-large", facts=facts))
        else:
            self._picture_itself(entry, name)

    def _picture_itself(self, entry: FileEntry, name: str) -> None:
        try:
            raw = tree.read(self.root, entry.path, MAX_PICTURE_BYTES)
        except OSError as error:
            self.problems.append(load.unreadable(entry.path, error))
            return
        self.files[name] = digest_of_bytes(raw)
        seen = self.look(raw)
        facts = {"name": name, "path": shlex.quote(entry.path), "kind": seen.kind}
        if seen.fault:
            self.problems.append(Problem(entry.path, f"picture-{seen.fault}", facts=facts))
        elif seen.kind != KINDS[name.rpartition(".")[2]]:
            self.problems.append(Problem(entry.path, "picture-other-kind", facts=facts))
        else:
            self.sizes[name] = (seen.width, seen.height)
        if seen.has_place and not seen.fault:  # a damaged one is to be copied anew, and looked at then
            self.problems.append(Problem(entry.path, "picture-place", facts=facts))


def _without_mark(data: load.Tree) -> load.Tree:
    return {name: value for name, value in data.items() if name != TRANSLATES} if TRANSLATES in data else data


def _without_models(problems: Iterable[Problem]) -> Iterator[Problem]:
    """A model text that was left is a problem of its own; that it does not fit its field either helps no one."""
    return (problem for problem in problems if prose.SCAFFOLD_MARK not in problem.facts.get("value", ""))


def _anchors(fragment: Fragment) -> tuple[str, ...]:
    """The addresses of a text's headings within it."""
    return tuple(re.findall(rf'<h\d id="{ID_PREFIX}([^"]*)"', fragment.html))


def _prose_of_fields(source: SourceFile) -> Iterator[Problem]:
    for route, text in load.strings_of(source.data):
        place, name = source.place(route), field_name(route)
        if prose.SCAFFOLD_MARK in text:
            yield Problem(source.path, "scaffold-left", place, name)
        if name == "quote.text" and text.lstrip()[:1] in prose.QUOTATION_MARKS:
            yield Problem(source.path, "quotation-marks", place, name)
        for _, address in prose.shortened(text):
            yield Problem(source.path, "link-shortened", place, name, {"value": address})
        for _, word in prose.mixed_script(text):
            facts = {"word": word, "letters": prose.foreign_letters(word)}
            yield Problem(source.path, prose.letter_rule(word), place, name, facts)


def _prose_of_body(source: SourceFile, fragment: Fragment) -> Iterator[Problem]:
    places = PlaceFinder(source.body, source.body_line)
    for offset, word in prose.mixed_script(source.body):
        facts = {"word": word, "letters": prose.foreign_letters(word)}
        yield Problem(source.path, prose.letter_rule(word), places.at(offset), facts=facts)
    for match in re.finditer(prose.SCAFFOLD_MARK, source.body):
        yield Problem(source.path, "scaffold-left", places.at(match.start()))
    linked = {found.value for found in fragment.findings if found.kind == "link"}
    for offset, address in prose.shortened(without_code(source.body)):
        if address not in linked:
            yield Problem(source.path, "link-shortened", places.at(offset), facts={"value": address})
    yield from _hidden_signs(source, places)
    yield from _loose_ends(source, places)


def _personal_of_fields(source: SourceFile, official: Set[str] = frozenset()) -> Iterator[Problem]:
    for route, text in load.strings_of(source.data):
        if route[-1] not in (*OFFICIAL, *OFFICES):
            for hit in personal_data.found(text[:MAX_LETTERS], official, markdown=False):
                yield Problem(source.path, hit.rule, source.place(route), field_name(route), {"value": hit.shown})
    told = {text for _, text in load.strings_of(source.data)}
    for place, comment in source.comments:
        for hit in personal_data.found(comment, official | EXAMPLES, markdown=False):
            if not any(comment.strip() in text for text in told):  # else it is a field's, with a sign such as "no #12"
                yield Problem(source.path, hit.rule, place, facts={"value": hit.shown})


def _personal_of_body(source: SourceFile, official: Set[str], plain: str, leads: Iterable[str]) -> Iterator[Problem]:
    """What was written is searched, then what readers get of it: links and notes part words that they read as one."""
    body = source.body[:MAX_LETTERS]  # a longer one is a problem of its own
    places = PlaceFinder(body, source.body_line)
    told = (address for address in leads if is_page_of_preview(address) or scheme(address) not in SCHEMES)
    seen = {(LOCAL, judged(address)[1]) for address in told}  # `link-own` and `link-scheme` tell more
    for hit in personal_data.found(body, official):
        if (hit.rule, hit.shown) in seen and hit.rule == LOCAL:
            continue
        seen.add((hit.rule, hit.shown))
        yield Problem(source.path, hit.rule, places.at(hit.offset), facts={"value": hit.shown})
    for text in (plain[:MAX_LETTERS], *map(unquote, leads)):
        for hit in personal_data.found(text, official, markdown=False):
            if (hit.rule, hit.shown) not in seen:
                seen.add((hit.rule, hit.shown))
                yield Problem(source.path, hit.rule, Place(source.body_line, 1), facts={"value": hit.shown})


def _with_cells_apart(fragment: Fragment) -> str:
    """What readers of a body read, with a sign between what they see apart: cells, and lines that were broken."""
    if not _CELL_END.search(fragment.html):
        return fragment.plain
    return markup.plain(_CELL_END.sub(r" | \g<0>", fragment.html))


_CELL_END: Final = re.compile(r"</t[dh]>|<br\b")


def _telling_of(
    source: SourceFile, plain: str, tell: Callable[[str, bool], list[identifying.IdentifyingDetail]]
) -> Iterator[Telling]:
    for route, text in load.strings_of(source.data):
        for hit in tell(text[:MAX_LETTERS], False):
            yield _telling_at(source, source.place(route), hit, field_name(route))
    seen, places = set(), PlaceFinder(source.body, source.body_line)
    for hit in tell(source.body[:MAX_LETTERS], True):
        seen.add(_letters_of(hit))
        yield _telling_at(source, places.at(hit.offset), hit)
    for hit in tell(plain[:MAX_LETTERS], False):
        if _letters_of(hit) not in seen:
            yield _telling_at(source, Place(source.body_line, 1), hit)


def _telling_at(source: SourceFile, place: Place, hit: identifying.IdentifyingDetail, name: str = "") -> Telling:
    return Telling(source.path, hit.rule, hit.words, place.line, place.column, name, hit.is_whole)


def _letters_of(hit: identifying.IdentifyingDetail) -> str:
    """By which words are the same as those that were told before, whatever stands between them."""
    return re.sub(r"[\W_]+", " ", hit.words).strip()


def _hidden_signs(source: SourceFile, places: PlaceFinder) -> Iterator[Problem]:
    """Signs written as `&#173;` or `&shy;` that no one would see, or that would turn the text round."""
    text = without_code(source.body) if "&" in source.body else ""
    for match in _REFERENCE.finditer(text):
        found = load.FORBIDDEN.search(html.unescape(match.group()))
        if found:
            facts = {"code": f"{match.group()}, U+{ord(found.group()):04X}"}
            yield Problem(source.path, "forbidden-character", places.at(match.start()), facts=facts)


def _unprinted(source: SourceFile) -> Iterator[Problem]:
    """Runs of signs that paper shows otherwise than they are written, each once."""
    told: set[str] = set()
    found = [(source.place(route), field_name(route), run) for route, run in _unprinted_fields(source)]
    places = PlaceFinder(source.body, source.body_line)
    found += [(places.at(offset), "", run) for offset, run in _unprinted_body(source.body)]
    for place, name, run in found:
        instead = characters.printed(run)
        if instead.strip() and run not in told and len(told) < MOST_SIGNS:
            told.add(run)
            codes = ", ".join(f"U+{ord(sign):04X}" for sign in dict.fromkeys(run[:3]))
            facts = {"value": run[:20], "code": codes + (" …" if len(set(run)) > 3 else ""), "instead": instead[:20]}
            yield Problem(source.path, "sign-not-printed", place, name, facts)


def _unprinted_fields(source: SourceFile) -> Iterator[tuple[load.Route, str]]:
    for route, text in load.strings_of(source.data):
        if route[0] != ALIASES:
            yield from ((route, run) for _, run in characters.unprinted(text))


def _unprinted_body(body: str) -> Iterator[tuple[int, str]]:
    """In the text, and in what it writes as `&#20013;`."""
    yield from characters.unprinted(body)
    for match in _REFERENCE.finditer(body) if "&" in body else ():
        meant = html.unescape(match.group())
        if not load.FORBIDDEN.search(meant):  # which is a problem of its own
            yield from ((match.start(), run) for _, run in characters.unprinted(meant))


def _loose_ends(source: SourceFile, places: PlaceFinder) -> Iterator[Problem]:
    """Signs of Markdown that were meant to become something and would be printed as they stand."""
    for offset, sign in prose.unmade_links(source.body):
        yield Problem(source.path, "link-unmade", places.at(offset), facts={"value": sign})
    for offset, words in prose.dashed_headings(source.body):
        yield Problem(source.path, "heading-by-hyphens", places.at(offset), facts={"value": words})
    for offset in prose.indented(source.body):
        yield Problem(source.path, "text-indented", places.at(offset))
    for offset, columns in prose.wide_tables(source.body):
        facts = {"count": str(columns), "limit": str(prose.MOST_COLUMNS)}
        yield Problem(source.path, "table-too-wide", places.at(offset), facts=facts)
    for offset, mark, rule in prose.lone_footnotes(source.body):
        yield Problem(source.path, rule, places.at(offset), facts={"value": mark})


def _findings(source: SourceFile, fragment: Fragment) -> Iterator[Problem]:
    level, names, guesses = 1, dict.fromkeys(_anchors(fragment)), fields.Guesses()
    for found in fragment.findings:
        place = Place(found.line, 1)
        if found.kind == "raw-html":
            yield from _html_problems(source.path, found)
        elif found.kind in UNREAD:
            yield Problem(source.path, found.kind, place, facts={"limit": in_digits(found.level), "value": found.value})
        elif found.kind in _SAFETY:
            yield Problem(source.path, found.kind, place, facts={"value": found.value})
        elif found.kind == "heading":
            yield from _heading_problems(source.path, found, level)
            level = max(found.level, 1)
        elif found.kind == "link" and found.value.startswith("#"):
            yield from _anchor_problems(source.path, found, names, guesses)
        elif found.kind == "link":
            yield from _link_problems(source.path, found, place)


_ANGLED_MAIL: Final = re.compile(r"<(?:mailto:\s*)?[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+>", re.IGNORECASE)


def _html_problems(path: str, found: Finding) -> Iterator[Problem]:
    """An opening tag by its name; a closing one belongs to it and needs no word of its own."""
    if found.value.startswith("</") or _ANGLED_MAIL.fullmatch(found.value):
        return  # an address of someone has a rule of its own
    suggestion = _instead_of_html(found.value)
    name = re.match(r"<[a-zA-Z][\w-]*(?=[\s/>])", found.value)
    value = f"{name.group()}>" if name and not suggestion else found.value
    yield Problem(path, "raw-html", Place(found.line, 1), facts={"value": value, "suggestion": suggestion})


def _instead_of_html(value: str) -> str:
    """The Markdown for an address that someone put between angle brackets without its scheme."""
    address = value.strip("<>")
    return f"<https://{address}>" if re.fullmatch(r"www\.[^\s<>]+", address) else ""


def _heading_problems(path: str, found: Finding, level: int) -> Iterator[Problem]:
    """`level` is that of the heading before."""
    place = Place(found.line, 1)
    facts = {"value": found.value, "level": str(found.level), "expected": "#" * (level + 1)}
    if not found.value.strip():
        yield Problem(path, "heading-empty", place)
    elif found.level == 1:
        yield Problem(path, "heading-first-level", place, facts=facts)
    elif found.level > level + 1:
        yield Problem(path, "heading-skips", place, facts=facts)


def _anchor_problems(
    path: str, found: Finding, names: Mapping[str, None], guesses: fields.Guesses
) -> Iterator[Problem]:
    """An address within the text must be that of one of its headings, `names` (`#` alone leads to the top)."""
    name = anchor(found.value)
    if name not in names and found.value != "#":
        guess = guesses.closest(name, names)
        facts = {"value": found.value, "suggestion": f"#{guess}" if guess else ""}
        yield Problem(path, "link-anchor", Place(found.line, 1), facts=facts)


def _link_problems(path: str, found: Finding, place: Place) -> Iterator[Problem]:
    """Rules for an address by itself; whether a page of the site stands there is asked when all are known."""
    address = found.value
    facts = {"value": address, "suggestion": _whole_address(address)}
    if not address or address.lower() in ("mailto:", "tel:"):
        yield Problem(path, "link-empty", place)
    elif prose.is_shortened(address):
        yield Problem(path, "link-shortened", place, facts=facts)
    elif address.startswith(("//", "\\")):
        yield Problem(path, "link-scheme", place, facts=facts)
    elif address.startswith("/"):
        return
    elif _names_picture(address):
        yield Problem(path, "picture-linked", place, facts={"name": address})
    elif scheme(address) == "":
        yield Problem(path, "link-relative", place, facts=facts)
    elif scheme(address) not in SCHEMES:
        yield Problem(path, "link-scheme", place, facts=facts)


def _whole_address(address: str) -> str:
    """What an address that starts nowhere was probably meant to be, or nothing."""
    page = re.fullmatch(rf"[./]*((?:{_FIRST_PARTS})/[^\s]*?)/?", address)
    if page:
        return f"/{page.group(1)}/"
    return fields.web_address(address) if address.startswith("www.") or "/" in address else ""


def _names_picture(address: str) -> bool:
    return is_file_name(address) and address.lower().endswith(PICTURES)


def _item_problems(item: Item, sources: Mapping[str, SourceFile]) -> Iterator[Problem]:
    """Rules between the files of one folder, and between the fields of one file."""
    guesses = fields.Guesses()
    missing = list(_missing_pictures(item, sources, guesses))
    in_texts = [problem for text in item.texts.values() for problem in _pictures_in_text(item, text, guesses)]
    yield from missing
    yield from in_texts
    if isinstance(item.data, Story | Event) and not missing:
        yield from _photo_problems(item, sources)
    if isinstance(item.data, Programme):
        yield from _grant_problems(item, item.data, sources)
    used = {photo.file for photo in getattr(item.data, "photos", ())} | {getattr(item.data, "emblem", None)}
    told = [problem.facts for problem in (*missing, *in_texts)]  # one mistake, one problem
    used |= {facts.get(name) for facts in told for name in ("name", "suggestion")}
    used |= {found.value for text in item.texts.values() for found in text.findings if found.kind == "link"}
    for name in sorted(set(item.files) - cast(set[str], used)):
        yield Problem(f"{item.folder}/{name}", "picture-unused", facts={"name": name})


def _missing_pictures(item: Item, sources: Mapping[str, SourceFile], guesses: fields.Guesses) -> Iterator[Problem]:
    named = [(("photos", number, "file"), photo.file) for number, photo in enumerate(getattr(item.data, "photos", ()))]
    emblem = getattr(item.data, "emblem", None)
    for route, name in [*named, *([(("emblem",), emblem)] if emblem else [])]:
        if name not in item.files:
            facts = {"name": name, "suggestion": guesses.closest(name, item.files)}
            yield Problem(item.data_path, "picture-missing", sources["data"].place(route), field_name(route), facts)


def _pictures_in_text(item: Item, text: Text, guesses: fields.Guesses) -> Iterator[Problem]:
    """A text shows photos of its item alone, each once, in a line of its own, and says of them what `captions` says."""
    photos = {photo.file for photo in getattr(item.data, "photos", ())}
    captions = {caption.file: caption for caption in getattr(text.front, "captions", ())}
    seen: set[str] = set()
    for found in text.findings:
        if found.kind == "link":
            continue
        name, place = found.value, Place(found.line, 1)
        facts = {"name": name, "data": item.content.data_file}
        if found.kind == "image-within":
            if name in photos:
                yield Problem(text.path, "picture-within", place, facts=facts)
        elif name not in photos:
            yield _no_photo(item, text, place, name, guesses)
        elif name in seen:
            yield Problem(text.path, "picture-again", place, facts=facts)
        elif found.words and name in captions and found.words != captions[name].alt:
            yield Problem(text.path, "picture-words", place, facts=facts | {"value": found.words})
        seen.add(name)


def _no_photo(item: Item, text: Text, place: Place, name: str, guesses: fields.Guesses) -> Problem:
    """Why a picture in a text is none that may be shown there."""
    if not isinstance(item.data, Story | Event):
        return Problem(text.path, "picture-of-kind", place, facts={"name": name})
    if name in item.files:
        facts = {"name": name, "data": item.content.data_file, "text": text.path.rsplit("/", 1)[1]}
        return Problem(text.path, "picture-not-listed", place, facts=facts)
    meant = unquote(name).rpartition("/")[2].lower()  # as in ./garden.png
    return Problem(
        text.path, "picture-missing", place, facts={"name": name, "suggestion": _likely(meant, item, guesses)}
    )


def _likely(name: str, item: Item, guesses: fields.Guesses) -> str:
    return name if name in item.files else guesses.closest(name, item.files)


def _photo_problems(item: Item, sources: Mapping[str, SourceFile]) -> Iterator[Problem]:
    photos = [photo.file for photo in cast(Story | Event, item.data).photos]
    for language, text in item.texts.items():
        captions = cast(StoryText, text.front).captions
        yield from _caption_problems(text.path, captions, photos, sources[language])


def _caption_problems(
    path: str, captions: Iterable[Caption], photos: list[str], source: SourceFile
) -> Iterator[Problem]:
    described, known, guesses = [caption.file for caption in captions], set(photos), fields.Guesses()
    bare = dict.fromkeys(photos)
    for number, name in enumerate(described):
        bare.pop(name, None)
        if name not in known:
            route = ("captions", number, "file")
            guess = guesses.closest(name, photos)
            facts = {"name": name, "suggestion": guess}
            yield Problem(path, "caption-without-photo", source.place(route), field_name(route), facts)
            bare.pop(guess, None)
    for name in bare:
        yield Problem(path, "photo-without-alt", source.place(("captions",)), "captions", {"name": name})


def _grant_problems(item: Item, data: Programme, sources: Mapping[str, SourceFile]) -> Iterator[Problem]:
    if not data.grant:
        return
    if not data.emblem:
        yield Problem(
            item.data_path, "grant-incomplete", sources["data"].place(("grant",)), "emblem", {"name": "emblem"}
        )
    for text in item.texts.values():
        front = cast(ProgrammeText, text.front)
        for name in ("funding_statement", "disclaimer", "emblem_alt"):
            if getattr(front, name) is None:
                yield Problem(text.path, "grant-incomplete", Place(1, 1), name, {"name": name})
