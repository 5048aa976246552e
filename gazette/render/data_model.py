"""Open data: what stands in its files, declared for the schemas that derive from it; documented in docs/open-data.md.

Whoever changes a field's name, meaning or kind raises VERSION's first number; whoever adds one, its second.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import Enum, auto
from typing import Annotated, Any, Final, NamedTuple, get_origin

from pydantic import Field, create_model

from ..content.described import described
from ..content.model import Record, Region, mark_of
from .practice_records import NAMES, ORDERS

VERSION: Final = "2.2"
SCHEMA_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
ByLanguage = Annotated[dict[str, str], Field(description="Language (ISO 639) to words, where a text is written in it.")]
LinesByLanguage = dict[str, tuple[str, ...]]
Slugs = tuple[str, ...]


class Cell(Enum):
    """What a text is in a spreadsheet: a mark of its field, where it is more than words."""

    WORDS = auto()
    DATE = auto()
    """A year, a month, a day, or a day and time."""
    LINK = auto()
    SIGN = auto()
    """A sign of our own, as the version: it stands as it is, whatever a spreadsheet makes of it."""


Date = Annotated[str, Cell.DATE]
Address = Annotated[str, Cell.LINK]


class DataEntry(Record):
    """The fields of every record."""

    id: str
    """Its name in addresses; stays the same for good."""
    url: Annotated[dict[str, str], Cell.LINK, Field(description="Language to full address of its page.")]


class MemberEntry(DataEntry):
    """A municipality of the network."""

    name: ByLanguage
    official_name: ByLanguage
    region: Region
    """One of the thirteen regions of Greece."""
    region_name: ByLanguage
    latitude: float
    """Roughly the town's centre, degrees north (WGS 84)."""
    longitude: float
    """Degrees east."""
    is_member: bool
    """Whether it is a member on the day `as_of`."""
    founder: bool
    """Whether it founded the network."""
    joined: Date | None
    """When it joined, as exactly as is on record: a year, a month or a day (ISO 8601)."""
    joined_by: Date | None
    """Where only this is on record: it had joined by then."""
    joined_after: Date | None
    """Where only this is on record: it had not yet joined then."""
    left: Date | None
    """When it left."""
    website: Address | None
    """The municipality's site."""
    contact_office: ByLanguage
    """Which office answers residents, where that is on record."""
    contact_address: ByLanguage
    """Where that office is."""
    contact_email: str | None
    """A public address of that office."""
    contact_phone: str | None
    """A public telephone number of that office."""
    contact_website: Address | None
    """The page of that office."""
    contact_confirmed: Date | None
    """When someone last made sure of it; null where no one did."""
    services: LinesByLanguage
    """Its integration services on record, each by its name."""
    stories: Slugs
    """The stories about it, by id, newest first."""
    events: Slugs
    """The events that it held or took part in, by id, newest first."""
    statements: Slugs
    """What its mayors said, by id, newest first."""


class PublishedEntry(DataEntry):
    """The fields that stories, events and statements share."""

    title: ByLanguage
    summary: ByLanguage
    source_newsletter: int | None
    """The number of the newsletter in which it first appeared."""
    source_url: Address | None
    """The address at which it first appeared."""


class StoryEntry(PublishedEntry):
    """A story of "Cities in action"."""

    date: Date
    """When it was first published: a year, a month or a day (ISO 8601)."""
    members: Slugs
    """The municipalities it is about, by id."""
    themes: Slugs
    """What it is about; the main theme first."""
    programmes: Slugs
    """The programmes and bodies it belongs to, by the last part of their address."""
    partners: Slugs
    """The organisations that took part, by the last part of their address."""


class EventEntry(PublishedEntry):
    """An event or joint action."""

    kind: str
    """What kind of event."""
    start: Date | None
    """When it started: a year, a month, a day, or a day and time in `time_zone` (ISO 8601); null if not on record."""
    end: Date | None
    """When it ended."""
    deadline: Date | None
    """Of a call: the last day, or day and time, on which one can answer it."""
    reported: Date | None
    """Where the date is not on record: when it was reported."""
    time_zone: str
    """The time zone of the times above."""
    cancelled: bool
    """Whether it was called off."""
    online: bool
    """Whether one could take part online."""
    place: ByLanguage
    organisers: Slugs
    """Who held it; `network` is the network itself."""
    members: Slugs
    """The municipalities that take part, by id, as far as they are on record."""
    participants: int | None
    """How many municipalities take part."""
    themes: Slugs
    """What it was about."""
    programmes: Slugs
    """The programmes and bodies it belongs to, by the last part of their address."""
    partners: Slugs
    """The organisations that take part, by the last part of their address."""


class StatementEntry(PublishedEntry):
    """What a mayor, or the head of a partner, said to the network."""

    date: Date
    """When it was published: a year, a month or a day (ISO 8601)."""
    speaks_for: str
    """The member or partner that the person speaks for, by id."""
    person: ByLanguage
    offices: Annotated[dict[str, tuple[str, ...]], Field(description="Language to the offices held at that date.")]


class DocumentEntry(DataEntry):
    """A document that the network or its members publish or rely on."""

    title: ByLanguage
    summary: ByLanguage
    kind: str
    """What it is."""
    date: Date | None
    """When it was published, as exactly as is on record (ISO 8601)."""
    publishers: Slugs
    """Who published it; `network` is the network itself."""
    languages: Slugs
    """The languages that it is written in (ISO 639), as far as they are known."""
    file: Address | None
    """The full address of its PDF on this site."""
    bytes: int | None
    """How large that is."""
    pages: int | None
    """How many pages it has."""
    published_at: Address | None
    """Where it is published elsewhere."""
    newsletter: int | None
    """The number of the newsletter issue that it is, or in which it appeared."""
    themes: Slugs
    """What it is about."""
    members: Slugs
    """The municipalities it is about, by id."""
    events: Slugs
    """The events and joint actions it belongs to, by id."""
    programmes: Slugs
    """The programmes and bodies it belongs to, by the last part of their address."""


class PracticeFacts(DataEntry):
    """The fields that a practice has beside the two orders. Its `id` is that of its story or event, with its kind."""

    members: Slugs
    """The municipalities that did it, by id."""
    themes: Slugs
    """What it is about; the main theme first."""
    audiences: Slugs
    """Whom it is for."""
    programmes: Slugs
    """The programmes and bodies it belongs to, by the last part of their address."""
    partners: Slugs
    """The organisations that took part, by the last part of their address."""
    start: Date | None
    """When it began, as exactly as is on record (ISO 8601)."""
    end: Date | None
    """When it ended."""
    staff: int | None
    """How many people worked on it."""
    cost_amount: float | None
    """What it cost as a whole."""
    cost_currency: str | None
    """The currency of the sum (ISO 4217)."""
    cost_year: int | None
    """The year of its prices."""
    missing: Slugs
    """What is not on record; empty for a complete practice."""


def _in_orders() -> type[DataEntry]:
    """A practice with its fields in both orders, `icc_…` and `ewsi_…`, as practice_records.py has them."""
    found: dict[str, Any] = {
        f"{order}_{name}": (LinesByLanguage, Field(description=f"{NAMES[order]}: {heading}. Language to its lines."))
        for order, wanted in ORDERS.items()
        for name, heading, _ in wanted
    }
    made: type[DataEntry] = create_model("PracticeEntry", __base__=PracticeFacts, __module__=__name__, **found)
    made.__doc__ = PracticeFacts.__doc__
    return made


PracticeEntry: Final = _in_orders()
SETS: Final[Mapping[str, type[DataEntry]]] = {
    "members": MemberEntry, "stories": StoryEntry, "events": EventEntry, "statements": StatementEntry,
    "documents": DocumentEntry, "practices": PracticeEntry,
}  # fmt: skip


def schema(name: str, identifier: str) -> str:
    """The JSON Schema of one of the files. `identifier` is what it is known by for good (`$id`), a full address."""
    record = described(SETS[name]).model_json_schema()
    definitions = record.pop("$defs", {})
    text = {"type": "string"}
    by_language = {"type": "object", "additionalProperties": text}
    properties = {
        "schema_version": {"const": VERSION},
        "schema": {**text, "description": "Where this schema is published."},
        "as_of": {**text, "format": "date", "description": "The day for which the file was made."},
        "licence": {"type": ["string", "null"], "description": "Terms of use; null where none are stated yet."},
        "licence_note": {**by_language, "description": "The same in words."},
        "languages": {"type": "array", "items": text, "description": "The languages of the site, its own first."},
        "records": {"type": "array", "items": record},
    }
    whole = {
        "$schema": SCHEMA_DIALECT, "$id": identifier, "title": name, "type": "object", "properties": properties,
        "required": list(properties), "additionalProperties": False, "$defs": definitions,
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


class Column(NamedTuple):
    """A column of a table. `language` is empty where a field has only one value."""

    field: str
    language: str
    cell: Cell

    @property
    def name(self) -> str:
        return f"{self.field}_{self.language}" if self.language else self.field


def columns_of(name: str, languages: tuple[str, ...]) -> Iterator[Column]:
    """The columns of a table: those of the fields, each in every language where its values differ by language."""
    for field, info in SETS[name].model_fields.items():
        cell = mark_of(info, Cell) or Cell.WORDS
        for language in languages if get_origin(info.annotation) is dict else ("",):
            yield Column(field, language, cell)
