"""Rules for one story, event or statement: whom and what it names, and its dates."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from ..dates import PartialDate
from ..fields import closest
from ..model import NETWORK, Event, Kind, Statement, Story
from .surroundings import Item, Surroundings
from .violations import Guess, Violation, ends_before, in_data, named_twice, not_in_future

AREAS: Final = frozenset("Africa America Antarctica Arctic Asia Atlantic Australia Europe Indian Pacific".split())
"""With which the name of a time zone begins that belongs to a place (IANA time zone database)."""


def has_owner(item: Item, known: Surroundings) -> Iterator[Violation]:
    """A statement lies in the folder of a member or a partner that is there."""
    if isinstance(item.data, Statement):
        owners = known.slugs[Kind.MEMBER if item.folder.startswith("members/") else Kind.PARTNER]
        if item.owner not in owners:
            yield Violation(item.folder, "owner-missing")


def names_what_is_there(item: Item, known: Surroundings) -> Iterator[Violation]:
    """Members, programmes and partners that a story or event names are there, and named once."""
    data = item.data
    if isinstance(data, Story | Event):
        yield from _named(item, "members", data.members, (Kind.MEMBER,), known)
        yield from _named(item, "programmes", data.programmes, (Kind.PROGRAMME,), known)
        yield from _named(item, "partners", data.partners, (Kind.PARTNER, Kind.PROGRAMME), known)
        yield from named_twice(item, "themes", data.themes)


def _named(
    item: Item, name: str, slugs: tuple[str, ...], kinds: tuple[Kind, ...], known: Surroundings
) -> Iterator[Violation]:
    for number, slug in enumerate(slugs):
        if not any(slug in known.slugs[kind] for kind in kinds):
            choices = [choice for kind in kinds for choice in known.slugs[kind]]
            yield in_data(item, f"{kinds[0]}-unknown", (name, number), value=slug, suggestion=Guess(slug, choices))
    yield from named_twice(item, name, slugs)


def has_organisers(item: Item, known: Surroundings) -> Iterator[Violation]:
    """Whoever holds an event is there, and named once."""
    if not isinstance(item.data, Event):
        return
    parties = (known.slugs[Kind.MEMBER], known.slugs[Kind.PARTNER], known.slugs[Kind.PROGRAMME])
    for number, slug in enumerate(item.data.organisers):
        if slug != NETWORK and not any(slug in names for names in parties):
            choices = [NETWORK, *(name for names in parties for name in names)]
            route, guess = ("organisers", number), Guess(slug, choices)
            yield in_data(item, "organiser-unknown", route, value=slug, suggestion=guess)
    yield from named_twice(item, "organisers", item.data.organisers)


def fits_together(item: Item, known: Surroundings) -> Iterator[Violation]:  # noqa: ARG001 - all item rules take both
    """The numbers, times and the time zone that an event states."""
    event = item.data
    if not isinstance(event, Event):
        return
    if event.participants is not None and event.members and event.participants != len(event.members):
        facts = {"stated": str(event.participants), "counted": str(len(event.members))}
        yield in_data(item, "count-disagrees", ("participants",), **facts)
    if event.start is None and event.reported is None:
        yield in_data(item, "event-without-date", ("start",))
    if event.end is not None and event.start is None:
        yield in_data(item, "end-without-start", ("end",))
    elif event.end is not None and event.start is not None and ends_before(event.end, event.start):
        yield in_data(item, "end-before-start", ("end",), start=_spoken(event.start), end=_spoken(event.end))
    if not _is_zone(event.time_zone):
        facts = {"value": event.time_zone, "suggestion": _nearest_zone(event.time_zone)}
        yield in_data(item, "time-zone-unknown", ("time_zone",), **facts)


def is_reported(item: Item, known: Surroundings) -> Iterator[Violation]:
    """Whoever tells of something does so after it, and the issue that they took it from is there."""
    data = item.data
    if not isinstance(data, Story | Statement | Event):
        return
    name, day = ("reported", data.reported) if isinstance(data, Event) else ("date", data.date)
    yield from not_in_future(item, (name,), day, known)
    source = data.source
    if source is None:
        return
    issues = known.slugs[Kind.ISSUE]
    if source.newsletter is None and source.url is None and source.title is None:
        yield in_data(item, "source-empty", ("source",))
    elif source.newsletter and str(source.newsletter) not in issues:
        facts = {"value": str(source.newsletter), "choices": ", ".join(issues) or "–"}
        yield in_data(item, "newsletter-unknown", ("source", "newsletter"), **facts)


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
