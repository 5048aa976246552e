"""The texts that are hard to read, with the sentences that make them so, each at its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from ..content import load
from ..content.library import Item, Library
from ..content.load import SourceFile
from ..content.problems import Place, Problem
from ..content.readability import HardSentence, Readability, ReadingLevel, readability

SCALES: Final = {"en": "Flesch Reading Ease", "el": "LIX"}
"""What the scale is called by which a language is measured."""


def hard_to_read(library: Library, root: Path) -> Iterator[Problem]:
    """A warning for each text that is hard as a whole, and for each sentence of any text that is."""
    for source, found, language in _measured(library.everything(), root):
        if found.level is ReadingLevel.HARD:
            yield _text(source, found, language)
        for sentence in found.sentences:
            yield _sentence(source, sentence)


def reading_told(items: Iterable[Item], root: Path) -> list[dict[str, Any]]:
    """How hard each text of some items is to read, as values for JSON; lines count from the first with words."""
    return [_told(*measured) for measured in _measured(items, root)]


def _told(source: SourceFile, found: Readability, language: str) -> dict[str, Any]:
    above = _empty_lines(source)
    sentences = [
        {"text": one.text, "line": one.place.line - above, "words": one.words, "long": one.is_long}
        for one in found.sentences
    ]
    words = [{"word": one.word, "line": one.place.line - above, "times": one.times} for one in found.words]
    measure = {"score": found.score, "level": found.level.value, "scale": SCALES.get(language, "")}
    return {"path": source.path, "language": language, **measure, "sentences": sentences, "words": words}


def _measured(items: Iterable[Item], root: Path) -> Iterator[tuple[SourceFile, Readability, str]]:
    for item in items:
        for language, text in item.texts.items():
            source = load.read(root, text.path)
            yield source, readability(source.body, language), language


def _text(source: SourceFile, found: Readability, language: str) -> Problem:
    facts = {
        "score": f"{found.score:.0f}", "scale": SCALES[language], "average": f"{found.words_per_sentence:.0f}",
    }  # fmt: skip
    return Problem(source.path, "text-hard", Place(source.body_line + _empty_lines(source), 1), facts=facts)


def _empty_lines(source: SourceFile) -> int:
    """The empty lines at the beginning of a text."""
    return len(source.body) - len(source.body.lstrip("\n"))


def _sentence(source: SourceFile, sentence: HardSentence) -> Problem:
    rule = "sentence-long" if sentence.is_long else "sentence-nested"
    place = Place(source.body_line + sentence.place.line - 1, sentence.place.column)
    return Problem(source.path, rule, place, facts={"count": str(sentence.words), "value": sentence.text})
