"""From the files that people wrote to a `Reading`: lists, reads and judges them, and puts the library together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

from ..content import addresses, check, load
from ..content.addresses import AddressList
from ..content.items import Checked
from ..content.library import Item, Library
from ..content.listing import LEFT, Listing, list_files
from ..content.model import CONSENTS, CONTENT_ROOTS, CONTENT_TYPES
from ..content.problems import Place, Problem, in_order
from ..files import generated, sweep, tree
from ..render.site import FOOTER, generated_addresses, pages_of_lists
from ..settings import CONFIG_FILE, Settings, read_settings
from ..theme import judge_words, with_names
from . import cache

READ_AGAIN: Final = 16
"""Files kept at hand that are read again for the places of their fields: the problems of an item come together."""
REMEMBERED: Final = ("memory", "publish", "compiled", "search", "pictures", "digests")
"""Folders of the work folder with what builds keep for the next one."""
INNER: Final = {
    parts[1]: "/".join(parts[:2])
    for parts in (content.folder.split("/") for content in CONTENT_TYPES)
    if parts[1] != "*"
}
"""Folders that belong further in, with their right path."""
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading and checking a site. `fragments` holds the bodies that were converted on the way."""

    library: Library
    problems: list[Problem]
    fragments: dict[str, str]
    settings: Settings
    listed: AddressList
    addresses: frozenset[str]
    """Of every page, without its language."""
    out: frozenset[str]
    """Those of the published issues."""
    items: tuple[Item, ...]
    """As they were written, in the order of their folders: the library may hold less of one."""
    surroundings: check.Surroundings
    """What the rules for one item saw of all others."""
    swept: tuple[str, ...] = ()
    """Half-written files that killed commands had left, and that were deleted now."""
    by_content: bool = False
    """As the `ListedSite` says."""

    @property
    def work(self) -> Path:
        """The folder for what may be remembered between runs."""
        return self.settings.root / generated.WORK


@dataclass(frozen=True, slots=True)
class ListedSite:
    """What stands in a site's folder, before any text is read. `listed_ns` is the file clock just before that.

    `by_content` says whether a file is known again by its bytes, as on a machine that was brought what another one
    remembers, or by the inode and the times that it has on this machine.
    """

    settings: Settings
    listing: Listing
    listed_ns: int
    today: date
    by_content: bool = False


def list_site(root: Path, today: date, clean: bool = False, by_content: bool = False) -> ListedSite:
    """Lists everything below `root`. With `clean`, forgets what earlier builds kept. Raises SettingsError."""
    settings = read_settings(root.resolve())
    if clean:
        for name in REMEMBERED:
            with suppress(OSError):  # what cannot be deleted keeps nothing else from being forgotten
                forget(settings.root, (name,))
    listed_ns = cache.file_clock(settings.root)
    listing = list_files(settings.root, CONTENT_ROOTS, INNER, by_content)
    return ListedSite(settings, listing, listed_ns, today, by_content)


def forget(root: Path, names: Iterable[str] = REMEMBERED) -> None:
    """Deletes what earlier builds kept of the site at `root`: of REMEMBERED what is named. The published site stays.

    Raises OSError.
    """
    for name in names:
        tree.remove(root, f"{generated.WORK}/{name}")


def read_site(root: Path, today: date, progress: Progress) -> Reading:
    """Reads and checks everything below `root`. Raises SettingsError where it holds no site."""
    return read_listed(list_site(root, today), progress)


def read_listed(listed: ListedSite, progress: Progress) -> Reading:
    """Reads and checks what was listed: only what is new since it was read last."""
    settings, listing = listed.settings, listed.listing
    store = cache.Cache(settings.root, settings.languages, listed.by_content)
    store.recall()
    checked = cache.check_folders(listing.folders, settings.languages, store, listed.listed_ns, progress)
    problems = [*listing.problems, *judge_words(settings)]
    reading = _put_together(settings, checked, problems, listed.today, store)
    return replace(reading, swept=_sweep(settings.root, listing), by_content=listed.by_content)


def _sweep(root: Path, listing: Listing) -> tuple[str, ...]:
    """Takes away what killed commands left among the content, and in the top folder. What lives on is left alone."""
    found = sweep([*root.glob(f".*{LEFT}"), *(root / name for name in listing.hidden)])
    return tuple(path.relative_to(root).as_posix() for path in found)


def locator(root: Path) -> Callable[[str, load.Route], Place]:
    """A function that tells where a field stands in a file."""
    read_again = lru_cache(maxsize=READ_AGAIN)(partial(load.read, root))
    return lambda path, route: read_again(path).place(route)


def _put_together(
    settings: Settings, checked: Mapping[str, Checked], problems: Sequence[Problem], today: date, store: cache.Cache
) -> Reading:
    found = [*problems, *(problem for result in checked.values() for problem in result.problems)]
    items = [result.item for result in checked.values() if result.item is not None]
    found += check.same_slug(items)
    consents = {name: record for result in checked.values() for name, record in result.consents.items()}
    library = Library(items, settings.languages, today, consents, settings.offered.partial)
    found = check.without_excused(found, library)

    unreadable = {
        folder: result.unread for folder, result in checked.items() if result.item is None and folder != CONSENTS
    }
    linked = dict.fromkeys(settings.menu, CONFIG_FILE) | dict.fromkeys(FOOTER, "theme/site/main.html")
    first = settings.first_address
    listed = addresses.read_address_list(settings.root, first.since if first else None)
    made = addresses_without_item(library, settings)
    pages = made | {item.address for item in library.everything()}
    emptied = addresses.emptied(listed, pages, pages_of_lists(library)) if listed.known else {}
    published = frozenset(listed.published)
    facts = check.SiteFacts(made, linked, settings.site_url, listed.moved, emptied, published)

    site = check.whole_site(library, facts, unreadable, locator(settings.root))
    found += _judge(site, store)
    back = {item.address for item in (*library.withdrawn_items(), *library.scheduled_items())}
    out = {item.address for item in library.issues if item.publication}
    known = site.surroundings.addresses
    found += addresses.judge(listed, addresses.AddressState(known, back, out, not unreadable), settings.languages)
    fragments = {digest: html for result in checked.values() for digest, html in result.fragments.items()}
    listed = replace(listed, emptied=emptied)
    found = with_names(check.with_pages(found, site.surroundings), settings.root)
    return Reading(
        library, in_order(found), fragments, settings, listed, known, frozenset(out), tuple(items), site.surroundings
    )


def addresses_without_item(library: Library, settings: Settings) -> frozenset[str]:
    """The addresses of the pages that no single item has, which texts may link to."""
    return frozenset(generated_addresses(library, bool(settings.subscribe)))


def _judge(site: check.WholeSite, store: cache.Cache) -> list[Problem]:
    """What the rules between folders find. An item found sound before, in surroundings that are the same, still is."""
    surroundings = site.surroundings.digest
    sound = store.sound(surroundings)
    problems, well = check.judge(site, sound)
    if well != sound:
        store.keep_sound(surroundings, well)
    return problems
