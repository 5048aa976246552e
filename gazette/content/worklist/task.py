"""What a worklist holds: tasks, each of a kind, at a field of an item, for those whom it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import NamedTuple

from ..dates import PartialDate
from ..library import COORDINATORS, Item, Library
from ..link_record import FailedLink
from ..load import Route


class WorkKind(Enum):
    """The kinds of tasks, in the order in which a list shows them: first what someone waits for, and readers meet."""

    WAITING = "waiting"
    CONSENT_ENDS = "consent-ends"
    DEAD_LINK = "dead-link"
    NO_CONTACT = "no-contact"
    UNCONFIRMED_CONTACT = "unconfirmed-contact"
    UNDESCRIBED = "undescribed"
    UNREADABLE = "unreadable"
    NO_PROFILE = "no-profile"
    NO_WRITE_UP = "no-write-up"
    UNTRANSLATED = "untranslated"
    BEHIND = "behind"
    UNRECORDED = "unrecorded"
    HARD = "hard"
    UNREVIEWED = "unreviewed"
    INCOMPLETE_STATEMENT = "incomplete-statement"
    INCOMPLETE_PRACTICE = "incomplete-practice"
    UNCONFIRMED_NAMES = "unconfirmed-names"
    UNCONFIRMED_NOTE = "unconfirmed-note"
    UNCONFIRMED_WORDS = "unconfirmed-words"


Fact = str | int | PartialDate | tuple[str, ...]


class Task(NamedTuple):
    """Something that waits, and where. `facts` are what its sentence fills in (`words.yml`)."""

    kind: WorkKind
    owners: tuple[str, ...]
    """The municipalities that it concerns, by slug; without any it concerns the coordinators."""
    item: Item | None
    """None where it is about a file that belongs to no item: then `path` names it."""
    path: str
    route: Route = ()
    """The field in that file; `("body",)` is the text below the fields."""
    language: str = ""
    """Whose text it is about, where it is about one."""
    facts: Mapping[str, Fact] = {}

    @property
    def lists(self) -> tuple[str, ...]:
        """By name, the lists that it stands in."""
        return self.owners or (COORDINATORS,)


class WaitingProposal(NamedTuple):
    """What someone sent, on a branch of its own. `titles` and `members` are those of its items, by their folders.

    An item has no title here where its texts stay as they are, and no members where its data file does.
    """

    key: str
    """The last part of the branch's name."""
    since: date
    titles: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Outside:
    """What rules must know that no library holds. A further source of tasks is a further field, and a rule."""

    failed: Mapping[str, FailedLink] = field(default_factory=dict)
    """Addresses of other sites, by the record of the last check."""
    unconfirmed: Mapping[str, int] = field(default_factory=dict)
    """File of interface words that no one has confirmed → how many words it has."""
    touched: Mapping[str, date] = field(default_factory=dict)
    """Address of an item → when it was last changed, or first published, as far as that is on record."""
    waiting: tuple[WaitingProposal, ...] = ()
    """What waits for a review, as far as the repository of the site has branches with it; the oldest first."""
    submissions: str = ""
    """The address of the submissions server, which ends in a slash; nothing where none is known."""


def owners_of(library: Library, item: Item) -> tuple[str, ...]:
    """The municipalities that answer for an item: those of a story or statement, of the rest those that publish it."""
    names = getattr(item.data, "organisers", None) or getattr(item.data, "publishers", None)
    if names is None:
        return tuple(member.slug for member in library.cities_of(item))
    known = {member.slug for member in library.members_today}
    return tuple(name for name in names if name in known)
