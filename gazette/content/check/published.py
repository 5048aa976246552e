"""Rules for a published issue: it keeps what it was published with, and its words stay as they were."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from ..items import content_type_of
from ..library import COLLECTIONS, Item, address_of, withdrawn
from ..load import BODY
from ..model import KEPT, PUBLICATION_FILE, Issue, Publication
from ..problems import Place
from .site import WholeSite
from .violations import Violation, in_data

TOLD: Final = frozenset({"title", "summary", BODY})
"""The words of an issue that may tell of one of its items."""


def as_published(item: Item, site: WholeSite, held: AbstractSet[str]) -> Iterator[Violation]:
    """All rules for an issue that is out; for one that is not, that it keeps nothing. `held` are its references."""
    if item.publication:
        yield from _kept(item, site, item.publication)
        yield from _same_items(item, site, item.publication, held)
        yield from _same_words(item, site, item.publication)
        yield from _same_order(item, item.publication)
    elif site.library.kept(item) and f"{item.folder}/{KEPT}" not in site.unreadable:  # else cut off, and told
        facts = {"folder": f"{item.folder}/{KEPT}"}
        yield Violation(f"{item.folder}/{PUBLICATION_FILE}", "record-missing", facts=facts)


def _kept(item: Item, site: WholeSite, publication: Publication) -> Iterator[Violation]:
    """The copies that an issue keeps are there, and as they were."""
    library = site.library
    kept = {content.folder: content for content in library.kept(item).values()}
    excused = {lapse.item.folder for lapse in library.lapsed}  # a photo may be deleted here too once a consent ended
    for number, seal in enumerate(publication.items):
        folder, reference = f"{item.folder}/{KEPT}/{seal.item}", _reference_of(seal.item)
        is_withdrawn = bool(reference and library.withdrawn(reference))
        if is_withdrawn or folder in excused or folder in site.unreadable or library.is_closed(folder):
            continue
        copied = kept.get(folder)
        if copied is None or copied.seal != seal.digest:
            rule = "kept-missing" if copied is None else "kept-changed"
            facts = {"folder": folder, "value": seal.item}
            yield Violation(f"{item.folder}/{PUBLICATION_FILE}", rule, ("items", number, "item"), facts)


def _same_items(item: Item, site: WholeSite, publication: Publication, held: AbstractSet[str]) -> Iterator[Violation]:
    """An issue lists what it was published with, but for what was withdrawn."""
    known = {_reference_of(seal.item) for seal in publication.items}
    listed, recorded = (
        {name for name in names if name and not site.library.withdrawn(name)} for names in (held, known)
    )
    for reference in sorted(listed ^ recorded):
        rule = "added-to-published" if reference in held else "taken-from-published"
        yield in_data(item, rule, ("sections",), value=reference)


def _same_words(item: Item, site: WholeSite, publication: Publication) -> Iterator[Violation]:
    """The words of a published issue are as they were. What was withdrawn may be gone from them."""
    recorded = {part.part: part.digest for part in publication.parts}
    for name in sorted(recorded.keys() | item.parts.keys(), key=[*item.parts, *recorded].index):
        file, _, rest = name.partition(": ")
        part, _, reference = rest.partition(" ")
        moved = part == "sections" and (name not in recorded or name not in item.parts)  # told by `_same_items`
        if recorded.get(name) == item.parts.get(name) or moved or (reference and site.library.withdrawn(reference)):
            continue
        rule = "issue-words-changed" if part in TOLD and _withdrawn_since(site, publication) else "issue-changed"
        is_there = any(other.startswith(f"{file}:") for other in item.parts)
        at = (part,) if is_there else Place()
        yield Violation(f"{item.folder}/{file}", rule, at, name="" if part == BODY else part)


def _same_order(item: Item, publication: Publication) -> Iterator[Violation]:
    before = [name for seal in publication.items if (name := _reference_of(seal.item))]
    now = [name for section in item.record(Issue).sections for name in section.items]
    order = [name for name in before if name in now]
    if order != [name for name in dict.fromkeys(now) if name in order]:
        yield in_data(item, "order-changed", ("sections",))


def _withdrawn_since(site: WholeSite, publication: Publication) -> bool:
    """Whether something was taken back since, so that words that tell of it had to go."""
    records = [site.library.consents[lapse.consent] for lapse in site.library.lapsed]
    days = [withdrawn(item) for item in site.library.withdrawn_items()]
    days += [record.withdrawn or record.expires for record in records]
    return any(day and day.last_day >= publication.recorded.first_day for day in days)


def _reference_of(folder: str) -> str:
    """How an issue names the item of a folder; nothing where it cannot hold one of its kind."""
    content = content_type_of(folder)
    reference = address_of(content, folder.rsplit("/", 1)[1]).rstrip("/") if content else ""
    return reference if reference.split("/")[0] in COLLECTIONS else ""
