"""The page that tells what was measured, docs/performance.md: every figure in it comes from the measurements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Final

from tools.bench.machine import Circumstances
from tools.bench.measure import middle
from tools.bench.results import COLD, Results, Row, ratio
from tools.bench.targets import targets

COMPARED: Final = Path(__file__).with_name("compared.md")
WAITING: Final = 1.25
"""MkDocs was kept waiting, by other work or the disk, where its wall time exceeds its CPU time by more than this."""
RULES: Final = ("---", "---", *["--:"] * 7)


def page(results: Results, where: Circumstances) -> str:
    """The whole page, in Markdown."""
    parts = [
        "# How fast the site is built",
        "Written by `make bench`, which replaces this page; no figure is typed by hand. A site of invented stories is"
        " built by this project and by other site generators in turns.",
        *_circumstances(results, where),
        "## Targets",
        _targets(results),
        *(part for stories in results.sizes for part in _size(results, stories)),
        COMPARED.read_text("utf-8").strip(),
    ]
    return "\n\n".join(parts) + "\n"


def _circumstances(results: Results, where: Circumstances) -> Iterator[str]:
    yield "## Where and when"
    machine = f"{where.processor}, {where.cores} cores, {where.memory:.1f} GB of memory, {where.system}"
    told = {"Day": where.day.isoformat(), "Machine": machine, **where.versions}
    yield "\n".join(f"- {name}: {words}" for name, words in told.items())
    waiting = results.waiting()
    busy = f" **That is more than {WAITING}: the machine was busy, so measure again.**" if waiting > WAITING else ""
    yield (
        f"MkDocs works in one process, so on an idle machine it takes as long as it computes. Here it took up to"
        f" {waiting:.2f} times as long.{busy}"
    )


def _targets(results: Results) -> str:
    head = ("target", "at most", "measured", "verdict", "by CPU time")
    rows = [(one.words, one.limit, one.measured, one.verdict, one.by_cpu) for one in targets(results)]
    return _table(head, ("---", "--:", "--:", "---", "--:"), rows)


def _size(results: Results, stories: int) -> Iterator[str]:
    rows = results.rows(stories)
    rounds = sorted({len(results.costs[row, stories]) for row in rows})
    yield f"## {stories:,} stories"
    words = "one round" if rounds == [1] else f"medians of {' to '.join(str(number) for number in rounds)} rounds"
    yield f"{words.capitalize()}. Ratios are of wall time, taken within each round."
    figures = ("wall s", "CPU s", "peak MB", "pages", "MB")
    head = ("work", "tool", *figures, "beside the fastest peer", "beside its own from nothing")
    for index, title in ((False, "Without an index for the search"), (True, "With the index")):
        yield f"### {title}"
        yield _table(head, RULES, [_row(results, row, stories) for row in rows if row.index is index])
    if stories in results.saved:
        yield (
            f"From saving a story to its page in the preview, this project: {median(results.saved[stories]):.2f} s,"
            f" the median of {len(results.saved[stories])} saves."
        )
    if stories in results.fresh:
        yield f"Of this project's pages, the edit wrote {results.fresh[stories]:,} anew."
    if stories in results.phases:
        yield "### Where this project's time goes, from nothing and without an index"
        yield _phases(results.phases[stories])


def _phases(phases: Mapping[str, float]) -> str:
    whole = sum(phases.values())
    rows = [(part, f"{seconds:.2f}", f"{seconds / whole:.0%}") for part, seconds in phases.items()]
    return _table(
        ("part, in one process", "CPU s", "share"), ("---", "--:", "--:"), [*rows, ("all", f"{whole:.2f}", "")]
    )


def _row(results: Results, row: Row, stories: int) -> tuple[str, ...]:
    costs = results.costs[row, stories]
    cost, written = middle(costs), results.outputs.get((row, stories))
    own = results.of(Row(row.tool.removesuffix(" --dirty"), COLD, row.index), stories)
    return (
        row.work,
        row.tool,
        f"{cost.wall:.2f}",
        f"{cost.cpu:.2f}",
        f"{cost.peak:,.0f}",
        f"{written.pages:,}" if written else "",
        f"{written.megabytes:,.1f}" if written else "",
        _times(ratio(costs, results.fastest_peer(row.work, stories, index=row.index)) if row.whole else None),
        _times(ratio(costs, own) if row.work != COLD else None),
    )


def _times(found: float | None) -> str:
    return "" if found is None else f"{found:.2f} ×"


def _table(head: Sequence[str], rules: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rules, *rows))
