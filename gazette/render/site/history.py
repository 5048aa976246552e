"""The network's history, as far as dates are on record: who joined and left, issues, joint actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ...content.dates import PartialDate
from ...content.digests import digest_of
from ...content.library import Item
from ...content.model import Event, Issue, Kind, Member
from ..lookup import Values
from .view import LazyList, PageLookup

MOST_EVENTS: Final = 12
"""Newest joint actions in the history; the rest are a link away."""
_PLACES: Final = ("joined", "joined_by", "joined_after", "left")
"""The dated fields of a member's record, in their order within one month."""


class TimelineEntry(NamedTuple):
    """An event in the network's history: `what` happened, in words, and to whom."""

    day: PartialDate
    place: int
    """Among those of the same time."""
    what: str
    items: Sequence[Item]


def history(lookup: PageLookup) -> LazyList:
    """The moments on record, from the first to the latest."""
    found = sorted(
        [*_members(lookup), *_issues(lookup), *_events(lookup)], key=lambda one: (one.day.sort_key, one.place)
    )
    digests = [(str(moment.day), moment.what, [item.summary_digest for item in moment.items]) for moment in found]
    return LazyList(len(found), digest_of(digests), lambda: [_values(lookup, moment) for moment in found])


def events_left_out(lookup: PageLookup) -> int:
    """How many joint actions there are beside those in the history."""
    return len(lookup.library.items(Kind.EVENT)) - len(list(_events(lookup)))


def _values(lookup: PageLookup, moment: TimelineEntry) -> Values:
    return {"date": lookup.date(moment.day), "what": moment.what, "items": [lookup.link(item) for item in moment.items]}


def _members(lookup: PageLookup) -> Iterator[TimelineEntry]:
    """Those of one time in one moment; founders, who began it, apart."""
    groups: defaultdict[tuple[PartialDate, int, str], list[Item]] = defaultdict(list)
    for item in lookup.library.named(lookup.library.items(Kind.MEMBER), lookup.language):
        data = item.record(Member)
        for place, name in enumerate(_PLACES):
            day = getattr(data, name)
            if day and day.first_day <= lookup.library.today:
                words = "founded" if name == "joined" and data.founder else name.replace("_", "-")
                groups[day, place, words].append(item)
    for (day, place, words), items in groups.items():
        yield TimelineEntry(day, place, lookup.words.say(f"history.{words}", n=len(items)), items)


def _issues(lookup: PageLookup) -> Iterator[TimelineEntry]:
    for item in lookup.library.issues:
        data = item.record(Issue)
        yield TimelineEntry(data.date, len(_PLACES), lookup.words.say("kind.issue", number=data.number), [item])


def _events(lookup: PageLookup) -> Iterator[TimelineEntry]:
    dated = [item for item in lookup.library.past_events if item.record(Event).start]
    for item in dated[:MOST_EVENTS]:
        data = item.record(Event)
        if data.start:
            yield TimelineEntry(data.start, len(_PLACES), lookup.words.say(f"event-kind.{data.kind.value}"), [item])
