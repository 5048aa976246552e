"""Marks the foreign words of a whole document, in whatever language each part of it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ..language_marks import LanguageMarker
from ..words import Words

_PIECES: Final = re.compile(r"<(?P<end>/?)(?P<tag>[a-z][a-z0-9]*)(?P<attributes>[^>]*)>|(?P<words>[^<]+)|<")
_LANGUAGE: Final = re.compile(r' lang="([^"]*)"')
_VOID: Final = frozenset(("br", "hr", "img", "link", "meta"))


def with_languages(html: str, known: Mapping[str, Words]) -> str:
    """An HTML document, each run of words in another script in an element with its language.

    Screen readers take the voice from it, and hyphenation its rules. The document is one that templates made: each
    element is closed, no attribute holds a ">". `known` are the languages of the site with their words.
    """
    marker = LanguageMarker(known)
    head, sign, body = html.partition("<body>")
    languages = [_language(head, "")] * 2  # of <html> and of <body>, which are closed at the end

    def piece(match: re.Match[str]) -> str:
        words, tag = match["words"], match["tag"]
        if words:
            return marker.marked_html(words, languages[-1])
        if tag and match["end"]:
            languages.pop()
        elif tag and tag not in _VOID:
            languages.append(_language(match["attributes"], languages[-1]))
        return match.group()

    return head + sign + _PIECES.sub(piece, body)


def _language(attributes: str, otherwise: str) -> str:
    found = _LANGUAGE.search(attributes)
    return found[1] if found and found[1] else otherwise
