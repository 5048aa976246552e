"""Files below a root, reached step by step: no link on the way is followed, and nothing but an ordinary file is read.

A proposal can commit a link at any path. Whatever is read, written or deleted below the site's root goes through here,
so that it stays below the root. The root itself is the reviewer's own and may lie behind links. An OSError names the
whole path, an Irregular the path from the root.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

LINK: Final = "symlink"
NO_FILE: Final = "not-a-file"
FOLDER_FOR_FILE: Final = "folder-for-file"
FILE_FOR_FOLDER: Final = "file-for-folder"
TOO_LARGE: Final = "file-too-large"
TOO_DEEP: Final = "folder-too-deep"
MOST_FOLDERS: Final = 40
"""One inside the other, below a folder that is walked: libraries count on Python's stack, which holds a thousand."""
_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
"""Without waiting: a pipe would keep whoever opens it until someone writes into it."""


class Irregular(OSError):
    """The file or folder at `path` (from the root) is not of the kind it must be. `rule` says why; `limit` is in kB.

    `rule` is LINK, NO_FILE (a device, a pipe, a socket), FOLDER_FOR_FILE, FILE_FOR_FOLDER, TOO_LARGE or TOO_DEEP.
    """

    def __init__(self, rule: str, path: str, limit: int = 0) -> None:
        super().__init__(rule)
        self.rule, self.path, self.limit = rule, path, limit
        self.filename = path

    def __reduce__(self) -> tuple[type[Irregular], tuple[str, str, int]]:
        return Irregular, (self.rule, self.path, self.limit)


def read(root: Path, path: str, most: int) -> bytes:
    """The file at `path` below `root`, if it is an ordinary one of `most` bytes or fewer.

    Raises Irregular where it is not, or where a link leads there; FileNotFoundError, OSError.
    """
    return _read(root, path, most)


def beginning(root: Path, path: str, count: int) -> bytes:
    """The first bytes of the file at `path` below `root`, however large it is. Raises as `read`."""
    return _read(root, path, sys.maxsize, count)


def _read(root: Path, path: str, most: int, count: int = -1) -> bytes:
    with _above(root, path) as (folder, name):
        try:
            opened = os.open(name, _FILE, dir_fd=folder)
        except OSError as error:
            raise _reason(folder, name, path, error) from None
        try:
            seen = os.fstat(opened)
            _refuse(seen.st_mode, path, is_folder=False)
            if seen.st_size > most:
                raise Irregular(TOO_LARGE, path, most // 1024)
            with open(opened, "rb", closefd=False) as file:
                return file.read(count)
        finally:
            os.close(opened)


def write(root: Path, path: str, data: bytes) -> None:
    """Puts a file into the place of what is at `path` below `root`; its folders are made. Raises as `read`.

    For what can be made again: it is renamed into its place whole, and not synced.
    """
    make_folder(root, path.rpartition("/")[0])
    with _above(root, path) as (folder, name):
        beside = f"{name}.{os.getpid()}.new"  # two commands at once must not write one file
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            with open(os.open(beside, flags, 0o644, dir_fd=folder), "wb") as file:
                file.write(data)
            os.rename(beside, name, src_dir_fd=folder, dst_dir_fd=folder)
        except OSError:
            with suppress(OSError):  # on a full disk others need its room
                os.unlink(beside, dir_fd=folder)
            raise


def make_folder(root: Path, path: str) -> None:
    """Makes the folder at `path` below `root`, and those above it, where they are not there. Raises Irregular."""
    with _above(root, f"{path}/." if path else ".", make=True):
        pass


def remove(root: Path, path: str) -> None:
    """Deletes what is at `path` below `root`: a file, a link itself, or a folder with all in it.

    What a link leads to stays. Raises Irregular where a link leads there, OSError; nothing where nothing is there.
    """
    with suppress(FileNotFoundError), _above(root, path) as (folder, name):
        if stat.S_ISDIR(os.lstat(name, dir_fd=folder).st_mode):
            shutil.rmtree(name, dir_fd=folder)
        else:
            os.unlink(name, dir_fd=folder)


def refuse_irregular(root: Path, path: str, is_folder: bool = False) -> bool:
    """Whether there is something at `path` below `root`, which others than this module are about to read or write.

    Raises Irregular where it is no plain file (or folder, as said), or a folder above it is none.
    """
    parts = path.split("/")
    for depth in range(1, len(parts) + 1):
        above = "/".join(parts[:depth])
        try:
            mode = os.lstat(f"{root}/{above}").st_mode
        except FileNotFoundError:
            return False
        _refuse(mode, above, is_folder or depth < len(parts))
    return True


def irregular(root: Path, path: str, besides: Container[str] = ()) -> Iterator[Irregular]:
    """Everything in the folder at `path` below `root`, however deep, that is neither a plain folder nor a plain file.

    Skips the folders in `besides`. Folders that are too deep come last.
    """
    try:
        for inner, entry in below(root, path, besides):
            if entry.is_symlink():
                yield Irregular(LINK, inner)
            elif not entry.is_dir(follow_symlinks=False) and not entry.is_file(follow_symlinks=False):
                yield Irregular(NO_FILE, inner)
    except Irregular as error:
        yield error


def below(root: Path, path: str, besides: Container[str] = ()) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """All that lies in the folder at `path` below `root`, at any depth, as path from the root and entry.

    A link is given and never followed; into the folders `besides` it does not look. Nothing where nothing is there, and
    nothing of a folder that is taken away meanwhile.
    Raises Irregular where a link leads there, where it is no folder, or where more than MOST_FOLDERS lie in each other.
    """
    waiting = [path] if refuse_irregular(root, path, is_folder=True) else []
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(f"{root}/{folder}") as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except FileNotFoundError:
            continue
        for entry in found:
            inner = f"{folder}/{entry.name}"
            yield inner, entry
            if entry.is_dir(follow_symlinks=False) and inner not in besides:
                if inner.count("/") - path.count("/") > MOST_FOLDERS:
                    raise Irregular(TOO_DEEP, inner)
                waiting.append(inner)


@contextmanager
def _above(root: Path, path: str, make: bool = False) -> Iterator[tuple[int, str]]:
    """The folder that holds `path`, opened, and the name in it.

    An OSError of what is done there names the whole path, or the folder above that it is about: the system knows, and
    so names, only the last part.
    """
    *above, name = path.split("/")
    reached = path
    here = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for depth, part in enumerate(above, 1):
            if part in ("", ".", ".."):
                raise Irregular(LINK, path)
            reached = "/".join(above[:depth])
            inner = _opened_folder(here, part, reached, make)
            os.close(here)
            here = inner
        reached = path
        yield here, name
    except Irregular:
        raise
    except OSError as error:
        error.filename = str(root / reached)
        raise
    finally:
        os.close(here)


def _opened_folder(here: int, part: str, path: str, make: bool) -> int:
    if make:
        with suppress(FileExistsError):
            os.mkdir(part, dir_fd=here)
    try:
        return os.open(part, _FOLDER, dir_fd=here)
    except OSError as error:
        raise _reason(here, part, path, error, is_folder=True) from None


def _reason(folder: int, name: str, path: str, error: OSError, is_folder: bool = False) -> OSError:
    """The reason behind an OSError: for a link, systems and flags differ in the error they give."""
    try:
        _refuse(os.lstat(name, dir_fd=folder).st_mode, path, is_folder)
    except Irregular as irregular:
        return irregular
    except OSError:
        pass
    return error


def _refuse(mode: int, path: str, is_folder: bool) -> None:
    if stat.S_ISLNK(mode):
        raise Irregular(LINK, path)
    if stat.S_ISDIR(mode) != is_folder:
        special = not stat.S_ISDIR(mode) and not stat.S_ISREG(mode)
        raise Irregular(NO_FILE if special else FILE_FOR_FOLDER if is_folder else FOLDER_FOR_FILE, path)
    if not is_folder and not stat.S_ISREG(mode):
        raise Irregular(NO_FILE, path)
