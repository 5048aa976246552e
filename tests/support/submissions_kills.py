"""The submissions server, killed again and again while people save: what was answered as saved is there afterwards.

    python -m tests.support.submissions_kills --kills 100

Each time the whole group of processes ends at a random moment, git included. Started again, the server has every save
that it answered for, the repository is sound, and everyone goes on in the same proposal without signing in again.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx

from tests.support.submissions_server import Running, mail_server, served
from tests.support.submissions_visitor import Visitor, invite, prepared, story

WRITERS: Final = 3
LONGEST: Final = 1.5
"""Seconds of writing before a kill."""


@dataclass
class Writer:
    """Someone who saves one story after the other. `answered`: path → content of what the server said was saved."""

    visitor: Visitor
    key: str
    name: str
    number: int = 0
    answered: dict[str, str] = field(default_factory=dict)

    def save(self) -> bool:
        """One story; whether the server answered."""
        self.number += 1
        files = story(f"{self.name}-{self.number}", "north")
        try:
            answer = self.visitor.save(self.key, dict(files))
        except httpx.HTTPError:
            return False
        assert answer.status_code == 200, answer.text
        self.answered |= files
        return True

    def write(self, until: threading.Event) -> None:
        """Saves until the server is gone."""
        while not until.is_set() and self.save():
            pass


def lost(running: Running, writer: Writer) -> list[str]:
    """What was answered for and is not on the proposal's branch."""
    asked = "".join(f"drafts/{writer.key}:{path}\n" for path in writer.answered)
    done = subprocess.run(
        ["git", "--git-dir", str(running.repository), "cat-file", "--batch"], input=asked.encode(), capture_output=True,
        check=True,
    )  # fmt: skip
    place, missing = 0, []
    for path, content in writer.answered.items():
        end = done.stdout.index(b"\n", place)
        head = done.stdout[place:end].split(b" ")
        if head[-1] == b"missing":
            missing.append(path)
            place = end + 1
            continue
        size = int(head[2])
        if done.stdout[end + 1 : end + 1 + size] != content.encode():
            missing.append(path)
        place = end + 2 + size
    return missing


def kill_once(running: Running, writers: list[Writer], pause: float) -> None:
    """Kills the server while all write, and looks at what is left."""
    ended = threading.Event()
    threads = [threading.Thread(target=writer.write, args=(ended,)) for writer in writers]
    for thread in threads:
        thread.start()
    time.sleep(pause)
    running.kill()
    ended.set()
    for thread in threads:
        thread.join()
    running.start_again()
    done = subprocess.run(
        ["git", "--git-dir", str(running.repository), "fsck", "--strict", "--no-dangling"], capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for writer in writers:
        assert not (missing := lost(running, writer)), missing
        assert writer.save(), "the proposal does not go on"


def run(folder: Path, kills: int, seed: int) -> int:
    """Kills a server so many times; gives how many saves were answered for. Raises AssertionError."""
    moments = random.Random(seed)
    prepared(folder / "data")
    with mail_server() as (inbox, mail_port), served(folder / "data", mail_port) as running:
        writers: list[Writer] = []
        for number in range(WRITERS):
            address = f"writer{number}@north.example"
            invite(running, address, "north")
            visitor = Visitor(running, f"198.18.{number}.1").sign_in(inbox, address)
            key = visitor.begin("Together") if number != 1 else writers[0].key
            writers.append(Writer(visitor, key, f"w{number}"))
        assert all(writer.save() for writer in writers)
        for number in range(kills):
            kill_once(running, writers, moments.uniform(0.05, LONGEST))
            if number % 10 == 9:
                print(f"{number + 1} kills", flush=True)
    return sum(len(writer.answered) for writer in writers) // 2


def main() -> int:
    """Runs from the command line; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        saves = run(Path(folder), options.kills, options.seed)
    print(f"{options.kills} kills, {saves} saves answered for, 0 lost, the repository sound each time")
    return 0


if __name__ == "__main__":
    sys.exit(main())
