"""One folder as it was read: an item, its texts, and what can be told from it alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Final, TypeVar

from ..dates import PartialDate
from ..markup import Finding
from ..model import (
    CONTENT_TYPES,
    AnyData,
    AnyText,
    Caption,
    ContentType,
    Document,
    Event,
    EventKind,
    FieldReference,
    Issue,
    Kind,
    Partner,
    Photo,
    Publication,
    Record,
    Statement,
    Story,
)

R = TypeVar("R", bound=Record)
HOME: Final = "home"
ABOUT: Final = "about"
CONTACT: Final = "contact"
ACCESSIBILITY: Final = "accessibility"
GLOSSARY: Final = "about/glossary/"
TRANSLATIONS: Final = "about/translations/"
WORKLIST: Final = "about/worklist/"
COORDINATORS: Final = "coordinators"
"""Whose worklist it is where a task concerns no municipality; no member can be called so."""
SEARCH: Final = "search/"
PRESS: Final = "press"
_PROGRAMMES: Final = next(content for content in CONTENT_TYPES if content.kind is Kind.PROGRAMME)


@dataclass(frozen=True)
class Text:
    """What one language says of an item. The HTML of the body is kept apart, under `digest`."""

    language: str
    path: str
    front: AnyText
    has_body: bool
    excerpt: str
    findings: tuple[Finding, ...]
    digest: str
    anchors: tuple[str, ...] = ()
    """What stands behind # in an address of one of its headings."""
    translates: str = ""
    """For a translation: the revision of the original that it renders."""
    is_stale: bool = False
    """Whether the original has changed since."""
    length: int = 0
    """Words of the body."""
    is_hard: bool = False
    """Whether the body is hard to read (`readability`)."""
    to_confirm: tuple[str, ...] = ()
    """Comments in its file by which its author says that something is still to be confirmed."""

    @property
    def title(self) -> str:
        """What the item is called in this language: its name where it has one, else its title."""
        return str(getattr(self.front, "name", None) or getattr(self.front, "title", ""))

    @property
    def body(self) -> str:
        """The digest of the body, or nothing where there is none."""
        return self.digest if self.has_body else ""

    @property
    def bodies(self) -> tuple[str, ...]:
        """The body's digest as a page view lists what it shows: one entry, or none without a body."""
        return (self.digest,) if self.has_body else ()

    @property
    def pictured(self) -> frozenset[str]:
        """The names of the photos that stand in the body."""
        return frozenset(found.value for found in self.findings if found.kind == "image")


@dataclass(frozen=True)
class PdfFacts:
    """What readers are told of a PDF before they load it, and what it says of itself."""

    bytes: int
    pages: int
    is_tagged: bool
    """Whether it says what is a heading, a list, a table, so that a screen reader can."""
    title: str
    language: str
    """A code as `el-GR`, or nothing."""


@dataclass(frozen=True)
class IdentifyingWords:
    """Words of an item that may tell who a child is (`identifying.told`), and where they stand."""

    path: str
    rule: str
    words: str
    line: int
    column: int
    field: str
    is_whole: bool = False
    """Whether a whole name stands beside a child's age, as it may in no text that no office has read."""


@dataclass(frozen=True)
class Item:
    """One folder: its data and its texts by language. `owner` is the folder around it, for a statement."""

    content: ContentType
    slug: str
    folder: str
    data: AnyData
    texts: Mapping[str, Text]
    files: Mapping[str, str]
    """Pictures and PDFs of the folder: name → digest of the bytes."""
    owner: str = ""
    summary_digest: bytes = b""
    """Digest of whatever others may show of it: its fields, the excerpts of its texts, its pictures."""
    digest: bytes = b""
    """Digest of all that its own page shows of it: the same, and the bodies."""
    seal: str = ""
    """Digest of all that was written in its folder, wherever that lies."""
    kept_by: str = ""
    """The slug of the published issue whose copy of an item this is; for the item itself, nothing."""
    publication: Publication | None = None
    """For an issue that is out: what it was made from."""
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Width and height in pixels of each picture, as a viewer would show it."""
    identifying: tuple[IdentifyingWords, ...] = ()
    """Words of its files that may tell who a child is. But for whole names, they matter only where one is shown."""
    words: str = ""
    """A digest of all that readers get to read of it, signs and all: what someone who answers for it has read."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """For an issue: a digest of each part that must not change once it is out, by name (`freeze.parts_of`)."""
    pdfs: Mapping[str, PdfFacts] = field(default_factory=dict)
    """The PDFs of the folder by name, as far as they can be published."""

    @property
    def kind(self) -> Kind:
        return self.content.kind

    @property
    def data_path(self) -> str:
        return f"{self.folder}/{self.content.data_file}"

    @cached_property
    def address(self) -> str:
        """Address of its page, below the root of a language; the same in every language.

        Of a partner that stands on its programme's page, the place there.
        """
        if isinstance(self.data, Partner) and self.data.programme:
            return f"{address_of(_PROGRAMMES, self.data.programme)}#{self.slug}"
        return address_of(self.content, self.slug)

    @cached_property
    def date_key(self) -> str:
        """A key by which items sort by date: what has none comes before all that has one."""
        day = when(self)
        return day.sort_key if day else ""

    @property
    def has_page(self) -> bool:
        """Whether it has a page of its own."""
        return "#" not in self.address

    def record(self, kind: type[R]) -> R:
        """Its data, as the type that the caller knows it to be."""
        assert isinstance(self.data, kind)
        return self.data

    def described_photos(self, text: Text) -> Iterator[tuple[Photo, Caption]]:
        """The photos that may be shown with a text, in order: those that it describes, each with its description."""
        captions = {caption.file: caption for caption in getattr(text.front, "captions", ())}
        for photo in getattr(self.data, "photos", ()):
            if photo.file in captions:
                yield photo, captions[photo.file]

    def text(self, language: str, order: Iterable[str]) -> Text:
        """The text in `language`, else in the first language of `order` that it has."""
        for choice in (language, *order):
            if choice in self.texts:
                return self.texts[choice]
        return next(iter(self.texts.values()))


@dataclass(frozen=True, slots=True)
class UnreadItem:
    """A folder that has faults, so that no item could be made of it: what of it can be judged all the same."""

    content: ContentType
    folder: str
    named: tuple[FieldReference, ...]
    """The items that its data name."""
    findings: Mapping[str, tuple[Finding, ...]]
    """What is to be judged in its texts, by the path of each."""

    @property
    def data_path(self) -> str:
        return f"{self.folder}/{self.content.data_file}"

    @property
    def address(self) -> str:
        """Where its page would be."""
        return address_of(self.content, self.folder.rsplit("/", 1)[1])


def address_of(content: ContentType, slug: str) -> str:
    """The address of the page of an item, below the root of a language."""
    if content.kind is Kind.PAGE and slug in (HOME, ABOUT):
        return "" if slug == HOME else "about/"
    return content.address.format(slug=slug)


_DATED: Final = (Story, Statement, Issue, Document)
"""A tuple, since many items are asked: a union of types takes five times as long to ask."""


def when(item: Item) -> PartialDate | None:
    """The date by which an item stands in a list."""
    data = item.data
    if isinstance(data, Event):
        return data.deadline or data.start or data.reported
    return data.date if isinstance(data, _DATED) else None


_BY_SLUG: Final = attrgetter("slug")
_BY_DATE: Final = attrgetter("date_key")


def newest_first(items: Iterable[Item]) -> tuple[Item, ...]:
    """Items by their dates, the latest first; of one day by their slugs; without a date last."""
    by_slug = sorted(items, key=_BY_SLUG)
    return tuple(sorted(by_slug, key=_BY_DATE, reverse=True))


def is_call(item: Item) -> bool:
    """Whether it is a call: something that one can answer until a day."""
    return isinstance(item.data, Event) and item.data.kind is EventKind.CALL


_SCHEDULED: Final = (Story, Statement, Document)
_TAKEN_BACK: Final = (Story, Event, Statement)


def ahead(item: Item, today: date) -> PartialDate | None:
    """The day on which an item will be published, where that is still to come: until then it is in no output."""
    day = item.data.date if isinstance(item.data, _SCHEDULED) and not item.kept_by and not withdrawn(item) else None
    return day if day and day.first_day > today else None


def withdrawn(item: Item) -> PartialDate | None:
    """When an item was taken back, if it was."""
    return item.data.withdrawn if isinstance(item.data, _TAKEN_BACK) else None
