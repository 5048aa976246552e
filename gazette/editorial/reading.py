"""The texts that are hard to read, with the sentences that make them so, each at its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ..content import load
from ..content.library import Library
from ..content.load import SourceFile
from ..content.problems import Place, Problem
from ..content.readability import HardSentence, Readability, ReadingLevel, readability

SCALES: Final = {"en": "Flesch Reading Ease", "el": "LIX"}
"""What the scale is called by which a language is measured."""


def hard_to_read(library: Library, root: Path) -> Iterator[Problem]:
    """A warning for each text that is hard as a whole, and for each sentence of any text that is."""
    for item in library.everything():
        for language, text in item.texts.items():
            source = load.read(root, text.path)
            found = readability(source.body, language)
            if found.level is ReadingLevel.HARD:
                yield _text(source, found, language)
            for sentence in found.sentences:
                yield _sentence(source, sentence)


def _text(source: SourceFile, found: Readability, language: str) -> Problem:
    facts = {
        "score": f"{found.score:.0f}", "scale": SCALES[language], "average": f"{found.words_per_sentence:.0f}",
    }  # fmt: skip
    first = len(source.body) - len(source.body.lstrip("\n"))
    return Problem(source.path, "text-hard", Place(source.body_line + first, 1), facts=facts)


def _sentence(source: SourceFile, sentence: HardSentence) -> Problem:
    rule = "sentence-long" if sentence.is_long else "sentence-nested"
    place = Place(source.body_line + sentence.place.line - 1, sentence.place.column)
    return Problem(source.path, rule, place, facts={"count": str(sentence.words), "value": sentence.text})
