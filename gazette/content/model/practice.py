"""What a story or a joint action tells another city that wants to do the same (docs/decisions/0039-practices.md)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..dates import PartialDate
from .choices import Audience
from .metadata import SearchedText
from .record import Record, Source
from .types import Count, Currency, EmailAddress, Figure, Line, Paragraph, PhoneNumber, Slug, Summary, WebAddress, Year


class Cost(Record):
    """What a practice cost in total."""

    amount: Annotated[Figure, Field(examples=["12500"])]
    """The sum, in digits only, without a thousands separator."""
    currency: Annotated[Currency, Field(examples=["EUR"])] = "EUR"
    """The three letters of the currency (ISO 4217). If left out: euros."""
    year: Annotated[Year, Field(examples=["2020"])]
    """The year of these prices."""


class Result(Record):
    """A result in figures. What is counted, each language says in its own words, under the same name."""

    name: Annotated[Slug, Field(examples=["masks"])]
    """A short name in Latin letters, by which each language's text says what is counted."""
    figure: Annotated[Figure, Field(examples=["565"])]
    """The figure itself."""
    source: Annotated[Source | None, Field()] = None
    """Where the figure comes from, if that is not where the whole was first published."""


class Practice(Record):
    """The facts of a practice, the same in every language. Partners, programmes and cities are the item's own."""

    audiences: Annotated[tuple[Audience, ...], Field(max_length=8, examples=["refugees"])] = ()
    """Whom it is for."""
    start: Annotated[PartialDate | None, Field(examples=["2020-04"])] = None
    """When it began: a year, a month or a day. An event has its own."""
    end: Annotated[PartialDate | None, Field(examples=["2020-05"])] = None
    """When it ended, if it has."""
    staff: Annotated[Count | None, Field(examples=["3"])] = None
    """How many people worked on it, volunteers included."""
    cost: Annotated[Cost | None, Field()] = None
    """What it cost in total; 0 if it cost nothing. Leave it out if it is not on record."""
    results: Annotated[tuple[Result, ...], Field(max_length=12)] = ()
    """Results in figures, each with its source."""
    contact: Annotated[EmailAddress | None, Field(examples=["integration@example.gr"])] = None
    """A public address of the office that answers questions about it. Never a private one."""
    phone: Annotated[PhoneNumber | None, Field(examples=["+30 24410 00000"])] = None
    """A public telephone number of that office. Never a person's own."""
    website: Annotated[WebAddress | None, Field(examples=["https://www.example.gr/"])] = None
    """The page of that office."""
    confirmed: Annotated[PartialDate | None, Field(examples=["2026-11"])] = None
    """When someone last made sure that the office can be reached this way."""


class ResultWords(Record):
    """What is counted in a result, in one language."""

    name: Annotated[Slug, Field(examples=["masks"])]
    """Which result: its name, as in the data file."""
    unit: Annotated[Line, SearchedText(), Field(examples=["fabric masks for the social grocery"])]
    """What is counted, worded so that it reads well after the figure."""


class PracticeText(Record):
    """A practice in one language."""

    need: Annotated[Paragraph | None, SearchedText(), Field(examples=["Pupils had to learn from home."])] = None
    """Why it was done: the need, or what prompted it."""
    for_whom: Annotated[Summary | None, SearchedText(), Field(examples=["Families housed by the programme."])] = None
    """Whom it is for, in a sentence, if the groups in the data file do not say enough."""
    steps: Annotated[tuple[Paragraph, ...], Field(max_length=20)] = ()
    """What was done, step by step: one or two sentences for each, in the order in which they were taken."""
    place: Annotated[Line | None, Field(examples=["A room for twenty people"])] = None
    """What room or equipment it needs."""
    results: Annotated[tuple[ResultWords, ...], SearchedText(), Field(max_length=12)] = ()
    """What each figure of the data file counts."""
    outcome: Annotated[Paragraph | None, Field(examples=["A further channel of cooperation."])] = None
    """What came of it that no figure shows."""
    difficulties: Annotated[Paragraph | None, SearchedText(), Field(examples=["Few had a computer at home."])] = None
    """What failed or was hard. It is what another city most wants to know."""
    lessons: Annotated[Paragraph | None, SearchedText(), Field(examples=["The videos can be shown anywhere."])] = None
    """What others can adopt, and what they should do differently."""
    office: Annotated[Line | None, Field(examples=["Social services of the municipality"])] = None
    """Which office answers questions about it. Never a person's name."""
