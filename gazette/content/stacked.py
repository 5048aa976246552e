"""How many marks may stand on one letter.

Unicode's normal forms bring a letter's marks into an order of their own, which takes time that grows with the square of
their number. UAX #15 (section 13, Stream-Safe Text Format) knows no language that needs more than thirty.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

MOST_MARKS: Final = 30
_RUN: Final = re.compile(rf"(?:[^\w\s\x00-\x7f]|[\uff9e\uff9f]){{{MOST_MARKS + 1},}}")
"""What may hold that many marks: no mark is a letter but two of Japanese, which become marks (NFKC)."""


class Stack(NamedTuple):
    """Marks of one letter that are too many: those after the thirtieth."""

    start: int
    end: int


def stacks(text: str) -> Iterator[Stack]:
    """Where letters of a text have more marks than any may have."""
    if text.isascii():
        return
    for run in _RUN.finditer(text):
        count = 0
        for place in range(run.start(), run.end() + 1):
            is_mark = place < run.end() and unicodedata.combining(unicodedata.normalize("NFKD", text[place])[0]) > 0
            if not is_mark and count > MOST_MARKS:
                yield Stack(place - count + MOST_MARKS, place)
            count = count + 1 if is_mark else 0


def leave_out_stacks(root: Element) -> list[str]:
    """Leaves each letter in a tree its first thirty marks. Gives the texts that had more, as they are now."""
    changed = []
    for element in root.iter():
        for name, text in (("text", element.text), ("tail", element.tail)):
            if text and (found := without_stacks(text)) != text:
                setattr(element, name, found)
                changed.append(found)
        for name, value in element.attrib.items():
            if (found := without_stacks(value)) != value:
                element.set(name, found)
                changed.append(found)
    return changed


def without_stacks(text: str) -> str:
    """The text with the first thirty marks of each letter."""
    kept, at = [], 0
    for start, end in stacks(text):
        kept.append(text[at:start])
        at = end
    return "".join([*kept, text[at:]])
