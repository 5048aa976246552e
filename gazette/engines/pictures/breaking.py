"""Where the lines of a title are broken: as even as can be, with no word alone at its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

PARTED: Final = re.compile(r"[ \t]+")
"""What a line may be broken at: a space, but for one that does not break."""
_SHORT: Final = 3
"""Letters of a word, such as `και` or `the`, that had better not end a line."""
_AFTER_SHORT: Final = 0.02
_ALONE: Final = 0.12
"""Of what a line costs that is as empty as it can be: how bad such an end is, and a last word by itself."""


def broken(words: Sequence[str], widths: Sequence[float], space: float, measure: float) -> list[str]:
    """The words in the fewest lines that are no wider than `measure`; nothing where one word is wider than that.

    Of the ways to break them into so many lines the one whose lines are the most even (after Knuth and Plass 1981).

    >>> broken("A town and its people".split(), [1, 4, 3, 3, 6], 1, 13)
    ['A town and', 'its people']
    """
    if max(widths, default=0) > measure:
        return []
    ends = [0.0, *accumulate(width + space for width in widths)]
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]  # of the words up to each: lines, cost, where the last begins
    for stop in range(1, len(words) + 1):
        best.append(min(
            (best[start][0] + 1, best[start][1] + _cost(words, start, stop, _slack(ends, start, stop, space, measure)),
             start)
            for start in range(stop)
            if ends[stop] - ends[start] - space <= measure
        ))  # fmt: skip
    lines, stop = list[str](), len(words)
    while stop:
        start = best[stop][2]
        lines.insert(0, " ".join(words[start:stop]))
        stop = start
    return lines


def _slack(ends: Sequence[float], start: int, stop: int, space: float, measure: float) -> float:
    """How much of a line is left empty, as a part of it."""
    return (measure - (ends[stop] - ends[start] - space)) / measure


def _cost(words: Sequence[str], start: int, stop: int, slack: float) -> float:
    is_last = stop == len(words)
    alone = _ALONE if is_last and start == stop - 1 and start else 0
    return slack**2 + alone + (0 if is_last or len(words[stop - 1]) > _SHORT else _AFTER_SHORT)
