"""Measures in rounds, the tools by turns, since a machine's speed drifts; then writes the page that tells of it."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tools.bench import results as rows
from tools.bench.machine import circumstances
from tools.bench.measure import CommandFailed, Cost, Output
from tools.bench.peers import Eleventy, Hugo, MkDocs, Peer
from tools.bench.report import page
from tools.bench.results import Results, Row
from tools.bench.runner import Runner
from tools.bench.saving import measure_saving
from tools.bench.tools import PROJECT, Ours, generate

SIZES: Final = (100, 1_000, 10_000)
ROUNDS: Final = 5
SAVES: Final = {1_000: 20, 10_000: 5}
"""Number of stories → how often one is saved in the preview, each time after the build behind the last one."""
MOST_IN_PHASES: Final = 1_000
"""Stories of a site of which it is told where the time goes: with more, the shares are much the same."""
PAGE: Final = PROJECT / "docs" / "performance.md"
ALIKE: Final = 0.03
"""The part by which numbers of pages may differ: in our build, a city with few stories has no list of its own."""


def main(arguments: Sequence[str]) -> int:
    """Runs the benchmark; 1 where a tool fails."""
    options = _parser().parse_args(arguments)
    sizes = (100,) if options.quick else tuple(options.stories)
    place = PROJECT / ".build"
    place.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=place))
    results, failed = Results(), False
    try:
        where = circumstances()
        _measure(folder, sizes, 1 if options.quick else options.rounds, results)
    except CommandFailed as error:
        _say(str(error))
        failed = True
    finally:
        if options.keep:
            _say(f"the sites are kept in {folder}")
        else:
            shutil.rmtree(folder)
    if results.costs:
        _tell(page(results, where), printed=options.quick or options.stdout or failed)
    return 1 if failed else 0


def _tell(text: str, *, printed: bool) -> None:
    """Writes the page, or prints it: what was measured before a tool failed is not lost, nor published."""
    if printed:
        print(text, end="")
        return
    PAGE.write_text(text, "utf-8")
    _say(f"{PAGE.relative_to(PROJECT)} tells what was measured")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tools/bench/run.py",
        description="Builds invented sites with our build, Hugo, Eleventy and stock MkDocs, by turns, and writes what"
        " each took to docs/performance.md.",
    )
    parser.add_argument("--stories", type=int, nargs="+", default=SIZES, metavar="N", help="default: 100 1000 10000")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help=f"default: {ROUNDS}")
    parser.add_argument("--quick", action="store_true", help="100 stories, once, printed: shows that it works")
    parser.add_argument("--stdout", action="store_true", help="print the page instead of writing it")
    parser.add_argument("--keep", action="store_true", help="leave the built sites in .build/")
    return parser


def _measure(folder: Path, sizes: Sequence[int], rounds: int, results: Results) -> None:
    series = []
    for stories in sorted(sizes):
        _say(f"inventing {stories} stories")
        generate(stories, folder / str(stories))
        series.append(_Series(stories, folder / str(stories), results))
    for number in range(rounds):
        for one in series:
            _say(f"round {number + 1} of {rounds} over {one.stories} stories")
            one.round()
    for one in series:
        if one.stories in SAVES:
            _say(f"saving one of {one.stories} stories in the preview")
            results.saved[one.stories] = measure_saving(one.ours.root, SAVES[one.stories]).page
        if one.stories <= MOST_IN_PHASES:
            _say(f"timing the parts of a build of {one.stories} stories")
            results.phases[one.stories] = one.ours.phases()


def _say(words: str) -> None:
    print(f"bench: {words}", file=sys.stderr, flush=True)


class _Series:
    """The tools over one site."""

    def __init__(self, stories: int, folder: Path, results: Results) -> None:
        self.stories, self.results = stories, results
        self.ours, self.hugo = Ours(folder), Hugo(folder)
        self.runner = Runner(self.ours, folder / "runner")
        self.eleventy, self.mkdocs = Eleventy(folder), MkDocs(folder)

    def round(self) -> None:
        """Each piece of work once, by one tool after the other. An edit comes right after a build from nothing."""
        self._note(rows.ALIKE_COLD, self.ours.alike(), self.ours.output())
        self._note(rows.OURS_COLD, self.ours.cold(), self.ours.output())
        self._peer(self.hugo, rows.HUGO_COLD, rows.HUGO_INDEX)
        self._peer(self.eleventy, rows.ELEVENTY_COLD, rows.ELEVENTY_INDEX)
        self._note(rows.MKDOCS_COLD, self.mkdocs.cold(), self.mkdocs.output())
        self._changes()
        self._note(rows.OURS_RESTORED, self.runner.same())
        self._note(rows.OURS_RESTORED_EDIT, self.runner.edit())
        self._note(rows.OURS_INDEX, self.ours.cold(index=True), self.ours.output())
        self._note(rows.OURS_INDEX_EDIT, self.ours.edit(index=True))
        self._note(rows.MKDOCS_INDEX, self.mkdocs.with_index(), self.mkdocs.output())

    def _peer(self, peer: Peer, cold: Row, indexed: Row) -> None:
        """A build from nothing, and what an index adds to it."""
        cost = peer.cold()
        self._note(cold, cost, peer.output())
        self._alike(cold)
        self._note(indexed, peer.then_pagefind(cost), peer.output())

    def _changes(self) -> None:
        """Edits, and builds that find nothing to do."""
        self._note(rows.OURS_EDIT, self.ours.edit())
        self.results.fresh[self.stories] = self.ours.fresh_pages()
        self._note(rows.HUGO_EDIT, self.hugo.edit())
        self._note(rows.ELEVENTY_EDIT, self.eleventy.edit())
        self._note(rows.MKDOCS_EDIT, self.mkdocs.edit())
        self._note(rows.OURS_NEXT_EDIT, self.ours.edit())
        self._note(rows.OURS_SAME, self.ours.build())
        self._note(rows.MKDOCS_SAME, self.mkdocs.same())

    def _note(self, row: Row, cost: Cost, output: Output | None = None) -> None:
        self.results.costs[row, self.stories].append(cost)
        if output:
            self.results.outputs[row, self.stories] = output
        index = ", with the index" if row.index else ""
        _say(f"    {row.tool}, {row.work}{index}: {cost.wall:.2f} s, CPU {cost.cpu:.2f} s, {cost.peak:.0f} MB")

    def _alike(self, peer: Row) -> None:
        """Raises CommandFailed where a peer makes another number of pages than we do: the figures would say nothing."""
        ours, theirs = (self.results.outputs[row, self.stories].pages for row in (rows.OURS_COLD, peer))
        if abs(ours - theirs) > ALIKE * ours:
            raise CommandFailed(
                f"{peer.tool} makes {theirs} pages of {self.stories} stories and this project {ours}:"
                " mend its theme in tools/bench/, so that both make the same."
            )
