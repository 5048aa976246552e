"""The search index, and what the search page shows of each result, below search/."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from .. import rereading
from ..content.digests import digest_of_bytes
from ..content.search_keys import SearchKeys
from ..engines import search
from ..render.search import VOCABULARY, first_json, record_html, record_json, records, table, vocabulary
from .base import Context, Output, PlannedFile

FOLDER: Final = "search/"


class Search(Output):
    """Pagefind's index. It names its files itself, so it is made while they are planned, where anything has changed."""

    name = "search"

    def files(self, context: Context) -> Iterator[PlannedFile]:
        made_with = context.code + repr(context.theme.key_tables).encode()
        seal = hashlib.blake2b(made_with, digest_size=32).digest()
        keys = SearchKeys(context.theme.key_tables)
        found = list(records(context.library, context.words))
        wanted: dict[str, tuple[str, Callable[[], str]]] = {
            f"{record.address}index.html": (record.digest(seal), partial(record_html, record, keys, context.body))
            for record in found
        }
        bundle = search.index(context.work / "search", wanted, VOCABULARY)
        about = table(found, bundle.identities, vocabulary(bundle.words), keys)
        yield PlannedFile(f"{FOLDER}about.json", digest_of_bytes(about), partial(bytes, about))
        first = first_json(found)
        yield PlannedFile(f"{FOLDER}first.json", digest_of_bytes(first), partial(bytes, first))
        for path, (key, file) in bundle.files.items():
            yield PlannedFile(f"{FOLDER}pagefind/{path}", key, partial(rereading.file_of, file.parent, file.name, key))
        for record in found:
            path = f"{FOLDER}texts/{bundle.identities[record.address]}.json"
            yield PlannedFile(path, record.digest(seal), partial(record_json, record, context.body))


OUTPUT: Final[Output] = Search()
