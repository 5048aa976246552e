"""Items found by kind and slug, and the lists that follow from them: by date, by name, by what they name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Final
from unicodedata import combining, normalize

from ...languages import INTERFACE, KINDS, PartialLanguage, SiteLanguages
from ..model import COLLECTIONS, Event, Issue, Kind, Member, Page, Partner, PartnerRole, Programme, Statement, Story
from ..revisions import original
from .indexes import Facets, by_facet, by_named, by_owner, by_partner
from .item import GLOSSARY, SEARCH, Item, Text, is_call, newest_first
from .membership import MembersAt, members_at
from .practices import is_practice

LISTS: Final = {
    **{f"{name}/": name for name in KINDS if name not in ("pages", "programmes")},
    GLOSSARY: "programmes", SEARCH: INTERFACE,
}  # fmt: skip
"""Addresses of lists that a partial language can have, and what it must offer to have each."""


def _alphabetical(name: str) -> str:
    """A key by which names sort as in a directory: capitals and accents make no difference."""
    return "".join(letter for letter in normalize("NFD", name.casefold()) if not combining(letter))


class Catalogue:
    """Items on a day, found by kind and slug, with the lists that follow from them.

    `languages` are in the order of preference; the first is the site's own.
    """

    def __init__(
        self,
        items: Iterable[Item],
        languages: tuple[str, ...],
        today: date,
        partial: Mapping[str, PartialLanguage] | None = None,
    ) -> None:
        """`partial` says what those of the languages offer that are not whole."""
        self.languages, self.today = languages, today
        self.offered = SiteLanguages(languages, partial or {})
        self._by_slug: dict[Kind, dict[str, Item]] = {kind: {} for kind in Kind}
        for item in items:
            self._by_slug[item.kind][item.slug] = item
        self._kinds = {kind: tuple(found.values()) for kind, found in self._by_slug.items()}

    def __len__(self) -> int:
        return sum(map(len, self._kinds.values()))

    def get(self, kind: Kind, slug: str) -> Item | None:
        """The item of that kind and slug, or None."""
        return self._by_slug[kind].get(slug)

    def items(self, kind: Kind) -> tuple[Item, ...]:
        """All items of a kind, in the order of their folders."""
        return self._kinds[kind]

    def everything(self) -> Iterable[Item]:
        """All items of all kinds."""
        return [item for items in self._kinds.values() for item in items]

    def find(self, reference: str) -> Item | None:
        """The item that an issue's `stories/slug`, `events/slug` or `statements/slug` names."""
        collection, _, slug = reference.partition("/")
        return self.get(COLLECTIONS[collection], slug)

    def party(self, slug: str) -> Item | None:
        """Who can hold an event: a member, a partner or a body."""
        return self.get(Kind.MEMBER, slug) or self.get(Kind.PARTNER, slug) or self.get(Kind.PROGRAMME, slug)

    def contents(self, issue: Item) -> tuple[Item, ...]:
        """The items of an issue in order."""
        found = (self.find(name) for section in issue.record(Issue).sections for name in section.items)
        return tuple(item for item in found if item is not None)

    def choose(self, item: Item, language: str) -> Text:
        """The item's text in `language`, or the one that stands in for it."""
        return item.text(language, self.offered.order(language))

    def has_page(self, item: Item, language: str) -> bool:
        """Whether an item has a page in a language: in a partial one only where it is written and its kind offered.

        The home page exists in every language.
        """
        if language not in self.offered.partial or not item.has_page:
            return item.has_page
        return language in item.texts and (item.address == "" or self.offered.offers(language, item.content.offer))

    def with_list(self, address: str) -> tuple[str, ...]:
        """The languages in which the list at an address exists, or another page that only the interface words."""
        name = LISTS.get(address)
        return self.offered.offering(INTERFACE, name) if name else self.offered.whole

    def original(self, item: Item) -> str:
        """The language that an item was written in."""
        return original({language: text.translates for language, text in item.texts.items()}, self.languages)

    @cached_property
    def records_translations(self) -> bool:
        """Whether any text says what it is a translation of: a site where none does needs no page about them."""
        several = (item.texts.values() for item in self.everything() if len(item.texts) > 1)
        return any(text.translates for texts in several for text in texts)

    def cities_of(self, item: Item) -> tuple[Item, ...]:
        """The members that an item is about: those that a story or event names, whoever speaks, a member itself."""
        data = item.data
        if isinstance(data, Member):
            return (item,)
        slugs = data.members if isinstance(data, Story | Event) else [item.owner] if isinstance(data, Statement) else []
        return tuple(member for slug in slugs if (member := self.get(Kind.MEMBER, slug)))

    def members_at(self, day: date) -> MembersAt:
        """The members on `day`, as far as the records tell."""
        return members_at(self.items(Kind.MEMBER), day)

    @cached_property
    def members_today(self) -> tuple[Item, ...]:
        """Who is a member now: everyone with a folder who has not left and does not join later."""
        return self.members_at(self.today).all

    @cached_property
    def stories(self) -> tuple[Item, ...]:
        return newest_first(self.items(Kind.STORY))

    @cached_property
    def statements(self) -> tuple[Item, ...]:
        return newest_first(self.items(Kind.STATEMENT))

    @cached_property
    def practices(self) -> tuple[Item, ...]:
        """Stories and events that tell other cities how to do the same, newest first."""
        return newest_first(item for item in (*self.items(Kind.STORY), *self.items(Kind.EVENT)) if is_practice(item))

    @cached_property
    def documents(self) -> tuple[Item, ...]:
        return newest_first(self.items(Kind.DOCUMENT))

    def documents_about(self, item: Item) -> tuple[Item, ...]:
        """The documents that name an item: as theirs, as its publisher, or as the issue in which they appeared."""
        return self._documents_about.get((item.kind, item.slug), ())

    @cached_property
    def _documents_about(self) -> Mapping[tuple[Kind, str], tuple[Item, ...]]:
        return by_named(self.documents, self._by_slug)

    @cached_property
    def issues(self) -> tuple[Item, ...]:
        return newest_first(self.items(Kind.ISSUE))

    @cached_property
    def pages(self) -> tuple[Item, ...]:
        """Pages about the network, in the order of their menu."""
        return tuple(sorted(self.items(Kind.PAGE), key=lambda item: (item.record(Page).order, item.slug)))

    @cached_property
    def coming_events(self) -> tuple[Item, ...]:
        """Events that have not ended, the next one first; calls are apart."""
        return tuple(item for item in self._coming if not is_call(item))

    @cached_property
    def open_calls(self) -> tuple[Item, ...]:
        """Calls whose last day is not over, the first to close first; those called off at the end."""
        calls = (item for item in self._coming if is_call(item))
        return tuple(sorted(calls, key=lambda item: item.record(Event).cancelled))

    @cached_property
    def closed_calls(self) -> tuple[Item, ...]:
        """Calls whose last day is over, the latest first."""
        return tuple(item for item in self._over if is_call(item) and not item.record(Event).cancelled)

    @cached_property
    def _coming(self) -> tuple[Item, ...]:
        return tuple(reversed(newest_first(item for item in self.items(Kind.EVENT) if self.is_coming(item))))

    @cached_property
    def past_events(self) -> tuple[Item, ...]:
        """Events that took place, the latest first."""
        return tuple(item for item in self._over if not item.record(Event).cancelled and not is_call(item))

    @cached_property
    def called_off_events(self) -> tuple[Item, ...]:
        """Events that would be over, had they not been cancelled, the latest first."""
        return tuple(item for item in self._over if item.record(Event).cancelled)

    @cached_property
    def _over(self) -> tuple[Item, ...]:
        return newest_first(item for item in self.items(Kind.EVENT) if not self.is_coming(item))

    def is_coming(self, item: Item, day: date | None = None) -> bool:
        """Whether an event had not ended on a day, or has not today; one without a date on record has.

        A call has not as long as one can answer it: through the whole of its last day, whatever the hour.
        """
        event = item.record(Event)
        last = event.deadline or event.end or event.start
        return last is not None and last.last_day >= (day or self.today)

    def named(self, items: Iterable[Item], language: str) -> tuple[Item, ...]:
        """Members, partners or programmes in the order of their names."""
        return tuple(
            sorted(items, key=lambda item: _alphabetical(getattr(self.choose(item, language).front, "name", "")))
        )

    def partners(self, language: str) -> tuple[Item, ...]:
        """Partners by role, then by name."""
        named = self.named(self.items(Kind.PARTNER), language)
        return tuple(sorted(named, key=lambda item: list(PartnerRole).index(item.record(Partner).role)))

    def supporters(self, language: str) -> tuple[Item, ...]:
        """The partners that support the network as a whole."""
        return tuple(item for item in self.partners(language) if item.record(Partner).role is PartnerRole.SUPPORTER)

    def grants(self, item: Item) -> tuple[Item, ...]:
        """The programmes of an item whose grant asks to be named with it."""
        slugs = item.data.programmes if isinstance(item.data, Story | Event) else ()
        found = (self.get(Kind.PROGRAMME, slug) for slug in slugs)
        return tuple(programme for programme in found if programme and programme.record(Programme).grant)

    @cached_property
    def _facets(self) -> Facets:
        return by_facet(self.stories)

    def stories_of(self, facet: str, value: str | int) -> tuple[Item, ...]:
        """Stories of a `theme`, `programme` or `year`, newest first."""
        return self._facets[facet].get(value, ())

    @property
    def story_years(self) -> tuple[int, ...]:
        """The years in which stories were published, newest first."""
        return tuple(sorted((int(year) for year in self._facets["year"]), reverse=True))

    def events_of(self, programme: str) -> tuple[Item, ...]:
        """Events of a programme, newest first."""
        return newest_first(e for e in self.items(Kind.EVENT) if programme in e.record(Event).programmes)

    def involving(self, partner: str) -> tuple[Item, ...]:
        """Stories and events in which a partner took part, newest first."""
        return newest_first(self._involved.get(partner, ()))

    def listed_partners(self, programme: Item, language: str) -> tuple[Item, ...]:
        """The partners that stand on a programme's page in place of pages of their own."""
        return tuple(item for item in self.partners(language) if item.record(Partner).programme == programme.slug)

    @cached_property
    def _involved(self) -> Mapping[str, list[Item]]:
        return by_partner((*self.items(Kind.STORY), *self.items(Kind.EVENT)))

    @cached_property
    def _by_owner(self) -> Mapping[str, list[Item]]:
        return by_owner(self.statements)

    def statements_of(self, slug: str) -> tuple[Item, ...]:
        """What the mayor of a member, or the head of a partner, has said; newest first."""
        return tuple(self._by_owner.get(slug, ()))
