"""Runs a command and tells what it cost. This process stays small: a child's peak memory counts from its parent's."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import monotonic
from typing import Final

QUIET: Final = {"NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}


class CommandFailed(Exception):
    """A measured command did not exit with 0; the text is what it said."""


@dataclass(frozen=True, slots=True)
class Cost:
    """`cpu`: user and system seconds of the process and all its children. `peak`: MB of the largest of them."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True, slots=True)
class Output:
    """The output of a tool."""

    pages: int
    megabytes: float


def measure(command: Sequence[str], folder: Path, variables: Mapping[str, str] | None = None) -> Cost:
    """The cost of one run in `folder`. Raises CommandFailed."""
    os.sync()  # or the run would pay for what the last one wrote
    log = folder / "bench.log"
    with log.open("wb") as said:
        started = monotonic()
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT,
            env={**_plain(os.environ), **QUIET, **(variables or {})},
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        wall = monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        words = log.read_text("utf-8", "replace")[-2000:]
        raise CommandFailed(f"{' '.join(command)} (in {folder}) ended with exit code {process.returncode}:\n{words}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _plain(variables: Mapping[str, str]) -> dict[str, str]:
    """The environment, in which Python keeps what it compiled, as it does unless a machine forbids it."""
    return {name: value for name, value in variables.items() if name != "PYTHONDONTWRITEBYTECODE"}


def weigh(folder: Path) -> Output:
    """Counts the pages below a folder, and the bytes of all its files."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" and not path.name.startswith("newsletter-") for path in files)  # no letters
    return Output(pages, sum(path.stat().st_size for path in files) / 1e6)


def middle(costs: Sequence[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(median(c.wall for c in costs), median(c.cpu for c in costs), median(c.peak for c in costs))
