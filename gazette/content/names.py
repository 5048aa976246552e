"""What people call an item or a choice, and which of them they mean by a name, however it is written.

A name is found in every spelling, case and alphabet that has its sound: `Δήμος Καρδίτσας`, `ΚΑΡΔΙΤΣΑ` and `karditsa`
have one search key (`search_keys.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Final, NamedTuple, TypeVar

from .fields import MOST_MISTAKES, mistakes
from .library import Item
from .load import Route, strings_of
from .model import LanguageText, Record, SearchedName, fields_with, searched_texts
from .readable import as_read, one_sigma
from .search_keys import SearchKeys
from .translit import to_latin

K = TypeVar("K")

LONGEST: Final = 300
"""Letters of what may be a name, or several."""
CALLED: Final = ("title", "name")
"""Fields of a text that say how its item is called, marked or not."""
_AROUND: Final = " \t\n\xa0\"'«»“”„‘’‹›`*_()[]{}<>.,;:·•▪◦‣●○■➢➤►✓✔\uf0b7\uf0a7\uf0d8-‐‑‒–—−+#&/|"
"""Signs that come along when a name is pasted: bullets, dashes, quotation marks."""
_BETWEEN: Final = re.compile(
    r"[,;\n\t/|·•▪◦‣●○■➢➤►+&]|(?<=\s)[-–—](?=\s)|(?<!\w)(?:και|κι|and|kai)(?!\w)|\s[-–—]|[-–—]\s", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W_]+")
_OFFICIAL: Final = (
    "δήμος δήμου δήμο δήμοι δήμων δήμους municipality municipalities city town πόλη πόλης Greece "
    "το του τον τη την της τα των στο στον στη στην στα"
)
"""Words beside the name of a town that tell it from no other."""
_GENERAL: Final = "πρόγραμμα προγράμματος προγράμματα έργο programme programmes program project"
"""Words beside the name of a programme that tell it from no other."""
_SHORT: Final = {"αγ": "άγιος", "ag": "άγιος", "st": "άγιος", "saint": "άγιος", "ν": "νέα", "n": "νέα"}
_NEW: Final = "νέα"
_AS_ETA: Final = re.compile(r"(?<![ckptgs])h", re.IGNORECASE)
"""An `h` that may stand for `η`, which it looks like; behind a `d` it stands for nothing."""


def own_names(item: Item) -> Iterator[str]:
    """By which words it is called. Whoever looks for a mayor wants what mayors say, not each text that names one."""
    for record in (item.data, *(text.front for text in item.texts.values())):
        yield from values_of(record, (name for name, _ in fields_with(type(record), SearchedName)))


def values_of(record: Record, names: Iterable[str]) -> Iterator[str]:
    """The words in fields of a record: each entry of a list by itself, a record that stands alone as one line."""
    for value in (getattr(record, name) for name in names):
        if isinstance(value, str):
            yield value
        elif isinstance(value, Record):
            yield " ".join(values_of(value, searched_texts(type(value))))
        elif value:
            for part in value:
                yield from values_of(part, searched_texts(type(part))) if isinstance(part, Record) else (part,)


def names_in(model: type[Record], data: Mapping[str, object]) -> Iterator[str]:
    """By which words an item is called, by the data of a file as they were read, whatever else is wrong there."""
    marked = {name for name, _ in fields_with(model, SearchedName)}
    own = marked | set(CALLED) if issubclass(model, LanguageText) else marked
    for route, text in strings_of(dict(data)):
        if route[0] in own and _is_name(route):
            yield text


def _is_name(route: Route) -> bool:
    """Whether it is a field itself, an entry of a list, or the `name` of an entry."""
    return len(route) < 3 or route[-1] in CALLED


def folded(text: str) -> str:
    """A text without capitals and accents, its spaces single."""
    return " ".join(one_sigma(as_read(unicodedata.normalize("NFC", text), markdown=False).folded).split())


def keys(names: Iterable[str]) -> tuple[str, ...]:
    """What someone may begin to type to find one of these names in a list: each as it is and in Latin letters, without
    capitals and accents.
    """
    said = [folded(name) for name in names]
    return tuple(dict.fromkeys([*said, *(folded(to_latin(name)) for name in said)]))


class Meant(NamedTuple):
    """What is meant by a line: for each name in it the values that it can stand for, in order."""

    values: tuple[tuple[str, ...], ...] = ()
    unknown: str = ""
    """The first part of the line that names nothing; then there are no values."""
    is_plain: bool = False
    """Whether all that was written are the values themselves, with signs around them."""
    is_exact: bool = False
    """Whether the line is a name as it stands in the files, but for capitals and accents."""

    @property
    def each(self) -> tuple[str, ...]:
        """The values, where each name has one meaning; else nothing."""
        return tuple(dict.fromkeys(one[0] for one in self.values)) if all(len(o) == 1 for o in self.values) else ()

    @property
    def either(self) -> tuple[str, ...]:
        """The values of the first name that has several."""
        return next((one for one in self.values if len(one) > 1), ())


class NameFinder:
    """Finds which values a line names. `called`: value → its names."""

    def __init__(self, called: Mapping[str, Iterable[str]], search_keys: SearchKeys, towns: bool = False) -> None:
        """`towns`: whether the names are those of municipalities, which have an official form too."""
        self.values: Final = tuple(called)
        self._keys, self._towns = search_keys, towns
        dropped = _OFFICIAL if towns else _GENERAL
        self._dropped = {search_keys.of_word(word) for word in dropped.split()}
        self._exact: dict[str, list[str]] = {}
        self._sounds: dict[frozenset[str], list[str]] = {}
        parts: dict[frozenset[str], list[str]] = {}
        for value, names in called.items():
            for name in (value, *names):
                _add(self._exact, folded(_bare(name)), value)
                _add(self._sounds, self._sound(name), value)
                for part in self._parts(name):
                    _add(parts, self._sound(part), value)
        self._sounds = parts | self._sounds
        self._sounds.pop(frozenset(), None)

    def find(self, line: str) -> Meant:
        """What each name in a line stands for; nothing where a part of it names nothing."""
        text = _bare(line)
        if not text or len(line) > LONGEST:
            return Meant(unknown=line.strip())
        whole = self._meaning(text)
        if whole:
            return Meant((whole,), is_plain=text in self.values, is_exact=folded(text) in self._exact)
        pieces = [piece for part in _BETWEEN.split(text) if (piece := _bare(part))]
        found = list[tuple[str, ...]]()
        for piece in pieces:
            values = self._covering([piece]) or self._covering(_WORD.findall(piece))
            if not values:
                return Meant(unknown=piece)
            found += values
        return Meant(tuple(dict.fromkeys(found)), is_plain=all(piece in self.values for piece in pieces))

    def near(self, line: str) -> tuple[str, ...]:
        """The values whose names differ least from what was written, where that may be a slip."""
        said = " ".join(sorted(self._sound(_bare(line))))
        most = min(len(said) // 4, MOST_MISTAKES)
        found: dict[str, int] = {}
        for sound, values in self._sounds.items() if most and len(line) <= LONGEST else ():
            name = " ".join(sorted(sound))
            if abs(len(name) - len(said)) <= most and (count := mistakes(said, name)) <= most:
                found |= {value: min(count, found.get(value, count)) for value in values}
        least = min(found.values(), default=0)
        return tuple(value for value, count in found.items() if count == least)

    def _covering(self, words: list[str]) -> list[tuple[str, ...]]:
        """The meanings of names that follow each other and leave no word over, the longest names first."""
        found = list[tuple[str, ...]]()
        start = 0
        while start < len(words):
            ends = range(len(words), start, -1)
            end, values = next(((end, m) for end in ends if (m := self._meaning(" ".join(words[start:end])))), (0, ()))
            if not values:
                return []
            found.append(values)
            start = end
        return found

    def _meaning(self, text: str) -> tuple[str, ...]:
        """What a single name can stand for: as it is written, or else as it sounds."""
        other = _AS_ETA.sub(lambda found: "" if found.start() and text[found.start() - 1] in "dD" else "i", text)
        sounds = (self._sounds.get(self._sound(one)) for one in (text, other))
        return tuple(self._exact.get(folded(text)) or next(filter(None, sounds), ()))

    def _sound(self, name: str) -> frozenset[str]:
        """The keys of its words, but for those that tell nothing."""
        words = [_SHORT.get(word, word) for word in _WORD.findall(unicodedata.normalize("NFC", name).lower())]
        if self._towns and len(words) > 1 and words[0] in ("δ", "d"):
            words = words[1:]
        sounds = {self._keys.of_word(word) for word in words if self._keys.terms(word)}
        return frozenset(sounds - self._dropped or sounds)

    def _parts(self, name: str) -> Iterator[str]:
        """Shorter names of a town that has a long one: each of two that were joined, and it without `Νέα`."""
        if not self._towns:
            return
        parts = [part for part in re.split(r"\s[-–—]\s|-", name) if len(part) > 3]
        yield from parts if len(parts) > 1 else ()
        for new, rest in pairwise(_WORD.findall(name)):
            if self._sound(new) == self._sound(_NEW):
                yield rest


def _bare(text: str) -> str:
    return text.strip(_AROUND)


def _add(found: dict[K, list[str]], key: K, value: str) -> None:
    values = found.setdefault(key, [])
    if value not in values:
        values.append(value)
