"""What was measured: the rows of the comparison, and the cost of each in each round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from tools.bench.measure import Cost, Output

OURS: Final = "This project"
ALIKE: Final = "This project, as much as the others"
"""Our build of what the other tools make too: without cards, tables and calendars."""
COLD, RESTORED, RESTORED_EDIT, EDIT, NEXT_EDIT, SAME = (
    "everything, from nothing",
    "everything, with the cache that a runner restores",
    "one story edited, with the cache that a runner restores",
    "one story edited",
    "one story edited again",
    "nothing changed",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One tool at one piece of work, which may include an index for the search."""

    tool: str
    work: str
    index: bool = False
    whole: bool = True
    """Whether the site is then what a build from nothing makes. What leaves less is shown, but not compared with."""

    @property
    def ours(self) -> bool:
        """Whether this is our own build rather than a peer's."""
        return self.tool in (OURS, ALIKE)


OURS_COLD: Final = Row(OURS, COLD)
ALIKE_COLD: Final = Row(ALIKE, COLD)
OURS_RESTORED: Final = Row(OURS, RESTORED)
OURS_RESTORED_EDIT: Final = Row(OURS, RESTORED_EDIT)
OURS_EDIT: Final = Row(OURS, EDIT)
OURS_NEXT_EDIT: Final = Row(OURS, NEXT_EDIT)
OURS_SAME: Final = Row(OURS, SAME)
OURS_INDEX: Final = Row(OURS, COLD, index=True)
OURS_INDEX_EDIT: Final = Row(OURS, EDIT, index=True)
HUGO_COLD: Final = Row("Hugo", COLD)
HUGO_EDIT: Final = Row("Hugo", EDIT)
HUGO_INDEX: Final = Row("Hugo, then Pagefind", COLD, index=True)
ELEVENTY_COLD: Final = Row("Eleventy", COLD)
ELEVENTY_EDIT: Final = Row("Eleventy", EDIT)
ELEVENTY_INDEX: Final = Row("Eleventy, then Pagefind", COLD, index=True)
MKDOCS_COLD: Final = Row("MkDocs", COLD)
MKDOCS_EDIT: Final = Row("MkDocs --dirty", EDIT, whole=False)
MKDOCS_SAME: Final = Row("MkDocs --dirty", SAME, whole=False)
MKDOCS_INDEX: Final = Row("MkDocs", COLD, index=True)


@dataclass(slots=True)
class Results:
    """The measurements by row and number of stories; rounds in order."""

    costs: defaultdict[tuple[Row, int], list[Cost]] = field(default_factory=lambda: defaultdict(list))
    outputs: dict[tuple[Row, int], Output] = field(default_factory=dict)
    fresh: dict[int, int] = field(default_factory=dict)
    """Pages that an edit wrote anew, ours."""
    phases: dict[int, dict[str, float]] = field(default_factory=dict)
    """CPU seconds of each part of a build from nothing, ours, in one process."""
    saved: dict[int, list[float]] = field(default_factory=dict)
    """Seconds from saving a story until the preview shows it, ours, where that was measured."""

    @property
    def sizes(self) -> list[int]:
        """The numbers of stories, smallest first."""
        return sorted({stories for _, stories in self.costs})

    def rows(self, stories: int) -> list[Row]:
        """What was measured at that size: the work without index first, each piece of work by tool, ours first."""
        work = (COLD, RESTORED, RESTORED_EDIT, EDIT, NEXT_EDIT, SAME)
        found = [row for row, size in self.costs if size == stories]
        return sorted(found, key=lambda row: (row.index, work.index(row.work), not row.ours, row.tool))

    def of(self, row: Row, stories: int) -> list[Cost]:
        """The cost in each round; none where it was not measured."""
        return self.costs.get((row, stories), [])

    def fastest_peer(self, work: str, stories: int, *, index: bool = False) -> list[Cost]:
        """The cost of the peer that was the fastest at some work, round by round."""
        peers = [row for row in self.rows(stories) if not row.ours and row.whole and row.index == index]
        costs = [self.of(row, stories) for row in peers if row.work == work]
        return [min(in_round, key=wall) for in_round in zip(*costs, strict=False)]

    def waiting(self) -> float:
        """Wall over CPU time of MkDocs, the largest seen. It works in one process: on an idle machine the two agree."""
        stock = (cost for (row, _), costs in self.costs.items() if row == MKDOCS_COLD for cost in costs)
        return max((cost.wall / cost.cpu for cost in stock), default=1.0)


def wall(cost: Cost) -> float:
    """Seconds that someone waits."""
    return cost.wall


def cpu(cost: Cost) -> float:
    """Seconds of all processors."""
    return cost.cpu


def peak(cost: Cost) -> float:
    """MB of memory."""
    return cost.peak


def ratio(above: Iterable[Cost], below: Iterable[Cost], figure: Callable[[Cost], float] = wall) -> float | None:
    """The median of the ratios within each round, since a machine's speed drifts; None where one was not measured."""
    ratios = [figure(mine) / figure(theirs) for mine, theirs in zip(above, below, strict=False)]
    return median(ratios) if ratios else None
