"""The immutable whole: every item of a site, what was taken back, and what its issues keep."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from ...languages import PartialLanguage
from ..model import COLLECTIONS, Consent, Document, Event, Issue, Kind, Medium, Statement, Story, references
from .catalogue import Catalogue
from .indexes import MemberContent, by_member
from .issues import gathered
from .item import Item, ahead, newest_first, withdrawn
from .lapses import Lapse, as_consented, ending
from .practices import practice_of
from .similar import SimilarStories

_NAMING: Final = (Story, Event)
"""A tuple, since many items are asked: a union of types takes five times as long to ask."""


class Library(Catalogue):
    """Every item of a site on a day, with what was taken back, what consents cover, and what published issues keep.

    An item whose day is still to come is not among them.
    """

    def __init__(
        self,
        items: Iterable[Item],
        languages: tuple[str, ...],
        today: date,
        consents: Mapping[str, Consent] | None = None,
        partial: Mapping[str, PartialLanguage] | None = None,
    ) -> None:
        """`consents` are the records by reference: what one of them covers is there only as long as it holds.

        `partial` says what those of the languages offer that are not whole.
        """
        self.consents = consents or {}
        self.lapsed: list[Lapse] = []
        """What is left out since a consent ended, or has not begun."""
        void = frozenset(name for name, consent in self.consents.items() if not consent.holds(today))
        if void:
            items = [self._as_consented(item, void) for item in items]
        self._kept: defaultdict[str, dict[tuple[Kind, str], Item]] = defaultdict(dict)
        self._withdrawn: dict[tuple[Kind, str], Item] = {}
        self._scheduled: dict[tuple[Kind, str], Item] = {}
        self._closed: set[str] = set()
        super().__init__([item for item in items if self._is_shown(item, today)], languages, today, partial)
        self._member_content: dict[str, MemberContent] = {}
        self._gather_issues()

    def _as_consented(self, item: Item, void: AbstractSet[str]) -> Item:
        left, gone = as_consented(item, self.consents, void)
        self.lapsed += gone
        return left

    def _is_shown(self, item: Item, today: date) -> bool:
        """Whether an item stands among today's; what does not is put where it belongs."""
        if item.kept_by and self.lapsed and not item.texts:
            self._closed.add(item.folder)
        elif item.kept_by:
            self._kept[item.kept_by][item.kind, item.slug] = item
        elif withdrawn(item):
            self._withdrawn[item.kind, item.slug] = item
        elif ahead(item, today):
            self._scheduled[item.kind, item.slug] = item
        else:
            return True
        return False

    def ending(self, within: timedelta) -> list[Lapse]:
        """What will be left out within that time, since a consent runs out, unless the person gives it anew."""
        kept = (item for found in self._kept.values() for item in found.values())
        return ending((*self.everything(), *kept), self.consents, self.today, within)

    def may(self, people: Iterable[str], medium: Medium) -> bool:
        """Whether all of them agreed to be shown there."""
        return all(name in self.consents and medium in self.consents[name].scope for name in people)

    def _gather_issues(self) -> None:
        """Puts into each issue's sections what their queries find, so that all others need know of lists alone."""
        asking = [
            issue for issue in self._kinds[Kind.ISSUE] if any(section.query for section in issue.record(Issue).sections)
        ]
        for issue in sorted(asking, key=lambda item: item.record(Issue).number):
            full = replace(issue, data=gathered(self, issue))
            self._by_slug[Kind.ISSUE][issue.slug] = full
            self._kinds[Kind.ISSUE] = tuple(full if one is issue else one for one in self._kinds[Kind.ISSUE])
            vars(self).pop("issues", None)  # the next one asks what this one holds

    def withdrawn(self, reference: str) -> Item | None:
        """The item of that reference, where someone took it back: all that may be said of it is when."""
        collection, _, slug = reference.partition("/")
        return self._withdrawn.get((COLLECTIONS[collection], slug))

    def withdrawn_items(self) -> Iterable[Item]:
        """All that was taken back."""
        return self._withdrawn.values()

    def scheduled_items(self) -> Iterable[Item]:
        """All whose day is still to come, in the order of their folders."""
        return self._scheduled.values()

    def is_scheduled(self, item: Item) -> bool:
        """Whether an item's day is still to come."""
        return (item.kind, item.slug) in self._scheduled

    def kept(self, issue: Item) -> Mapping[tuple[Kind, str], Item]:
        """The items that an issue keeps as they were when it was published, but for those withdrawn since."""
        found = self._kept.get(issue.slug, {})
        return {key: item for key, item in found.items() if key not in self._withdrawn}

    def all_kept(self) -> Iterable[Item]:
        """What all issues keep, and may still show."""
        return (item for issue in self._kinds[Kind.ISSUE] for item in self.kept(issue).values())

    def is_closed(self, folder: str) -> bool:
        """Whether a kept copy is not shown any more since a consent ended."""
        return folder in self._closed

    def kept_though_withdrawn(self) -> Iterable[Item]:
        """What lies in the folders of issues and must not be shown any more."""
        return (item for kept in self._kept.values() for key, item in kept.items() if key in self._withdrawn)

    def as_published(self, issue: Item) -> Library:
        """This library with the items of `issue` as they were when it was published; itself, where it is not yet.

        Lists of all items of a kind stay those of today.
        """
        kept = self.kept(issue)
        if issue.publication is None or not kept:
            return self
        then = copy.copy(self)
        touched = {kind for kind, _ in kept}
        then._by_slug = {kind: dict(found) if kind in touched else found for kind, found in self._by_slug.items()}
        for (kind, slug), item in kept.items():
            then._by_slug[kind][slug] = item
        return then

    @cached_property
    def _by_member(self) -> Mapping[str, tuple[list[Item], list[Item]]]:
        return by_member(self.stories, newest_first(self.items(Kind.EVENT)))

    def member_content(self, member: Item) -> MemberContent:
        """What concerns `member`; an issue does where one of its items does."""
        if member.slug not in self._member_content:
            self._member_content[member.slug] = self._make_member_content(member)
        return self._member_content[member.slug]

    def _make_member_content(self, member: Item) -> MemberContent:
        stories, events = self._by_member.get(member.slug, ([], []))
        statements = self.statements_of(member.slug)
        mine = {item.address for item in (*statements, *stories, *events)}
        issues = [issue for issue in self.issues if any(item.address in mine for item in self.contents(issue))]
        return MemberContent(statements, tuple(stories), tuple(events), tuple(issues))

    @cached_property
    def _similar(self) -> SimilarStories:
        return SimilarStories(self.stories)

    def similar(self, story: Item) -> tuple[Item, ...]:
        """Stories to read after this one: of its city or its theme."""
        return self._similar.to(story)

    @cached_property
    def _mentions(self) -> Mapping[str, tuple[Item, ...]]:
        mentions: defaultdict[str, list[Item]] = defaultdict(list)
        for issue in self.issues:
            for item in self.contents(issue):
                mentions[item.address].append(issue)
        return {address: tuple(issues) for address, issues in mentions.items()}

    def issues_with(self, item: Item) -> tuple[Item, ...]:
        """The issues in which an item stands."""
        return self._mentions.get(item.address, ())

    def related(self, item: Item) -> list[Item | None]:
        """Those that a story, event, statement or document names, in its order, and the issues that carry it.

        None stands for a name without an item, such as the network's own.
        """
        data = item.data
        found: list[Item | None] = []
        if isinstance(data, _NAMING):  # map, since every story is asked in every build
            found.extend(map(self._by_slug[Kind.MEMBER].get, data.members))
            found.extend(map(self._by_slug[Kind.PROGRAMME].get, data.programmes))
            found.extend(map(self.party, data.partners))
        if isinstance(data, Event):
            found.extend(map(self.party, data.organisers))
        elif isinstance(data, Statement):
            found.append(self.party(item.owner))
        elif isinstance(data, Document):
            named = references(data)
            found.extend(self.get(kind, name.slug) for name in named for kind in name.kinds)
        for source in (getattr(data, "source", None), *(result.source for result in practice_of(item).results)):
            if source and source.newsletter:
                found.append(self.get(Kind.ISSUE, str(source.newsletter)))
        found.extend(self.issues_with(item))
        return found
