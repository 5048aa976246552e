"""The long run: a million inputs and more over all targets, on all cores.

    make torture ARGS=inputs                    about a million inputs
    make torture ARGS="inputs --count 100000"   fewer; --only markdown: one target; --seed 7: other ones
    make torture ARGS="inputs --write"          puts the figures into docs/robustness.md

A third of each target's inputs are led by coverage (Atheris, where it can be had), the others thrown by the makers.
Then the cost of repeated signs is measured as they double. Ends with 1 where anything failed: the shortest input that
does so is printed, and kept below .build/torture/.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from tests.support.inputs.judging import Guard, kind_of, minimal
from tests.support.inputs.tally import Tally
from tests.support.sites import PROJECT

KEPT: Final = PROJECT / ".build/torture"
COUNT: Final = 1_050_000
GUIDED: Final = 3
"""One of so many inputs is led by coverage."""
BATCH: Final = 60_000
"""Inputs of one process: of the slow ones less, so that no core waits long for another."""
SMALL: Final = 6_000
LETTERS: Final = 24_000
"""Of a text of repeated signs, whose cost is compared with that of half of it."""
MOST_GROWTH: Final = 3.2
"""Times the cost of half the text. Twice is linear; a machine that does other work too needs room."""
TOO_SHORT: Final = 0.06
"""Seconds that are not compared, because everything that runs once is still most of it."""
FRAGMENTS: Final = 40
"""Of pieces, two and three together, that are repeated; each piece alone besides."""


Run = Callable[[bytes], None]


class Job(NamedTuple):
    """A part of a target's inputs: a process of its own."""

    target: str
    kind: str
    count: int
    seed: int


def jobs(names: Sequence[str], shares: Sequence[int], count: int, seed: int) -> Iterator[Job]:
    """The parts of a run, the slow targets first."""
    guided = importlib.util.find_spec("atheris") is not None
    for name, share in sorted(zip(names, shares, strict=True), key=lambda both: both[1]):
        whole = count * share // sum(shares)
        led = whole // GUIDED if guided else 0
        yield Job(name, "growth", 0, seed)
        size = SMALL if share < 150 else BATCH
        for kind, left in (("guided", led), ("thrown", whole - led)):
            for number, start in enumerate(range(0, left, size)):
                yield Job(name, kind, min(size, left - start), seed * 1000 + number)


def done(job: Job, folder: Path) -> Tally:
    """What came of a job."""
    own = folder / f"{job.target}-{job.kind}-{job.seed}"
    own.mkdir(parents=True)
    module = "guided" if job.kind == "guided" else "running"
    more = [job.target, str(job.count), str(job.seed), str(own)] + ([] if job.kind == "guided" else [job.kind])
    python = [sys.executable, "-B"]  # keeps no compiled code: what is imported late would be taken for a write outside
    command = [*python, "-m", f"tests.support.inputs.{module}", *(["job"] if module == "running" else []), *more]
    ended = subprocess.run(command, cwd=PROJECT, capture_output=True, check=False)
    result = own / "tally.json"
    if not result.exists():
        words = f"the process ended with {ended.returncode}: {ended.stderr[-400:].decode('utf-8', 'replace')}"
        found = [path.read_bytes() for path in own.iterdir() if path.name.startswith(("crash-", "timeout-", "oom-"))]
        return Tally(job.target, 1, failures=1, faults={"ended": (words, found[0] if found else b"")})
    return Tally.of_plain(json.loads(result.read_text("utf-8")))


def work(job: Job, folder: Path) -> Tally:
    """Does a job in this process."""
    from tests.support.inputs.targets import targets

    (folder / "root").mkdir(parents=True, exist_ok=True)
    target = targets(folder / "root")[job.target]
    guard, tally, dice = Guard(), Tally(job.target), Random(f"{job.target} {job.kind} {job.seed}")
    guard.folder = folder / "root"
    if job.kind == "growth":
        for fragment in fragments(target.signs, dice):
            for raw, words in grown(target.form, fragment, lambda raw: guard.verdict(target.run, raw).seconds):
                tally.faults[f"growth {fragment!r}"] = (words, raw)
                tally.failures += 1
        return tally
    for _ in range(job.count):
        raw = target.make(dice)
        tally.count(raw, guard.verdict(target.run, raw), kind_of)
    for kind, (words, raw) in list(tally.faults.items()):
        shorter = minimal(raw, lambda one, kind=kind: kind_of(guard.verdict(target.run, one).fault) == kind)
        tally.faults[kind] = (words, shorter)
    return tally


def fragments(signs: Sequence[str], dice: Random) -> Iterator[str]:
    """Each sign, and some of them together."""
    yield from signs
    for _ in range(FRAGMENTS if signs else 0):
        yield "".join(dice.choice(signs) for _ in range(dice.choice((2, 2, 3))))


def grown(form: str, fragment: str, seconds: Callable[[bytes], float]) -> Iterator[tuple[bytes, str]]:
    """The input whose cost grows faster than its length, with the figures."""
    whole, half = (repeated(form, fragment, letters) for letters in (LETTERS, LETTERS // 2))
    after = seconds(whole)
    if after > TOO_SHORT and after > MOST_GROWTH * seconds(half):
        costs = [min(seconds(raw) for _ in range(5)) for raw in (half, whole)]
        if costs[1] > MOST_GROWTH * costs[0]:
            yield whole, f"{fragment!r} repeated: {costs[0]:.2f} s become {costs[1]:.2f} s where its length doubles"


def repeated(form: str, fragment: str, letters: int) -> bytes:
    return form.replace("{}", fragment * (letters // len(fragment))).encode("utf-8", "surrogatepass")


def run(options: argparse.Namespace) -> tuple[dict[str, Tally], float]:
    """All jobs, over all cores; tells of each target as soon as it is done."""
    from tests.support.inputs.targets import targets

    started = time.monotonic()
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        known = targets(Path(folder) / "names")
        names = [name for name in known if not options.only or name in options.only]
        asked = list(jobs(names, [known[name].share for name in names], options.count, options.seed))
        tallies = {name: Tally(name) for name in names}
        left = {name: sum(job.target == name for job in asked) for name in names}
        with ThreadPoolExecutor(options.cores) as pool:
            waiting: dict[str, list[Future[Tally]]] = {}
            for job in asked:
                waiting.setdefault(job.target, []).append(pool.submit(done, job, Path(folder)))
            for name, futures in waiting.items():
                for future in futures:
                    tallies[name].add(future.result())
                    left[name] -= 1
                print(line(tallies[name]), flush=True)
    return tallies, time.monotonic() - started


def line(tally: Tally) -> str:
    return (
        f"{tally.target:10} {tally.inputs:>9,} inputs  {tally.rate:>8,.0f} a second  slowest {tally.slowest:.2f} s"
        f"  {tally.failures} failed"
    )


def keep(tallies: Iterable[Tally]) -> list[str]:
    """Writes the failing inputs down; gives what is to be said of them."""
    told = []
    for tally in tallies:
        for words, raw in tally.faults.values():
            path = KEPT / f"{tally.target}-{hashlib.sha256(raw).hexdigest()[:12]}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
            told.append(f"{tally.target}: {words}\n    {raw[:300]!r}\n    {path.relative_to(PROJECT)}")
    return told


def main(arguments: Sequence[str]) -> int:
    """1 where an input failed."""
    if arguments[:1] == ["job"]:
        target, count, seed, folder, kind = arguments[1:]
        tally = work(Job(target, kind, int(count), int(seed)), Path(folder))
        (Path(folder) / "tally.json").write_text(json.dumps(tally.plain()), "utf-8")
        return 0
    parser = argparse.ArgumentParser(prog="make torture inputs", description="Tries inputs by the million.")
    parser.add_argument("--count", type=int, default=COUNT, help="inputs in all")
    parser.add_argument("--only", nargs="*", help="these targets alone")
    parser.add_argument("--seed", type=int, default=1, help="another number, other inputs")
    parser.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/robustness.md")
    options = parser.parse_args(arguments)
    os.environ["PYTHONHASHSEED"] = "0"
    tallies, took = run(options)
    for words in keep(tallies.values()):
        print(words)
    whole = sum(tally.inputs for tally in tallies.values())
    failed = sum(tally.failures for tally in tallies.values())
    print(f"{whole:,} inputs in {took / 60:.1f} minutes, {failed} failed")
    if options.write:
        from tests.support.inputs.report import write

        write(tallies.values(), took, options)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
