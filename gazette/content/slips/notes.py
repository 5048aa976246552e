"""Notes as other programs write them: a number in brackets, or raised, in the text and again before the note below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from .found import Slip

_RAISED: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SIGNS: Final = "†‡§"
_CARET: Final = r"\[\^?[ ]\d{1,2}\]|\(\^\d{1,2}\)|\^\d{1,2}\^?"
"""The mark of a note as it is typed here, with something missing or too much."""
_MARK: Final = rf"\[\d{{1,2}}\]|[{_RAISED}]{{1,2}}|[{_SIGNS}]{{1,2}}|\(\d{{1,2}}\)|{_CARET}"
_NOTE: Final = re.compile(rf"^[ ]{{0,3}}({_MARK}|\d{{1,2}}[.)])[ \t\xa0.:]{{0,3}}(?=[^\s:(\[])([^\n]+)$", re.MULTILINE)
_IN_TEXT: Final = re.compile(rf"(?<=[^\s(\[])[ \xa0]?({_MARK})(?![\w(\[:])")
_LOST: Final = re.compile(
    rf"[^\W\d_]{{3,40}}[.,;·]?[»”\")]?[.,;·]?(?:\[\d{{1,2}}\]|[{_RAISED}]{{1,2}})(?![\w(\[:{_RAISED}])"
)
_BLANK: Final = re.compile(r"\n[ \t]*\n")
_MAY_BE: Final = (*(f"[{digit}" for digit in range(1, 10)), "[ ", "[^ ", "(^", "(1)", "^1", *_RAISED[1:4], *_SIGNS)
_SURE: Final = re.compile(rf"\[[\d^ ]|\(\^|[{_RAISED}{_SIGNS}^]")


class _NoteBelow(NamedTuple):
    """A note below a text: its mark, and where it begins and ends."""

    mark: str
    start: int
    whole: str
    words: str


def in_notes(text: str) -> list[Slip]:
    """The marks and notes of a text that is without code; marks to which no note belongs, where there are none."""
    if not any(sign in text for sign in _MAY_BE):
        return []
    notes = _notes(text)
    found = list(_pairs(text, notes)) if notes else []
    if found or "[^" in text:
        return found
    return [Slip(match.start(), "note-mark-lost", match.group()) for match in _LOST.finditer(text)]


def _notes(text: str) -> list[_NoteBelow]:
    """The notes at the end of a text: its last lines that begin with a mark, one after the other."""
    notes = [
        _NoteBelow(match.group(1), match.start(1), match.group().strip(), match.group(2).strip())
        for match in _NOTE.finditer(text)
    ]
    while notes and _begins_elsewhere(text, notes):
        notes.pop(0)
    return notes


def _begins_elsewhere(text: str, notes: list[_NoteBelow]) -> bool:
    """Whether something else than notes follows behind the first of them."""
    rest = text[notes[0].start :]
    return any(
        line.strip() and not re.match(rf"[ ]{{0,3}}(?:{_MARK}|\d{{1,2}}[.)]|\[\^)", line) for line in rest.split("\n")
    )


def _pairs(text: str, notes: list[_NoteBelow]) -> Iterator[Slip]:
    """Each mark with its note, where each is there once and the marks come in the order of the notes."""
    above = text[: notes[0].start]
    taken = set(re.findall(r"\[\^([^\]\n]{1,60})\]", text))
    free = (str(number) for number in range(1, 999) if str(number) not in taken)
    marks = list(_IN_TEXT.finditer(above))
    if notes[0].mark[-1] in ".)" and notes[0].mark[0].isdigit() and not _answers(marks, notes):
        return
    for note in notes:
        places = [match for match in marks if _name(match.group(1)) == _name(note.mark)]
        if len(places) != 1:
            continue
        name, place = next(free), places[0]
        before = re.search(r"[^\s\[(]{1,40}\Z", above[max(place.start() - 40, 0) : place.start()])
        word = before.group() if before else ""
        sure = _SURE.match(note.mark) is not None and text.count(word + place.group()) == 1
        offset = place.start() - len(word)
        yield Slip(offset, "footnote-unmade", word + place.group(), f"{word}[^{name}]", sure)
        apart = "" if _BLANK.search(text, max(note.start - 3, 0), note.start) else "\n"
        yield Slip(note.start, "footnote-unmade", note.whole, f"{apart}[^{name}]: {note.words}", sure)


def _name(mark: str) -> str:
    """A mark without what stands around its number, and not raised."""
    bare = mark.strip("[]().^ ")
    return "".join(str(_RAISED.index(sign)) if sign in _RAISED else sign for sign in bare)


def _answers(marks: Sequence[re.Match[str]], notes: Sequence[_NoteBelow]) -> bool:
    """Whether the entries of a list are notes: as many as the marks above it, of which each stands behind a word."""
    return [_name(mark.group(1)) for mark in marks] == [_name(note.mark) for note in notes]
