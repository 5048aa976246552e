"""Which rules there are, what each is shown, and which results are kept between runs.

A rule for one item is shown the item and its `Surroundings`, and nothing else: its verdict stands as long as these two
are the same, so an item that was found sound is not judged again. A rule that needs more is a rule for the whole site,
which is shown everything and asked in every check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from ..fields import Guesses
from ..model import Kind
from ..problems import Problem
from . import (
    consent,
    contacts,
    documents,
    found,
    issues,
    links,
    pages,
    practices,
    records,
    schedule,
    stories,
    unread,
    withdrawals,
)
from .site import WholeSite
from .surroundings import Item, Surroundings
from .violations import Locate, Violation

ItemRule = Callable[[Item, Surroundings], Iterable[Violation]]
SiteRule = Callable[[WholeSite], Iterable[Violation]]

EVERYWHERE: Final[tuple[ItemRule, ...]] = (
    consent.is_answered_for, links.leads_to_pages, stories.names_what_is_there, stories.names_each_once,
    records.is_short_enough, records.is_of_our_time,
)  # fmt: skip
ITEM_RULES: Final[Mapping[Kind, tuple[ItemRule, ...]]] = {
    Kind.STORY: (*EVERYWHERE, stories.is_reported, consent.is_agreed, practices.is_whole),
    Kind.EVENT: (*EVERYWHERE, stories.is_reported, consent.is_agreed, practices.is_whole, stories.fits_together),
    Kind.STATEMENT: (*EVERYWHERE, stories.has_owner, stories.is_reported),
    Kind.MEMBER: (*EVERYWHERE, records.joined_and_left, records.named_once_a_language, contacts.is_told),
    Kind.PAGE: (*EVERYWHERE, records.is_reviewed),
    Kind.PARTNER: (*EVERYWHERE, records.is_shown_whole),
    Kind.PROGRAMME: EVERYWHERE,
    Kind.ISSUE: (links.leads_to_pages, records.is_short_enough, records.is_of_our_time),
    Kind.DOCUMENT: (*EVERYWHERE, documents.is_there),
}  # fmt: skip
"""What is asked of one item. Whether someone answers for an issue's words depends on its items: `issues.py` asks."""
SITE_RULES: Final[tuple[SiteRule, ...]] = (
    unread.names_and_links_lead,
    issues.issues_are_whole,
    pages.headings_are_there,
    pages.addresses_are_free,
    pages.titles_differ,
    found.summaries_differ,
    issues.issues_follow_each_other,
    issues.sources_agree,
    withdrawals.kept_is_agreed,
    pages.menus_lead_somewhere,
    pages.texts_are_offered,
    pages.names_are_confirmed,
    withdrawals.is_deleted,
    withdrawals.consents_hold,
    schedule.days_are_told,
)
KEPT_KINDS: Final = (Kind.STORY, Kind.EVENT, Kind.STATEMENT)
"""The kinds of which there are so many that verdicts are kept."""


def judge(site: WholeSite, sound: AbstractSet[bytes] = frozenset()) -> tuple[list[Problem], set[bytes]]:
    """All problems, and the digests of the items that are sound in these surroundings.

    `sound` holds those that were found so in the same surroundings before: they are not judged again.
    """
    closest, well = Guesses().closest, set[bytes]()
    found: list[Problem] = []
    for item in site.items:
        if item.digest not in sound:
            problems = [violation.problem(site.locate, closest) for violation in violations(item, site.surroundings)]
            found += problems
            if problems or item.kind not in KEPT_KINDS:
                continue
        well.add(item.digest)
    found += [violation.problem(site.locate, closest) for rule in SITE_RULES for violation in rule(site)]
    return found, well


def judge_item(item: Item, known: Surroundings, locate: Locate) -> list[Problem]:
    """What the rules for one item find wrong with it, in the same words as `judge`."""
    closest = Guesses().closest
    return [violation.problem(locate, closest) for violation in violations(item, known)]


def violations(item: Item, known: Surroundings) -> Iterator[Violation]:
    """What the rules for one item find wrong with it."""
    for rule in ITEM_RULES[item.kind]:
        yield from rule(item, known)
