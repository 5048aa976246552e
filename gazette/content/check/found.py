"""How items look beside each other where they are found elsewhere, in search results. Warnings only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..library import Item
from ..model import Kind
from ..prose import SCAFFOLD_MARK
from .site import WholeSite
from .violations import Violation

TOLD_BY_NAME: Final = (Kind.PARTNER,)
"""Kinds whose description begins with their name, so that it is like no other."""


def summaries_differ(site: WholeSite) -> Iterator[Violation]:
    """No two items of a language have one summary: in search results no one could tell them apart."""
    taken: dict[tuple[str, str], Item] = {}
    for item in site.items:
        for text in item.texts.values() if item.kind not in TOLD_BY_NAME else ():
            summary = vars(text.front).get("summary")
            if not summary or SCAFFOLD_MARK in summary:
                continue
            first = taken.setdefault((text.language, summary), item)
            if first is not item:
                yield Violation(text.path, "summary-twice", ("summary",), {"other": first.folder})
