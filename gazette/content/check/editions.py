"""Rules for what an issue prints and sends of an item: its translations, its photos, and consent to paper and mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil
from typing import Final

from ..library import COLLECTIONS, Item
from ..load import Route
from ..model import Event, Issue, Medium, Story
from .site import WholeSite
from .violations import Violation, in_data

PRINTED: Final = (147.0, 95.0)
"""Millimetres: the width of a page's text, and the greatest height of a photo on it."""
LEAST_DPI: Final = 200
"""Dots an inch below which a photo looks coarse in print (300 are wanted)."""


def fits_print(issue: Item, site: WholeSite, reference: str, route: Route) -> Iterator[Violation]:
    """What an issue that is not out yet still lacks of an item: a translation, a photo large enough."""
    found = site.library.find(reference)
    if found is None or issue.publication:
        return
    for language in issue.texts:
        if language not in found.texts:
            facts = {"value": reference, "language": language, "name": f"{found.folder}/{language}.md"}
            yield in_data(issue, "translation-missing", route, **facts)
    photo = issue.record(Issue).photo_of(reference, found.data)
    size = found.sizes.get(photo or "")
    if size and growth(size) > 1:
        wanted = tuple(ceil(side * growth(size)) for side in size)
        facts = {"value": reference, "name": str(photo), "size": _by(size), "wanted": _by(wanted)}
        yield in_data(issue, "photo-small-for-print", route, **facts)


def may_be_sent(issue: Item, site: WholeSite, reference: str, route: Route) -> Iterator[Violation]:
    """An issue is printed and sent by mail, so all whom it tells of, or shows above a text, agreed to both.

    A photo within a text that may not be printed is left out there, which is told.
    """
    found, library = _carried(issue, site, reference), site.library
    if found is None or not isinstance(found.data, Story | Event):
        return
    data, within = found.data, frozenset().union(*(text.pictured for text in found.texts.values()))
    chosen = issue.record(Issue).photo_of(reference, data)
    people = {*data.people, *(name for photo in data.photos if photo.file == chosen for name in photo.people)}
    for medium in (Medium.PRINT, Medium.EMAIL):
        for name in sorted(people & library.consents.keys()):
            if not library.may([name], medium):
                yield in_data(issue, "consent-not-for", route, value=name, medium=medium.value)
    for photo in data.photos:
        if photo.file in within - {chosen} and not library.may(photo.people, Medium.PRINT):
            yield in_data(issue, "photo-not-printed", route, value=reference, name=photo.file)


def _carried(issue: Item, site: WholeSite, reference: str) -> Item | None:
    """An item as the issue shows it: as it was when the issue was published, or as it is."""
    collection, _, slug = reference.partition("/")
    kept = site.library.kept(issue) if issue.publication else {}
    return kept.get((COLLECTIONS[collection], slug)) or site.library.find(reference)


def growth(size: tuple[int, int]) -> float:
    """How much larger a picture would have to be for print; at most 1 where it is large enough."""
    millimetres = min(PRINTED[0] / size[0], PRINTED[1] / size[1])  # for each of its pixels
    return LEAST_DPI / (25.4 / millimetres)


def _by(size: Iterable[int]) -> str:
    return "\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}".join(map(str, size))
