"""The figures in words: a table, and whether each limit is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from tools.bench.measure import Cost, Output, middle

TOOLS: Final = {"ours": "Ours", "Hugo": "Hugo", "MkDocs": "MkDocs"}
WAITING: Final = 1.25
"""MkDocs was kept waiting, by other work or the disk, where its wall time exceeds its CPU time by more than this."""


@dataclass(slots=True)
class Results:
    """The measurements by row and number of stories; rounds in order."""

    costs: defaultdict[tuple[str, int], list[Cost]] = field(default_factory=lambda: defaultdict(list))
    outputs: dict[tuple[str, int], Output] = field(default_factory=dict)
    fresh: dict[int, int] = field(default_factory=dict)
    """Pages that an edit wrote anew."""

    @property
    def sizes(self) -> list[int]:
        """The numbers of stories, smallest first."""
        return sorted({stories for _, stories in self.costs})


@dataclass(frozen=True, slots=True)
class Limit:
    """One row's wall time over another's may be at most `limit`. CPU time is told beside it and decides nothing."""

    words: str
    limit: float
    above: tuple[str, int]
    below: tuple[str, int]


LIMITS: Final = (
    Limit("cold build of 1,000 stories, ours / stock MkDocs", 0.6, ("ours, cold", 1_000), ("MkDocs, stock", 1_000)),
    Limit("edit of one of 10,000 stories / Hugo's build", 0.15, ("ours, first edit", 10_000), ("Hugo, full", 10_000)),
    Limit("cold build of 10,000 stories / of 1,000, ours", 11, ("ours, cold", 10_000), ("ours, cold", 1_000)),
)


def table(results: Results) -> str:
    """Every row: the middle of its rounds, and what the tool wrote."""
    head = f"{'stories':>7}  {'command':<17}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'rounds':>8}{'pages':>8}{'MB':>8}"
    return "\n".join([head, *_rows(results), "", *_notes(results)])


def _rows(results: Results) -> Iterator[str]:
    for (name, stories), costs in sorted(results.costs.items(), key=lambda entry: entry[0][1]):
        cost = middle(costs)
        written = results.outputs[TOOLS[name.split(",")[0]], stories]
        yield (
            f"{stories:>7}  {name:<17}{cost.wall:>9.2f}{cost.cpu:>9.2f}{cost.peak:>9.0f}{len(costs):>8}"
            f"{written.pages:>8}{written.megabytes:>8.1f}"
        )


def _notes(results: Results) -> Iterator[str]:
    yield "Medians. CPU: user and system, of the process and its children. Peak: of the largest process."
    yield "Pages and MB: what stands in the finished site; MkDocs' MB hold its search index and Material's assets."
    yield f"MkDocs' wall was up to {waiting(results):.2f} times its CPU time; above {WAITING} the machine was busy."
    for stories, pages in sorted(results.fresh.items()):
        yield f"An edit of one of {stories} stories wrote {pages} pages anew, ours. Hugo's only build writes all."


def verdicts(results: Results) -> str:
    """Each limit with its ratio: the middle of the ratios within each round."""
    return "\n".join(_verdict(limit, results) for limit in LIMITS)


def _verdict(limit: Limit, results: Results) -> str:
    pairs = list(zip(results.costs.get(limit.above, ()), results.costs.get(limit.below, ()), strict=False))
    if not pairs:
        return f"{limit.words}: not measured (limit {limit.limit:g})"
    ratio = median(above.wall / below.wall for above, below in pairs)
    by_cpu = median(above.cpu / below.cpu for above, below in pairs)
    word = "met" if ratio <= limit.limit else "missed"
    doubt = ", but the machine was busy: measure again" if waiting(results) > WAITING else ""
    return f"{limit.words}: {ratio:.2f} (limit {limit.limit:g}): {word}{doubt}. By CPU time {by_cpu:.2f}."


def waiting(results: Results) -> float:
    """Wall over CPU time of MkDocs, the largest seen: it works in one process, so on an idle machine the two agree."""
    stock = (cost for (name, _), costs in results.costs.items() if name == "MkDocs, stock" for cost in costs)
    return max((cost.wall / cost.cpu for cost in stock), default=1.0)
