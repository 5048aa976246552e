"""A short run of what `make torture ARGS=inputs` does for a million inputs: Hypothesis throws the dice, and shrinks."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.inputs import running
from tests.support.inputs.judging import Guard, Verdict, kind_of, minimal
from tests.support.inputs.tally import Tally
from tests.support.inputs.targets import Target, targets

THROWN = {
    "load": 120,
    "check": 60,
    "markdown": 120,
    "keys": 120,
    "dates": 150,
    "clipboard": 80,
    "pictures": 60,
    "pdf": 60,
}
SHORT = settings(
    derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=False,
)  # fmt: skip


@pytest.fixture(scope="module")
def guard() -> Guard:
    return Guard()


@pytest.fixture(scope="module")
def known(guard: Guard, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Target]]:
    """All targets, and the guard set on their folder; what each imports late is there.

    What only some inputs import leaves no compiled code: on a new machine that would be a file beyond the folder.
    """
    guard.folder = tmp_path_factory.mktemp("inputs")
    found = targets(guard.folder)
    for target in found.values():
        target.run(target.seeds()[0])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "dont_write_bytecode", True)
        yield found
    guard.folder = None


@pytest.mark.parametrize("name", ["load", "check", "markdown", "keys", "dates", "clipboard", "pictures", "pdf", "word"])
def test_no_input_does_more_than_be_refused(name: str, known: dict[str, Target], guard: Guard) -> None:
    target = known[name]

    @settings(SHORT, max_examples=THROWN.get(name, 30))
    @given(st.randoms(use_true_random=False))
    def tried(dice: Random) -> None:
        raw = target.make(dice)
        assert guard.verdict(target.run, raw).fault == "", raw

    tried()
    for seed in range(THROWN.get(name, 30)):  # Hypothesis begins with what is simple
        raw = target.make(Random(seed))
        assert guard.verdict(target.run, raw).fault == "", raw


def reads_a_secret(_: bytes) -> None:
    Path("/etc/passwd").read_bytes()


def writes_elsewhere(_: bytes) -> None:
    Path("/tmp/marker-of-inputs").write_bytes(b"x")


def deletes_elsewhere(_: bytes) -> None:
    os.remove("/tmp/marker-of-inputs")


def starts_a_program(_: bytes) -> None:
    os.system("true")


def hangs(_: bytes) -> None:
    while True:
        time.thread_time()


@pytest.mark.parametrize(
    ("run", "fault"),
    [
        (reads_a_secret, "Beyond: read"), (writes_elsewhere, "Beyond: open for"),
        (deletes_elsewhere, "Beyond: os.remove"),
        (starts_a_program, "Beyond: os.system"), (hangs, "Hang: "), (lambda raw: raw[99], "IndexError: "),
    ],
)  # fmt: skip
def test_the_guard_bites(run: running.Run, fault: str, guard: Guard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.support.inputs.judging.MOST_SECONDS", 0.1)
    assert guard.verdict(run, b"").fault.startswith(fault)


def test_a_failing_input_becomes_as_short_as_it_can_and_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = bytes(range(256)) * 4
    assert minimal(raw, lambda one: b"\x07" in one and b"\x99" in one) == b"\x07\x99"
    monkeypatch.setattr(running, "KEPT", running.PROJECT / ".build/torture")
    tally = Tally("load")
    for one in (b"abc", b"ab"):
        tally.count(one, Verdict(0.5, "ValueError: a at load.py:1 (read)"), kind_of)
    tally.count(b"", Verdict(0.25), kind_of)
    again = Tally.of_plain(json.loads(json.dumps(tally.plain())))
    assert again == tally and (again.inputs, again.failures, again.slowest) == (3, 2, 0.5)
    assert list(again.faults.values()) == [("ValueError: a at load.py:1 (read)", b"ab")]


def test_a_cost_that_grows_with_the_square_is_told() -> None:
    assert list(running.grown("{}", "ab", lambda raw: len(raw) / 1e5)) == []
    [(raw, words)] = running.grown("{}", "ab", lambda raw: len(raw) ** 2 / 1e9)
    assert len(raw) == running.LETTERS and "'ab' repeated" in words


def test_the_inputs_of_a_run_are_all_given_out() -> None:
    found = list(running.jobs(["a", "b"], [100, 300], 40_000, 7))
    assert sum(job.count for job in found) == 40_000
    assert {(job.target, job.kind) for job in found} >= {("a", "thrown"), ("b", "growth")}
    assert len({(job.target, job.kind, job.seed) for job in found}) == len(found)
