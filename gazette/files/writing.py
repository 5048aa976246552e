"""Writes of files that a person owns: such a file is as it was, or as it is meant to be, and never half of either.

The bytes go into a file or folder beside it, `.<name>.<process>.new`, which is synced to the disk and then renamed: a
full disk, a kill or a power cut leaves the old one whole. Nothing is written through a link, nor in the place of one.
What a killed process left beside is known by its name, and taken away by whoever comes next.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

from . import tree

LINK, KIND, CHANGED, FULL, REFUSED, THERE = "link", "kind", "changed", "full", "refused", "there"
"""Why a file was not written: a link stands in its place; something else that is no file; someone changed it meanwhile;
the disk is full; the system refuses for another reason; it is there already."""
ENDINGS: Final = ("md", "yml", "txt", "json", "html", "js", "css", "wasm", "jpg", "jpeg", "png", "webp", "heic", "heif")
_BESIDE: Final = re.compile(r"\.(?P<name>[A-Za-z0-9][\w.-]*)\.(?P<process>\d{1,10})\.new", re.ASCII)
_LEFT: Final = ".new"
_FOLDER: Final = re.compile(r"[a-z0-9][a-z0-9.-]*")


class NotWritten(OSError):
    """A file could not be written, and is as it was. `done` are those that the same call had put in their places."""

    def __init__(self, path: Path, fault: str, reason: str = "", done: Iterable[Path] = ()) -> None:
        super().__init__(errno.EIO, reason or fault, str(path))
        self.path, self.fault, self.reason, self.done = path, fault, reason, tuple(done)


def replace_whole(path: Path, data: bytes, instead_of: bytes | None = None, below: Path | None = None) -> None:
    """Makes `data` the content of the file at `path`, new or not; its permissions and its owner stay.

    A further name of the old file (a hard link) keeps the old content. See `replace_all` for the rest.
    """
    replace_all({path: data}, None if instead_of is None else {path: instead_of}, below)


def replace_all(
    files: Mapping[Path, bytes], instead_of: Mapping[Path, bytes] | None = None, below: Path | None = None
) -> None:
    """Gives each file its content: all are on the disk before the first takes its place, so a full disk changes none.

    Folders are made. `instead_of` tells what a file must still hold then; `below` is the folder down from which nothing
    on the way may be a link. Raises NotWritten.
    """
    known = instead_of or {}
    done: list[Path] = []
    with ExitStack() as stack:
        ready = [(path, stack.enter_context(_prepared(path, data, below))) for path, data in files.items()]
        for path, beside in ready:
            with _in_words(path, done):
                _refuse(path, below)
                if path in known and _content(path) != known[path]:
                    raise NotWritten(path, CHANGED, done=done)
                os.replace(beside, path)
            done.append(path)
            _sync_folder(path.parent)


def write_new(path: Path, data: bytes, below: Path | None = None) -> None:
    """Creates a file. Raises NotWritten if it exists already or cannot be written."""
    with _prepared(path, data, below) as beside, _in_words(path):
        try:
            os.link(beside, path)  # unlike a rename, never in the place of what came there meanwhile
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EXDEV, errno.EMLINK):
                raise
            if os.path.lexists(path):
                raise NotWritten(path, THERE) from None
            os.rename(beside, path)
    _sync_folder(path.parent)


def new_folder(folder: Path, files: Mapping[str, bytes], below: Path | None = None) -> None:
    """Makes a folder that is not there yet, with all its files, by their paths within it. Raises NotWritten."""
    with folder_beside(folder, files, below) as fresh:
        take_place(fresh, folder)


@contextmanager
def folder_beside(folder: Path, files: Mapping[str, bytes], below: Path | None = None) -> Iterator[Path]:
    """A folder with these files beside `folder`, whole and on the disk, to be looked at before it takes its place.

    Raises NotWritten.
    """
    fresh = _beside(folder)
    try:
        with _in_words(folder):
            _refuse_links(folder, below)
            folder.parent.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(fresh, ignore_errors=True)  # of a process that had our number before us
            fresh.mkdir()
            for name, data in files.items():
                (fresh / name).parent.mkdir(parents=True, exist_ok=True)
                _write(fresh / name, data, None)
            for place in (*(path for path in fresh.rglob("*") if path.is_dir()), fresh):
                _sync_folder(place)
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def take_place(fresh: Path, folder: Path, over: bool = False) -> None:
    """Puts a folder made beside `folder` in its place; `over` one that is there, which is gone then.

    Raises NotWritten.
    """
    with _in_words(folder):
        if os.path.islink(folder):
            raise NotWritten(folder, LINK)
        if not over or not folder.exists():
            os.rename(fresh, folder)  # which refuses a folder that holds anything
        elif not exchange(str(fresh), str(folder)):
            shutil.rmtree(folder)
            os.rename(fresh, folder)
    _sync_folder(folder.parent)


def move(source: Path, target: Path, below: Path | None = None) -> None:
    """Gives a file the name that it is meant to have, which none has yet, on the same disk. Raises NotWritten."""
    with _in_words(target):
        for path in (source, target):
            _refuse_links(path, below)
        if os.path.lexists(target):
            raise NotWritten(target, THERE)
        os.rename(source, target)
    _sync_folder(target.parent)
    _sync_folder(source.parent)


def remove(path: Path) -> None:
    """Takes a file away. Raises NotWritten."""
    with _in_words(path):
        path.unlink()
    _sync_folder(path.parent)


def read_back(data: bytes, folder: Path) -> bytes:
    """The bytes as they come back from the disk on which they are to stay. Raises NotWritten."""
    with _in_words(folder), TemporaryFile(dir=folder) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        file.seek(0)
        return file.read()


@contextmanager
def after(done: Iterable[Path]) -> Iterator[None]:
    """Where a file cannot be written inside, the error tells too what was `done` before."""
    try:
        yield
    except NotWritten as error:
        error.done = (*done, *error.done)
        raise


def exchange(one: str, other: str) -> bool:
    """Exchanges two folders in one step of the kernel; False where it knows no such step. Raises OSError."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    here, both = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    rename.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    if rename(here, os.fsencode(one), here, os.fsencode(other), both) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number), one, None, other)


# ---- what a killed process left


def sweep(paths: Iterable[Path]) -> list[Path]:
    """Takes away those of the paths that a killed process left; gives them.

    Only what bears our names in full, is a file or a folder of files, and whose process is no more.
    """
    return [path for path in paths if _is_left(path) and _take_away(path)]


def sweep_below(root: Path, tops: Iterable[str]) -> list[Path]:
    """Takes away what killed processes left in `root`, and at any depth in those of its folders that `tops` names.

    Nothing behind a link is looked at. Raises Irregular where one of the folders is a link, none, or too deep.
    """
    inside = [root / path for top in tops for path, _ in tree.below(root, top) if path.endswith(_LEFT)]
    return sweep([*sorted(root.glob(f".*{_LEFT}")), *inside])


def sweep_in(folder: Path, below: Path) -> list[Path]:
    """Takes away what killed processes left in a folder; nothing where a link is on the way to it from `below`."""
    try:
        _refuse_links(folder, below)
    except NotWritten:
        return []
    return sweep(sorted(folder.glob(f".*{_LEFT}"))) if folder.is_dir() else []


def _is_left(path: Path) -> bool:
    match = _BESIDE.fullmatch(path.name)
    if match is None or path.is_symlink() or _lives(int(match["process"])):
        return False
    if path.is_file():
        return _is_name(match["name"])
    return path.is_dir() and _FOLDER.fullmatch(match["name"]) is not None and _is_all_plain(path)


def _is_all_plain(folder: Path) -> bool:
    try:
        return all(_is_plain(folder.parent / path) for path, _ in tree.below(folder.parent, folder.name))
    except tree.Irregular:  # deeper than any of ours
        return False


def _is_plain(path: Path) -> bool:
    """Whether it may be part of a folder of ours: no link, and of a name that we give."""
    if path.is_symlink() or not (path.is_dir() or path.is_file()):
        return False
    return _FOLDER.fullmatch(path.name) is not None if path.is_dir() else _is_name(path.name)


def _is_name(name: str) -> bool:
    return name.rpartition(".")[2].lower() in ENDINGS or name == "CODEOWNERS"


def _lives(process: int) -> bool:
    """Whether a process runs under this number. Our own number on something left is of one that had it before us."""
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return True


def _take_away(path: Path) -> bool:
    with suppress(OSError):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
        return True
    return False


# ---- how


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.new")


@contextmanager
def _prepared(path: Path, data: bytes, below: Path | None) -> Iterator[Path]:
    """The bytes in a file beside, on the disk, which is gone in the end."""
    beside = _beside(path)
    try:
        with _in_words(path):
            like = _refuse(path, below)
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.unlink(missing_ok=True)  # of a process that had our number before us
            _write(beside, data, like)
        yield beside
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _write(path: Path, data: bytes, like: os.stat_result | None) -> None:
    """A new file, with the permissions of an old one: at no moment can more people read it than the old one."""
    mode = 0o666 if like is None else stat.S_IMODE(like.st_mode)
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with open(opened, "wb") as file:
        if like is not None:
            os.fchmod(opened, mode)  # whatever the umask
            if (like.st_uid, like.st_gid) != (os.geteuid(), os.getegid()):
                with suppress(PermissionError):  # the administrator's command leaves a file to whom it belongs
                    os.fchown(opened, like.st_uid, like.st_gid)
        file.write(data)
        file.flush()
        os.fsync(opened)


def _refuse(path: Path, below: Path | None) -> os.stat_result | None:
    """The state of the file at `path`, None if there is none. Raises NotWritten if it may not be written."""
    _refuse_links(path, below)
    try:
        seen = os.lstat(path)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(seen.st_mode):
        raise NotWritten(path, KIND)
    if not os.access(path, os.W_OK):  # a rename would not ask
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    return seen


def _refuse_links(path: Path, below: Path | None) -> None:
    inside = [above for above in path.parents if below is not None and above.is_relative_to(below) and above != below]
    for place in (path, *inside):
        if place.is_symlink():
            raise NotWritten(place, LINK)


@contextmanager
def _in_words(path: Path, done: Iterable[Path] = ()) -> Iterator[None]:
    try:
        yield
    except NotWritten:
        raise
    except FileExistsError:
        raise NotWritten(path, THERE, done=done) from None
    except OSError as error:
        there = error.errno in (errno.ENOTEMPTY, errno.EEXIST)
        fault = FULL if is_full(error) else THERE if there else REFUSED
        raise NotWritten(path, fault, error.strerror or str(error), done) from error


def is_full(error: OSError) -> bool:
    """Whether there was no room: on the disk, in what someone may use of it, or in a single file."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _sync_folder(folder: Path) -> None:
    """Without it a power cut could take back the rename (fsync(2)). A disk that refuses it has renamed all the same."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
