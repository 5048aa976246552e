"""Many people at once, and a server that is killed while they save: nothing that was answered for is lost."""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support import submissions_kills
from tests.support.submissions_server import mail_server, served
from tests.support.submissions_visitor import Visitor, invite, prepared, story

EDITORS, SAVES = 20, 10
SHARED = 10
"""Editors who write in twos in one proposal; the others have one each."""


def test_two_hundred_saves_by_twenty_editors_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prepared(tmp_path / "data")
    with mail_server() as (inbox, mail_port), served(tmp_path / "data", mail_port) as running:
        editors, keys = [], []
        for number in range(EDITORS):
            address = f"editor{number}@north.example"
            invite(running, address, "north")
            editors.append(Visitor(running, f"198.18.{number}.1").sign_in(inbox, address))
            keys.append(keys[-1] if number < SHARED and number % 2 else editors[-1].begin(f"Proposal {number}"))

        def write(number: int) -> tuple[list[float], dict[str, str]]:
            took, saved = [], {}
            for count in range(SAVES):
                files = story(f"s{number}-{count}", "north")
                started = time.monotonic()
                answer = editors[number].save(keys[number], dict(files))
                took.append(time.monotonic() - started)
                assert answer.status_code == 200, answer.text
                saved |= files
            return took, saved

        with ThreadPoolExecutor(EDITORS) as pool:
            found = list(pool.map(write, range(EDITORS)))
        for (_, saved), key in zip(found, keys, strict=True):
            there = running.git("ls-tree", "-r", "--name-only", f"drafts/{key}").splitlines()
            assert saved.keys() <= set(there)
        took = statistics.quantiles([one for times, _ in found for one in times], n=20)
        with capsys.disabled():
            print(f"\n{EDITORS * SAVES} saves by {EDITORS} at once: p50 {took[9]:.2f} s, p95 {took[18]:.2f} s", end=" ")
        assert "Traceback" not in running.errors


def test_what_was_saved_outlasts_kills(tmp_path: Path) -> None:
    """The long run: make torture."""
    assert submissions_kills.run(tmp_path, kills=4, seed=7) > submissions_kills.WRITERS
