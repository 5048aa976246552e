"""What no input may bring about: an error of ours, two seconds of work, or anything outside the folder it is given.

What a reader does is watched by an audit hook (PEP 578): files that are opened to be written, moved or deleted,
programs that are started, and connections, wherever Python lets them happen.
"""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

MOST_SECONDS: Final = 2.0
"""Of work, and not of waiting, since others may work on the same machine."""
_WRITE: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGING: Final = frozenset(
    {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.utime"}
)
_OUTSIDE: Final = frozenset(
    {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "socket.connect", "socket.bind",
     "urllib.Request", "ctypes.dlopen", "os.startfile", "webbrowser.open"}
)  # fmt: skip
_SECRETS: Final = ("/etc/passwd", "/etc/shadow", "/proc/self/environ", "/proc/self/cmdline")
"""Files that attacks read where they can."""


class Hang(BaseException):
    """An input has taken longer than any may. Not an Exception, so that no reader takes it for a fault of the input."""


class Beyond(BaseException):
    """A reader has reached for what does not belong to its input."""


@dataclass(frozen=True)
class Verdict:
    """How long an input took, and what was wrong, or nothing."""

    seconds: float
    fault: str = ""


class Guard:
    """Watches what happens while an input is read. One for a process: a hook stays for good."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self._is_watching = False
        sys.addaudithook(self._heard)

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._is_watching:
            return
        if event in _OUTSIDE and not _loads_what_is_installed(event, arguments):
            raise Beyond(f"{event}: {str(arguments)[:200]}")
        if event == "open":
            self._opened(*arguments)
        elif event in _CHANGING:
            for path in arguments[: 2 if event in ("os.rename", "os.link") else 1]:
                self._changed(event, path)

    def _opened(self, path: Any, mode: Any, flags: Any) -> None:
        if isinstance(path, int):
            return
        if isinstance(flags, int) and flags & _WRITE and os.fsdecode(path) != os.devnull:
            self._changed(f"open for {mode or flags}", path)
        if os.fsdecode(path).startswith(_SECRETS):
            raise Beyond(f"read {path!r}")

    def _changed(self, what: str, path: Any) -> None:
        if isinstance(path, int):
            return
        whole = Path(os.path.realpath(os.fsdecode(path)))
        if self.folder is None or not whole.is_relative_to(self.folder):
            raise Beyond(f"{what}: {whole}")

    @contextmanager
    def watching(self) -> Iterator[None]:
        before = signal.signal(signal.SIGVTALRM, _hung)
        signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)
        self._is_watching = True
        try:
            yield
        finally:
            self._is_watching = False
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            signal.signal(signal.SIGVTALRM, before)

    def verdict(self, run: Callable[[bytes], None], raw: bytes) -> Verdict:
        """What comes of an input."""
        started = time.thread_time()
        fault = ""
        try:
            with self.watching():
                run(raw)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            fault = _told(error)
        return Verdict(time.thread_time() - started, fault)


def _loads_what_is_installed(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether a library of a package of ours is loaded, as with the first text that needs it."""
    return event == "ctypes.dlopen" and str(arguments[0]).startswith(f"{sys.prefix}{os.sep}")


def _hung(*_: object) -> None:
    raise Hang(f"more than {MOST_SECONDS} seconds of work")


def _told(error: BaseException) -> str:
    """The error, and the line of ours nearest to it: two inputs with the same are one fault."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/gazette/" in frame.filename]
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno} ({frames[-1].name})" if frames else ""
    return f"{type(error).__name__}: {str(error)[:200]}{place}"


def kind_of(fault: str) -> str:
    """What two inputs with the same fault have in common."""
    return fault.split(":", maxsplit=1)[0] + fault.rpartition(" at ")[2]


def minimal(raw: bytes, fails: Callable[[bytes], bool], tries: int = 400) -> bytes:
    """A shorter input that still fails: pieces are left out, large ones first (Zeller, "delta debugging")."""
    size = max(len(raw) // 2, 1)
    while size and tries > 0:
        at = 0
        while at < len(raw) and tries > 0:
            shorter = raw[:at] + raw[at + size :]
            tries -= 1
            if fails(shorter):
                raw = shorter
            else:
                at += size
        size //= 2
    return raw
