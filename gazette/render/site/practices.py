"""The library of practices: all of them, and those of a theme, for a group of people, of a size of city, and so on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from ...content.digests import digest_of
from ...content.library import Item, Library, missing, practice_of
from ...content.model import Audience, Member, Theme
from ..lookup import Values
from ..practices import PRACTICES
from .lists import listing, paged
from .view import LazyList, PageLookup, PageView

HERE: Final = "#practice"
"""Where on the page of an item its practice stands."""
SIZES: Final = {"small": 20_000, "medium": 100_000}
"""Size of a city → below how many people it is of that size; all others are large."""
LARGE: Final = "large"
VALUES: Final = {
    "theme": tuple(map(str, Theme)), "for": tuple(map(str, Audience)), "size": (*SIZES, LARGE),
    "cost": ("known", "unknown"), "record": ("complete", "incomplete"),
}  # fmt: skip
"""Facet → its values, in the order in which they are shown."""
Found = tuple[str, str, tuple[Item, ...]]


def facets_of(library: Library, item: Item) -> Iterator[tuple[str, str]]:
    """Facet and value, for each under which a practice is found."""
    practice = practice_of(item)
    yield from (("theme", str(theme)) for theme in getattr(item.data, "themes", ()))
    yield from (("for", str(audience)) for audience in practice.audiences)
    peopled = (member.record(Member).population for member in library.cities_of(item))
    yield from dict.fromkeys(("size", size_of(found.figure)) for found in peopled if found)
    yield "cost", "known" if practice.cost else "unknown"
    yield "record", "incomplete" if missing(item) else "complete"


def size_of(people: int) -> str:
    """The size of a city by the number of its people.

    >>> size_of(19_999), size_of(20_000), size_of(250_000)
    ('small', 'medium', 'large')
    """
    return next((name for name, below in SIZES.items() if people < below), LARGE)


def found_by(library: Library) -> list[Found]:
    """Facet, value and practices, for each value under which there are any."""
    found: dict[tuple[str, str], list[Item]] = {}
    for item in library.practices:
        for way in facets_of(library, item):
            found.setdefault(way, []).append(item)
    ways = ((name, value) for name, values in VALUES.items() for value in values)
    return [(name, value, tuple(found[name, value])) for name, value in ways if (name, value) in found]


def practice_addresses(library: Library) -> Iterator[str]:
    """The addresses of the lists of practices."""
    yield PRACTICES
    yield from (address_of(name, value) for name, value, _ in found_by(library))


def address_of(facet: str, value: str) -> str:
    """Where the practices of a facet's value are listed."""
    return f"{PRACTICES}{facet}/{value}/"


def practice_lists(lookup: PageLookup) -> Iterator[PageView]:
    """All practices, and those of each value of each facet."""
    ways = found_by(lookup.library)
    shared: Values = {"facets": _groups(lookup, ways), "downloads": lookup.offered_at(PRACTICES)}
    title = lookup.words.say("practices.title")
    whole = listing(lookup, PRACTICES, "practices.html", title, PRACTICES, {**shared, "facet": ""})
    yield from _paged(lookup, PRACTICES, whole, lookup.library.practices)
    for name, value, items in ways:
        address, label = address_of(name, value), _label(lookup, name, value)
        title = lookup.words.say("practices.found.title", name=label)
        about = lookup.words.say("practices.found.description", name=label)
        data: Values = {**shared, "facet": name}
        yield from _paged(
            lookup, address, listing(lookup, address, "practices.html", title, PRACTICES, data, about), items
        )


def _paged(lookup: PageLookup, address: str, whole: PageView, items: Sequence[Item]) -> Iterator[PageView]:
    """A list whose cards lead to the practice, and not to the head of the page on which it stands."""

    def cards(shown: Sequence[Item]) -> LazyList:
        made = lookup.cards(shown)
        return LazyList(len(made), digest_of((made.digest, HERE)), lambda: [_to_practice(card) for card in made])

    yield from paged(lookup, address, whole, items, cards)


def _to_practice(card: Any) -> Values:
    return {**card, "address": card["address"] + HERE}


def _groups(lookup: PageLookup, ways: Sequence[Found]) -> list[Values]:
    """The facets with their entries and counts, the same on every list of practices."""
    groups: dict[str, list[Values]] = {name: [] for name in VALUES}
    for name, value, items in ways:
        entry = {"address": address_of(name, value), "label": _label(lookup, name, value), "lang": ""}
        groups[name].append({**entry, "count": len(items)})
    return [{"name": name, "entries": entries} for name, entries in groups.items() if entries]


def _label(lookup: PageLookup, facet: str, value: str) -> str:
    if facet == "theme":
        return lookup.words.say(f"theme.{value}")
    if facet == "for":
        return lookup.words.say(f"audience.{value}")
    way = f"{facet}-{value}"
    return lookup.words.say(f"practices.way.{way}")
