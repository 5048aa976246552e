"""What a reader of a story may read next: stories of its city, then of its theme, the nearest in time first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest
from typing import Final

from ..model import Story
from .item import Item

MOST: Final = 4
MOST_OF_A_CITY: Final = 2
"""Of a city that tells much, so that other cities have their say too."""


class SimilarStories:
    """The stories of a library, sorted once by city and theme; each `row` runs from the newest to the oldest."""

    def __init__(self, stories: Sequence[Item]) -> None:
        self._rows: defaultdict[tuple[str, str], list[Item]] = defaultdict(list)
        for story in stories:
            for key in _keys(story):
                self._rows[key].append(story)
        self._places: dict[tuple[str, str], dict[str, int]] = {}

    def to(self, story: Item) -> tuple[Item, ...]:
        """At most MOST stories, those of the same cities first."""
        keys = _keys(story)
        cities = list(chain.from_iterable(self._nearest(key, story) for key in keys if key[0] == "city"))
        themes = chain.from_iterable(self._nearest(key, story) for key in keys if key[0] == "theme")
        found = {item.slug: item for item in (*cities[:MOST_OF_A_CITY], *themes)}
        return tuple(found.values())[:MOST]

    def _nearest(self, key: tuple[str, str], story: Item) -> Iterator[Item]:
        """Of a row up to MOST beside a story: the one before it, the one after it, the next before it, and so on."""
        row = self._rows[key]
        if key not in self._places:  # of a row that no one asks about, no one needs to know
            self._places[key] = {other.slug: place for place, other in enumerate(row)}
        place = self._places[key][story.slug]
        newer, older = row[max(0, place - MOST) : place][::-1], row[place + 1 : place + 1 + MOST]
        both = chain.from_iterable(zip_longest(older, newer))
        return (item for item in both if item is not None)


def _keys(story: Item) -> list[tuple[str, str]]:
    data = story.record(Story)
    return [*(("city", slug) for slug in data.members), *(("theme", slug) for slug in data.themes)]
