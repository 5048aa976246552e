"""Tells which files change: as the kernel tells it (inotify, Linux), elsewhere by looking again and again.

No link is followed. A folder that is new is watched as well, with whatever is in it.
"""

from __future__ import annotations

import ctypes
import errno
import os
import select
import stat
import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any, Final, NamedTuple, Protocol

BETWEEN_LOOKS: Final = 0.5
"""Seconds between looks at what is watched; also after how long a watch that was closed has ended."""
SETTLED: Final = 0.1
"""Seconds without a further change after which what was seen by looking, or is still being written, is told."""
AT_ONCE: Final = 0.01
"""Seconds without a further change after which files are told that were written and closed."""
MOST_FOLDERS: Final = 100
"""One inside the other, from the disk's own on: what is deeper is not watched."""

_MODIFY, _CLOSE_WRITE, _MOVED_FROM, _MOVED_TO = 0x2, 0x8, 0x40, 0x80
_CREATE, _DELETE, _OVERFLOW, _IGNORED, _IS_FOLDER = 0x100, 0x200, 0x4000, 0x8000, 0x40000000
_ONLY_FOLDERS, _NO_LINK, _NOT_WHEN_GONE = 0x01000000, 0x02000000, 0x04000000
_ASKED: Final = (
    _MODIFY | _CLOSE_WRITE | _MOVED_FROM | _MOVED_TO | _CREATE | _DELETE | _ONLY_FOLDERS | _NO_LINK | _NOT_WHEN_GONE
)
"""What the kernel is asked for, of each folder (inotify(7))."""
_HEAD: Final = struct.Struct("iIII")
_FULL: Final = (errno.ENOSPC, errno.EMFILE, errno.ENFILE)
"""The kernel watches no more folders, or for no more programs."""
_MOST_BYTES: Final = 1 << 16

State = frozenset[tuple[str, int, int, int]]
"""Path, inode, size and time of change of files and folders."""


class Watch(Protocol):
    """Watches files and folders from the moment it is made, until it is closed."""

    is_limited: bool
    """Whether the system's limit keeps it from being told, so that it has to look."""

    def changes(self) -> Iterator[frozenset[str]]:
        """The paths that changed, each time that something did and has settled; ends once the watch is closed."""
        ...

    def close(self) -> None: ...


def watch(paths: Iterable[Path]) -> Watch:
    """Watches these files and whole folders, also those that are not there yet."""
    given = [str(path) for path in paths]
    try:
        return _KernelWatch(given)
    except (OSError, AttributeError) as error:  # no such call, on another system, or no more of them
        return _LookingWatch(given, is_limited=getattr(error, "errno", 0) in _FULL)


def state_of(watched: Iterable[Path | str]) -> State:
    """The state of all that is watched: another value once anything is another."""
    found = set()
    waiting = [str(path) for path in watched]
    while waiting:
        path = waiting.pop()
        with suppress(OSError):  # what is gone is no longer in it
            told = os.lstat(path)
            found.add((path, told.st_ino, told.st_size, told.st_mtime_ns))
            if stat.S_ISDIR(told.st_mode):
                waiting += [entry.path for entry in _listed(path)]
    return frozenset(found)


def _listed(folder: str) -> Iterator[os.DirEntry[str]]:
    """What is watched in a folder: no link is followed, and no tree without end."""
    if os.path.islink(folder) or folder.count(os.sep) > MOST_FOLDERS:
        return iter(())
    return os.scandir(folder)


class _LookingWatch:
    """Looks at everything every half second."""

    def __init__(self, watched: list[str], is_limited: bool = False) -> None:
        self.is_limited = is_limited
        self._watched, self._seen, self._closed = watched, state_of(watched), Event()

    def changes(self) -> Iterator[frozenset[str]]:
        while not self._closed.wait(BETWEEN_LOOKS):
            before, now = self._seen, state_of(self._watched)
            while self._seen != now:
                self._closed.wait(SETTLED)
                self._seen, now = now, state_of(self._watched)
            if now != before:
                yield frozenset(path for path, *_ in before ^ now)

    def close(self) -> None:
        self._closed.set()


class _Change(NamedTuple):
    """What the kernel told: of what, by its path, and what happened, as a mask of bits."""

    path: str
    mask: int


class _KernelWatch:
    """Is told by the kernel, folder by folder: a file that is watched is one of the folder that it lies in."""

    def __init__(self, watched: list[str]) -> None:
        """Raises OSError or AttributeError where the kernel does not tell."""
        self.is_limited = False
        self._library: Any = ctypes.CDLL(None, use_errno=True)
        self._handle = self._asked(self._library.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK))
        self._watched, self._closed = frozenset(watched), Event()
        self._folders: dict[int, str] = {}
        self._looked: _LookingWatch | None = None
        try:
            self._begin()
        except OSError:
            os.close(self._handle)
            raise

    def changes(self) -> Iterator[frozenset[str]]:
        while not self._closed.is_set() and not self._looked:
            found: set[str] = set()
            being_written: set[str] = set()
            seconds = BETWEEN_LOOKS
            try:
                while batch := self._read(seconds):
                    for change in batch:
                        self._note(change, found, being_written)
                    seconds = SETTLED if being_written else AT_ONCE
            except OSError:  # as many folders are watched as may be: from here on by looking, and what was new is told
                self._looked, self.is_limited = _LookingWatch(sorted(self._watched)), True
                found |= self._watched
            if found:
                yield frozenset(found)
        os.close(self._handle)
        if self._looked and not self._closed.is_set():
            yield from self._looked.changes()

    def close(self) -> None:
        self._closed.set()
        if self._looked:
            self._looked.close()

    def _asked(self, answer: int) -> int:
        if answer < 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        return answer

    def _begin(self) -> None:
        for path in self._watched:
            with suppress(FileNotFoundError, NotADirectoryError):
                self._add(os.path.dirname(path))
            self._add_all(path)

    def _add(self, folder: str) -> None:
        self._folders[self._asked(self._library.inotify_add_watch(self._handle, os.fsencode(folder), _ASKED))] = folder

    def _add_all(self, path: str) -> None:
        """A folder and all below it. What is gone meanwhile, or no folder, or not to be opened, is passed over."""
        waiting = [path]
        while waiting:
            folder = waiting.pop()
            try:
                self._add(folder)
                waiting += [entry.path for entry in _listed(folder) if entry.is_dir(follow_symlinks=False)]
            except OSError as error:
                if error.errno in _FULL:
                    raise

    def _forget(self, path: str) -> None:
        """A folder that was moved, with all below it: told of from where it is now, if that is watched."""
        for number in [one for one, folder in self._folders.items() if f"{folder}/".startswith(f"{path}/")]:
            del self._folders[number]
            self._library.inotify_rm_watch(self._handle, number)

    def _read(self, seconds: float) -> list[_Change]:
        """What happened by now; nothing once nothing happens for that time, or the watch is closed."""
        if not select.select([self._handle], [], [], seconds)[0] or self._closed.is_set():
            return []
        raw, found, place = os.read(self._handle, _MOST_BYTES), [], 0
        while place < len(raw):
            number, mask, _, length = _HEAD.unpack_from(raw, place)
            place += _HEAD.size + length
            name = os.fsdecode(raw[place - length : place].rstrip(b"\0"))
            folder = self._folders.get(number, "")
            if mask & _IGNORED:
                self._folders.pop(number, None)
            elif mask & _OVERFLOW or folder:
                found.append(_Change(os.path.join(folder, name), mask))
        return found or [_Change("", 0)]

    def _note(self, change: _Change, found: set[str], being_written: set[str]) -> None:
        path, mask = change
        if mask & _OVERFLOW:  # more happened than the kernel keeps: all may have changed
            found |= self._watched
            self._begin()
        if not path or not self._is_watched(path):
            return
        if mask & _IS_FOLDER and mask & _MOVED_FROM:
            self._forget(path)
        if mask & _IS_FOLDER and mask & (_CREATE | _MOVED_TO):
            self._add_all(path)
        found.add(path)
        if mask & (_MODIFY | _CREATE) and not mask & _IS_FOLDER:
            being_written.add(path)
        else:
            being_written.discard(path)

    def _is_watched(self, path: str) -> bool:
        """Of a folder that is watched for the sake of one file in it, most is not."""
        while path not in self._watched:
            above = os.path.dirname(path)
            if above == path:
                return False
            path = above
        return True
