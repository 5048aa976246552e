"""The page that says which texts are translated, which are behind their original, and which are not translated yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ...content.library import TRANSLATIONS, Item
from ..lookup import Values
from .view import PageLookup, PageView

MOST: Final = 200
"""Texts of one kind that the page names; `build.py check --translations` names them all."""


def translations_view(lookup: PageLookup) -> PageView:
    """For each language but an item's own: how many texts there are, and what is behind or missing."""
    data: Values = {"languages": [_standing(lookup, language) for language in lookup.library.languages]}
    title, about = lookup.words.say("translations.title"), lookup.words.say("translations.description")
    languages = lookup.library.offered.whole
    return PageView(TRANSLATIONS, lookup.language, "translations.html", title, about, "about/", languages, data)


def _standing(lookup: PageLookup, language: str) -> Values:
    library = lookup.library
    wanted = [item for item in library.everything() if library.original(item) != language]
    if language in library.offered.partial:
        wanted = [item for item in wanted if language in item.texts]
    missing = [item for item in wanted if language not in item.texts]
    stale = [item for item in wanted if language in item.texts and item.texts[language].is_stale]
    there = len(wanted) - len(missing)
    unknown = sum(language in item.texts and not item.texts[language].translates for item in wanted)
    return {
        "name": lookup.words.name_of(language),
        "texts": len(wanted),
        "current": there - len(stale) - unknown,
        "unknown": unknown,
        "stale": _named(lookup, stale),
        "stale_count": len(stale),
        "missing": _named(lookup, missing),
        "missing_count": len(missing),
    }


def _named(lookup: PageLookup, items: Sequence[Item]) -> list[Values]:
    return [lookup.link(item) for item in items[:MOST]]
