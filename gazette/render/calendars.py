"""Calendars (iCalendar, RFC 5545 and 7986): all events, and those of each member, in each language. Pure.

Only what is on record to the day can stand in a calendar: "in 2020" is no day. Nothing depends on the day of the build:
the same content gives the same bytes. The library is imported where a file is
made: a build that changes no event need not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from ..content.change_record import ChangeRecord
from ..content.dates import PartialDate, change_at, change_between
from ..content.digests import digest_of
from ..content.library import CALENDARS, Item, Library
from ..content.model import DEFAULT_TIME_ZONE, Event, EventText, Kind
from .lookup import FileView, Lookup, Values, dated_title
from .subscriptions import CALENDAR, EVENTS
from .words import Words

if TYPE_CHECKING:
    import icalendar

PRODUCT: Final = "-//Cities Network for Integration//gazette//EN"
NAMES: Final = UUID("8c1f0c1e-6a0c-5d5b-9f0e-2f6d3b7a4c11")
"""The namespace of events' identifiers. Never change it: calendars would show every event twice."""
FRESH: Final = timedelta(days=1)
"""How often a calendar may ask again."""
LENGTH: Final = timedelta(hours=1)
"""How long a timed event is shown whose end is not on record, as calendars propose for a new one.

Without a length it would be a mere instant (RFC 5545, 3.6.1), of which some show nothing, and which Exchange refuses
(Microsoft, [MS-STANXICAL], 2.2.67).
"""
_DAY: Final = timedelta(days=1)
Address = Callable[[str, str], str]


class Span(NamedTuple):
    """When an event is. Days, of which the last is no longer part of it; or moments by the clocks of `zone`."""

    start: date | datetime
    end: date | datetime | None
    zone: str = ""

    @property
    def has_length(self) -> bool:
        """Whether its end is on record."""
        return self.end is not None


def span(event: Event) -> Span | None:
    """When an event is, as far as that is on record to the day; nothing where it is not."""
    if event.deadline and event.deadline.day:
        return _until(event.deadline, event.time_zone)
    start, end = event.start, event.end if event.end and event.end.day else None
    if start is None or start.day is None:
        return None
    if start.time is None:
        return Span(start.first_day, (end or start).last_day + _DAY)
    begin = datetime.combine(start.first_day, start.time)
    if end is None:
        return Span(begin, None, event.time_zone)
    until = datetime.combine(end.first_day, end.time) if end.time else _midnight_after(end)
    return Span(begin, until if until > begin else None, event.time_zone)


def _until(deadline: PartialDate, zone: str) -> Span:
    """The last day on which a call can be answered, or the hour before it closes: an entry for whoever wants to."""
    if deadline.time is None:
        return Span(deadline.first_day, deadline.last_day + _DAY)
    closes = datetime.combine(deadline.first_day, deadline.time)
    opens = (closes.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) - LENGTH).astimezone(ZoneInfo(zone))
    return Span(opens.replace(tzinfo=None, fold=0), closes, zone)


def _midnight_after(day: PartialDate) -> datetime:
    return datetime.combine(day.last_day + _DAY, time())


def calendar_files(
    library: Library,
    words: Mapping[str, Words],
    changes: ChangeRecord,
    address: Address,
    root: Callable[[str], str],
) -> Iterator[FileView]:
    """All calendars. `root` tells where the pages of a language stand."""
    entry_of = partial(_entry, changes, words, address)
    rows: list[tuple[str, Item | None, tuple[Item, ...]]] = [(EVENTS, None, library.items(Kind.EVENT))]
    rows += [(member.address, member, library.member_content(member).events) for member in library.items(Kind.MEMBER)]
    for language in library.offered.offering(CALENDARS):
        lookup = Lookup(library, words[language])
        entries = {item.address: entry for item in rows[0][2] if (entry := entry_of(lookup, item))}
        digests = {name: digest_of(entry) for name, entry in entries.items()}
        for place, member, events in rows:
            shown = sorted(item.address for item in events if item.address in entries)
            name = _name(lookup, member)
            digest = digest_of((name, place, [digests[event] for event in shown]))
            about = (name, language, address(language, f"{place}{CALENDAR}"))
            make = partial(_calendar, about, [entries[event] for event in shown])
            yield FileView(f"{root(language)}{place}{CALENDAR}", digest, make)


def _name(lookup: Lookup, member: Item | None) -> str:
    whose = lookup.text(member).title if member else lookup.words.say("network.name")
    return f"{whose} – {lookup.words.say('nav.events')}"


def _entry(
    changes: ChangeRecord, words: Mapping[str, Words], address: Address, lookup: Lookup, item: Item
) -> Values | None:
    """The plain values that a calendar shows of an event; None for one without a day."""
    event, text = item.record(Event), lookup.text(item)
    found = span(event)
    if found is None:
        return None
    front, history, own = cast(EventText, text.front), changes.history(item), words[text.language]
    assert history.updated  # what has a day has a date
    unknown_end = "" if found.has_length else own.say("event.end-unknown")
    told = [Lookup(lookup.library, own).deadline(event), front.summary, unknown_end]
    place = [front.place, own.say("event.online") if event.online else ""]
    return {
        "uid": str(uuid5(NAMES, history.first)),
        "changed": history.updated.isoformat(),
        "changes": history.changes,
        "cancelled": event.cancelled,
        "start": found.start.isoformat(),
        "end": found.end.isoformat() if found.end else "",
        "zone": found.zone,
        "title": dated_title(item, text, words),
        "told": "\n\n".join(filter(None, told)),
        "language": text.language,
        "url": address(lookup.language, item.address),
        "place": " · ".join(filter(None, place)),
        "kind": lookup.words.say(f"event-kind.{event.kind.value}"),
    }


def _calendar(about: tuple[str, str, str], entries: Sequence[Values]) -> bytes:
    """The file: its name, language and own address, and what stands in it."""
    from icalendar import Calendar, vDuration, vUri

    name, language, here = about
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    for field in ("name", "x-wr-calname"):
        made.add(field, name, parameters={"language": language} if field == "name" else {})
    made.add("x-wr-timezone", DEFAULT_TIME_ZONE)
    made.add("source", vUri(here), parameters={"value": "URI"})
    made.add("refresh-interval", vDuration(FRESH), parameters={"value": "DURATION"})
    made.add("x-published-ttl", vDuration(FRESH))
    for zone in _zones(entries):
        made.add_component(zone)
    for entry in entries:
        made.add_component(_event(entry))
    return bytes(made.to_ical())


def _event(entry: Values) -> icalendar.Event:
    from icalendar import Event as Entry
    from icalendar import vUri

    made = Entry()
    made.add("uid", entry["uid"])
    for field in ("dtstamp", "last-modified"):  # the same where there is no METHOD (RFC 5545, 3.8.7.2)
        made.add(field, datetime.fromisoformat(entry["changed"]).astimezone(UTC))
    made.add("sequence", entry["changes"])
    if entry["cancelled"]:
        made.add("status", "CANCELLED")
    for field in ("start", "end"):
        if entry[field]:
            made.add(f"dt{field}", _moment(entry[field], entry["zone"]))
    if not entry["end"]:
        made.add("duration", LENGTH)
    own = {"language": entry["language"]}
    made.add("summary", entry["title"], parameters=own)
    made.add("description", f"{entry['told']}\n\n{entry['url']}", parameters=own)
    made.add("url", vUri(entry["url"]))
    if entry["place"]:
        made.add("location", entry["place"], parameters=own)
    made.add("categories", [entry["kind"]])
    made.add("transp", "TRANSPARENT")  # someone who subscribes is not thereby busy
    return made


def _moment(iso: str, zone: str) -> date | datetime:
    """A day, or a time by the clocks of `zone`; one that comes twice, or not at all, in UTC.

    Programs differ in how they read such a time. Of two the first is meant (RFC 5545, 3.3.5).
    """
    if not zone:
        return date.fromisoformat(iso)
    told = datetime.fromisoformat(iso)
    there = told.replace(tzinfo=ZoneInfo(zone))
    return there.astimezone(UTC) if change_at(told, zone) else there


def _zones(entries: Iterable[Values]) -> list[Any]:
    """The time zones of the entries, each for the years that it is needed for; always that of Greece.

    A calendar needs a component (RFC 5545, 3.4), so one without events is valid by it.
    """
    years: dict[str, set[int]] = {DEFAULT_TIME_ZONE: set()}
    for entry in entries:
        if entry["zone"]:
            found = years.setdefault(entry["zone"], set())
            found |= {int(entry[field][:4]) for field in ("start", "end") if entry[field]}
    return [_zone(name, min(found, default=2018), max(found, default=2018)) for name, found in sorted(years.items())]


@lru_cache(maxsize=64)
def _zone(name: str, first: int, last: int) -> Any:
    """A time zone, from the year before the first to the year after the last.

    The library's own puts the beginning of summer time an hour late: each onset is told by the clock before it
    (RFC 5545, 3.6.5).
    """
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone, made = ZoneInfo(name), Timezone()
    made.add("tzid", name)
    begin = datetime(first - 1, 1, 1, tzinfo=UTC)
    onsets = [(begin, begin), *_changes(zone, begin, datetime(last + 2, 1, 1, tzinfo=UTC))]
    for before, onset in onsets:
        local = onset.astimezone(zone)
        part = TimezoneDaylight() if local.dst() else TimezoneStandard()
        offset_before = cast(timedelta, before.astimezone(zone).utcoffset())
        part.add("dtstart", (onset + offset_before).replace(tzinfo=None))
        part.add("tzoffsetfrom", offset_before)
        part.add("tzoffsetto", cast(timedelta, local.utcoffset()))
        part.add("tzname", str(local.tzname()))
        made.add_component(part)
    return made


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """When the clocks of a zone change: the last minute before, and the first after."""
    day = begin
    while day < end:
        if day.astimezone(zone).utcoffset() != (day + _DAY).astimezone(zone).utcoffset():
            yield change_between(zone, day, day + _DAY)
        day += _DAY
