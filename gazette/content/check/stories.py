"""Rules for one story, event or statement: whom and what it names, and its dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from ..dates import PartialDate, change_at
from ..fields import closest
from ..model import Event, EventKind, Kind, Statement, Story, references
from .surroundings import Item, Surroundings
from .violations import Violation, ends_before, in_data, is_named, not_in_future

AREAS: Final = frozenset("Africa America Antarctica Arctic Asia Atlantic Australia Europe Indian Pacific".split())
"""With which the name of a time zone begins that belongs to a place (IANA time zone database)."""


def has_owner(item: Item, known: Surroundings) -> Iterator[Violation]:
    """A statement lies in the folder of a member or a partner that is there."""
    if isinstance(item.data, Statement):
        owners = known.slugs[Kind.MEMBER if item.folder.startswith("members/") else Kind.PARTNER]
        if item.owner not in owners:
            yield Violation(item.folder, "owner-missing")


def names_what_is_there(item: Item, known: Surroundings) -> Iterator[Violation]:
    """Whatever the fields of an item name is there: members, programmes, partners, organisers, issues."""
    for named in references(item.data):
        yield from is_named(item, named, known)


def names_each_once(item: Item, known: Surroundings) -> Iterator[Violation]:  # noqa: ARG001 - all item rules take both
    """No list of names holds one of them twice."""
    for name in type(item.data).model_fields:
        values = getattr(item.data, name)
        seen: set[str] = set()
        for number, value in enumerate(values if isinstance(values, tuple) else ()):
            if not isinstance(value, str):
                break
            if value in seen:
                yield in_data(item, "named-twice", (name, number), value=value)
            seen.add(value)


def fits_together(item: Item, known: Surroundings) -> Iterator[Violation]:  # noqa: ARG001 - all item rules take both
    """The numbers, times and the time zone that an event states."""
    event = item.data
    if not isinstance(event, Event):
        return
    if event.participants is not None and event.members and event.participants != len(event.members):
        facts = {"stated": str(event.participants), "counted": str(len(event.members))}
        yield in_data(item, "count-disagrees", ("participants",), **facts)
    if event.kind is EventKind.CALL or event.deadline is not None:
        yield from _closes(item, event)
    if event.start is None and event.reported is None and event.kind is not EventKind.CALL:
        yield in_data(item, "event-without-date", ("start",))
    if event.end is not None and event.start is None and event.kind is not EventKind.CALL:
        yield in_data(item, "end-without-start", ("end",))
    elif event.end is not None and event.start is not None and ends_before(event.end, event.start):
        yield in_data(item, "end-before-start", ("end",), start=_spoken(event.start), end=_spoken(event.end))
    if not _is_zone(event.time_zone):
        facts = {"value": event.time_zone, "suggestion": _nearest_zone(event.time_zone)}
        yield in_data(item, "time-zone-unknown", ("time_zone",), **facts)
        return
    for name in ("start", "end", "deadline"):
        yield from _is_on_the_clock(item, name, getattr(event, name), event.time_zone)


def _closes(item: Item, event: Event) -> Iterator[Violation]:
    """A call, and nothing else, has a day by which one answers it, not before the day from which one can."""
    deadline = event.deadline
    if event.kind is not EventKind.CALL:
        yield in_data(item, "deadline-without-call", ("deadline",), kind=event.kind.value)
    elif deadline is None:
        yield in_data(item, "call-without-deadline", ("deadline",))
    elif deadline.day is None:
        yield in_data(item, "deadline-vague", ("deadline",), value=_spoken(deadline))
    elif event.start is not None and ends_before(deadline, event.start):
        facts = {"start": _spoken(event.start), "deadline": _spoken(deadline)}
        yield in_data(item, "deadline-before-start", ("deadline",), **facts)
    elif event.reported is not None and ends_before(deadline, event.reported):
        facts = {"reported": str(event.reported), "deadline": _spoken(deadline)}
        yield in_data(item, "deadline-before-reported", ("deadline",), **facts)
    if event.kind is EventKind.CALL and event.end is not None:
        yield in_data(item, "call-with-end", ("end",))


def _is_on_the_clock(item: Item, name: str, moment: PartialDate | None, zone: str) -> Iterator[Violation]:
    """A time exists once: clocks that are set forward skip some, and those that are set back bring some twice."""
    if moment is None or moment.day is None:
        return
    change = change_at(datetime.combine(moment.first_day, moment.time or time()), zone)
    if change is None or (moment.time is None and change.after.date() <= moment.first_day):
        return  # a day stands in any case, unless all of it is skipped
    facts = {"before": f"{change.before:%H:%M}", "after": f"{change.after:%H:%M}"}
    if change.before.date() != change.after.date():
        facts = {"before": f"{change.before:%Y-%m-%d %H:%M}", "after": f"{change.after:%Y-%m-%d %H:%M}"}
    rule = "time-skipped" if change.is_forward else "time-twice"
    yield in_data(item, rule, (name,), value=_spoken(moment), zone=zone, **facts)


def is_reported(item: Item, known: Surroundings) -> Iterator[Violation]:
    """Whoever tells of an event does so after it; and whoever tells of something says where it comes from.

    A story or statement of a day to come is scheduled.
    """
    data = item.data
    if not isinstance(data, Story | Statement | Event):
        return
    if isinstance(data, Event):
        yield from not_in_future(item, ("reported",), data.reported, known)
    source = data.source
    if source is not None and not (source.newsletter or source.url or source.title):
        yield in_data(item, "source-empty", ("source",))


def _spoken(moment: PartialDate) -> str:
    return str(moment).replace("T", " ")


@cache
def _is_zone(name: str) -> bool:
    """Whether it is a zone of a place: `UTC`, `EET` and `Etc/GMT-2` know no summer time, or are several zones."""
    try:
        return name.split("/", maxsplit=1)[0] in AREAS and bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _nearest_zone(name: str) -> str:
    zones = {zone.lower(): zone for zone in available_timezones() if zone.split("/")[0] in AREAS}
    cities = {zone.rsplit("/", 1)[1]: full for zone, full in zones.items()}
    word = name.strip().replace(" ", "_")
    return zones.get(closest(word, zones), "") or cities.get(closest(word, cities), "")
