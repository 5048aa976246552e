"""Lines that are counted by numbers or letters, with any sign behind these: which of them follow each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from .stretches import TextLine

COUNT: Final = re.compile(
    r"(?P<bold>\*\*|__)?(?P<before>[^\W\d_]{2,15}[.]?[ \xa0]#?(?=\d))?[(\[]?(?P<sign>#|[NnΝν][οoº°][.]?[ \xa0]?)?"
    r"(?:(?P<number>\d{1,2})(?:(?P<order>[οηoαaªº°]|ος|ον|ης|oς|oν|st|nd|rd|th)(?![^\W\d_]))?"
    r"(?P<end>\ufe0f?\u20e3|[ \xa0]?(?:[)\]>][.:]?|[.](?![\d.])|[.]?[:/–—-](?![\d/-])|[-=]>)|(?=[ \t\xa0*_]))"
    r"|(?P<letter>[ivxIVXιχΙΧ]{1,5}|στ|ΣΤ|ια|ιβ|[A-Za-zΑ-Ωα-ω])"
    r"(?:[)\]>][.:]?|[.:/]|['’΄´ʹ`][).:]?|[ \xa0]?[–—-](?=[ \xa0])))"
    r"(?P<bold_end>(?(bold)(?:\*\*|__)?))[ \t\xa0]*(?=\S)"
)
"""The number or letter before an entry, and the word before it, as in `Βήμα 1:`."""
_NUMBERS: Final = tuple(map(str, range(1, 100)))
_LETTERS: Final = (
    tuple("abcdefghijklmnopqrstuvwxyz"),
    tuple("αβγδεζηθικλμνξοπρστυφχψω"),
    ("α", "β", "γ", "δ", "ε", "στ", "ζ", "η", "θ", "ι", "ια", "ιβ"),
    ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"),
)
_ALIKE: Final = str.maketrans("abezhikmnoptyxvu", "αβεζηικμνορτυχνυ")
_ROMAN: Final = str.maketrans("ιχ", "ix")
_MONTHS: Final = (
    "ιαν", "φεβ", "μάρ", "μαρ", "απρ", "μαΐ", "μαι", "μαϊ", "ιουν", "ιούν", "ιουλ", "ιούλ", "αυγ", "αύγ", "σεπ", "οκτ",
    "νοε", "νοέ", "δεκ", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip


class Counted(NamedTuple):
    """A line that is counted."""

    line: TextLine
    match: re.Match[str]

    @property
    def rest(self) -> str:
        rest = self.line.words[self.match.end() :]
        return f"{self.match['bold']}{rest}" if self.match["bold"] and not self.match["bold_end"] else rest


class CountedList(NamedTuple):
    """Lines that are counted one after the other, and the list that they make."""

    entries: list[Counted]
    made: list[str]
    is_certain: bool


def counted(lines: Sequence[TextLine]) -> Iterator[CountedList]:
    """The lists in lines that all begin with a number or a letter."""
    run, places = list[Counted](), dict[int, int]()
    for line in lines:
        if match := COUNT.match(line.covered):
            entry = Counted(line, match)
            found = _places(match)
            went_on = {order: place for order, place in found.items() if places.get(order, -2) + 1 == place}
            if run and went_on and match["before"] == run[0].match["before"]:
                run.append(entry)
                places = went_on
                continue
            yield from _list_of(run, places)
            run, places = [entry], found
    yield from _list_of(run, places)


def _places(match: re.Match[str]) -> dict[int, int]:
    """The place of a mark in each order in which it has one."""
    if match["number"]:
        return {-1: int(match["number"])}
    mark = match["letter"].lower()
    written = (mark, mark.translate(_ALIKE), mark.translate(_ALIKE), mark.translate(_ROMAN))
    return {order: _LETTERS[order].index(one) + 1 for order, one in enumerate(written) if one in _LETTERS[order]}


def _list_of(run: Sequence[Counted], places: dict[int, int]) -> Iterator[CountedList]:
    start = next(iter(places.values()), 0) - len(run) + 1
    if len(run) < 2 or (1 not in {place - len(run) + 1 for place in places.values()} and not _is_later(run, start)):
        return
    first = run[0].match
    is_bare = bool(first["number"] and not first["end"] and not first["order"] and not first["sign"])
    if is_bare or first["before"]:
        if first["before"] and not first["end"]:
            return
        yield CountedList([*run], [f"- {entry.line.words}" for entry in run], False)
        return
    number = start if first["number"] else 1
    made = [f"{place}. {entry.rest}" for place, entry in enumerate(run, number)]
    is_certain = bool(first["number"]) and not first["order"] and start == 1
    yield CountedList([*run], made, is_certain and not any(_names_month(entry.rest) for entry in run))


def _is_later(run: Sequence[Counted], start: int) -> bool:
    """Whether lines are counted from another number than 1 on: as a list goes on below a picture."""
    ends = {(entry.match["end"] or "").strip() for entry in run}
    return start > 1 and ends <= {".", ")", ".)"} and not any(_names_month(entry.rest) for entry in run)


def _names_month(words: str) -> bool:
    return words.lower().startswith(_MONTHS)
