"""What waits to be done, for each municipality and for the coordinators: tasks found in the library by small rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from ..library import COORDINATORS, Library
from . import facts, outside, texts
from . import waiting as proposals
from .outside import OutsideLink, outside_links
from .task import Fact, Outside, Task, WaitingProposal, WorkKind, owners_of
from .waiting import proposal_of

__all__ = [
    "RULES",
    "Fact",
    "Outside",
    "OutsideLink",
    "Task",
    "WaitingProposal",
    "WorkKind",
    "outside_links",
    "owners_of",
    "proposal_of",
    "worklist",
    "worklists",
]

WorkRule = Callable[[Library, Outside], Iterable[Task]]
RULES: Final[Mapping[WorkKind, WorkRule]] = {
    WorkKind.WAITING: proposals.waiting,
    WorkKind.CONSENT_ENDS: facts.consent_ends,
    WorkKind.DEAD_LINK: outside.dead_links,
    WorkKind.NO_CONTACT: facts.no_contact,
    WorkKind.UNCONFIRMED_CONTACT: facts.unconfirmed_contact,
    WorkKind.UNDESCRIBED: texts.undescribed,
    WorkKind.UNREADABLE: facts.unreadable,
    WorkKind.NO_PROFILE: texts.no_profile,
    WorkKind.NO_WRITE_UP: facts.no_write_up,
    WorkKind.UNTRANSLATED: texts.untranslated,
    WorkKind.BEHIND: texts.behind,
    WorkKind.UNRECORDED: texts.unrecorded,
    WorkKind.HARD: texts.hard,
    WorkKind.UNREVIEWED: facts.unreviewed,
    WorkKind.INCOMPLETE_STATEMENT: facts.incomplete_statement,
    WorkKind.INCOMPLETE_PRACTICE: facts.incomplete_practice,
    WorkKind.UNCONFIRMED_NAMES: facts.unconfirmed_names,
    WorkKind.UNCONFIRMED_NOTE: texts.unconfirmed_notes,
    WorkKind.UNCONFIRMED_WORDS: outside.unconfirmed_words,
}
"""Kind → the rule that finds its tasks. A new kind is a rule here, and its sentences in words.yml."""


def worklist(library: Library, known: Outside) -> list[Task]:
    """Everything that waits, kind by kind."""
    return [task for kind in WorkKind for task in RULES[kind](library, known)]


def worklists(library: Library, known: Outside) -> Mapping[str, list[Task]]:
    """List by list, those of the members of today in the order of their folders, then that of the coordinators.

    A task of several municipalities stands in the list of each; an empty list is there too.
    """
    found: dict[str, list[Task]] = {member.slug: [] for member in library.members_today}
    found[COORDINATORS] = []
    for task in worklist(library, known):
        lists = [name for name in task.lists if name in found] or [COORDINATORS]
        for name in lists:
            found[name].append(task)
    return found
