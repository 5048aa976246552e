"""A page view: all that one page shows, as plain values; and what they look up in one language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from ...content.digests import digest_of
from ...content.library import Item, Library, Text, is_call, when
from ...content.model import Document, Event, Kind, Medium, Member, Partner, Statement
from ...content.worklist import Task
from ..lookup import Lookup, Values, keyed
from ..map import Outline
from ..words import Words

WITHDRAWN: Final = "withdrawn.html"
"""The template of a page that is to be found by no one who does not know its address."""
PICTURE: Final = "picture.png"
"""What stands for a page where a link to it is shared: a file beside it, whose name never changes."""
PICTURE_SIZE: Final = (1200, 630)
"""Pixels, in the proportion that large services ask for (Open Graph, 1.91:1)."""
PAGE_SIZE: Final = 48
"""Cards on a page of a list."""
ON_CARD: Final = ("file", "width", "height", "sources", "alt")
"""Fields of a photo that a card shows. All of them must be part of the item's `face`."""


class LazyList(Sequence[Any]):
    """A list whose digest is known before it is made, which happens only where a page is rendered."""

    def __init__(self, count: int, digest: bytes, make: Callable[[], Sequence[Values]]) -> None:
        self.digest, self._count, self._make = digest, count, make
        self._made: Sequence[Values] | None = None

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: Any) -> Any:
        if self._made is None:
            self._made = self._make()
        return self._made[place]


@dataclass(frozen=True, slots=True)
class PageView:
    """The contents of a page. `address` is the same in each language; `data` holds plain values only."""

    address: str
    language: str
    template: str
    title: str
    description: str
    section: str
    """Address of the entry of the site's menu under which the page stands."""
    written_in: tuple[str, ...]
    """The languages that have a text of their own for this page."""
    data: Mapping[str, Any]
    texts: tuple[str, ...] = ()
    """Digests of the bodies that the page shows."""
    has_picture: bool = False
    """Whether a picture of its own stands for it where a link to it is shared; else that of the home page does."""

    @property
    def digest(self) -> bytes:
        """Changes with anything that the page shows."""
        data = {name: value.digest if isinstance(value, LazyList) else value for name, value in self.data.items()}
        values: Any = (
            self.address, self.language, self.template, self.title, self.description, self.section,
            self.written_in, data, self.texts,
        )  # fmt: skip
        return digest_of(values)


class PlannedPage(NamedTuple):
    """A page that is to be: enough to tell whether it has changed, and how to make its view where it has."""

    address: str
    language: str
    written_in: tuple[str, ...]
    digest: bytes
    """Changes whenever the view that `make` makes would differ."""
    make: Callable[[], PageView]

    def key(self, made_with: bytes) -> str:
        """Changes with anything that the page shows, or with `made_with`: the theme and the configuration."""
        return keyed(self.digest, made_with)


def planned_page(view: PageView) -> PlannedPage:
    """The planned page of a view that exists already, such as a list, whose parts are made later."""
    return PlannedPage(view.address, view.language, view.written_in, view.digest, lambda: view)


class Offered(NamedTuple):
    """What the configuration and other outputs have to say on pages."""

    licence: str = ""
    """On what terms the open data may be used."""
    downloads: Mapping[tuple[str, str], Sequence[Values]] = {}
    """Language and address of an issue → the files that it has."""
    texts_licence: Mapping[str, str] = {}
    """Language → on what terms texts may be used; without an entry where none are stated."""
    logo_side: int = 0
    """Pixels on each side of the logo as PNG."""
    forms: Mapping[str, Values] = {}
    """Language → the form by which its readers subscribe; empty where they can't."""
    address: Callable[[str, str], str] = lambda language, address: f"/{language}/{address}"
    """Language and address of a page → its full address."""
    root: Callable[[str], str] = lambda language: f"{language}/"
    """Language → the root of its pages below the site."""
    lists: Mapping[str, Sequence[Task]] = {}
    """Whose worklist → what stands in it; without any, no page tells of them."""
    links_checked: date | None = None
    """The day on which links to other sites were last asked, as far as that is on record."""
    editor: str = ""
    """Where the browser form stands on the web; nothing where it does not."""
    elsewhere: Sequence[Values] = ()
    """What search says where nothing is found, in each language that has words for it, with its script."""


NOTHING_OFFERED: Final = Offered()


class PageLookup(Lookup):
    """Where the pages of one language are written: a lookup that remembers cards."""

    def __init__(self, library: Library, words: Words, coast: Outline, offered: Offered = NOTHING_OFFERED) -> None:
        """`facets` is filled in by the first list of stories that needs it."""
        super().__init__(library, words)
        self.coast, self.offered = coast, offered
        self._cards: dict[str, Values] = {}
        self._faces: dict[str, bytes] = {}
        self.facets: LazyList | None = None

    def over(self, library: Library) -> PageLookup:
        """A lookup like this one over another library."""
        return self if library is self.library else PageLookup(library, self.words, self.coast, self.offered)

    def downloads(self, issue: Item) -> list[Values]:
        """The files of an issue in this language."""
        return self.offered_at(issue.address)

    def offered_at(self, address: str) -> list[Values]:
        """The files that the page at an address offers in this language."""
        return list(self.offered.downloads.get((self.language, address), ()))

    @property
    def form(self) -> Values:
        """How the readers of this language subscribe to the newsletter; empty where they can't."""
        return self.offered.forms.get(self.language, {})

    def card(self, item: Item) -> Values:
        """The values that a list shows of an item."""
        found = self._cards.get(item.address)
        if found is None:
            text = self.text(item)
            found = {
                **self.link(item),
                "text_lang": self.foreign(text.language),
                "kind": str(item.kind.value),
                "summary": getattr(text.front, "summary", None) or text.excerpt,
                "date": self.date(when(item)),
                "dated": not isinstance(item.data, Event) or bool(item.data.start or item.data.deadline),
                "cancelled": isinstance(item.data, Event) and item.data.cancelled,
                "stands": self.stands(item) if isinstance(item.data, Event) else "",
                "members": [self.link(member) for member in self.concerned(item)],
                "themes": [self.theme(slug) for slug in getattr(item.data, "themes", ())],
                "note": self._note(item, text),
                "tiles": self._tiles(item),
                "photo": self._photo(item, text),
            }
            self._cards[item.address] = found
        return found

    def cards(self, items: Iterable[Item]) -> LazyList:
        """Cards in the order given."""
        shown = tuple(items)
        digest = digest_of([self.card_face(item) for item in shown])
        return LazyList(len(shown), digest, lambda: [self.card(item) for item in shown])

    def card_face(self, item: Item) -> bytes:
        """Changes with whatever a card shows: of the item, and of those that it names."""
        found = self._faces.get(item.address)
        if found is None:
            closes = [b"open"] if is_call(item) and self.library.is_coming(item) else []
            found = b"".join([item.summary_digest, *closes, *[other.summary_digest for other in self.concerned(item)]])
            self._faces[item.address] = found
        return found

    def _note(self, item: Item, text: Text) -> str:
        """The line above a card's title: who speaks, what kind of event, which region, which role."""
        data = item.data
        if isinstance(data, Statement):
            return str(getattr(text.front, "person", ""))
        if isinstance(data, Event):
            return self.words.say(f"event-kind.{data.kind.value}")
        if isinstance(data, Document):
            return self.words.say(f"document-kind.{data.kind.value}")
        if isinstance(data, Member):
            return self.words.say(f"region.{data.region.value}")
        return self.words.say(f"partner-role.{data.role.value}") if isinstance(data, Partner) else ""

    def _tiles(self, item: Item) -> list[str]:
        """The members whose tiles stand with a card: those of a story, the speaker's, its own."""
        return [] if item.kind is Kind.EVENT else [city.slug for city in self.library.cities_of(item)]

    def concerned(self, item: Item) -> list[Item]:
        """The cities that an item is about; for a statement, whom it speaks for."""
        if isinstance(item.data, Statement):
            owner = self.library.party(item.owner)
            return [owner] if owner else []
        return [] if item.kind is Kind.MEMBER else list(self.library.cities_of(item))

    def _photo(self, item: Item, text: Text) -> Values | None:
        first = next(iter(self.photos(item, text, Medium.WEB)), None)
        return {name: first[name] for name in ON_CARD} if first else None


def languages_of(items: Iterable[Item], library: Library) -> tuple[str, ...]:
    """The languages in which any of these items is written, and has a page, in the order of preference."""
    if library.offered.partial:
        shown = [*items]
        return tuple([
            language for language in library.languages
            if any(language in item.texts and library.has_page(item, language) for item in shown)
        ])  # fmt: skip
    found = set().union(*[item.texts for item in items])
    if len(found) == len(library.languages):
        return library.languages
    return tuple([language for language in library.languages if language in found])
