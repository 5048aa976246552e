"""The network's history, as far as dates are on record: who joined and left, issues, joint actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from ...content.dates import PartialDate
from ...content.digests import digest_of
from ...content.library import ABOUT, Item
from ...content.model import Event, Issue, Kind, Member, Page
from ..lookup import Values
from ..words import Relation
from .view import LazyList, PageLookup

MOST_EVENTS: Final = 12
"""Newest joint actions in the history; the rest are a link away."""
_RELATIONS: Final[Mapping[str, Relation]] = {"joined": "on", "joined_by": "by", "left": "on", "joined_after": "after"}
"""The dated fields of a member's record, in their order within one month, and what each says of its date."""
_PLACES: Final = tuple(_RELATIONS)
_AFTER: Final = len(_PLACES) + 1
"""The place of what is on record as later than a month: behind all that is of that month."""


class TimelineEntry(NamedTuple):
    """An event in the network's history: `what` happened, in words, and to whom."""

    day: PartialDate
    place: int
    """Among those of the same time."""
    what: str
    items: Sequence[Item] = ()
    relation: Relation = "on"


def history(lookup: PageLookup) -> LazyList:
    """The moments on record, from the first to the latest."""
    dated = [*_members(lookup), *_counted(lookup), *_issues(lookup), *_events(lookup)]
    found = sorted(dated, key=lambda one: (one.day.sort_key, one.place))
    digests = [(str(moment.day), *moment[1:3], [item.summary_digest for item in moment.items]) for moment in found]
    today = _today(lookup)

    def values() -> list[Values]:
        return [*(_values(lookup, moment) for moment in found), today]

    return LazyList(len(found) + 1, digest_of([digests, today]), values)


def events_left_out(lookup: PageLookup) -> int:
    """How many joint actions there are beside those in the history."""
    return len(lookup.library.items(Kind.EVENT)) - len(list(_events(lookup)))


def _values(lookup: PageLookup, moment: TimelineEntry) -> Values:
    day = lookup.date(moment.day)
    if moment.relation != "on":
        day = {"iso": "", "text": _capital(lookup.words.dated(moment.relation, moment.day))}
    return {"date": day, "what": moment.what, "items": [lookup.link(item) for item in moment.items]}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _today(lookup: PageLookup) -> Values:
    """How many members there are on the day of the build."""
    count = lookup.words.say("history.counted", n=len(lookup.library.members_today))
    return {"date": {"iso": "", "text": lookup.words.say("history.today")}, "what": count, "items": []}


def _counted(lookup: PageLookup) -> Iterator[TimelineEntry]:
    """How many members there were at a time, where that is on record."""
    page = lookup.library.get(Kind.PAGE, ABOUT)
    for count in page.record(Page).member_counts if page else ():
        words = lookup.words.say("history.counted", n=count.members)
        if count.date.first_day <= lookup.library.today:
            relation: Relation = "after" if count.later else "on"
            yield TimelineEntry(count.date, _AFTER if count.later else len(_PLACES), words, relation=relation)


def _members(lookup: PageLookup) -> Iterator[TimelineEntry]:
    """Those of one time in one moment; founders, who began it, apart."""
    groups: defaultdict[tuple[PartialDate, str, str], list[Item]] = defaultdict(list)
    for item in lookup.library.named(lookup.library.items(Kind.MEMBER), lookup.language):
        data = item.record(Member)
        for name in _RELATIONS:
            day = getattr(data, name)
            if day and day.first_day <= lookup.library.today:
                words = "founded" if name == "joined" and data.founder else name.partition("_")[0]
                groups[day, name, words].append(item)
    for (day, name, words), items in groups.items():
        place = _AFTER if _RELATIONS[name] == "after" else _PLACES.index(name)
        yield TimelineEntry(day, place, lookup.words.say(f"history.{words}", n=len(items)), items, _RELATIONS[name])


def _issues(lookup: PageLookup) -> Iterator[TimelineEntry]:
    for item in lookup.library.issues:
        data = item.record(Issue)
        words = lookup.words
        what = words.say("kind.issue", number=data.number)
        if data.members:
            what = f"{what} · {words.say('history.counted', n=data.members)}"
        yield TimelineEntry(data.date, len(_PLACES), what, [item])


def _events(lookup: PageLookup) -> Iterator[TimelineEntry]:
    dated = [item for item in lookup.library.past_events if item.record(Event).start]
    for item in dated[:MOST_EVENTS]:
        data = item.record(Event)
        if data.start:
            yield TimelineEntry(data.start, len(_PLACES), lookup.words.say(f"event-kind.{data.kind.value}"), [item])
