"""Measures in rounds, the tools by turns, since a machine's speed drifts; then prints the table and the verdict."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from tools.bench.measure import CommandFailed, Cost
from tools.bench.report import Results, table, verdicts
from tools.bench.tools import PROJECT, Hugo, MkDocs, Ours, generate

SIZES: Final = (1_000, 10_000)
LARGEST_FOR_MKDOCS: Final = 1_000
MANY_ROUNDS, FEW_ROUNDS = 5, 3


def main(arguments: Sequence[str]) -> int:
    """Runs the benchmark; 1 where a tool fails."""
    options = _parser().parse_args(arguments)
    sizes = (100,) if options.quick else tuple(options.stories)
    place = PROJECT / ".build"
    place.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=place))
    try:
        results = _measure(folder, sizes, 1 if options.quick else options.rounds)
    except CommandFailed as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    finally:
        if options.keep:
            print(f"bench: the sites are kept in {folder}", file=sys.stderr)
        else:
            shutil.rmtree(folder)
    print(table(results))
    print()
    print(verdicts(results))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tools/bench/run.py",
        description="Builds invented sites with our build, with Hugo and with stock MkDocs, and says what each took.",
    )
    parser.add_argument("--stories", type=int, nargs="+", default=SIZES, metavar="N", help="default: 1000 10000")
    parser.add_argument(
        "--rounds", type=int, metavar="N", help=f"default: {MANY_ROUNDS}; {FEW_ROUNDS} over 1000 stories"
    )
    parser.add_argument("--quick", action="store_true", help="100 stories, once: shows that it works, not how fast")
    parser.add_argument("--keep", action="store_true", help="leave the built sites in .build/")
    return parser


def _measure(folder: Path, sizes: Sequence[int], rounds: int | None) -> Results:
    results = Results()
    series = []
    for stories in sorted(sizes):
        _say(f"inventing {stories} stories")
        generate(stories, folder / str(stories))
        series.append(_Series(stories, folder / str(stories), results))
    wanted = {one.stories: rounds or (MANY_ROUNDS if one.stories <= 1_000 else FEW_ROUNDS) for one in series}
    for number in range(max(wanted.values())):
        for one in series:
            if number < wanted[one.stories]:
                _say(f"round {number + 1} of {wanted[one.stories]} over {one.stories} stories")
                one.round()
    return results


def _say(words: str) -> None:
    print(f"bench: {words}", file=sys.stderr, flush=True)


class _Series:
    """The tools over one site."""

    def __init__(self, stories: int, folder: Path, results: Results) -> None:
        self.stories, self.results = stories, results
        self.ours, self.hugo = Ours(folder), Hugo(folder)
        self.mkdocs = MkDocs(folder) if stories <= LARGEST_FOR_MKDOCS else None

    def round(self) -> None:
        """Each command once. The edit comes right after the cold build, where it costs most."""
        self._run("ours, cold", self.ours.cold)
        if self.mkdocs:
            self._run("MkDocs, stock", self.mkdocs.cold)
        self._run("Hugo, full", self.hugo.cold)
        self._run("ours, first edit", self.ours.edit)
        self.results.fresh[self.stories] = self.ours.fresh_pages()
        self._run("ours, next edit", self.ours.edit)
        self._run("ours, no change", self.ours.build)
        for tool in (self.ours, self.hugo, self.mkdocs):
            if tool:
                self.results.outputs[type(tool).__name__, self.stories] = tool.output()

    def _run(self, name: str, command: Callable[[], Cost]) -> None:
        cost = command()
        self.results.costs[name, self.stories].append(cost)
        _say(f"    {name}: {cost.wall:.2f} s, CPU {cost.cpu:.2f} s, {cost.peak:.0f} MB")
