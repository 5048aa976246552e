"""Items → Library, or Problems: the rules that hold between folders."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, cached_property
from itertools import pairwise
from math import ceil
from typing import Final, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from .dates import PartialDate
from .digests import digest_of
from .fields import Guesses, closest
from .items import content_type_of, origin_of
from .library import (
    ABOUT,
    ACCESSIBILITY,
    COLLECTIONS,
    GLOSSARY,
    TRANSLATIONS,
    Item,
    Lapse,
    Library,
    Text,
    address_of,
    when,
    withdrawn,
)
from .load import BODY, Route, field_name
from .markup import Finding, anchor
from .model import (
    CONSENTS,
    HIGHLIGHTS,
    KEPT,
    NETWORK,
    PUBLICATION_FILE,
    ContentType,
    Event,
    Issue,
    IssueText,
    Kind,
    Medium,
    Member,
    Page,
    Publication,
    Pull,
    Query,
    Section,
    SectionKind,
    Shows,
    Source,
    Statement,
    Story,
)
from .private_urls import PREVIEWS
from .problems import Place, Problem
from .prose import SCAFFOLD_MARK

Locate = Callable[[str, Route], Place]
"""Where a field stands in a file, read again only where there is something to say about it."""
PRINTED: Final = (147.0, 95.0)
"""Millimetres: the width of a page's text, and the greatest height of a photo on it."""
SHEET: Final = 4
"""Pages of a folded sheet, so that an issue has a multiple of them."""
LEAST_DPI: Final = 200
"""Dots an inch below which a photo looks coarse in print (300 are wanted)."""

TOLD: Final = frozenset({"title", "summary", BODY})
"""The words of an issue that may tell of one of its items."""
AREAS: Final = frozenset("Africa America Antarctica Arctic Asia Atlantic Australia Europe Indian Pacific".split())
"""With which the name of a time zone begins that belongs to a place (IANA time zone database)."""
ENDS_SOON: Final = timedelta(days=60)
"""How long before its last day a consent is told of, so that the person can be asked again."""
REVIEW_EVERY: Final = timedelta(days=365)
"""How long a review of the accessibility statement stands (Implementing Decision (EU) 2018/1523: at least yearly)."""
RESERVED_STORIES: Final = frozenset({"city", "theme", "programme", "year", "page"})


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What a site has and shows beside its items."""

    addresses: frozenset[str]
    """Of the pages that no item has."""
    linked: Mapping[str, str]
    """Where every page leads, by its menu and its footer: address → the file that says so."""
    url: str
    """The site's full address, ending in a slash."""
    moved: Mapping[str, str]
    """Old addresses and those in their place."""
    emptied: Mapping[str, str] = field(default_factory=dict)
    """Lists that have nothing to show any more, and the list above each."""


def is_reserved(content: ContentType, slug: str) -> bool:
    """Whether an item of that name would take the place of something else that bears it."""
    if content.kind is Kind.STORY:
        return slug in RESERVED_STORIES or slug.isdigit()
    return (content.kind in PARTIES and slug == NETWORK) or address_of(content, slug) in (GLOSSARY, TRANSLATIONS)


class Rules:
    """The rules between the items of a library: one method a rule or a family of rules; each yields problems."""

    def __init__(self, library: Library, site_facts: SiteFacts, unreadable: Iterable[str], locate: Locate) -> None:
        """`unreadable` names the folders whose items have problems of their own: naming such an item is none more."""
        self.library, self.site_facts, self.locate = library, site_facts, locate
        self.closest = Guesses().closest
        self.addresses = {*site_facts.addresses, *(item.address for item in library.everything())}
        self.gone = {item.address: withdrawn(item) for item in library.withdrawn_items()}
        self.addresses |= self.gone.keys()
        self.slugs = {kind: dict.fromkeys(item.slug for item in library.items(kind)) for kind in Kind}
        self.own = own_addresses(site_facts.url)
        for item in library.withdrawn_items():
            self.slugs[item.kind][item.slug] = None
        self.unreadable = frozenset(unreadable)
        for folder in self.unreadable:
            self._count_as_known(folder)

    def _count_as_known(self, folder: str) -> None:
        content = content_type_of(origin_of(folder)[0])
        if content:
            slug = folder.rsplit("/", 1)[1]
            self.slugs[content.kind][slug] = None
            self.addresses.add(address_of(content, slug))

    @property
    def world(self) -> bytes:
        """Digest of all that is asked about other items where a story, event or statement is judged."""
        names = [(str(kind.value), sorted(slugs)) for kind, slugs in self.slugs.items()]
        values = (
            names,
            sorted(self.addresses),
            sorted(self.gone),
            sorted(self.site_facts.emptied),
            self.own,
            self.library.languages,
            self.library.today.isoformat(),
        )
        return digest_of((values, repr(self.library.consents)) if self.library.consents else values)

    def problems(self, sound: AbstractSet[bytes] = frozenset()) -> tuple[list[Problem], set[bytes]]:
        """All problems, and the digests of the items that are sound in this world.

        `sound` holds those that were found so in the same world before: they are not judged again.
        """
        found: list[Problem] = []
        well: set[bytes] = set()
        for item in self.library.everything():
            if item.digest in sound:
                well.add(item.digest)
                continue
            problems = list(self._item(item))
            found += problems
            if not problems and isinstance(item.data, Story | Event | Statement) and not _leads_into(item):
                well.add(item.digest)
        found += [
            *self._collisions(),
            *self._same_titles(),
            *self._issue_order(),
            *self._kept_consented(),
            *self._lost_pages(),
            *self._not_gone(),
            *self._records(),
        ]
        return found, well

    def _item(self, item: Item) -> Iterator[Problem]:
        data = item.data
        if isinstance(data, Story | Event):
            yield from self._named(item, data)
        yield from self._children(item)
        if isinstance(data, Statement):
            yield from self._owner(item)
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

    def _owner(self, item: Item) -> Iterator[Problem]:
        owners = self.slugs[Kind.MEMBER] if item.folder.startswith("members/") else self.slugs[Kind.PARTNER]
        if item.owner not in owners:
            yield Problem(item.folder, "owner-missing")

    def _named(self, item: Item, data: Story | Event) -> Iterator[Problem]:
        yield from self._slugs(item, "members", data.members, (Kind.MEMBER,))
        yield from self._slugs(item, "programmes", data.programmes, (Kind.PROGRAMME,))
        yield from self._slugs(item, "partners", data.partners, (Kind.PARTNER, Kind.PROGRAMME))
        yield from self._twice(item, "themes", data.themes)
        yield from self._consented(item, data)

    def _consented(self, item: Item, data: Story | Event) -> Iterator[Problem]:
        """Each person who is shown agreed to it: to the web at least, and to what is shown of them."""
        uses: list[tuple[Route, str, Shows]] = [
            (("people", place), name, Shows.NAME) for place, name in enumerate(data.people)
        ]
        for number, photo in enumerate(data.photos):
            uses += [(("photos", number, "people", place), name, Shows.FACE) for place, name in enumerate(photo.people)]
        has_place = any(getattr(text.front, "place", None) for text in item.texts.values() if item.kind is Kind.EVENT)
        for route, name, what in uses:
            consent = self.library.consents.get(name)
            if consent is None:
                guess = self.closest(name, self.library.consents)
                yield self._problem(item, "consent-unknown", route, value=name, suggestion=guess)
            elif Medium.WEB not in consent.scope:
                yield self._problem(item, "consent-not-for", route, value=name, medium=Medium.WEB.value)
            elif what not in consent.shows and not (consent.minor and what is Shows.NAME):
                yield self._problem(item, f"consent-no-{what.value}", route, value=name)
            elif consent.minor and has_place and Shows.PLACE not in consent.shows:
                yield self._problem(item, "child-with-place", route, value=name)

    def _kept_consented(self) -> Iterator[Problem]:
        """What published issues keep is shown as long as its people agree, as anything else."""
        for item in self.library.all_kept():
            if isinstance(item.data, Story | Event):
                yield from self._consented(item, item.data)

    def _children(self, item: Item) -> Iterator[Problem]:
        """An office answers for all texts beside a child, and for these alone: no program knows a child's name."""
        data, children = item.data, sorted(self._minors(item))
        if not children or not isinstance(data, Story | Event | Issue):
            yield from self._unknown_children(item)
            return
        if data.checked_by is not None and data.checked_text == item.words:
            return
        facts = {"value": children[0], "text": item.words, "file": item.content.data_file}
        if data.checked_by and data.checked_text:
            yield self._problem(item, "child-texts-changed", ("checked_text",), **facts)
        else:
            yield self._problem(item, "child-unread", (), **facts)
        for told in item.telling:
            place = Place(told.line, told.column)
            yield Problem(told.path, f"child-{told.rule}", place, told.field, {**facts, "words": told.words})

    def _unknown_children(self, item: Item) -> Iterator[Problem]:
        """Someone's name beside a child's age, where no record says that a child is told of."""
        rule = "child-without-record" if isinstance(item.data, Story | Event) else "child-in-text"
        for told in item.telling:
            if told.is_whole:
                facts = {"words": told.words, "file": item.content.data_file}
                yield Problem(told.path, rule, Place(told.line, told.column), told.field, facts)

    def _minors(self, item: Item) -> AbstractSet[str]:
        """The records of the children that an item, or what an issue carries, shows or tells of."""
        shown = self.library.contents(item) if item.kind is Kind.ISSUE else (item,)
        people = {name for one in shown if isinstance(one.data, Story | Event) for name in one.data.shown}
        known = self.library.consents
        return {name for name in people if name in known and known[name].minor}

    def _may_be_sent(self, issue: Item, reference: str, route: Route) -> Iterator[Problem]:
        """An issue is printed and sent by mail, so all whom it tells of, or shows above a text, agreed to both.

        A photo within a text that may not be printed is left out there, which is told.
        """
        found = self._carried(issue, reference)
        if found is None or not isinstance(found.data, Story | Event):
            return
        data, within = found.data, frozenset().union(*(text.pictured for text in found.texts.values()))
        chosen = issue.record(Issue).photo_of(reference, data)
        people = {*data.people, *(name for photo in data.photos if photo.file == chosen for name in photo.people)}
        for medium in (Medium.PRINT, Medium.EMAIL):
            for name in sorted(people & self.library.consents.keys()):
                if not self.library.may([name], medium):
                    yield self._problem(issue, "consent-not-for", route, value=name, medium=medium.value)
        for photo in data.photos:
            if photo.file in within - {chosen} and not self.library.may(photo.people, Medium.PRINT):
                yield self._problem(issue, "photo-not-printed", route, value=reference, name=photo.file)

    def _carried(self, issue: Item, reference: str) -> Item | None:
        """An item as the issue shows it: as it was when the issue was published, or as it is."""
        collection, _, slug = reference.partition("/")
        kept = self.library.kept(issue) if issue.publication else {}
        return kept.get((COLLECTIONS[collection], slug)) or self.library.find(reference)

    def _problem(self, item: Item, rule: str, route: Route, **facts: str) -> Problem:
        return Problem(item.data_path, rule, self.locate(item.data_path, route), field_name(route), facts)

    def _slugs(
        self, item: Item, name: str, values: tuple[str, ...], kinds: tuple[Kind, ...], above: Route = ()
    ) -> Iterator[Problem]:
        for number, slug in enumerate(values):
            if not any(slug in self.slugs[kind] for kind in kinds):
                choices = [slug for kind in kinds for slug in self.slugs[kind]]
                suggestion = self.closest(slug, choices)
                route = (*above, name) if above else (name, number)
                yield self._problem(item, f"{kinds[0]}-unknown", route, value=slug, suggestion=suggestion)
        yield from self._twice(item, name, values)

    def _twice(self, item: Item, name: str, values: tuple[str, ...]) -> Iterator[Problem]:
        seen: set[str] = set()
        for number, value in enumerate(values):
            if value in seen:
                yield self._problem(item, "named-twice", (name, number), value=str(value))
            seen.add(value)

    def _event(self, item: Item, event: Event) -> Iterator[Problem]:
        for number, slug in enumerate(event.organisers):
            choices = [NETWORK, *self.slugs[Kind.MEMBER], *self.slugs[Kind.PARTNER], *self.slugs[Kind.PROGRAMME]]
            if slug not in choices:
                facts = {"value": slug, "suggestion": self.closest(slug, choices)}
                yield self._problem(item, "organiser-unknown", ("organisers", number), **facts)
        yield from self._twice(item, "organisers", event.organisers)
        if event.participants is not None and event.members and event.participants != len(event.members):
            facts = {"stated": str(event.participants), "counted": str(len(event.members))}
            yield self._problem(item, "count-disagrees", ("participants",), **facts)
        if event.start is None and event.reported is None:
            yield self._problem(item, "event-without-date", ("start",))
        yield from self._span(item, event)
        if not _is_zone(event.time_zone):
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
        if source.newsletter is None and source.url is None and source.title is None:
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
        if str(issue.number) != item.slug:
            other = self.library.get(Kind.ISSUE, str(issue.number))
            facts = {"value": str(issue.number), "name": item.slug, "other": other.folder if other else ""}
            yield self._problem(item, "number-used" if other else "issue-number", ("number",), **facts)
        seen: set[str] = set()
        for number, section in enumerate(issue.sections):
            yield from self._section(item, section, ("sections", number), seen)
        if issue.members is not None:
            yield from self._members_stated(item, issue)
        if issue.pages and issue.pages % SHEET and not item.publication:
            around = (issue.pages // SHEET * SHEET, (issue.pages // SHEET + 1) * SHEET)
            facts = {"value": str(issue.pages), "choices": ", ".join(str(pages) for pages in around if pages)}
            yield self._problem(item, "pages-no-sheets", ("pages",), **facts)
        yield from self._shown(item, issue, seen)
        yield from self._errata(item, issue, seen)
        if item.publication:
            yield from self._published(item, item.publication, seen)
            yield from self._frozen(item, issue, item.publication)
        elif self.library.kept(item) and f"{item.folder}/{KEPT}" not in self.unreadable:  # else cut off, and told
            yield Problem(
                f"{item.folder}/{PUBLICATION_FILE}", "record-missing", facts={"folder": f"{item.folder}/{KEPT}"}
            )

    def _section(self, item: Item, section: Section, route: Route, seen: set[str]) -> Iterator[Problem]:
        query = section.query
        for place, reference in enumerate(section.items):
            where = (*route, "query") if query else (*route, "items", place)
            yield from self._reference(item, reference, where, seen)
        wrong = list(self._query(item, query, route)) if query else []
        yield from wrong
        if not section.items and not wrong:
            yield self._problem(item, "query-finds-nothing" if query else "section-empty", route)
        if section.kind is SectionKind.FREE:
            yield from self._free_section(item, section.name, route)

    def _query(self, item: Item, query: Query, route: Route) -> Iterator[Problem]:
        if self.locate(item.data_path, (*route, "items")) != self.locate(item.data_path, route):
            yield self._problem(item, "query-and-items", (*route, "query"))
        if query.member:
            yield from self._slugs(item, "member", (query.member,), (Kind.MEMBER,), (*route, "query"))
        if item.publication:
            yield self._problem(item, "query-published", (*route, "query"))

    def _reference(self, item: Item, reference: str, route: Route, seen: set[str]) -> Iterator[Problem]:
        collection, _, slug = reference.partition("/")
        if slug not in self.slugs[COLLECTIONS[collection]]:
            guess = self.closest(slug, self.slugs[COLLECTIONS[collection]])
            suggestion = f"{collection}/{guess}" if guess else ""
            yield self._problem(item, "reference-unknown", route, value=reference, suggestion=suggestion)
        elif reference in seen:
            yield self._problem(item, "item-twice", route, value=reference)
        else:
            yield from self._fit_to_print(item, reference, route)
            yield from self._may_be_sent(item, reference, route)
        seen.add(reference)

    def _fit_to_print(self, issue: Item, reference: str, route: Route) -> Iterator[Problem]:
        """What an issue that is not out yet still lacks of an item: a translation, a photo large enough."""
        found = self.library.find(reference)
        if found is None or issue.publication:
            return
        for language in issue.texts:
            if language not in found.texts:
                facts = {"value": reference, "language": language, "name": f"{found.folder}/{language}.md"}
                yield self._problem(issue, "translation-missing", route, **facts)
        photo = issue.record(Issue).photo_of(reference, found.data)
        size = found.sizes.get(photo or "")
        if size and growth(size) > 1:
            wanted = tuple(ceil(side * growth(size)) for side in size)
            facts = {"value": reference, "name": str(photo), "size": _by(size), "wanted": _by(wanted)}
            yield self._problem(issue, "photo-small-for-print", route, **facts)

    def _shown(self, item: Item, issue: Issue, held: AbstractSet[str]) -> Iterator[Problem]:
        """Wishes for items: each must be about one that is there, and for something that it has."""
        for number, display in enumerate(issue.shown):
            yield from self._held(item, display.item, ("shown", number, "item"), held)
            found = self.library.find(display.item)
            if found is None:
                continue
            for name, choices in _choices_of(found).items():
                value = getattr(display, name)
                if value is not None and value not in choices:
                    facts = {"value": str(value), "name": display.item, "choices": ", ".join(choices)}
                    rule = "not-of-item" if choices else "item-has-none"
                    yield self._problem(item, rule, ("shown", number, name), **facts)
        for text in item.texts.values():
            for number, short in enumerate(cast(IssueText, text.front).short_titles):
                if short.item not in held:
                    place = self.locate(text.path, ("short_titles", number, "item"))
                    facts = {"value": short.item, "suggestion": self.closest(short.item, held)}
                    yield Problem(text.path, "not-in-issue", place, f"short_titles[{number + 1}].item", facts)

    def _held(self, item: Item, reference: str, route: Route, held: AbstractSet[str]) -> Iterator[Problem]:
        if reference not in held:
            yield self._problem(item, "not-in-issue", route, value=reference, suggestion=self.closest(reference, held))

    def _errata(self, item: Item, issue: Issue, held: AbstractSet[str]) -> Iterator[Problem]:
        for number, erratum in enumerate(issue.errata):
            route: Route = ("errata", number)
            if erratum.date.first_day > self.library.today:
                facts = {"value": str(erratum.date), "today": self.library.today.isoformat()}
                yield self._problem(item, "date-in-future", (*route, "date"), **facts)
            elif erratum.date.last_day < issue.date.first_day:
                facts = {"value": str(erratum.date), "date": str(issue.date)}
                yield self._problem(item, "erratum-early", (*route, "date"), **facts)
            if erratum.item:
                yield from self._held(item, erratum.item, (*route, "item"), held)
            for language in erratum.text:
                if language not in self.library.languages:
                    facts = {"value": language, "choices": ", ".join(self.library.languages)}
                    yield self._problem(item, "erratum-language", (*route, "text", language), **facts)
            missing = [language for language in self.library.languages if language not in erratum.text]
            if missing and len(missing) < len(self.library.languages):  # else a wrong language was told
                yield self._problem(item, "erratum-untranslated", (*route, "text"), language=", ".join(missing))

    def _published(self, item: Item, publication: Publication, held: AbstractSet[str]) -> Iterator[Problem]:
        """A published issue holds what it was published with, and keeps it as it was."""
        record = f"{item.folder}/{PUBLICATION_FILE}"
        kept = {content.folder: content for content in self.library.kept(item).values()}
        lapsed = {lapse.item.folder for lapse in self.library.lapsed}
        known: set[str] = set()
        for number, seal in enumerate(publication.items):
            copied = kept.get(f"{item.folder}/{KEPT}/{seal.item}")
            reference = _reference_of(seal.item)
            known.add(reference)
            if (reference and self.library.withdrawn(reference)) or self._is_out_of_sight(
                f"{item.folder}/{KEPT}/{seal.item}"
            ):
                continue
            route: Route = ("items", number, "item")
            if copied is not None and copied.folder in lapsed:
                continue  # whoever took a consent back has a right to their photo's being deleted here as well
            if copied is None or copied.seal != seal.digest:
                rule = "kept-missing" if copied is None else "kept-changed"
                facts = {"folder": f"{item.folder}/{KEPT}/{seal.item}", "value": seal.item}
                yield Problem(record, rule, self.locate(record, route), field_name(route), facts)
        listed = {name for name in held if not self.library.withdrawn(name)}
        for reference in sorted(listed ^ {name for name in known if name and not self.library.withdrawn(name)}):
            rule = "added-to-published" if reference in held else "taken-from-published"
            yield self._problem(item, rule, ("sections",), value=reference)

    def _is_out_of_sight(self, kept: str) -> bool:
        return kept in self.unreadable or self.library.is_closed(kept)

    def _frozen(self, item: Item, issue: Issue, publication: Publication) -> Iterator[Problem]:
        """Composition and words of a published issue are as they were. What was withdrawn may be gone from them."""
        recorded = {part.part: part.digest for part in publication.parts}
        for name in sorted(recorded.keys() | item.parts.keys(), key=[*item.parts, *recorded].index):
            file, _, rest = name.partition(": ")
            part, _, reference = rest.partition(" ")
            moved = part == "sections" and (name not in recorded or name not in item.parts)  # told by `_published`
            if recorded.get(name) == item.parts.get(name) or moved or (reference and self.library.withdrawn(reference)):
                continue
            path, freed = f"{item.folder}/{file}", part in TOLD and self._withdrawn_since(publication)
            place = self.locate(path, (part,)) if any(other.startswith(f"{file}:") for other in item.parts) else Place()
            yield Problem(
                path, "issue-words-changed" if freed else "issue-changed", place, "" if part == BODY else part
            )
        before = [name for seal in publication.items if (name := _reference_of(seal.item))]
        now = [name for section in issue.sections for name in section.items]
        order = [name for name in before if name in now]
        if order != [name for name in dict.fromkeys(now) if name in order]:
            yield self._problem(item, "order-changed", ("sections",))

    def _withdrawn_since(self, publication: Publication) -> bool:
        """Whether something was taken back since, so that words that tell of it had to go."""
        records = [self.library.consents[lapse.consent] for lapse in self.library.lapsed]
        days = [withdrawn(item) for item in self.library.withdrawn_items()]
        days += [record.withdrawn or record.expires for record in records]
        return any(day and day.last_day >= publication.recorded.first_day for day in days)

    def _not_gone(self) -> Iterator[Problem]:
        """What was taken back and still lies in the folder of an issue."""
        for lapse in self.library.lapsed:
            consent = self.library.consents[lapse.consent]
            if consent.has_ended(self.library.today):
                yield self._lapse("consent-ended", lapse)
            else:
                facts = {"value": lapse.consent, "date": consent.begins.isoformat()}
                yield self._problem(lapse.item, "consent-not-yet", lapse.route, **facts)
        for item in self.library.withdrawn_items():
            yield from self._not_yet(item, "withdrawn", withdrawn(item))
        for item in self.library.kept_though_withdrawn():
            if item.texts or item.files:
                yield Problem(item.folder, "kept-though-withdrawn")

    def _lapse(self, rule: str, lapse: Lapse, **facts: str) -> Problem:
        """Of the rules for a photo, a text, and a text that goes for its photo's sake, the one that fits."""
        end = "-page" if lapse.takes_all and lapse.file else "" if lapse.file else "-text"
        facts |= {"value": lapse.consent, "name": lapse.file or lapse.item.slug, "page": lapse.item.slug}
        return self._problem(lapse.item, f"{rule}{end}", lapse.route, **facts)

    def _records(self) -> Iterator[Problem]:
        """Records of consent, on this day: what lies in the future has not happened; what ends soon is told."""
        ending = self.library.ending(ENDS_SOON)
        used = {lapse.consent for lapse in ending}
        for name, consent in self.library.consents.items():
            path = f"{CONSENTS}/{name}.yml"
            for part in ("given", "guardian", "child", "withdrawn"):
                day: PartialDate | None = getattr(consent, part)
                if day and day.first_day > self.library.today:
                    facts = {"value": str(day), "today": self.library.today.isoformat()}
                    yield Problem(path, "date-in-future", self.locate(path, (part,)), part, facts)
            last = consent.expires.last_day if consent.expires else None
            soon = last and last <= self.library.today + ENDS_SOON and consent.holds(self.library.today)
            if soon and name not in used:
                facts = {"date": str(consent.expires)}
                yield Problem(path, "consent-ends-unused", self.locate(path, ("expires",)), "expires", facts)
        for lapse in ending:
            yield self._lapse("consent-ends", lapse, date=str(self.library.consents[lapse.consent].expires))

    def _free_section(self, item: Item, name: str | None, route: Route) -> Iterator[Problem]:
        for text in item.texts.values():
            if name is None or name not in cast(IssueText, text.front).section_titles:
                yield self._problem(item, "section-without-title", route, suggestion=name or "", text=text.path)

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
            if found.kind != "link":
                continue
            if found.value.startswith("/") and not found.value.startswith("//"):
                yield from self._link(text, found)
            elif found.value.startswith(("http", "HTTP")) and found.value.lower().startswith(self.own):
                yield from self._own_link(text, found)

    def _link(self, text: Text, found: Finding) -> Iterator[Problem]:
        address, _, name = found.value[1:].partition("#")
        address = address.split("?")[0]
        if address in self.site_facts.emptied:
            return  # a list that is led on from, and that comes back with its items
        if address in self.addresses:
            if address in self.gone:
                facts = {"value": f"/{address}", "date": str(self.gone[address])}
                yield Problem(text.path, "link-withdrawn", Place(found.line, 1), facts=facts)
            elif name:
                yield from self._heading(text, found, address, name)
            return
        rule = "link-with-language" if self._without_language(address) in self.addresses else "link-broken"
        suggestion = self._suggestion(address)
        facts = {"value": found.value, "suggestion": f"{suggestion}#{name}" if suggestion and name else suggestion}
        yield Problem(text.path, rule, Place(found.line, 1), facts=facts)

    @cached_property
    def _by_address(self) -> Mapping[str, Item]:
        return {item.address: item for item in self.library.everything()}

    def _heading(self, text: Text, found: Finding, address: str, name: str) -> Iterator[Problem]:
        """A link to a heading of another page must find it in the text that readers of this one would get there."""
        item = self._by_address.get(address)
        if item is None and address not in self.site_facts.addresses:
            return  # its text could not be read
        names = self.library.choose(item, text.language).anchors if item else ()
        if anchor(name) not in names:
            guess = self.closest(anchor(name), names)
            facts = {"value": f"#{name}", "page": f"/{address}", "suggestion": f"/{address}#{guess}" if guess else ""}
            yield Problem(text.path, "link-anchor-elsewhere", Place(found.line, 1), facts=facts)

    def _own_link(self, text: Text, found: Finding) -> Iterator[Problem]:
        """A full address of this site leads out of the reader's language, and nowhere once the site moves."""
        start = next(start for start in self.own if found.value.lower().startswith(start))
        rest = re.sub(r"^:\d+", "", found.value[len(start) :])
        if rest[:1] not in ("", "/", "?", "#"):
            return  # another site, whose name only begins like this one's
        page, sign, name = rest.lstrip("/").partition("#")
        address = page.split("?")[0]
        if "." in address:
            return  # a file, which no text can name in another way
        suggestion = self._suggestion(address if not address or address.endswith("/") else f"{address}/")
        facts = {"value": found.value, "suggestion": suggestion + sign + name if suggestion else ""}
        yield Problem(text.path, "link-own", Place(found.line, 1), facts=facts)

    def _without_language(self, address: str) -> str:
        first, _, rest = address.partition("/")
        return rest if first in self.library.languages else address

    def _suggestion(self, address: str) -> str:
        bare = self._without_language(address).removesuffix("index.html")
        if bare in self.addresses:
            return f"/{bare}"
        if bare in self.site_facts.moved:
            return f"/{self.site_facts.moved[bare]}"
        found = self.closest(bare.rstrip("/") + "/", self.addresses)
        return f"/{found}" if found else ""

    def _collisions(self) -> Iterator[Problem]:
        for item in self.library.everything():
            if is_reserved(item.content, item.slug):
                yield Problem(item.folder, "address-reserved", facts={"value": item.slug})

    def _same_titles(self) -> Iterator[Problem]:
        """Two of one kind, of one day and one title: in lists no one can tell them apart, and often one is a copy."""
        taken: dict[object, Item] = {}
        for item in self.library.everything():
            for text in item.texts.values():
                words = vars(text.front)  # asking a record for a field that it lacks takes twenty times as long
                title = words.get("name") or words["title"]
                if SCAFFOLD_MARK in title:
                    continue  # a model text, which is a problem of its own
                key = (item.kind, item.owner, text.language, title)
                first = taken.setdefault(key, item)
                if first is item:
                    continue
                for known in (first, item):  # only now by day as well, since most titles are there once
                    first = taken.setdefault((key, when(known)), known)
                if first is not item:
                    yield Problem(text.path, "title-twice", facts={"value": title, "other": first.folder})

    def _lost_pages(self) -> Iterator[Problem]:
        """The pages that every page leads to."""
        for address, said_in in self.site_facts.linked.items():
            if address in self.addresses:
                continue
            page = re.fullmatch(r"about/(?:([a-z0-9-]+)/)?", address)
            if page:
                slug = page.group(1) or ABOUT
                yield Problem(f"content/pages/{slug}", "page-missing", facts={"value": f"/{address}", "slug": slug})
            else:
                yield Problem(said_in, "menu-broken", facts={"value": f"/{address}"})


def growth(size: tuple[int, int]) -> float:
    """How much larger a picture would have to be for print; at most 1 where it is large enough."""
    millimetres = min(PRINTED[0] / size[0], PRINTED[1] / size[1])  # for each of its pixels
    return LEAST_DPI / (25.4 / millimetres)


def _by(size: Iterable[int]) -> str:
    return "\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}".join(map(str, size))


def _choices_of(item: Item) -> dict[str, tuple[str, ...]]:
    """What an issue may choose of an item: field of the wish → the choices that there are."""
    fronts = [text.front for text in item.texts.values()]
    pulls = [Pull.NONE.value, *([Pull.QUOTE.value] if any(getattr(front, "quote", None) for front in fronts) else [])]
    most = max((len(getattr(front, "highlights", ())) for front in fronts), default=0)
    pulls += [pull.value for pull in HIGHLIGHTS[:most]]
    photos = tuple(photo.file for photo in getattr(item.data, "photos", ()))
    return {"theme": getattr(item.data, "themes", ()), "photo": photos, "pull": tuple(pulls)}


def _reference_of(folder: str) -> str:
    """How an issue names the item of a folder; nothing where it cannot hold one of its kind."""
    content = content_type_of(folder)
    reference = address_of(content, folder.rsplit("/", 1)[1]).rstrip("/") if content else ""
    return reference if reference.split("/")[0] in COLLECTIONS else ""


def _leads_into(item: Item) -> bool:
    """Whether a text leads to a heading of another page, which an edit there may take away."""
    return any("#" in found.value[1:] for text in item.texts.values() for found in text.findings)


def _spoken(moment: PartialDate) -> str:
    return str(moment).replace("T", " ")


def ends_before(end: PartialDate, start: PartialDate) -> bool:
    """Whether `end` lies before `start` in every reading of the two."""
    if end.time and start.time and end.first_day == start.first_day:
        return end.time < start.time
    return end.last_day < start.first_day


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


def own_addresses(url: str) -> tuple[str, ...]:
    """How an address of the site may begin, whoever wrote it: with or without `www.`, encrypted or not."""
    bare = url.split("://", 1)[1].rstrip("/").lower().removeprefix("www.")
    hosts = (bare, f"www.{bare}", *PREVIEWS)
    return tuple(f"{scheme}://{host}" for scheme in ("https", "http") for host in hosts)


PARTIES: Final = (Kind.MEMBER, Kind.PARTNER, Kind.PROGRAMME)
"""Who can be named as an organiser, so that a name must not stand for two of them."""


def without_excused(problems: Iterable[Problem], library: Library) -> list[Problem]:
    """All but the absence of photos whose consent ended: their files are to be deleted; what names them may stay."""
    gone = {(lapse.item.folder, lapse.file) for lapse in library.lapsed}

    def is_excused(problem: Problem) -> bool:
        return problem.rule == "picture-missing" and (problem.path.rsplit("/", 1)[0], problem.facts["name"]) in gone

    return [problem for problem in problems if not (gone and is_excused(problem))]


def same_slug(items: Iterable[Item]) -> Iterator[Problem]:
    """Two folders with one name, where the pages of both would have one address."""
    taken: dict[tuple[Kind, str], str] = {}
    names: dict[str, str] = {}
    for item in items:
        if item.kept_by:
            continue
        named = names.setdefault(item.slug, item.folder) if item.kind in PARTIES else item.folder
        if named != item.folder and named.rsplit("/", 1)[0] != item.folder.rsplit("/", 1)[0]:
            yield Problem(item.folder, "name-shared", facts={"value": item.slug, "other": named})
        first = taken.setdefault((item.kind, item.slug), item.folder)
        if first != item.folder:
            yield Problem(item.folder, "address-twice", facts={"value": f"/{item.address}", "other": first})
