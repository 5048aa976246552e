"""The figures of long runs, put into docs/robustness.md between their marks."""

from __future__ import annotations

import argparse
import platform
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from tests.support.inputs.tally import Tally
from tests.support.sites import PROJECT

PAGE: Final = PROJECT / "docs/robustness.md"
TO: Final = "<!-- end -->\n"


def write(tallies: Iterable[Tally], took: float, options: argparse.Namespace) -> None:
    """Puts the figures of a long run into the page."""
    put("inputs", table(list(tallies), took, options))


def put(part: str, text: str) -> None:
    """Replaces what stands between the marks of a part of `make torture` in docs/robustness.md."""
    mark = f"<!-- written by make torture: {part} -->\n"
    before, found, rest = PAGE.read_text("utf-8").partition(mark)
    assert found, f"{PAGE} has no {mark}"
    PAGE.write_text(f"{before}{mark}\n{text.strip()}\n\n{TO}{rest.partition(TO)[2]}", "utf-8")


def table(tallies: list[Tally], took: float, options: argparse.Namespace) -> str:
    """The figures as Markdown, and on what they were measured."""
    rows = [
        f"| {one.target} | {one.inputs:,} | {one.rate:,.0f} | {one.slowest:.2f} s | {one.failures} |" for one in tallies
    ]
    whole, failed = sum(one.inputs for one in tallies), sum(one.failures for one in tallies)
    head = ["| target | inputs | inputs in a second of work | slowest | failed |", "| --- | --: | --: | --: | --: |"]
    last = f"| **all** | **{whole:,}** | | **{max(one.slowest for one in tallies):.2f} s** | **{failed}** |"
    about = (
        f"Measured on {datetime.now(UTC):%-d %B %Y}: `--count {options.count} --seed {options.seed}`, {took / 60:.0f}"
        f" minutes on {options.cores} cores ({_processor()}), Python {platform.python_version()}, {_tools()}."
    )
    return "\n".join(["", about, "", *head, *rows, last, "", ""])


def _processor() -> str:
    with open("/proc/cpuinfo", encoding="utf-8") as told:
        found = re.search(r"model name\s*: (.+)", told.read())
    return found[1].strip() if found else platform.machine()


def _tools() -> str:
    try:
        return f"Atheris {version('atheris')}"
    except PackageNotFoundError:
        return "without Atheris: all inputs were thrown, none led by coverage"
