"""An issue of the newsletter: its composition, its words, and the record of its publication."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from ..dates import PartialDate
from .choices import Gather, Kind, Length, Pull, SectionKind, Theme
from .metadata import RefersTo, SearchedText
from .record import LanguageText, Record
from .stories import Event, Story
from .types import Count, FileName, Line, Paragraph, Reference, Revision, Slug, Summary

PUBLICATION_FILE: Final = "record.yml"
"""Beside issue.yml, once an issue is published."""
KEPT: Final = "kept"
"""The folder of an issue that holds the items as they were published, each where it lies from the site's root."""


class Query(Record):
    """What a section is gathered from until its list is fixed: `make newsletter ARGS="3 --freeze"` writes the list."""

    gather: Annotated[Gather, Field(examples=["stories"])]
    """What to gather: stories, events, or statements of mayors or of partners. The newest come first."""
    theme: Annotated[Theme | None, Field(examples=["employment"])] = None
    """Only those with this theme."""
    member: Annotated[Slug | None, RefersTo(Kind.MEMBER), Field(examples=["karditsa"])] = None
    """Only those about this municipality, by folder name."""
    since: Annotated[PartialDate | None, Field(examples=["2021-02"])] = None
    """Only those from this date on. If left out: what no issue has had, from three months before the last one on."""
    limit: Annotated[int | None, Field(ge=1, le=60, examples=["6"])] = None
    """At most this many."""


class Section(Record):
    """A section of a newsletter issue: a list of items, or a query that finds them."""

    kind: Annotated[SectionKind, Field(examples=["cities"])]
    """Which section. `free` has its title in each language's file, under `section_titles`."""
    name: Annotated[Slug | None, Field(examples=["obituary"])] = None
    """For a free section: the name that `section_titles` uses."""
    items: Annotated[tuple[Reference, ...], Field(max_length=60, examples=["stories/karditsa-drawing"])] = ()
    """What is in it, in order, each by the address of its page."""
    query: Query | None = None
    """In place of `items`: what to gather them from."""


class ItemDisplay(Record):
    """How an issue shows one of its items. Only what should differ from the usual."""

    item: Annotated[Reference, Field(examples=["stories/karditsa-drawing"])]
    """Which item, as the section names it."""
    theme: Annotated[Theme | None, Field(examples=["employment"])] = None
    """Which of its themes is shown beside it. If left out: all of them."""
    photo: Annotated[FileName | None, Field(examples=["workshop.jpg"])] = None
    """Which of its photos is shown. If left out: the first."""
    pull: Annotated[Pull | None, Field(examples=["highlight-2"])] = None
    """The sentence shown large: the quotation, one of the highlights, or none. If left out: the first there is."""
    length: Annotated[Length, Field(examples=["abridged"])] = Length.FULL
    """Whether the whole text is printed, or its beginning with the address of the rest."""


class Erratum(Record):
    """A correction to an issue that is out: it is shown in every edition."""

    date: Annotated[PartialDate, Field(examples=["2021-03-05"])]
    """When it was found."""
    item: Annotated[Reference | None, Field(examples=["stories/karditsa-drawing"])] = None
    """Which item it is about, if it is about one."""
    text: Annotated[dict[Slug, Paragraph], Field(min_length=1, examples=["en: The workshop was held in May."])]
    """What is right, by language: `el`, `en`."""


class Issue(Record):
    """An issue of the newsletter."""

    number: Annotated[int, Field(ge=1, le=999, examples=["2"])]
    """Its number, the same as its folder's name."""
    date: Annotated[PartialDate, Field(examples=["2021-02"])]
    """When it is published."""
    members: Annotated[Count | None, Field(examples=["17"])] = None
    """How many members the network had then, as the issue says: it is checked against the members on record."""
    pages: Annotated[int | None, Field(ge=1, le=500, examples=["16"])] = None
    """The least number of printed pages, a multiple of four. If left out: as many as its texts need."""
    sections: Annotated[tuple[Section, ...], Field(min_length=1, max_length=20)]
    """The sections in order."""
    shown: Annotated[tuple[ItemDisplay, ...], Field(max_length=200)] = ()
    """For items that should not be shown in the usual way."""
    checked_by: Annotated[Line | None, Field(examples=["Integration office, Karditsa"])] = None
    """If it has texts about a child: which office read the issue's own texts and found that none reveals who."""
    checked_text: Annotated[Revision | None, Field(examples=["9f86d081"])] = None
    """Which texts it read. The checker names this where it asks; when the texts change, it asks again."""
    errata: Annotated[tuple[Erratum, ...], Field(max_length=40)] = ()
    """Corrections since it came out."""

    def display(self, reference: str) -> ItemDisplay:
        """How an item is to be shown."""
        return next((display for display in self.shown if display.item == reference), ItemDisplay(item=reference))

    def photo_of(self, reference: str, data: Record) -> str | None:
        """The file of the photo that stands with an item: the one wished for, else its first."""
        photos = [photo.file for photo in data.photos] if isinstance(data, Story | Event) else []
        wished = self.display(reference).photo
        return wished if wished in photos else next(iter(photos), None)


class ShortTitle(Record):
    """A title for the issue alone, where an item's own is too long for a list."""

    item: Annotated[Reference, Field(examples=["stories/karditsa-drawing"])]
    """Which item, as the section names it."""
    title: Annotated[Line, Field(examples=["A drawing after the flood"])]
    """The words that the contents and the heading show."""


class IssueText(LanguageText):
    """An issue's title and introduction in one language."""

    title: Annotated[Line, Field(examples=["The network grows"])]
    """The issue's title."""
    summary: Annotated[
        Summary, SearchedText(), Field(examples=["Four new members, and stories of participation in the pandemic."])
    ]
    """One or two sentences for lists."""
    section_titles: Annotated[dict[Slug, Line], Field(examples=["obituary: In memory"])] = {}  # noqa: RUF012 - pydantic copies it for each record
    """The titles of free sections."""
    short_titles: Annotated[tuple[ShortTitle, ...], Field(max_length=200)] = ()
    """Shorter titles of items, for this issue alone."""


class SealedItem(Record):
    """What an item was when an issue with it was published."""

    item: Annotated[str, Field(max_length=200, examples=["content/stories/karditsa-drawing"])]
    """Its folder."""
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$", examples=["9f86d081884c7d659a2feaa0c55ad015"])]
    """A digest of all its files."""


class SealedPart(Record):
    """What a part of an issue's own files was when it was published."""

    part: Annotated[Line, Field(examples=["en.md: title"])]
    """Its file and its field; for an entry about one item, that too."""
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$", examples=["9f86d081884c7d659a2feaa0c55ad015"])]
    """A digest of what was written."""


class Publication(Record):
    """What a published issue was made from. `make newsletter ARGS="3 --publish"` writes it; no one edits it."""

    recorded: Annotated[PartialDate, Field(examples=["2021-02-26"])]
    """When this was written down: from then on the issue stays as it is."""
    items: Annotated[tuple[SealedItem, ...], Field(min_length=1, max_length=1300)]
    """Everything that its editions show, as it was then; the texts are kept in the folder `kept`."""
    parts: Annotated[tuple[SealedPart, ...], Field(min_length=1, max_length=3000)]
    """The composition and the words of the issue itself."""
