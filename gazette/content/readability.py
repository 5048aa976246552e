"""How hard a text is to read: a score by a published formula, and the sentences and words that make it so.

English is measured by the Flesch Reading Ease: 206.835 - 1.015 * words per sentence - 84.6 * syllables per word
(R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32, 1948, 221-233). 100 is easy, 0 is hard.
Greek is measured by LIX: words per sentence + the percentage of words of more than six letters (C.-H. Björnsson,
Läsbarhet, Stockholm: Liber, 1968). 20 is easy, 60 is hard. docs/decisions/0045-worklist.md says why.

What is no sentence of the author's is left out: headings, tables, code, pictures, addresses, and quotations, whose
words no one may change. Each entry of a list is a sentence, or several; one of a word or two counts as none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Final, NamedTuple

from .markup import Passage, PassageKind, passages
from .problems import Place
from .reading_scales import ENGLISH, SCALES, ReadingScale
from .syllables import syllables


class ReadingLevel(Enum):
    """How hard a text is, by its score."""

    EASY = "easy"
    FAIR = "fair"
    HARD = "hard"
    UNKNOWN = "unknown"
    """Too short to be measured, or in a language without a scale."""


class HardSentence(NamedTuple):
    """A sentence that asks much of its readers: it is long, or clauses and remarks stand within each other in it."""

    text: str
    place: Place
    words: int
    is_long: bool
    is_nested: bool


class HardWord(NamedTuple):
    """A long word, where it stands first, and how often it is there."""

    word: str
    place: Place
    times: int


@dataclass(frozen=True, slots=True)
class Readability:
    """What can be said of a text. The score is None where nothing can be measured; both lists are told all the same."""

    score: float | None
    level: ReadingLevel
    words_per_sentence: float
    sentences: tuple[HardSentence, ...]
    words: tuple[HardWord, ...]


FEWEST: Final = 60
"""Words below which averages say nothing: one long name would decide."""
FRAGMENT: Final = 4
"""Words that something between two stops must have to be counted as a sentence."""
LONG_WORD: Final = 6
"""Letters up to which a word is short, by LIX."""
NESTED: Final = 5
"""Clauses and remarks from which on a sentence is nested."""
_MEASURED: Final = (PassageKind.PROSE, PassageKind.ENTRY, PassageKind.NOTE)
_WORD: Final = re.compile(r"\d[\d.,:/–-]*|[^\W\d_]+(?:['’ʼ.-][^\W\d_]+)*")
_CLOSING, _OPENING = ")»”\"'’]", " «“„\"'‘([–—-"
_BEFORE_WORD: Final = "(«“„\"'["
_FOLLOWING: Final = re.compile(f"[{re.escape(_OPENING)}]*")
_SPACE_LEFT: Final = re.compile(r" (?=[,.:;·)»])")
"""A space where the address of a link was."""
_REMARK: Final = re.compile(r"\([^()]*\s[^()]*\)|(?<=\s)[–—]\s[^–—]*\s[–—](?=\s)")
"""A remark of several words within a sentence: in brackets, or between dashes."""


class _Sentence(NamedTuple):
    passage: Passage
    start: int
    text: str
    words: Sequence[re.Match[str]]


class _Measure(NamedTuple):
    score: float | None
    level: ReadingLevel
    average: float
    """Words in a sentence."""


def readability(text: str, language: str) -> Readability:
    """How hard a text is; places count from its own first line. It is what stands in a file below the front matter."""
    scale = SCALES.get(language)
    if scale is None:
        return Readability(None, ReadingLevel.UNKNOWN, 0.0, (), ())
    read = _read(text, scale)
    measure = _measured(read, scale)
    sentences = tuple(found for one in read if (found := _hard_sentence(one, scale)))
    return Readability(
        measure.score, measure.level, round(measure.average, 1), sentences, _hard_words(read, language, scale)
    )


def is_hard(text: str, language: str) -> bool:
    """Whether a text is hard to read as a whole."""
    scale = SCALES.get(language)
    return scale is not None and _measured(_read(text, scale), scale).level is ReadingLevel.HARD


def _read(text: str, scale: ReadingScale) -> list[_Sentence]:
    return [one for passage in passages(text) if passage.kind in _MEASURED for one in _sentences(passage, scale)]


def _measured(read: Sequence[_Sentence], scale: ReadingScale) -> _Measure:
    counted = [one for one in read if len(one.words) >= FRAGMENT]
    words = [word.group() for one in counted for word in one.words]
    average = len(words) / len(counted) if counted else 0.0
    if len(words) < FEWEST:
        return _Measure(None, ReadingLevel.UNKNOWN, average)
    score = round(_flesch(words, average) if scale is ENGLISH else _lix(words, average), 1)
    return _Measure(score, _level(score, average, scale), average)


def _flesch(words: Sequence[str], average: float) -> float:
    return 206.835 - 1.015 * average - 84.6 * sum(syllables(word, "en") for word in words) / len(words)


def _lix(words: Sequence[str], average: float) -> float:
    return average + 100 * sum(len(word) > LONG_WORD and word[0].isalpha() for word in words) / len(words)


def _level(score: float, average: float, scale: ReadingScale) -> ReadingLevel:
    sign = 1 if scale.easy < scale.hard else -1
    if sign * score >= sign * scale.hard and average >= scale.tiring:
        return ReadingLevel.HARD
    return ReadingLevel.EASY if sign * score <= sign * scale.easy else ReadingLevel.FAIR


@cache
def _stops(signs: str) -> re.Pattern[str]:
    return re.compile(rf"[{signs}]+[{re.escape(_CLOSING)}]*(?=\s|$)")


def _sentences(passage: Passage, scale: ReadingScale) -> Iterator[_Sentence]:
    text, start = passage.text, 0
    stops = _stops(scale.stops).finditer(text)
    for end in [*(stop.end() for stop in stops if _ends(text, stop, scale)), len(text)]:
        words = list(_WORD.finditer(text, start, end))
        if words:
            yield _Sentence(passage, start, text[start:end], words)
        start = end


def _ends(text: str, stop: re.Match[str], scale: ReadingScale) -> bool:
    """Whether a sentence ends at a sign, and not a word that was cut short. It looks at the neighbouring words alone,
    so that a long passage takes no longer for each of its sentences.
    """
    follows = _FOLLOWING.match(text, stop.end())
    after = text[follows.end() : follows.end() + 1] if follows else ""
    if not after or stop.group()[0] != ".":
        return not after.islower()
    start = _start_of_word(text, stop.start())
    said = text[start : stop.start()].lower()
    if after.islower() or said in scale.abbreviations:
        return False
    if said in scale.numbered and after.isdigit():
        return False
    is_initial = len(said) == 1 and said.isalpha()
    is_number = said.isdigit() and start <= len(text) - len(text.lstrip())
    return not is_initial and not is_number


def _start_of_word(text: str, end: int) -> int:
    while end and text[end - 1] not in _BEFORE_WORD and not text[end - 1].isspace():
        end -= 1
    return end


def _hard_sentence(one: _Sentence, scale: ReadingScale) -> HardSentence | None:
    joined = len(scale.joints.findall(one.text)) + len(_REMARK.findall(one.text))
    is_long, is_nested = len(one.words) > scale.longest, joined >= NESTED
    if not is_long and not is_nested:
        return None
    text = _SPACE_LEFT.sub("", " ".join(one.text.split()))
    return HardSentence(text, one.passage.place(one.words[0].start()), len(one.words), is_long, is_nested)


def _hard_words(read: Sequence[_Sentence], language: str, scale: ReadingScale) -> tuple[HardWord, ...]:
    """Long words, those that come often first. A name is none: no one can write another."""
    found: dict[str, HardWord] = {}
    for one in read:
        for match in one.words:
            word = match.group()
            is_name = word[0].isupper() and match is not one.words[0]
            if not word[0].isdigit() and not is_name and syllables(word, language) >= scale.hard_word:
                known = found.get(word.lower()) or HardWord(word, one.passage.place(match.start()), 0)
                found[word.lower()] = known._replace(times=known.times + 1)
    return tuple(sorted(found.values(), key=lambda known: -known.times))
