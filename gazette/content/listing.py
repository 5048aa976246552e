"""The files that stand in a site's content folders, before any is read for what it says."""

from __future__ import annotations

import marshal
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from ..files import tree
from ..files.versions import content_digest
from .load import unreadable
from .problems import Problem

LEFT: Final = ".new"
"""How the names end of files and folders that take another's place in a moment, and begin with a dot."""
MAX_FOLDERS: Final = 8
"""One inside the other; the deepest that the site knows are five."""
EDITORS_LOCK: Final = ".#"
"""Emacs marks a file that is open by a link of such a name, which leads nowhere."""


class FileEntry(NamedTuple):
    """A file as the folder lists it; some part of it differs whenever the file may have changed."""

    path: str
    size: int
    identity: int | str
    """Its inode; where files are known by their content, the digest of it, and no times are told."""
    changed_ns: int = 0
    """The later of the times at which its content and its name were changed."""
    written_ns: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """Every folder below the content folders with its files, sealed; and what could not be listed."""

    folders: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    hidden: tuple[str, ...] = ()
    """Files and folders there whose names begin with a dot and end in `.new`: a command may have left them."""


def list_files(
    root: Path,
    top_folders: tuple[str, ...],
    inner: Mapping[str, str] = MappingProxyType({}),
    by_content: bool = False,
) -> Listing:
    """Walks the folders that editors write in. Symbolic links are reported and never followed.

    `inner` names folders that belong further in, with their right path: `stories` belongs to `content/stories`. With
    `by_content` each file is read, and known by its bytes.
    """
    found = _Walk(root, by_content)
    found.problems += _astray(root, top_folders, inner)
    for top in top_folders:
        if os.path.islink(root / top):
            found.problems.append(Problem(top, "symlink"))
        elif os.path.isdir(root / top):
            found.walk(top)
    return Listing(found.folders, tuple(found.problems), tuple(sorted(found.hidden)))


def _astray(root: Path, top_folders: tuple[str, ...], inner: Mapping[str, str]) -> Iterator[Problem]:
    """A folder such as `Members/`, of which some computers think that it is `members/`, or `stories/`, too far out."""
    for name in sorted(os.listdir(root)):
        meant = name.lower() if name.lower() in top_folders else inner.get(name.lower(), "")
        if meant not in ("", name) and os.path.isdir(root / name):
            yield Problem(name, "misplaced", facts={"suggestion": meant})


def sealed(entries: Iterable[FileEntry]) -> bytes:
    """Entries as one value that is quick to keep, to hand on and to compare: ten thousand folders hold many."""
    return marshal.dumps([tuple(entry) for entry in entries], 2)


def entries_of(seal: bytes) -> tuple[FileEntry, ...]:
    """The entries that were sealed."""
    return tuple(FileEntry(*values) for values in marshal.loads(seal))


def entries_in(root: Path, folder: str) -> tuple[FileEntry, ...]:
    """The files of one folder below `root`, as `list_files` lists them."""
    found = _Walk(root)
    found.walk(folder)
    return entries_of(found.folders[folder]) if folder in found.folders else ()


class _Walk:
    """What was found below `root`: the files of each folder, sealed, and what is not as it must be."""

    def __init__(self, root: Path, by_content: bool = False) -> None:
        self._base, self._by_content = f"{root}{os.sep}", by_content
        self.folders: dict[str, bytes] = {}
        self.problems: list[Problem] = []
        self.hidden: list[str] = []

    def walk(self, folder: str) -> None:
        """A folder, and those inside it."""
        entries: list[FileEntry] = []
        below: list[str] = []
        try:
            with os.scandir(self._base + folder) as found:
                for item in found:
                    if not item.name.startswith("."):
                        self._add(item, f"{folder}/{item.name}", entries, below)
                    elif item.is_symlink() and not item.name.startswith(EDITORS_LOCK):
                        # a command may write by that name
                        self.problems.append(Problem(f"{folder}/{item.name}", "symlink"))
                    elif item.name.endswith(LEFT):
                        self.hidden.append(f"{folder}/{item.name}")
        except OSError as error:
            self.problems.append(unreadable(folder, error))
        if entries:
            self.folders[folder] = sealed(sorted(entries))
        elif not below and "." in folder.rpartition("/")[2]:
            self.problems.append(Problem(folder, tree.FOLDER_FOR_FILE))
        for path in sorted(below):
            if path.count("/") >= MAX_FOLDERS:
                self.problems.append(Problem(path, "folder-too-deep"))
            else:
                self.walk(path)

    def _add(self, item: os.DirEntry[str], path: str, entries: list[FileEntry], below: list[str]) -> None:
        if not item.name.isprintable():
            shown = "".join(letter if letter.isprintable() else "�" for letter in path)
            self.problems.append(Problem(shown, "name-unreadable"))
        elif item.is_symlink():
            self.problems.append(Problem(path, "symlink"))
        elif item.is_dir():
            below.append(path)
        else:
            self._add_entry(item.stat(), path, entries)

    def _add_entry(self, info: os.stat_result, path: str, entries: list[FileEntry]) -> None:
        if not stat.S_ISREG(info.st_mode):
            self.problems.append(Problem(path, "not-a-file"))
        elif self._by_content:
            entries.append(FileEntry(path, info.st_size, self._digest(path)))
        else:
            changed = max(info.st_mtime_ns, info.st_ctime_ns)
            entries.append(FileEntry(path, info.st_size, info.st_ino, changed, info.st_mtime_ns))

    def _digest(self, path: str) -> str:
        try:
            return content_digest(self._base + path)
        except OSError:  # whoever reads the file next tells of it
            return ""
