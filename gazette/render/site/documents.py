"""The list of documents: all of them, and those of a kind."""

from __future__ import annotations

from collections.abc import Iterator

from ...content.library import Item, Library
from ...content.model import Document, DocumentKind
from ..lookup import Values
from ..subscriptions import DOCUMENTS
from .lists import listing, paged
from .view import PageLookup, PageView


def _of_kinds(library: Library) -> list[tuple[DocumentKind, tuple[Item, ...]]]:
    """The kinds of which there are documents, in their usual order, each with its documents."""
    groups = (
        (kind, [item for item in library.documents if item.record(Document).kind is kind]) for kind in DocumentKind
    )
    return [(kind, tuple(items)) for kind, items in groups if items]


def document_addresses(library: Library) -> Iterator[str]:
    """The addresses of the lists of one kind."""
    yield from (f"{DOCUMENTS}kind/{kind.value}/" for kind, _ in _of_kinds(library))


def document_lists(lookup: PageLookup) -> Iterator[PageView]:
    """All documents, newest first, and those of each kind."""
    words, groups = lookup.words, _of_kinds(lookup.library)
    ways = [
        {
            "address": f"{DOCUMENTS}kind/{kind.value}/",
            "label": words.say(f"document-kind.{kind.value}"),
            "count": len(of),
        }
        for kind, of in groups
    ]
    shown: Values = {"ways": ways if len(ways) > 1 else [], "is_part": False}
    whole = listing(lookup, DOCUMENTS, "documents.html", words.say("documents.title"), "about/", shown)
    yield from paged(lookup, DOCUMENTS, whole, lookup.library.documents)
    for way, (_, items) in zip(ways, groups, strict=True):
        title = words.say("documents.found.title", name=way["label"])
        about = words.say("documents.found.description", name=way["label"])
        part = listing(
            lookup, str(way["address"]), "documents.html", title, "about/", {**shown, "is_part": True}, about
        )
        yield from paged(lookup, str(way["address"]), part, items)
