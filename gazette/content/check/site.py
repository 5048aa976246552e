"""What is judged as a whole: the library, the pages beside it, and what an item rule may know of the two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..items import content_type_of, origin_of
from ..library import Item, Library, address_of, ahead, withdrawn
from ..model import ContentType, Kind
from ..private_urls import PREVIEWS
from .surroundings import Surroundings, UnreadItem
from .violations import Locate


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
    """Lists that have nothing to show any more, and where each leads."""
    published: frozenset[str] = frozenset()
    """Every address that was ever published, as far as there is a list."""


@dataclass(frozen=True)
class WholeSite:
    """All that rules between items may see: their verdicts are not kept."""

    library: Library
    facts: SiteFacts
    unreadable: Mapping[str, UnreadItem | None]
    """Folders whose items have problems of their own: to name such an item is no problem more. With each what of it
    is to be judged all the same."""
    surroundings: Surroundings
    """What item rules see of it."""
    locate: Locate

    @property
    def items(self) -> tuple[Item, ...]:
        """All that is published, and all that is to be: whatever is wrong with it must not show on its day alone."""
        return (*self.library.everything(), *self.library.scheduled_items())


def whole_site(
    library: Library, facts: SiteFacts, unreadable: Mapping[str, UnreadItem | None], locate: Locate
) -> WholeSite:
    """A site with its surroundings put together. `unreadable` has the folders whose items could not be read."""
    types = [(folder, content_type_of(origin_of(folder)[0])) for folder in unreadable]
    unread = [(content, folder.rsplit("/", 1)[1]) for folder, content in types if content]
    return WholeSite(library, facts, unreadable, _surroundings(library, facts, unread), locate)


def _surroundings(library: Library, facts: SiteFacts, unread: Iterable[tuple[ContentType, str]]) -> Surroundings:
    gone = {item.address: day for item in library.withdrawn_items() if (day := withdrawn(item))}
    slugs = {kind: dict.fromkeys(item.slug for item in library.items(kind)) for kind in Kind}
    for item in (*library.withdrawn_items(), *library.scheduled_items()):
        slugs[item.kind][item.slug] = None
    for content, slug in unread:
        slugs[content.kind][slug] = None
    items = (item.address for item in library.everything() if item.has_page)
    could_be = {address_of(content, slug) for content, slug in unread} - facts.moved.keys()
    return Surroundings(
        slugs={kind: names.keys() for kind, names in slugs.items()},
        addresses=facts.addresses.union(items, gone, could_be),
        gone=gone,
        scheduled={item.address: day for item in library.scheduled_items() if (day := ahead(item, library.today))},
        emptied=frozenset(facts.emptied),
        moved=facts.moved,
        own=own_addresses(facts.url),
        languages=library.languages,
        consents=library.consents,
        today=library.today,
    )


def own_addresses(url: str) -> tuple[str, ...]:
    """How an address of the site may begin, whoever wrote it: with or without `www.`, encrypted or not."""
    bare = url.split("://", 1)[1].rstrip("/").lower().removeprefix("www.")
    hosts = (bare, f"www.{bare}", *PREVIEWS)
    return tuple(f"{scheme}://{host}" for scheme in ("https", "http") for host in hosts)
