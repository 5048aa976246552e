"""What cities do: stories and events."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..dates import Moment, PartialDate
from .choices import EventKind, Kind, Theme
from .metadata import OpenData, RefersTo, SearchedText
from .practice import Practice, PracticeText
from .record import Caption, LanguageText, Link, Photo, Quote, Record, Source
from .types import (
    DEFAULT_TIME_ZONE,
    NETWORK,
    PARTIES,
    Count,
    EmailAddress,
    Line,
    People,
    PhoneNumber,
    Revision,
    Slug,
    Summary,
    YesNo,
)


class Story(Record):
    """A story of "Cities in action"."""

    date: Annotated[PartialDate, OpenData(), Field(examples=["2021-02"])]
    """When it was first published."""
    members: Annotated[tuple[Slug, ...], RefersTo(Kind.MEMBER), OpenData(), Field(min_length=1, examples=["karditsa"])]
    """The municipalities it is about, by folder name."""
    themes: Annotated[tuple[Theme, ...], OpenData(), Field(min_length=1, max_length=3, examples=["employment"])]
    """What it is about; the main theme first."""
    programmes: Annotated[
        tuple[Slug, ...], RefersTo(Kind.PROGRAMME), OpenData(), Field(max_length=12, examples=["estia"])
    ] = ()
    """The programmes and bodies it belongs to, by folder name."""
    partners: Annotated[
        tuple[Slug, ...], RefersTo(Kind.PARTNER, Kind.PROGRAMME), OpenData(), Field(max_length=20, examples=["unhcr"])
    ] = ()
    """The organisations that took part, by folder name."""
    photos: Annotated[tuple[Photo, ...], Field(max_length=20)] = ()
    """Photos in this folder, described under `captions` by each language. A text shows one with ![](workshop.jpg)."""
    people: People = ()
    """Whom the text names or makes recognisable: for each, the reference of their consent. Not public officials."""
    checked_by: Annotated[Line | None, Field(examples=["Integration office, Karditsa"])] = None
    """If a child is shown or mentioned: which office read the texts and found that nothing reveals who it is."""
    checked_text: Annotated[Revision | None, Field(examples=["9f86d081"])] = None
    """Which texts it read. The checker names this where it asks; when the texts change, it asks again."""
    source: Annotated[Source | None, OpenData()] = None
    """Where it was first published, if elsewhere."""
    practice: Annotated[Practice | None, Field()] = None
    """The facts for a city that wants to do the same: for whom, when, at what cost, with what result, whom to ask."""
    withdrawn: Annotated[PartialDate | None, Field(examples=["2026-11-22"])] = None
    """When it was withdrawn, if someone no longer wants it published: nothing of it is shown from then on."""

    @property
    def shown(self) -> frozenset[str]:
        """The references of all whom it shows or tells of."""
        return frozenset((*self.people, *(name for photo in self.photos for name in photo.people)))


class StoryText(LanguageText):
    """A story in one language."""

    title: Annotated[Line, OpenData(), Field(examples=["Neighbours clear the mud together"])]
    """The headline."""
    summary: Annotated[
        Summary,
        SearchedText(),
        OpenData(),
        Field(examples=["After the flood of September 2020, residents repaired the town side by side."]),
    ]
    """One or two sentences for lists and search results."""
    highlights: Annotated[tuple[Summary, ...], SearchedText(), Field(max_length=6)] = ()
    """Sentences worth showing large. They are our words, not a quotation."""
    quote: Annotated[Quote | None, SearchedText()] = None
    """A sentence on record, shown large in quotation marks."""
    captions: Annotated[tuple[Caption, ...], SearchedText(), Field(max_length=20)] = ()
    """A description of each photo, wherever it is. It applies whatever the text itself says about the photo."""
    links: Annotated[tuple[Link, ...], Field(max_length=12)] = ()
    """Where to read more."""
    practice: Annotated[PracticeText | None, SearchedText()] = None
    """For a city that wants to do the same: the need, what was done step by step, what was hard, what to adopt."""


class Event(Record):
    """An event or joint action."""

    kind: Annotated[EventKind, OpenData(), Field(examples=["discussion"])]
    """What kind of event."""
    start: Annotated[Moment | None, OpenData(), Field(examples=["2020-10-21", "2021-03-04 18:00"])] = None
    """When it starts: a year, a month, a day, or a day and time. Leave it out if it is not on record."""
    end: Annotated[Moment | None, OpenData(), Field(examples=["2020-10-22"])] = None
    """When it ends, if that is another day or time."""
    deadline: Annotated[Moment | None, OpenData(), Field(examples=["2021-03-31", "2021-03-31 14:00"])] = None
    """For a call only: the last day, or the day and time, for responding to it."""
    reported: Annotated[PartialDate | None, OpenData(), Field(examples=["2021-02"])] = None
    """If the date is not on record: when it was reported."""
    time_zone: Annotated[str, OpenData(), Field(max_length=40, examples=[DEFAULT_TIME_ZONE])] = DEFAULT_TIME_ZONE
    """The time zone of the times above. If a time occurs twice when summer time ends, the first is meant."""
    cancelled: Annotated[YesNo, OpenData()] = False
    """`true` if it was cancelled. Its page stays and says so, and so do lists and calendars."""
    online: Annotated[YesNo, OpenData()] = False
    """Whether people can take part online."""
    contact: Annotated[EmailAddress | None, Field(examples=["integration@example.gr"])] = None
    """A public address of the office that answers questions about it. Never a private one."""
    phone: Annotated[PhoneNumber | None, Field(examples=["+30 24410 00000"])] = None
    """A public telephone number of that office. Never a person's own."""
    organisers: Annotated[
        tuple[Slug, ...],
        RefersTo(*PARTIES, besides=(NETWORK,)),
        OpenData(),
        Field(min_length=1, max_length=20, examples=["network", "accmr"]),
    ]
    """Who organised it: folder names of members, partners or programmes, or `network`."""
    members: Annotated[tuple[Slug, ...], RefersTo(Kind.MEMBER), OpenData(), Field(examples=["athens"])] = ()
    """The municipalities that take part, by folder name."""
    participants: Annotated[Count | None, OpenData(), Field(examples=["14"])] = None
    """How many municipalities take part, as the source says: it is checked against `members`."""
    themes: Annotated[tuple[Theme, ...], OpenData(), Field(max_length=3, examples=["institutional"])] = ()
    """What it is about."""
    programmes: Annotated[
        tuple[Slug, ...], RefersTo(Kind.PROGRAMME), OpenData(), Field(max_length=12, examples=["helios"])
    ] = ()
    """The programmes and bodies it belongs to, by folder name."""
    partners: Annotated[
        tuple[Slug, ...], RefersTo(Kind.PARTNER, Kind.PROGRAMME), OpenData(), Field(max_length=20, examples=["iom"])
    ] = ()
    """The organisations that take part, by folder name."""
    photos: Annotated[tuple[Photo, ...], Field(max_length=20)] = ()
    """Photos in this folder, described under `captions` by each language. A text shows one with ![](workshop.jpg)."""
    people: People = ()
    """Whom the text names or makes recognisable: for each, the reference of their consent. Not public officials."""
    checked_by: Annotated[Line | None, Field(examples=["Integration office, Karditsa"])] = None
    """If a child is shown or mentioned: which office read the texts and found that nothing reveals who it is."""
    checked_text: Annotated[Revision | None, Field(examples=["9f86d081"])] = None
    """Which texts it read. The checker names this where it asks; when the texts change, it asks again."""
    source: Annotated[Source | None, OpenData()] = None
    """Where it was first published, if elsewhere."""
    practice: Annotated[Practice | None, Field()] = None
    """The facts for a city that wants to do the same: for whom, when, at what cost, with what result, whom to ask."""
    withdrawn: Annotated[PartialDate | None, Field(examples=["2026-11-22"])] = None
    """When it was withdrawn, if someone no longer wants it published: nothing of it is shown from then on."""

    @property
    def shown(self) -> frozenset[str]:
        """The references of all whom it shows or tells of."""
        return frozenset((*self.people, *(name for photo in self.photos for name in photo.people)))


class EventText(StoryText):
    """An event in one language."""

    place: Annotated[Line | None, SearchedText(before="highlights"), OpenData(), Field(examples=["Bologna, Italy"])] = (
        None
    )
    """Where it takes place."""
    programme: Annotated[
        tuple[Line, ...], SearchedText(before="quote"), Field(max_length=60, examples=["18:00 Opening"])
    ] = ()
    """The programme, one line for each entry."""
