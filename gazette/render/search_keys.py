"""The search key of a word: what it sounds like, without its ending.

Αθήνα, ΑΘΗΝΑ, Αθήνας and Athina have one key, so that a search finds each by any other. The tables are
theme/search/key.json, which theme/search/key.js reads as well; tests hold the two to each other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

_DOUBLED: Final = re.compile(r"(.)\1+")
SHORTEST: Final = 2
"""Letters that an ending must leave."""


class SearchKeys:
    """Makes keys by the tables of key.json."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self._word: Final = re.compile(rf"(?:[^\W_]|[{tables['marks']}])+")
        self._marks: Final = re.compile(f"[{tables['marks']}]")
        self._rules: Final = [(re.compile(pattern), other) for pattern, other in tables["rules"]]
        self._endings: Final = [(re.compile(pattern), other) for pattern, other in tables["endings"]]
        self.of_word: Final = lru_cache(maxsize=1 << 16)(self._of_word)

    def bare(self, text: str) -> str:
        """A text in small letters without accents and other marks."""
        return self._marks.sub("", unicodedata.normalize("NFD", text.lower()))

    def of_text(self, text: str) -> list[str]:
        """The key of each word, in order."""
        return [key for word in self._word.findall(text) if (key := self.of_word(word))]

    def distinct(self, texts: Iterable[str]) -> list[str]:
        """Each key of these texts once, sorted."""
        return sorted({key for text in texts for key in self.of_text(text)})

    def _of_word(self, word: str) -> str:
        key = unicodedata.normalize("NFD", word.lower())
        if key.isdigit():
            return key
        for pattern, other in self._rules:
            key = pattern.sub(other, key)
        key = _DOUBLED.sub(r"\1", key)
        for pattern, other in self._endings:
            shorter = pattern.sub(other, key)
            key = shorter if len(shorter) >= SHORTEST else key[:SHORTEST]
        return key
