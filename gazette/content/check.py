"""Items → Library, or Problems: the rules that hold between folders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Final, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from .dates import PartialDate
from .fields import closest
from .items import content_type_of
from .library import ACCESSIBILITY, COLLECTIONS, Item, Library, Text
from .load import Route, field_name
from .model import NETWORK, Event, Issue, IssueText, Kind, Member, Page, SectionKind, Source, Statement, Story
from .problems import Place, Problem

Locate = Callable[[str, Route], Place]
"""Where a field stands in a file, read again only where there is something to say about it."""

REVIEW_EVERY: Final = timedelta(days=365)
"""How long a review of the accessibility statement stands (Implementing Decision (EU) 2018/1523: at least yearly)."""
RESERVED_STORIES: Final = frozenset({"city", "theme", "programme", "year", "page"})


def check_library(
    library: Library, addresses: Iterable[str], unreadable: Iterable[str], locate: Locate
) -> list[Problem]:
    """All problems between the items of a library.

    `addresses` are those of the pages that no item has. `unreadable` names the folders whose items have problems of
    their own: naming such an item is no further problem.
    """
    return list(_Rules(library, set(addresses), unreadable, locate).all())


class _Rules:
    """One method a rule or a family of rules; each yields problems."""

    def __init__(self, library: Library, addresses: set[str], unreadable: Iterable[str], locate: Locate) -> None:
        self.library, self.locate = library, locate
        self.fixed = addresses
        self.addresses = addresses | {item.address for item in library.everything()}
        self.slugs = {kind: [item.slug for item in library.items(kind)] for kind in Kind}
        for folder in unreadable:
            self._count_as_known(folder)

    def _count_as_known(self, folder: str) -> None:
        content = content_type_of(folder)
        if content:
            slug = folder.rsplit("/", 1)[1]
            self.slugs[content.kind].append(slug)
            self.addresses.add(content.address.format(slug=slug))

    def all(self) -> Iterator[Problem]:
        for item in self.library.everything():
            yield from self._item(item)
        yield from self._collisions()
        yield from self._issue_order()

    def _item(self, item: Item) -> Iterator[Problem]:
        data = item.data
        if isinstance(data, Story | Event):
            yield from self._slugs(item, "members", data.members, (Kind.MEMBER,))
            yield from self._slugs(item, "programmes", data.programmes, (Kind.PROGRAMME,))
            yield from self._slugs(item, "partners", data.partners, (Kind.PARTNER, Kind.PROGRAMME))
            yield from self._twice(item, "themes", data.themes)
        if isinstance(data, Statement):
            owners = self.slugs[Kind.MEMBER] if item.folder.startswith("members/") else self.slugs[Kind.PARTNER]
            if item.owner not in owners:
                yield Problem(item.folder, "owner-missing")
        if isinstance(data, Event):
            yield from self._event(item, data)
        elif isinstance(data, Issue):
            yield from self._issue(item, data)
        elif isinstance(data, Page):
            yield from self._page(item, data)
        elif isinstance(data, Member):
            yield from self._member(item, data)
        if isinstance(data, Story | Statement | Event):
            yield from self._dates(item, data)
        for text in item.texts.values():
            yield from self._links(text)

    def _problem(self, item: Item, rule: str, route: Route, **facts: str) -> Problem:
        return Problem(item.data_path, rule, self.locate(item.data_path, route), field_name(route), facts)

    def _slugs(self, item: Item, name: str, values: tuple[str, ...], kinds: tuple[Kind, ...]) -> Iterator[Problem]:
        for number, slug in enumerate(values):
            if not any(slug in self.slugs[kind] for kind in kinds):
                choices = [slug for kind in kinds for slug in self.slugs[kind]]
                suggestion = closest(slug, choices)
                yield self._problem(item, f"{kinds[0]}-unknown", (name, number), value=slug, suggestion=suggestion)
        yield from self._twice(item, name, values)

    def _twice(self, item: Item, name: str, values: tuple[str, ...]) -> Iterator[Problem]:
        for number, value in enumerate(values):
            if value in values[:number]:
                yield self._problem(item, "named-twice", (name, number), value=str(value))

    def _event(self, item: Item, event: Event) -> Iterator[Problem]:
        for number, slug in enumerate(event.organisers):
            choices = [NETWORK, *self.slugs[Kind.MEMBER], *self.slugs[Kind.PARTNER], *self.slugs[Kind.PROGRAMME]]
            if slug not in choices:
                facts = {"value": slug, "suggestion": closest(slug, choices)}
                yield self._problem(item, "organiser-unknown", ("organisers", number), **facts)
        yield from self._twice(item, "organisers", event.organisers)
        if event.participants is not None and event.members and event.participants != len(event.members):
            facts = {"stated": str(event.participants), "counted": str(len(event.members))}
            yield self._problem(item, "count-disagrees", ("participants",), **facts)
        if event.start is None and event.reported is None:
            yield self._problem(item, "event-without-date", ("start",))
        yield from self._span(item, event)
        try:
            ZoneInfo(event.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            zone = event.time_zone
            yield self._problem(item, "time-zone-unknown", ("time_zone",), value=zone, suggestion=_nearest_zone(zone))

    def _span(self, item: Item, event: Event) -> Iterator[Problem]:
        if event.end is None:
            return
        if event.start is None:
            yield self._problem(item, "end-without-start", ("end",))
        elif ends_before(event.end, event.start):
            yield self._problem(item, "end-before-start", ("end",), start=_spoken(event.start), end=_spoken(event.end))

    def _dates(self, item: Item, data: Story | Statement | Event) -> Iterator[Problem]:
        name = "reported" if isinstance(data, Event) else "date"
        day = data.reported if isinstance(data, Event) else data.date
        if day and day.first_day > self.library.today:
            yield self._problem(item, "date-in-future", (name,), value=str(day), today=self.library.today.isoformat())
        source: Source | None = data.source
        if source is None:
            return
        if source.newsletter is None and source.url is None:
            yield self._problem(item, "source-empty", ("source",))
        elif source.newsletter and str(source.newsletter) not in self.slugs[Kind.ISSUE]:
            choices = ", ".join(self.slugs[Kind.ISSUE]) or "–"
            facts = {"value": str(source.newsletter), "choices": choices}
            yield self._problem(item, "newsletter-unknown", ("source", "newsletter"), **facts)

    def _member(self, item: Item, member: Member) -> Iterator[Problem]:
        for name in ("joined", "joined_by", "joined_after", "left"):
            day: PartialDate | None = getattr(member, name)
            if day and day.first_day > self.library.today:
                facts = {"value": str(day), "today": self.library.today.isoformat()}
                yield self._problem(item, "date-in-future", (name,), **facts)
        if member.joined and (member.joined_by or member.joined_after):
            yield self._problem(item, "joined-twice", ("joined",))
        first = member.joined or member.joined_after
        if member.left and first and member.left.last_day < first.first_day:
            yield self._problem(item, "end-before-start", ("left",), start=str(first), end=str(member.left))
        if member.founder and member.joined is None:
            yield self._problem(item, "founder-without-date", ("founder",))

    def _not_yet(self, item: Item, name: str, day: PartialDate | None) -> Iterator[Problem]:
        if day and day.first_day > self.library.today:
            yield self._problem(item, "date-in-future", (name,), value=str(day), today=self.library.today.isoformat())

    def _page(self, item: Item, page: Page) -> Iterator[Problem]:
        """The warnings here stop nothing: an old review is no reason to keep the site from its readers."""
        yield from self._not_yet(item, "reviewed", page.reviewed)
        if item.slug != ACCESSIBILITY:
            return
        if page.reviewed is None:
            yield self._problem(item, "review-missing", ("reviewed",))
        elif page.reviewed.last_day + REVIEW_EVERY < self.library.today:
            yield self._problem(item, "review-old", ("reviewed",), value=str(page.reviewed))

    def _issue(self, item: Item, issue: Issue) -> Iterator[Problem]:
        yield from self._not_yet(item, "date", issue.date)
        seen: set[str] = set()
        for number, section in enumerate(issue.sections):
            route: Route = ("sections", number)
            for place, reference in enumerate(section.items):
                yield from self._reference(item, reference, (*route, "items", place), seen)
            if section.kind is SectionKind.FREE:
                yield from self._free_section(item, section.name, route)
        if issue.members is not None:
            yield from self._members_stated(item, issue)

    def _reference(self, item: Item, reference: str, route: Route, seen: set[str]) -> Iterator[Problem]:
        known = [f"{name}/{slug}" for name, kind in COLLECTIONS.items() for slug in self.slugs[kind]]
        if reference not in known:
            collection, _, slug = reference.partition("/")
            guess = closest(slug, self.slugs[COLLECTIONS[collection]])
            suggestion = f"{collection}/{guess}" if guess else ""
            yield self._problem(item, "reference-unknown", route, value=reference, suggestion=suggestion)
        elif reference in seen:
            yield self._problem(item, "item-twice", route, value=reference)
        seen.add(reference)

    def _free_section(self, item: Item, name: str | None, route: Route) -> Iterator[Problem]:
        for text in item.texts.values():
            if name is None or name not in cast(IssueText, text.front).section_titles:
                yield self._problem(item, "section-without-title", route, name=name or "", text=text.path)

    def _members_stated(self, item: Item, issue: Issue) -> Iterator[Problem]:
        """The count must be one that the records allow: from the members for certain to all that may have been."""
        at = self.library.members_at(issue.date.last_day)
        if len(self.slugs[Kind.MEMBER]) != len(self.library.items(Kind.MEMBER)):
            return  # some members could not be read, so they can't be counted
        if not len(at.certain) <= (issue.members or 0) <= len(at.all):
            least, most = len(at.certain), len(at.all)
            facts = {"stated": str(issue.members), "counted": str(least) if least == most else f"{least}–{most}"}
            yield self._problem(item, "members-disagree", ("members",), **facts)

    def _issue_order(self) -> Iterator[Problem]:
        issues = sorted(self.library.items(Kind.ISSUE), key=lambda item: item.record(Issue).number)
        for earlier, later in pairwise(issues):
            before, after = earlier.record(Issue).date, later.record(Issue).date
            if after.last_day < before.first_day:
                facts = {"value": str(after), "earlier": earlier.slug, "date": str(before)}
                yield self._problem(later, "issue-date-order", ("date",), **facts)

    def _links(self, text: Text) -> Iterator[Problem]:
        for found in text.findings:
            if found.kind != "link" or not found.value.startswith("/"):
                continue
            address = found.value[1:].split("#")[0].split("?")[0]
            if address in self.addresses:
                continue
            rule = "link-with-language" if self._without_language(address) in self.addresses else "link-broken"
            facts = {"value": found.value, "suggestion": self._suggestion(address)}
            yield Problem(text.path, rule, Place(found.line, 1), facts=facts)

    def _without_language(self, address: str) -> str:
        first, _, rest = address.partition("/")
        return rest if first in self.library.languages else address

    def _suggestion(self, address: str) -> str:
        bare = self._without_language(address)
        found = bare if bare in self.addresses else closest(bare.rstrip("/") + "/", self.addresses, 0.75)
        return f"/{found}" if found else ""

    def _collisions(self) -> Iterator[Problem]:
        for item in self.library.everything():
            taken = item.kind is not Kind.PAGE and item.address in self.fixed
            taken = taken or (item.kind in PARTIES and item.slug == NETWORK)
            taken = taken or item.address == "about/glossary/"
            if taken or (item.kind is Kind.STORY and (item.slug in RESERVED_STORIES or item.slug.isdigit())):
                yield Problem(item.folder, "address-reserved", facts={"value": item.slug})


def _spoken(moment: PartialDate) -> str:
    return str(moment).replace("T", " ")


def ends_before(end: PartialDate, start: PartialDate) -> bool:
    """Whether `end` lies before `start` in every reading of the two."""
    if end.time and start.time and end.first_day == start.first_day:
        return end.time < start.time
    return end.last_day < start.first_day


def _nearest_zone(name: str) -> str:
    zones = {zone.lower(): zone for zone in available_timezones()}
    return zones.get(closest(name, zones), "")


PARTIES: Final = (Kind.MEMBER, Kind.PARTNER, Kind.PROGRAMME)
"""Who can be named as an organiser, so that a name must not stand for two of them."""


def same_slug(items: Iterable[Item]) -> Iterator[Problem]:
    """Two folders with one name, where the pages of both would have one address."""
    taken: dict[tuple[Kind, str], str] = {}
    names: dict[str, str] = {}
    for item in items:
        named = names.setdefault(item.slug, item.folder) if item.kind in PARTIES else item.folder
        if named != item.folder and named.rsplit("/", 1)[0] != item.folder.rsplit("/", 1)[0]:
            yield Problem(item.folder, "name-shared", facts={"value": item.slug, "other": named})
        first = taken.setdefault((item.kind, item.slug), item.folder)
        if first != item.folder:
            yield Problem(item.folder, "address-twice", facts={"value": f"/{item.address}", "other": first})
