"""The search key of a word: what it sounds like, without its ending.

Αθήνα, ΑΘΗΝΑ, Αθήνας and Athina have one key, so that a search finds each by any other. The tables are
theme/search/key.json, which theme/search/key.js reads as well; tests hold the two to each other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

_DOUBLED: Final = re.compile(r"(.)\1+")
SHORTEST: Final = 2
"""Letters that an ending must leave."""
LONGEST: Final = 30
"""Letters of what counts as one word though signs part it; a web address is none."""


class SearchKeys:
    """Makes keys by the tables of key.json."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        letter = rf"(?:[^\W_]|[{tables['marks']}])"
        self._word: Final = re.compile(f"{letter}+")
        self._stretch: Final = re.compile(_stretch(letter, tables))
        self._date: Final = re.compile(tables["dates"])
        self._plain: Final = _compiled(tables["plain"])
        self._ordinal: Final = re.compile(tables["ordinal"])
        self._numbers: Final = _compiled(tables["numbers"])
        self._rules: Final = _compiled(tables["rules"])
        self._endings: Final = _compiled(tables["endings"])
        self._spoken: Final = int(tables["spoken"])
        self._closed: Final = str(tables["closed"])
        self._whole: Final = str(tables["whole"])
        self._stop: Final = frozenset(_changed(_lowered(word), self._plain) for word in tables["stop"].split())
        self.of_word: Final = lru_cache(maxsize=1 << 16)(self._of_word)
        self.terms: Final = lru_cache(maxsize=1 << 16)(self._terms)

    def of_text(self, text: str) -> list[str]:
        """The key of each word, in order; after the parts of one that signs part, that of the whole."""
        return [key for word in self.words(text) if (key := self.of_word(word))]

    def words(self, text: str) -> Iterator[str]:
        """The words of a text: of `wi-fi` and `Α.Μ.Κ.Α.` the parts of more than one letter, and the whole."""
        for match in self._stretch.finditer(text):
            if match.group().isalnum():  # as nearly all are
                yield match.group()
                continue
            parts = self._word.findall(match.group())
            if len(parts) == 1:
                yield from parts
                continue
            yield from (part for part in parts if len(part) > 1 or not part.isalpha())
            day = self._date.fullmatch(match.group())
            whole = "{2}{1:0>2}{0:0>2}".format(*day.groups()) if day else "".join(parts)
            if len(whole) <= LONGEST:
                yield whole

    def distinct(self, words: Iterable[str]) -> list[str]:
        """What these words are found by, each once, sorted: terms, each closed by a letter that none has in it.

        So a question for a whole term does not find what only begins with it.
        """
        terms = {term for word in words for term in self.terms(word)}
        return sorted(term if term.endswith(self._whole) else term + self._closed for term in terms)

    def sound(self, word: str) -> str:
        """A word as it sounds, with its ending; a number as its digits."""
        plain = _changed(_lowered(word), self._plain)
        number = self._ordinal.match(plain)
        return _changed(number.group(1), self._numbers) if number else _DOUBLED.sub(r"\1", _changed(plain, self._rules))

    def is_short(self, key: str) -> bool:
        """Whether a key says so little that a word which has it is also found by its whole sound."""
        return len(key) <= self._spoken

    def _of_word(self, word: str) -> str:
        key = self.sound(word)
        if key.isdigit():
            return key
        for pattern, other in self._endings:
            shorter = pattern.sub(other, key)
            key = shorter if len(shorter) >= SHORTEST else key[:SHORTEST]
        return key

    def _terms(self, word: str) -> tuple[str, ...]:
        """What a word is found by: its key and, of a short one, its sound; nothing for a word that no one looks for."""
        key = self.of_word(word)
        if not key or _changed(_lowered(word), self._plain) in self._stop:
            return ()
        return (key,) if not self.is_short(key) or key.isdigit() else (key, self.sound(word) + self._whole)


def _lowered(word: str) -> str:
    return unicodedata.normalize("NFKD", word.lower())


def _stretch(letter: str, tables: Mapping[str, Any]) -> str:
    """A day, groups of digits, single letters that belong together, or words that signs part without a space."""
    digits = rf"[0-9]+(?:(?:\) ?|[{tables['digit-joiners']}])[0-9]+)+"
    initials = r"[^\W\d_](?:(?:\. ?[^\W\d_])+|(?: [^\W\d_]){2,})"
    whole = f"{tables['dates']}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|{digits}|{initials}|[^\\W\\d_]/{letter}+"
    return f"(?<!{letter})(?:{whole})(?!{letter})|{letter}+(?:[{tables['joiners']}]{letter}+)*"


def _compiled(rules: Iterable[tuple[str, str]]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), other) for pattern, other in rules]


def _changed(word: str, rules: Iterable[tuple[re.Pattern[str], str]]) -> str:
    for pattern, other in rules:
        word = pattern.sub(other, word)
    return word
