"""Open data: the library's records as JSON and CSV, with a schema each. Pure; documented in docs/open-data.md.

What stands in the files is declared by the classes below, from which the schemas derive. Whoever changes a field's
name, meaning or kind raises VERSION's first number; whoever adds one, its second.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Final, get_origin

from pydantic import Field

from ..content.library import Item, Library
from ..content.model import Event, Kind, Member, Record, Region, Source, Statement, Story
from .words import Words

VERSION: Final = "1.0"
SCHEMA_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection")."""

ByLanguage = Annotated[dict[str, str], Field(description="Language (ISO 639) to words, where a text is written in it.")]
Slugs = tuple[str, ...]


class Entry(Record):
    """What every record has."""

    id: str
    """Its name in addresses; stays the same for good."""
    url: Annotated[dict[str, str], Field(description="Language to full address of its page.")]


class MemberEntry(Entry):
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
    joined: str | None
    """When it joined, as exactly as is on record: a year, a month or a day (ISO 8601)."""
    joined_by: str | None
    """Where only this is on record: it had joined by then."""
    joined_after: str | None
    """Where only this is on record: it had not yet joined then."""
    left: str | None
    """When it left."""
    website: str | None
    """The municipality's site."""
    stories: Slugs
    """The stories about it, by id, newest first."""
    events: Slugs
    """The events that it held or took part in, by id, newest first."""
    statements: Slugs
    """What its mayors said, by id, newest first."""


class Published(Entry):
    """What stories, events and statements have in common."""

    title: ByLanguage
    summary: ByLanguage
    source_newsletter: int | None
    """The number of the newsletter in which it first appeared."""
    source_url: str | None
    """The address at which it first appeared."""


class StoryEntry(Published):
    """A story of "Cities in action"."""

    date: str
    """When it was first published: a year, a month or a day (ISO 8601)."""
    members: Slugs
    """The municipalities it is about, by id."""
    themes: Slugs
    """What it is about; the main theme first."""
    programmes: Slugs
    """The programmes and bodies it belongs to, by the last part of their address."""
    partners: Slugs
    """The organisations that took part, by the last part of their address."""


class EventEntry(Published):
    """An event or joint action."""

    kind: str
    """What kind of event."""
    start: str | None
    """When it started: a year, a month, a day, or a day and time in `time_zone` (ISO 8601); null if not on record."""
    end: str | None
    """When it ended."""
    reported: str | None
    """Where the date is not on record: when it was reported."""
    time_zone: str
    """The time zone of the times above."""
    online: bool
    """Whether one could take part online."""
    place: ByLanguage
    organisers: Slugs
    """Who held it; `network` is the network itself."""
    members: Slugs
    """The municipalities that took part, by id, as far as they are on record."""
    participants: int | None
    """How many municipalities took part."""
    themes: Slugs
    """What it was about."""
    programmes: Slugs
    """The programmes and bodies it belongs to, by the last part of their address."""
    partners: Slugs
    """The organisations that took part, by the last part of their address."""


class StatementEntry(Published):
    """What a mayor, or the head of a partner, said to the network."""

    date: str
    """When it was published: a year, a month or a day (ISO 8601)."""
    speaks_for: str
    """The member or partner that the person speaks for, by id."""
    person: ByLanguage
    offices: Annotated[dict[str, tuple[str, ...]], Field(description="Language to the offices held at that date.")]


SETS: Final[Mapping[str, type[Entry]]] = {
    "members": MemberEntry, "stories": StoryEntry, "events": EventEntry, "statements": StatementEntry,
}  # fmt: skip


def data_files(
    library: Library, words: Mapping[str, Words], address: Callable[[str, str], str], licence: str
) -> dict[str, bytes]:
    """Path → bytes. `address` gives a page's full address in a language; `licence` is empty where none is stated."""
    desk = _Desk(library, words, address)
    records: Mapping[str, list[Entry]] = {
        "members": [desk.member(item) for item in library.items(Kind.MEMBER)],
        "stories": [desk.story(item) for item in library.stories],
        "events": [desk.event(item) for item in (*library.coming_events, *library.past_events)],
        "statements": [desk.statement(item) for item in library.statements],
    }
    shared = {"as_of": library.today.isoformat(), **_terms(words, licence), "languages": list(library.languages)}
    files: dict[str, bytes] = {}
    for name, entries in records.items():
        head = {"schema_version": VERSION, "schema": f"{address(library.languages[0], '')}data/schema/{name}.json"}
        plain = [entry.model_dump(mode="json") for entry in entries]
        files[f"data/{name}.json"] = _json({**head, **shared, "records": plain})
        files[f"data/{name}.csv"] = _csv(SETS[name], plain, library.languages, licence)
        files[f"data/schema/{name}.json"] = schema(name).encode()
    return files


def schema(name: str) -> str:
    """The JSON Schema of one of the files."""
    record = SETS[name].model_json_schema()
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
        "$schema": SCHEMA_DIALECT, "title": name, "type": "object", "properties": properties,
        "required": list(properties), "additionalProperties": False, "$defs": definitions,
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _terms(words: Mapping[str, Words], licence: str) -> dict[str, Any]:
    note = {
        language: own.say("data.licence-stated", name=licence) if licence else own.say("data.licence-unstated")
        for language, own in words.items()
    }
    return {"licence": licence or None, "licence_note": note}


class _Desk:
    """Turns items into records."""

    def __init__(self, library: Library, words: Mapping[str, Words], address: Callable[[str, str], str]) -> None:
        self.library, self.words, self.address = library, words, address

    def _words(self, item: Item, field: str) -> dict[str, Any]:
        """A field of the texts, in each language that has it."""
        found = {name: getattr(item.texts[name].front, field) for name in self.library.languages if name in item.texts}
        return {name: value for name, value in found.items() if value}

    def _entry(self, item: Item) -> dict[str, Any]:
        written = (language for language in self.library.languages if language in item.texts)
        return {"id": item.slug, "url": {language: self.address(language, item.address) for language in written}}

    def _published(self, item: Item, source: Source | None) -> dict[str, Any]:
        return {
            **self._entry(item), "title": self._words(item, "title"), "summary": self._words(item, "summary"),
            "source_newsletter": source.newsletter if source else None, "source_url": source.url if source else None,
        }  # fmt: skip

    def member(self, item: Item) -> Entry:
        data, hub = item.record(Member), self.library.hub(item)
        return MemberEntry(
            **self._entry(item), name=self._words(item, "name"), official_name=self._words(item, "official_name"),
            region=data.region,
            region_name={language: own.say(f"region.{data.region.value}") for language, own in self.words.items()},
            latitude=data.coordinates.latitude, longitude=data.coordinates.longitude,
            is_member=item in self.library.members_today, founder=data.founder,
            joined=_day(data.joined), joined_by=_day(data.joined_by), joined_after=_day(data.joined_after),
            left=_day(data.left), website=data.website,
            stories=_slugs(hub.stories), events=_slugs(hub.events), statements=_slugs(hub.statements),
        )  # fmt: skip

    def story(self, item: Item) -> Entry:
        data = item.record(Story)
        return StoryEntry(
            **self._published(item, data.source), date=str(data.date), members=data.members,
            themes=data.themes, programmes=data.programmes, partners=data.partners,
        )  # fmt: skip

    def event(self, item: Item) -> Entry:
        data = item.record(Event)
        return EventEntry(
            **self._published(item, data.source), kind=data.kind.value, start=_day(data.start), end=_day(data.end),
            reported=_day(data.reported), time_zone=data.time_zone, online=data.online,
            place=self._words(item, "place"), organisers=data.organisers, members=data.members,
            participants=data.participants or len(data.members) or None, themes=data.themes,
            programmes=data.programmes, partners=data.partners,
        )  # fmt: skip

    def statement(self, item: Item) -> Entry:
        data = item.record(Statement)
        return StatementEntry(
            **self._published(item, data.source), date=str(data.date), speaks_for=item.owner,
            person=self._words(item, "person"), offices=self._words(item, "offices"),
        )  # fmt: skip


def _day(day: object) -> str | None:
    return str(day) if day else None


def _slugs(items: tuple[Item, ...]) -> Slugs:
    return tuple(item.slug for item in items)


def _json(values: Mapping[str, Any]) -> bytes:
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()


def _csv(kind: type[Entry], records: list[dict[str, Any]], languages: tuple[str, ...], licence: str) -> bytes:
    """RFC 4180. What differs by language has a column for each; the licence goes along with every row."""
    columns = list(_columns(kind, languages))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([*("_".join(filter(None, column)) for column in columns), "licence", "schema_version"])
    for record in records:
        cells = (record[name].get(part) if part else record[name] for name, part in columns)
        writer.writerow([*map(_cell, cells), _cell(licence), VERSION])
    return buffer.getvalue().encode()


def _columns(kind: type[Entry], languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name, info in kind.model_fields.items():
        if get_origin(info.annotation) is dict:
            yield from ((name, language) for language in languages)
        else:
            yield name, ""


def _cell(value: object) -> str:
    """A value for a spreadsheet: nothing that someone wrote is taken for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = "; ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
