"""When each item was first published and last changed, as feeds and calendars tell it: the record in changes.txt.

No text says when it was changed, a clock would give every build another answer, and git's history is missing in a
shallow clone. So `make ledger` writes a line for each item: the address by which it is known for good, since when, how
often and when it was changed, and a digest by which the next change is seen. The same files give the same answers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from ..files import tree
from . import load
from .dates import PartialDate
from .library import Item, Library, when
from .model import DEFAULT_TIME_ZONE, SITE_ADDRESS, Event, Kind
from .problems import Place, Problem

CHANGES_FILE: Final = "changes.txt"
MOST_BYTES: Final = 8 * 1024 * 1024
"""Of the record: room for some sixty thousand items."""
KINDS: Final = (Kind.STORY, Kind.EVENT, Kind.STATEMENT, Kind.DOCUMENT, Kind.ISSUE)
"""What feeds and calendars tell of."""
_HEAD: Final = (
    "# What feeds and calendars tell of each item: its address, the address it was first published at, since when\n"
    "# (- where that is not on record), how often it was changed, when last, and a digest of it. Written by\n"
    "# `make ledger`: change nothing by hand, and take nothing out.\n"
)
_DAY: Final = r"(\d{4}-\d\d-\d\d|-)"
_LINE: Final = re.compile(rf"(\S+) ([^\s#]+)((?:#\d{{1,4}})?) {_DAY} (\d{{1,6}}) {_DAY} ([0-9a-f]{{12}})")
_LENGTH: Final = 12
"""Letters of a digest."""


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """A line of the record. `first` is the address by which the item is known for good, without the leading slash.

    `since` is None for what was published before such days were written down. What is not on record yet has no
    `digest`; it `is_new` where the list of addresses does not have it either.
    """

    first: str
    since: date | None = None
    changes: int = 0
    changed: date | None = None
    digest: str = ""
    is_new: bool = False

    @property
    def is_recent(self) -> bool:
        """Whether it was first published since there are tag URIs; what is older is known by its first full address."""
        return self.is_new or self.since is not None


@dataclass(frozen=True, slots=True)
class ItemHistory:
    """What feeds and calendars tell of an item. `changes` counts those on record, and one that is not yet.

    `published` is None where the item has no date. `updated` is then the day on which it was written down first, or
    changed last; None where that is not on record either.
    """

    first: str
    is_recent: bool
    """Whether it is known by a tag URI (`ChangeEntry.is_recent`)."""
    published: datetime | None
    updated: datetime | None
    changes: int


@dataclass(frozen=True)
class ChangeRecord:
    """The lines of changes.txt by address, without the leading slash, and what else tells where an item was before."""

    entries: Mapping[str, ChangeEntry] = field(default_factory=dict)
    published: frozenset[str] = frozenset()
    """The addresses of addresses.txt."""
    moved: Mapping[str, str] = field(default_factory=dict)
    """Old address → new one, of redirects.yml."""
    since: date | None = None
    """The day of the site's first address (`Settings.first_address`)."""
    text: str | None = None
    """The file as it was read; None where there is none."""
    problems: tuple[Problem, ...] = ()

    @cached_property
    def _earlier(self) -> Mapping[str, Sequence[str]]:
        """Address → those from which a redirect leads there, in the order of redirects.yml."""
        found: dict[str, list[str]] = {}
        for old, new in self.moved.items():
            found.setdefault(new, []).append(old)
        return found

    @cached_property
    def last_day(self) -> date | None:
        """The last day that the record knows of: what it does not tell yet came about on that day or later."""
        days = [day for entry in self.entries.values() for day in (entry.since, entry.changed) if day]
        return max([*days, *([self.since] if self.since else [])], default=None)

    @cached_property
    def _held(self) -> Counter[str]:
        """First address → how many items go by it that now stand somewhere else."""
        return Counter(
            entry.first.partition("#")[0]
            for address, entry in self.entries.items()
            if entry.first != address and address not in self.moved
        )

    def entry(self, address: str) -> ChangeEntry:
        """The line of the item at an address; of one that was renamed since, the line of its old address."""
        found = self._line(address)
        if found:
            return found
        kind = _list_of(address)
        olds = [old for old in self._earlier.get(address, ()) if _list_of(old) == kind]
        if olds:  # renamed, and not on record yet
            lines = [self._line(old) or ChangeEntry(old, is_new=True) for old in olds]
            return min(lines, key=lambda line: date.max if line.is_new else line.since or date.min)
        again = self._held[address]
        return ChangeEntry(f"{address}#{again + 1}" if again else address, is_new=True)

    def _line(self, address: str) -> ChangeEntry | None:
        """What is on record of an address; None where the item there, if there is one, is another one than before."""
        found = self.entries.get(address) or (ChangeEntry(address) if address in self.published else None)
        is_another = found is not None and found.first == address and self._held[address] > 0
        return None if is_another and address not in self.moved else found

    def history(self, item: Item) -> ItemHistory:
        """When an item was published and changed, to the day.

        Seconds after midnight stand for the number of changes, so that two of one day can be told apart.
        """
        entry = self.entry(item.address)
        known = entry.since or (self.last_day if entry.is_new else self.since)
        published = _published(item, known)
        first = published or (midnight(known) if known else None)
        is_changed = bool(entry.digest) and entry.digest != item.seal[:_LENGTH]
        changes = entry.changes + is_changed
        day = self.last_day if is_changed else entry.changed
        changed = midnight(day) if day else None
        last = max((moment for moment in (first, changed) if moment), default=None)
        updated = last + timedelta(seconds=changes) if last and changes else first
        return ItemHistory(entry.first, entry.is_recent, published, updated, changes)

    def renewed(self, library: Library) -> str:
        """The text of the record as of the library's day; what was in it stays in it."""
        found = dict(self.entries)
        for item in (item for kind in KINDS for item in library.items(kind)):
            found[item.address] = self._renewed(item, library.today)
        return _HEAD + "".join(_line_of(address, entry) for address, entry in sorted(found.items()))

    def _renewed(self, item: Item, today: date) -> ChangeEntry:
        entry, digest = self.entry(item.address), item.seal[:_LENGTH]
        if entry.digest and entry.digest != digest:
            entry = replace(entry, changes=entry.changes + 1, changed=today)
        return replace(entry, since=today if entry.is_new else entry.since, digest=digest, is_new=False)


def _list_of(address: str) -> str:
    """The address of the list in which an item stands: `stories/` for `stories/garden/`."""
    return address.rstrip("/").rpartition("/")[0]


def _published(item: Item, known: date | None) -> datetime | None:
    """The first moment that the item's date can mean; of an event, no later than the day by which it was `known`."""
    if not isinstance(item.data, Event):
        return _begins(when(item), DEFAULT_TIME_ZONE)
    told = _begins(item.data.reported or item.data.start or item.data.deadline, item.data.time_zone)
    by = midnight(known) if known else None
    return min((moment for moment in (told, by) if moment), default=None)


def _begins(day: PartialDate | None, zone: str) -> datetime | None:
    return day.begins(zone) if day else None


def midnight(day: date) -> datetime:
    """The moment at which a day begins here."""
    return datetime.combine(day, time(), ZoneInfo(DEFAULT_TIME_ZONE))


def _line_of(address: str, entry: ChangeEntry) -> str:
    since, changed = (day.isoformat() if day else "-" for day in (entry.since, entry.changed))
    return f"/{address} /{entry.first} {since} {entry.changes} {changed} {entry.digest}\n"


def read_changes(root: Path, published: Iterable[str], moved: Mapping[str, str], since: date | None) -> ChangeRecord:
    """Reads changes.txt below `root`; without it nothing is on record. Of two lines for an address the newer counts."""
    empty = ChangeRecord(published=frozenset(published), moved=moved, since=since)
    try:
        text = tree.read(root, CHANGES_FILE, MOST_BYTES).decode("utf-8")
    except FileNotFoundError:
        return empty
    except tree.Irregular as error:
        return replace(empty, problems=(load.unreadable(CHANGES_FILE, error),))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or getattr(error, "reason", "")
        return replace(empty, problems=(Problem(CHANGES_FILE, "unreadable", facts={"reason": str(reason)}),))
    entries, problems = _entries(text.splitlines())
    return replace(empty, entries=entries, text=text, problems=tuple(problems))


def _entries(lines: Iterable[str]) -> tuple[dict[str, ChangeEntry], list[Problem]]:
    found: dict[str, ChangeEntry] = {}
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        read = _entry_of(line)
        if read is None:
            problems.append(Problem(CHANGES_FILE, "changes-line", Place(number, 1), facts={"value": line[:200]}))
            continue
        address, entry = read
        if address not in found or found[address].changes <= entry.changes:
            found[address] = entry
    return found, problems


def _entry_of(line: str) -> tuple[str, ChangeEntry] | None:
    """Address and entry of a line; None for one that `make ledger` has not written."""
    match = _LINE.fullmatch(line)
    if match is None or not all(re.fullmatch(SITE_ADDRESS, one) for one in {*match.group(1, 2)}):
        return None
    address, first, again, since, changes, changed, digest = match.groups()
    try:
        days = [None if day == "-" else date.fromisoformat(day) for day in (since, changed)]
    except ValueError:
        return None
    return address[1:], ChangeEntry(first[1:] + again, days[0], int(changes), days[1], digest)
