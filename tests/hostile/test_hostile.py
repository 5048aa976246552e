"""Trees that someone sends to do harm where they are looked at; each case says what lies in it, and what is expected.

A case in `cases/` is laid over `tests/sites/base`: `delete` takes paths away, `deep` makes so many folders in each
other, `files` and `append` write (`{marker}` stands for a file that a program of the tree would leave), `links` and
`pipes` are made as they say, `git` names what is committed. Then `run`, a command, must end with `exit` (1, if not
told), say all of `says` and nothing of `never`.
Whatever a case is about: the folder beside the tree stays as it is and unread, no program of the tree runs, and neither
time nor memory grows.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import traceback
import warnings
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from gazette import cli
from tests.support.data_files import data_of
from tests.support.sites import BASE, TODAY

CASES = sorted((Path(__file__).parent / "cases").glob("*.yml"))
SECONDS, MOST_MEMORY = 30, 600_000_000
DATED = ("build", "check", "preview", "serve", "ledger", "withdraw", "new")
SECRET = b"SECRET: no one outside may read this\n"


class Place(NamedTuple):
    """A tree, what lies beside it, and where a program of the tree would leave a trace."""

    root: Path
    victim: Path
    marker: Path


@pytest.fixture
def place(tmp_path: Path) -> Place:
    root = Path(shutil.copytree(BASE, tmp_path / "site", ignore=shutil.ignore_patterns(".build")))
    victim = tmp_path / "victim"
    for name in (
        "keep.txt",
        "el.yml",
        "0.memory",
        "stories/index.html",
        "site/index.html",
        "12.tree",
        ".el.md.9999999.new",
    ):
        (victim / name).parent.mkdir(parents=True, exist_ok=True)
        (victim / name).write_bytes(SECRET)
    kept = victim / "kept/content/stories/garden"
    kept.mkdir(parents=True)
    shutil.copy(root / "content/stories/garden/garden.png", kept / "garden.png")
    shutil.copy(root / "content/stories/garden/garden.png", victim / "photo.jpg")
    (victim / "empty").mkdir()
    return Place(root, victim, tmp_path / "marker")


def everything(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """What lies in a folder: path → mode, time of its last change, bytes."""
    return {
        path.relative_to(folder).as_posix(): (
            path.lstat().st_mode, path.lstat().st_mtime_ns, path.read_bytes() if path.is_file() else b"",
        )
        for path in folder.rglob("*")
    }  # fmt: skip


def lay_out(case: dict[str, Any], place: Place) -> None:
    for path in case.get("delete", ()):
        shutil.rmtree(place.root / path) if (place.root / path).is_dir() else (place.root / path).unlink()
    for path, count in case.get("deep", {}).items():
        (place.root / path).mkdir(parents=True, exist_ok=True)
        _deep(place.root / path, count)
    later = {path: text for path, text in case.get("files", {}).items() if path.startswith(".git/")}
    for path, text in {**case.get("files", {}), **later}.items():
        if path not in later:
            write(place, path, text)
    for path, (line, times) in case.get("append", {}).items():
        with (place.root / path).open("a") as file:
            file.write(line.replace("{marker}", str(place.marker)) * times)
    for path, target in case.get("links", {}).items():
        (place.root / path).parent.mkdir(parents=True, exist_ok=True)
        (place.root / path).symlink_to(target)
    for path in case.get("pipes", ()):
        (place.root / path).parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(place.root / path)
    if case.get("git"):
        git(place.root, "init", "--quiet")
        git(place.root, "add", "--force", "--", *case["git"])
    for path, text in later.items():
        write(place, path, text)


def _deep(folder: Path, count: int) -> None:
    for _ in range(count):
        folder = folder / "a"
        os.mkdir(folder)


def write(place: Place, path: str, text: str) -> None:
    (place.root / path).parent.mkdir(parents=True, exist_ok=True)
    (place.root / path).write_text(text.replace("{marker}", str(place.marker)))
    (place.root / path).chmod(0o755)


def git(root: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True)


def run(place: Place, command: list[str], said: Path) -> int:
    """A command in a process of its own, which may take so much time and memory and no more."""
    name, *more = command
    dated = ["--as-of", TODAY] if name in DATED else []
    without = ["--no-paper", "--no-search"] if name == "build" else []
    arguments = [name, "--root", str(place.root), *more, *dated, *without]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of the test runner, which do nothing meanwhile
        process = os.fork()
    if process == 0:
        _run(arguments, said)
    _, status = os.waitpid(process, 0)
    assert not os.WIFSIGNALED(status), f"ended by {signal.Signals(os.WTERMSIG(status)).name}"
    return os.WEXITSTATUS(status)


def _run(arguments: list[str], said: Path) -> None:
    code = 99
    try:
        with said.open("wb") as out:
            for stream in (1, 2):
                os.dup2(out.fileno(), stream)
        sys.stdout, sys.stderr = (os.fdopen(stream, "w", encoding="utf-8", closefd=False) for stream in (1, 2))
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + MOST_MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        signal.alarm(SECONDS * 10)  # for one that waits: on a machine with much else to do that takes long
        try:
            code = cli.main(arguments)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 2
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_nothing_outside_is_touched_and_no_program_runs(path: Path, place: Place, tmp_path: Path) -> None:
    case = data_of(path)
    lay_out(case, place)
    before, said = everything(place.victim), tmp_path / "said.txt"
    try:
        code = run(place, case["run"], said)
    finally:
        for deep in case.get("deep", ()):  # which Python itself cannot take away
            subprocess.run(["rm", "-rf", str(place.root / deep)], check=True)
    text = said.read_text("utf-8")
    assert everything(place.victim) == before, text
    assert not place.marker.exists(), text
    assert code == case.get("exit", 1), text
    assert "Traceback" not in text
    assert [words for words in case.get("says", ()) if words not in text] == [], text
    assert [words for words in case.get("never", ()) if words in text] == [], text
    published = [found for found in place.root.rglob("*") if found.is_file() and "site" in found.parts[-3:]]
    assert SECRET not in [found.read_bytes() for found in published if not found.is_symlink()]


def test_a_case_says_what_it_is_about() -> None:
    for path in CASES:
        case = data_of(path)
        assert case["about"].endswith(".")
        assert case.keys() <= {
            "about", "delete", "deep", "files", "append", "links", "pipes", "git", "run", "exit", "says", "never",
        }, path.name  # fmt: skip
        assert case.get("says") or case.get("exit") == 0, path.name
