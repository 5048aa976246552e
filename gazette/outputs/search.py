"""The search index, and what the search page shows of each result, below search/."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Final

from .. import rereading
from ..content.digests import digest_of_bytes
from ..content.search_keys import SearchKeys
from ..engines import search
from ..render.search import (
    VOCABULARY,
    SearchRecord,
    Table,
    facets_of,
    first_json,
    parted,
    ranked,
    record_html,
    record_json,
    records,
    table,
    vocabulary,
    words_of,
)
from .base import Context, Output, PlannedFile

FOLDER: Final = "search/"
LOADED_ONCE: Final = ("pagefind.js", "wasm.unknown.pagefind", search.ENTRY)
"""Files of a bundle that older parts of the index have in common with the newest, or that about.json tells."""


class Search(Output):
    """Pagefind's index. It names its files itself, so it is made while they are planned, where anything has changed.

    `parting`: how the records of a large site are parted, each part with an index of its own; as `parted` does it.
    """

    name = "search"

    def __init__(self, parting: Callable[[Iterable[SearchRecord]], dict[str, list[SearchRecord]]] = parted) -> None:
        self.parting: Final = parting

    def files(self, context: Context) -> Iterator[PlannedFile]:
        made_with = context.code + repr(context.theme.key_tables).encode()
        seal = hashlib.blake2b(made_with, digest_size=32).digest()
        keys = SearchKeys(context.theme.key_tables)
        found = list(records(context.library, context.words))
        digests = {record.address: record.digest(seal) for record in found}
        parts = {f"{search.OLDER}/{name}/" if name else "": part for name, part in self.parting(found).items()}

        def indexed(part: Iterable[SearchRecord]) -> dict[str, tuple[str, Callable[[], str]]]:
            makers = ((record.address, partial(record_html, record, keys, context.body)) for record in ranked(part))
            return {f"{address}index.html": (digests[address], make) for address, make in makers}

        wanted = {folder: indexed(part) for folder, part in parts.items()}
        bundles = search.indexes(context.work / "search", wanted, VOCABULARY)
        yield _file("first.json", first_json(found))
        told = _told(bundles, keys)
        for folder, bundle in bundles.items():
            facets = facets_of(parts[folder], bundle.identities)
            yield _file(f"{folder}about.json", table(facets) if folder else table(facets, told))
            yield from _loaded(folder, bundle)
            for record in parts[folder]:
                path = f"{FOLDER}{folder}texts/{bundle.identities[record.address]}.json"
                yield PlannedFile(path, digests[record.address], partial(record_json, record, context.body))


def _told(bundles: Mapping[str, search.Bundle], keys: SearchKeys) -> Table:
    """What the search page is told of the whole index: its words and, where there are such, its older parts."""
    words = words_of(vocabulary(search.likeliest(bundles.values(), VOCABULARY)), keys)
    older = [{"folder": folder, "entry": bundle.entry()} for folder, bundle in bundles.items() if folder]
    return {**words, "older": older} if older else words


def _file(name: str, raw: bytes) -> PlannedFile:
    return PlannedFile(f"{FOLDER}{name}", digest_of_bytes(raw), partial(bytes, raw))


def _loaded(folder: str, bundle: search.Bundle) -> Iterator[PlannedFile]:
    """What Pagefind loads in a browser, as it was made."""
    for path, (key, file) in bundle.files.items():
        if not folder or path not in LOADED_ONCE:
            make = partial(rereading.file_of, file.parent, file.name, key)
            yield PlannedFile(f"{FOLDER}{folder}pagefind/{path}", key, make)


OUTPUT: Final[Output] = Search()
