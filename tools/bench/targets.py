"""The targets that the build is held to, and how far from each it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from tools.bench.measure import Cost, middle
from tools.bench.results import (
    ALIKE_COLD,
    COLD,
    EDIT,
    HUGO_COLD,
    HUGO_INDEX,
    OURS_COLD,
    OURS_EDIT,
    OURS_INDEX,
    OURS_RESTORED,
    OURS_RESTORED_EDIT,
    OURS_SAME,
    Results,
    cpu,
    peak,
    ratio,
)

MANY: Final = 10_000
FEW: Final = 1_000
CACHED: Final = {
    OURS_RESTORED: "10,000 stories with a runner's cache, nothing changed, beside the fastest peer from nothing",
    OURS_RESTORED_EDIT: "10,000 stories with a runner's cache, one story edited, beside the fastest peer from nothing",
}
SECONDS_FOR_EDIT: Final = 0.5
SECONDS_TO_PAGE: Final = {FEW: 0.2, MANY: 0.5}


@dataclass(frozen=True, slots=True)
class Target:
    """One target: what may at most be measured, and what was. `met` is None where it was not measured."""

    words: str
    limit: str
    measured: str = ""
    met: bool | None = None
    by_cpu: str = ""
    """The ratio of CPU times, which other work on the machine disturbs less than wall times."""

    @property
    def verdict(self) -> str:
        """Met, missed or not measured."""
        return {True: "met", False: "**missed**", None: "not measured"}[self.met]


def targets(results: Results) -> list[Target]:
    """All of them, in the order in which a reader asks."""
    ours, peers = results.of(OURS_COLD, MANY), results.fastest_peer(COLD, MANY)
    same = results.of(OURS_SAME, MANY)
    indexed = results.of(OURS_INDEX, MANY), results.of(HUGO_INDEX, MANY)
    return [
        _at_most(
            1.0,
            "10,000 stories from nothing, as much as the others, beside the fastest peer",
            results.of(ALIKE_COLD, MANY),
            peers,
        ),
        _at_most(1.0, "10,000 stories from nothing, beside the fastest peer", ours, peers),
        *(_at_most(0.3, words, results.of(row, MANY), peers) for row, words in CACHED.items()),
        _edit(results),
        *(_saved(results, stories) for stories in SECONDS_TO_PAGE),
        _at_most(0.03, "nothing changed in 10,000 stories, beside its own build from nothing", same, ours),
        _memory(results),
        _at_most(10.5, "10,000 stories from nothing, beside 1,000", ours, results.of(OURS_COLD, FEW)),
        _at_most(1.0, "10,000 stories from nothing with the index, beside Hugo and then Pagefind", *indexed),
    ]


def _at_most(limit: float, words: str, above: Sequence[Cost], below: Sequence[Cost]) -> Target:
    """A target for a ratio of wall times. That of CPU times is told beside it and decides nothing."""
    found, by_cpu = ratio(above, below), ratio(above, below, cpu)
    if found is None or by_cpu is None:
        return Target(words, f"{limit:g} ×")
    return Target(words, f"{limit:g} ×", f"{found:.3g} ×", found <= limit, f"{by_cpu:.3g} ×")


def _memory(results: Results) -> Target:
    words, limit = "peak memory with 10,000 stories, beside Hugo's", "0.5 ×"
    found = ratio(results.of(OURS_COLD, MANY), results.of(HUGO_COLD, MANY), peak)
    return Target(words, limit) if found is None else Target(words, limit, f"{found:.3g} ×", found <= 0.5)


def _edit(results: Results) -> Target:
    """An edit may take a fixed time, or half of what the fastest peer takes for its own."""
    words, limit = "one of 10,000 stories edited", f"{SECONDS_FOR_EDIT} s, or 0.5 × the fastest peer's"
    ours, peers = results.of(OURS_EDIT, MANY), results.fastest_peer(EDIT, MANY)
    if not ours:
        return Target(words, limit)
    seconds, found, by_cpu = middle(ours).wall, ratio(ours, peers), ratio(ours, peers, cpu)
    if found is None or by_cpu is None:
        return Target(words, limit, f"{seconds:.2f} s", seconds <= SECONDS_FOR_EDIT)
    met = seconds <= SECONDS_FOR_EDIT or found <= 0.5
    return Target(words, limit, f"{seconds:.2f} s, {found:.3g} ×", met, f"{by_cpu:.3g} ×")


def _saved(results: Results, stories: int) -> Target:
    words, limit = f"from saving one of {stories:,} stories to the page in the preview", SECONDS_TO_PAGE[stories]
    times = results.saved.get(stories)
    if not times:
        return Target(words, f"{limit} s")
    return Target(words, f"{limit} s", f"{median(times):.2f} s", median(times) <= limit)
