"""A process beside `serve` that keeps the site in memory and makes the pages of an edit at once.

It is asked over a socket: paths in, pages and problems out, as JSON. What it cannot do, and all if it should end, is
done by the build that follows every change.
"""

from __future__ import annotations

import gc
import json
import signal
import subprocess
from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, NamedTuple

from ..content import wording
from ..files import generated
from .clock import today

if TYPE_CHECKING:
    from ..pipeline.edits import EditableSite

LONGEST: Final = 20.0
"""Seconds after which no answer is waited for any more, even where the site must be read first."""
LINES: Final = ("text", "github")
"""Formats in which each problem is told by itself, so that it can be told at once."""


class Answer(NamedTuple):
    """What came of an edit: pages, path → HTML, and problems as they are told."""

    pages: Mapping[str, str]
    told: str


class StayingProcess:
    """The process as its server knows it. It may be asked from one thread, and started or ended from another."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """`command` is `serve` for the same site; `environment` that of its builds."""
        self._command, self._environment = command, environment
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None

    def read_again(self) -> None:
        """Has it read the site, unless it knows it: to be called after each build. Starts it where it does not run."""
        with self._lock, suppress(OSError):
            if self._line and self._process and self._process.poll() is None:
                self._line.send_bytes(b"null")
                return
            self._end()
            self._line, its = Pipe()
            with its:
                self._process = subprocess.Popen(
                    [*self._command, "--edits", str(its.fileno())], env=self._environment, pass_fds=[its.fileno()],
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                )  # fmt: skip

    def ask(self, paths: Iterable[str]) -> Answer | None:
        """What came of a change at these paths, which count from the site's root; None where only a build can tell."""
        with self._lock:
            answer = None
            with suppress(OSError, EOFError, ValueError):
                if self._line:
                    self._line.send_bytes(json.dumps(sorted(paths)).encode())
                    answer = Answer(*json.loads(self._line.recv_bytes())) if self._line.poll(LONGEST) else None
            if not answer:
                self._end()
            return answer

    def stop(self) -> None:
        """Ends it, whatever it does."""
        if self._process:
            self._process.kill()  # whoever waits for its answer then goes on
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._line:
            self._line.close()
            self._line = None
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None


def answer_edits(options: Namespace) -> None:
    """Answers at the socket `options.edits` until its other end is closed.

    An edit that only a build can follow is answered by nothing, and so are all others until the site is read again.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends with its server
    with Connection(options.edits) as line, suppress(EOFError, OSError):
        site = _read(options)
        while True:
            paths = json.loads(line.recv_bytes())
            if paths is None:
                site = site or _read(options)
                continue
            edit = _edited(site, paths, options)
            site = site if edit else None
            line.send_bytes(json.dumps(edit or [{}, ""]).encode())
            gc.collect()  # while no one waits: what stays was put aside before


def _read(options: Namespace) -> EditableSite | None:
    """The site as it is now; None where it has an error."""
    from ..pipeline.edits import EditableSite, UnknownEdit

    gc.unfreeze()
    gc.collect()
    root: Path = options.root.resolve()
    try:
        site = EditableSite(root, today(options), root / generated.PREVIEW)
    except UnknownEdit:
        return None
    gc.collect()
    gc.freeze()
    return site


def _edited(site: EditableSite | None, paths: Iterable[str], options: Namespace) -> Answer | None:
    from ..pipeline.edits import UnknownEdit

    try:
        if site is None or today(options) != site.today:
            return None
        edit = site.edited(paths)
    except UnknownEdit:
        return None
    told = wording.report(edit.problems, options.format, options.lang) if options.format in LINES else ""
    return Answer({path: html.decode() for path, html in edit.pages.items()}, told)
