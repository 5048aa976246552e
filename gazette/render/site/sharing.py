"""What stands for a page where a link to it is shared: which pages have a picture of their own, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, NamedTuple

from ...content.characters import fonts_for, printed
from ...content.digests import digest_of
from ...content.library import HOME, Item, when
from ...content.model import Document, Event, Issue, Kind
from ..lookup import Lookup
from ..typography import typeset_plain
from .items import shared_photos
from .view import PICTURE, PageLookup

_FEW: Final = 2
"""Cities that a picture names."""
_MOST: Final = 36
"""Tiles of a picture: more would be dust."""
_WITHOUT: Final = (Kind.PROGRAMME,)
"""Kinds whose pages share one picture with the lists."""
_SAID: Final = ("network.name", "kind.", "event-kind.", "document-kind.", "sharing.")
"""How the keys of those words begin that a picture may say."""
_FONTS: Final = ("commissioner-700", "commissioner-700-more")
_PLAIN: Final = ("literata", "commissioner-400")
"""How the names of those fonts begin that are of another weight or family than a title."""


class Shared(NamedTuple):
    """What a picture shows. `tiles`: members, by slug. `fonts`: names of what the words may be set in, in order."""

    title: str
    kicker: str
    name: str
    tiles: tuple[str, ...]
    fonts: tuple[str, ...]
    is_leftward: bool


class PlannedPicture(NamedTuple):
    """A picture that is to be, for the page at `address`; `digest` changes whenever `make` would give another."""

    address: str
    language: str
    digest: bytes
    make: Callable[[], Shared]


def shared_pictures(lookup: PageLookup) -> Iterator[PlannedPicture]:
    """The pictures of one language: of every item that is written in it, and of the home page for all lists.

    An item whose page has a photo that may be shared has none: the photo stands for it.
    """
    library = lookup.library
    network = tuple(member.slug for member in library.named(library.members_today, lookup.language))[:_MOST]
    strings = {key: words for key, words in lookup.words.strings.items() if key.startswith(_SAID)}
    said = digest_of((lookup.language, sorted(strings.items()), network))
    yield PlannedPicture("", lookup.language, digest_of((said, "")), partial(_of_network, lookup, network))
    for item in library.everything():
        is_home = item.kind is Kind.PAGE and item.slug == HOME
        if item.kind in _WITHOUT or is_home or lookup.language not in item.texts or not lookup.has_page(item):
            continue
        if item.files and shared_photos(lookup, item, lookup.text(item)):
            continue
        tiles = _tiles(lookup, item) or network
        faces = [party.summary_digest for party in lookup.concerned(item)]
        digest = digest_of((said, item.summary_digest, faces, tiles))
        yield PlannedPicture(item.address, lookup.language, digest, partial(_of_item, lookup, item, tiles))


def picture_path(root: str, address: str) -> str:
    """Where the picture of a page stands, with the root of its language."""
    return f"{root}{address}{PICTURE}"


def _tiles(lookup: Lookup, item: Item) -> tuple[str, ...]:
    if item.kind is Kind.ISSUE:
        return tuple(entry["tile"] for entry in lookup.cover_tiles(item))[:_MOST]
    return tuple(city.slug for city in lookup.library.cities_of(item))[:_MOST]


def _of_network(lookup: Lookup, tiles: tuple[str, ...]) -> Shared:
    return _shared(lookup, lookup.words.say("network.name"), "", tiles)


def _of_item(lookup: PageLookup, item: Item, tiles: tuple[str, ...]) -> Shared:
    names = [lookup.text(party).title for party in lookup.concerned(item)]
    if len(names) > _FEW:
        names = [lookup.words.say("sharing.cities", n=len(names))]
    return _shared(lookup, lookup.text(item).title, " · ".join([*_kind(lookup, item), *names]), tiles)


def _kind(lookup: Lookup, item: Item) -> list[str]:
    words, data = lookup.words, item.data
    if isinstance(data, Event):
        return [words.say(f"event-kind.{data.kind.value}")]
    if isinstance(data, Issue):
        day = when(item)
        return [words.say("kind.issue", number=data.number), *([words.date(day)] if day else [])]
    if isinstance(data, Document):
        return [words.say(f"document-kind.{data.kind.value}")]
    return [] if item.kind is Kind.PAGE else [words.say(f"kind.{item.kind.value}")]


def _shared(lookup: Lookup, title: str, kicker: str, tiles: tuple[str, ...]) -> Shared:
    """With the signs of a typesetter, as on the page."""
    name = lookup.words.say("network.name")
    title, kicker, name = (printed(typeset_plain(words)) for words in (title, kicker, name))
    further = [font for font in fonts_for(title + kicker + name) if not font.startswith(_PLAIN)]
    return Shared(title, kicker, name, tiles, (*_FONTS, *further), lookup.words.direction == "rtl")
