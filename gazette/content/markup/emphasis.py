"""Emphasis, strong emphasis and words struck out: which signs belong together, and the elements that they make.

The signs are paired as the CommonMark specification has it (0.29, section 6.4 and "An algorithm for parsing nested
emphasis and links"), and as GitHub pairs one or two tildes (GitHub Flavored Markdown 0.29, section 6.5).
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown.inlinepatterns import InlineProcessor
from markdown.util import ETX, STX

_RUN: Final = re.compile(r"\*+|_+|~+")
_SIGN: Final = re.compile(
    r"\*{2,}|(?<![\w_])__+(?=\w)|(?<=\w)__+(?![\w_])|(?<![\w*\\/(])\*(?=\w)|(?<=[ \xa0]\()\*(?=\w)|`+"
)
"""Runs that would be seen if they emphasised nothing. Within a word, as in `πρόσφυγ*ισσες`, a star is meant."""
_PARAGRAPH: Final = re.compile(r"(?:[^\n]+\n?)+")
_PUNCTUATION: Final = frozenset(string.punctuation + STX + ETX)
"""With the signs around whatever was taken out of the words already: each stands for what began with such a sign."""
_TAGS: Final = {("~", 1): "del", ("~", 2): "del"}


def kept(sign: str) -> str:
    """A sign as the library passes it through all patterns, to be printed as it is."""
    return f"{STX}{ord(sign)}{ETX}"


@dataclass(eq=False, slots=True)
class _Delimiter:
    """A run of one sign. `start` and `end` become closer as signs of it are used."""

    sign: str
    start: int
    end: int
    can_open: bool
    can_close: bool
    length: int
    """Of the whole run, however many of its signs are left."""


class _Pair(NamedTuple):
    """Signs that belong together: where those that open begin and end, and those that close."""

    start: int
    inner_start: int
    inner_end: int
    end: int
    tag: str


def _delimiters(words: str) -> Iterator[_Delimiter]:
    for run in _RUN.finditer(words):
        before, after = words[run.start() - 1 : run.start()], words[run.end() : run.end() + 1]
        space_before, space_after = not before or before.isspace(), not after or after.isspace()
        mark_before, mark_after = _is_mark(before), _is_mark(after)
        left = not space_after and (not mark_after or space_before or mark_before)
        right = not space_before and (not mark_before or space_after or mark_after)
        sign, length = run.group()[0], len(run.group())
        if sign == "_":
            left, right = left and (not right or mark_before), right and (not left or mark_after)
        if (left or right) and (sign != "~" or length <= 2):
            yield _Delimiter(sign, run.start(), run.end(), left, right, length)


def _is_mark(sign: str) -> bool:
    return bool(sign) and (sign in _PUNCTUATION or unicodedata.category(sign)[0] == "P")


def _pairs(words: str) -> list[_Pair]:
    """All pairs of signs, in the order in which they close."""
    found: list[_Pair] = []
    waiting: list[_Delimiter] = []
    lowest: dict[tuple[str, int], int] = {}
    for closer in _delimiters(words):
        while closer.can_close and closer.start < closer.end:
            place = _opener(waiting, closer, lowest.get((closer.sign, closer.length % 3), -1))
            if place < 0:
                lowest[closer.sign, closer.length % 3] = waiting[-1].start if waiting else -1
                break
            opener = waiting[place]
            del waiting[place + 1 :]
            if closer.sign == "~" and opener.length != closer.length:
                del waiting[place:]
                closer.can_open = False
                break
            size = min(2, opener.end - opener.start, closer.end - closer.start)
            found.append(_pair(opener, closer, size))
            opener.end, closer.start = opener.end - size, closer.start + size
            if opener.start == opener.end:
                del waiting[place:]
        if closer.can_open and closer.start < closer.end:
            waiting.append(closer)
    return found


def _opener(waiting: list[_Delimiter], closer: _Delimiter, lowest: int) -> int:
    """The place of the nearest delimiter that may open what `closer` closes, and that begins behind `lowest`; or -1."""
    for place in range(len(waiting) - 1, -1, -1):
        opener = waiting[place]
        if opener.start <= lowest:
            break
        if opener.sign == closer.sign:
            both_ways = closer.can_open or opener.can_close
            if not both_ways or closer.length % 3 == 0 or (opener.length + closer.length) % 3 != 0:
                return place
    return -1


def _pair(opener: _Delimiter, closer: _Delimiter, size: int) -> _Pair:
    tag = _TAGS.get((closer.sign, size)) or ("strong" if size == 2 else "em")
    return _Pair(opener.end - size, opener.end, closer.start, closer.start + size, tag)


def without_signs(words: str) -> str:
    """The words without the signs that emphasise some of them."""
    signs = {place for pair in _pairs(words) for place in (*range(*pair[:2]), *range(*pair[2:4]))}
    return "".join(sign for place, sign in enumerate(words) if place not in signs)


MOST_SIGNS: Final = 3
"""Of a run that emphasises words; a longer one is a line to write on, or a row of stars."""


def unpaired(text: str) -> Iterator[tuple[int, str]]:
    """Offset and run of each `**` and `__`, and of each `*` before a word, in a text that emphasises nothing, and of
    each backtick. `text` is one without code; each of its paragraphs is looked at by itself.
    """
    for paragraph in _PARAGRAPH.finditer(text) if any(sign in text for sign in "*_`") else ():
        words = paragraph.group()
        if not _SIGN.search(words):
            continue
        paired = {place for pair in _pairs(words) for place in (*range(*pair[:2]), *range(*pair[2:4]))}
        for run in _SIGN.finditer(words):
            if run.start() not in paired and run.end() - 1 not in paired and not _is_of_a_line(run, words):
                yield paragraph.start() + run.start(), run.group()


def _is_of_a_line(run: re.Match[str], words: str) -> bool:
    """Whether a run begins a line, as a list or a rule does, or stands by itself between spaces or figures."""
    before, after = words[: run.start()], words[run.end() :]
    line = before.rpartition("\n")[2] + after.partition("\n")[0]
    alone = (not before or before[-1].isspace()) and (not after or after[0].isspace())
    return len(run.group()) > MOST_SIGNS or not line.strip(" \t*_-") or (alone and len(run.group()) == 1)


@lru_cache(maxsize=4)
def _trees(words: str) -> dict[int, list[_Pair]]:
    """Each pair that stands in no other with those inside it, by how far from the end of the words it begins."""
    trees: dict[int, list[_Pair]] = {}
    end, inside = 0, list[_Pair]()
    for pair in sorted(_pairs(words)):
        if pair.start >= end:
            end, inside = pair.end, trees.setdefault(len(words) - pair.start, [])
        inside.append(pair)
    return trees


class Emphasis(InlineProcessor):
    """Gives one element after the other for the words that are emphasised. What is within them is paired with them."""

    def __init__(self) -> None:
        super().__init__(_RUN.pattern)
        self.words = ""
        """Those that were paired last. Once an element is found, a sign stands for it, and what follows is the same."""

    def handleMatch(  # type: ignore[override] # noqa: N802 - the library's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        if not self.words.endswith(data[m.start() :]):
            self.words = data
        trees = _trees(self.words)
        place = next((at for at in range(m.start(), m.end()) if len(data) - at in trees), -1)
        if place < 0:
            return None, None, None
        pairs = trees[len(data) - place]
        return _built(pairs, self.words), place, place + pairs[0].end - pairs[0].start


def _built(pairs: list[_Pair], words: str) -> Element:
    """The element of the first pair, with those of the others in it."""
    outer, position = Element(pairs[0].tag), pairs[0].inner_start
    path = [(outer, pairs[0])]
    for pair in pairs[1:]:
        while pair.start >= path[-1][1].inner_end:
            position = _close(path, words, position)
        element = path[-1][0]
        _add(element, words[position : pair.start])
        is_twice = element.tag == pair.tag == "strong"  # which GitHub shows once
        path.append((element if is_twice else SubElement(element, pair.tag), pair))
        position = pair.inner_start
    while path:
        position = _close(path, words, position)
    return outer


def _close(path: list[tuple[Element, _Pair]], words: str, position: int) -> int:
    """Ends the innermost element with the words that are left for it; gives the place behind it."""
    element, pair = path.pop()
    _add(element, words[position : pair.inner_end])
    return pair.end


def _add(element: Element, words: str) -> None:
    """Adds words to an element. Signs in them that belong to no pair are printed as they are."""
    words = _RUN.sub(lambda run: "".join(map(kept, run.group())), words)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words
