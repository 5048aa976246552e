"""Commands in processes of their own, each a copy of one that has imported the program already.

To import it takes half a second, and a command that is watched or killed at one call after the other is started again
and again. What is copied has read no content yet: from there on a command does what one from a shell does.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
ATTACHED = "attached"


class Begun:
    """The process that is copied. `strace` watches a copy from before its first step on."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory()
        modules = sorted(name for name in sys.modules if name.startswith("gazette."))
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}
        self._process = subprocess.Popen(
            [sys.executable, __file__, self._folder.name, *modules],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=PROJECT,
        )  # fmt: skip
        atexit.register(self.end)

    def watched(self, arguments: Sequence[str], strace: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """A command, to its end, below strace with these options; its exit code, and what it said."""
        number = self._told(json.dumps(list(arguments)))
        with subprocess.Popen([*strace, "-p", str(number)], stderr=subprocess.PIPE, text=True) as watching:
            assert watching.stderr
            said = watching.stderr.readline()
            assert ATTACHED in said, said + watching.stderr.read()
            code = self._told("")
            watching.communicate()
        out, err = ((Path(self._folder.name) / name).read_text("utf-8") for name in ("out", "err"))
        return subprocess.CompletedProcess(list(arguments), code, out, err)

    def end(self) -> None:
        self._process.communicate()
        self._folder.cleanup()

    def _told(self, line: str) -> int:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@cache
def begun() -> Begun:
    """One for all commands of this process. It ends with it."""
    return Begun()


def _copied(folder: Path, modules: Sequence[str]) -> None:
    """Copies itself for each line that holds a command's arguments, lets the copy go on at the next line, and waits."""
    sys.path.insert(0, str(PROJECT))
    import build

    for name in modules:
        import_module(name)
    for line in sys.stdin:
        held, go = os.pipe()
        if not (number := os.fork()):
            _run(build, json.loads(line), folder, held)
        print(number, flush=True)
        sys.stdin.readline()
        os.write(go, b"\n")
        print(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]), flush=True)
        os.close(held)
        os.close(go)


def _run(build: Any, arguments: list[str], folder: Path, held: int) -> None:
    for stream, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.read(held, 1)  # until it is watched
    sys.argv = ["build.py", *arguments]
    try:
        build.leave(build.main())
    except SystemExit as end:
        build.leave(end.code if isinstance(end.code, int) else 2)


if __name__ == "__main__":
    _copied(Path(sys.argv[1]), sys.argv[2:])
