"""How the time for a piece of work grows with its size: a ratio of one run, which says the same on any machine."""

import time
from collections.abc import Callable
from typing import Final

ROUNDS: Final = 3
"""The least of so many times is taken: other programs can only make one longer."""
PARTS: Final = 4
NOISE: Final = 0.05
"""Seconds of work below which a ratio says little: three times the size takes half a second at most, even by the
square.
"""


def growth(work: Callable[[int], object], size: int) -> float:
    """How many times as long work of this size takes as work of a quarter of it: 4 where it grows in proportion, 16
    where with the square. 0 where even the whole takes no time worth speaking of.
    """
    whole = _seconds(work, size)
    return whole / _seconds(work, size // PARTS) if whole > NOISE else 0.0


def _seconds(work: Callable[[int], object], size: int) -> float:
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work(size)
        taken.append(time.process_time() - start)
    return min(taken)
