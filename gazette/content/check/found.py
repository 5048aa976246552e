"""How an item looks where it is found elsewhere: in search results, and where a link to it is shared. Warnings only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..library import Item as LibraryItem
from ..model import Kind
from ..prose import SCAFFOLD_MARK
from .site import WholeSite
from .surroundings import Item, Surroundings
from .violations import Violation

TITLE_SHOWN: Final = 65
"""Letters of a title that search engines show, before the name of the site."""
SUMMARY_SHOWN: Final = 160
"""Letters of a summary that search engines show."""
TOLD_BY_NAME: Final = (Kind.PARTNER,)
"""Kinds whose description begins with their name, so that it is like no other."""


def is_short_enough(item: Item, known: Surroundings) -> Iterator[Violation]:  # noqa: ARG001 - all item rules take both
    """Search results show all of an item's title and of its summary, in each language."""
    for text in item.texts.values():
        words = vars(text.front)  # asking a record for a field that it lacks takes twenty times as long
        for names, rule, most in (
            (("name", "title"), "title-long", TITLE_SHOWN),
            (("summary",), "summary-long", SUMMARY_SHOWN),
        ):
            name = next((name for name in names if words.get(name)), "")
            said = str(words[name]) if name else ""
            if len(said) > most and SCAFFOLD_MARK not in said:
                facts = {"count": str(len(said)), "limit": str(most)}
                yield Violation(text.path, rule, (name,), facts)


def summaries_differ(site: WholeSite) -> Iterator[Violation]:
    """No two items of a language have one summary: in search results no one could tell them apart."""
    taken: dict[tuple[str, str], LibraryItem] = {}
    for item in site.library.everything():
        for text in item.texts.values() if item.kind not in TOLD_BY_NAME else ():
            summary = vars(text.front).get("summary")
            if not summary or SCAFFOLD_MARK in summary:
                continue
            first = taken.setdefault((text.language, summary), item)
            if first is not item:
                yield Violation(text.path, "summary-twice", ("summary",), {"other": first.folder})
