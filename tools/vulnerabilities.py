"""Known vulnerabilities of the locked libraries: `make vulnerabilities` asks pip-audit and npm audit of each lock.

Exit code 0: none is known; 1: some are; 2: a database could not be asked. pip-audit ends with 0 and "No known
vulnerabilities" also where it reached none: what it left out is counted, and no silence taken for an answer.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

PROJECT: Final = Path(__file__).resolve().parent.parent
PYTHON: Final = ("requirements/dev.txt", "requirements/fonts.txt")
"""The first holds the libraries of the site and of the submissions server as well."""
NPM: Final = ("requirements/npm/*/package-lock.json", "tools/*/package-lock.json")
MOST_SECONDS: Final = 300


class Asked(NamedTuple):
    """What a database says of a lock: a line for each vulnerability, or why it said nothing."""

    lock: str
    found: tuple[str, ...] = ()
    silence: str = ""


def ask_all(project: Path = PROJECT) -> Iterator[Asked]:
    """Asks of each lock of a project in turn."""
    for lock in PYTHON:
        command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--no-deps", "--progress-spinner", "off"]
        yield from_pip(lock, *_run([*command, "--format", "json", "-r", lock], project))
    for path in sorted(path for pattern in NPM for path in project.glob(pattern)):
        lock = path.relative_to(project).as_posix()
        yield from_npm(lock, *_run(["npm", "audit", "--package-lock-only", "--json"], path.parent))


def _run(command: Sequence[str], folder: Path) -> tuple[str, str]:
    """What a program says, and what it complains of."""
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=MOST_SECONDS
        )  # fmt: skip
    except FileNotFoundError:
        return "", f"{command[0]} is not installed"
    except subprocess.TimeoutExpired:
        return "", f"no answer within {MOST_SECONDS} seconds"
    return done.stdout, done.stderr


def from_pip(lock: str, said: str, complaint: str) -> Asked:
    """Reads the answer of pip-audit."""
    entries = _json(said).get("dependencies")
    if entries is None:
        return Asked(lock, silence=_last(complaint))
    found = [
        f"{entry['name']} {entry['version']}: {one['id']} (mended in {', '.join(one['fix_versions']) or 'none yet'})"
        for entry in entries
        for one in entry.get("vulns", ())
    ]
    left_out = [entry["skip_reason"] for entry in entries if "skip_reason" in entry]
    silence = f"{len(left_out)} of {len(entries)} libraries were left out: {left_out[0]}" if left_out else ""
    return Asked(lock, tuple(found), silence)


def from_npm(lock: str, said: str, complaint: str) -> Asked:
    """Reads the answer of npm audit."""
    answer = _json(said)
    if "vulnerabilities" not in answer:
        return Asked(lock, silence=answer.get("message") or _last(complaint))
    entries = answer["vulnerabilities"].values()
    return Asked(lock, tuple(f"{one['name']} {one['range']}: {one['severity']}" for one in entries))


def _json(text: str) -> dict[str, Any]:
    try:
        answer = json.loads(text)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _last(complaint: str) -> str:
    return next((line.strip() for line in reversed(complaint.splitlines()) if line.strip()), "it said nothing")


def report(answers: Iterable[Asked]) -> int:
    """Prints what is known of each lock; gives the exit code."""
    has_found = is_silent = False
    for asked in answers:
        for line in asked.found:
            print(f"{asked.lock}: {line}")
        if asked.silence:
            print(f"{asked.lock}: NOT JUDGED. {asked.silence}")
        elif not asked.found:
            print(f"{asked.lock}: no known vulnerability")
        has_found, is_silent = has_found or bool(asked.found), is_silent or bool(asked.silence)
    if is_silent:
        print(
            "vulnerabilities: this machine has no way to a database of vulnerabilities, or only in part. Nothing is "
            "known of what was not judged: run the command again where there is a network.",
            file=sys.stderr,
        )
    return 1 if has_found else 2 if is_silent else 0


if __name__ == "__main__":
    sys.exit(report(ask_all()))
