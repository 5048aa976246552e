"""Where the form's items lie: the files of a folder, written in place, or branches of its repository."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from os import stat_result
from pathlib import Path
from typing import Final, Protocol

from ..content.addresses import BY_COMMANDS, REDIRECTS
from ..content.items import MAX_PDF_BYTES, MAX_PICTURE_BYTES
from ..content.model import CONTENT_ROOTS, SLUG_PATTERN
from ..engines.git import Blob, Repository
from ..files import CHANGED, FULL, LINK, THERE, NotWritten, remove, replace_all, tree
from ..settings import CONFIG_FILE
from ..theme import ROOT, STRINGS

DRAFTS: Final = "form"
"""How the names of drafts' branches begin."""
OLD_DRAFTS: Final = "cms"
"""How they began before: those that are still open are read, and saved under the name that they have."""
_SLUG: Final = SLUG_PATTERN[1:-1]
BRANCH: Final = re.compile(rf"(?:{DRAFTS}|{OLD_DRAFTS})/{_SLUG}(/{_SLUG})+")
FOLDERS: Final = (*CONTENT_ROOTS, ROOT, STRINGS)
SINGLE: Final = (CONFIG_FILE, REDIRECTS, *BY_COMMANDS)
"""Folders and files of a site that a check and a preview read."""
MOST_BYTES: Final = max(MAX_PDF_BYTES, MAX_PICTURE_BYTES)
Files = Mapping[str, bytes | None]
"""Path → content; None for a file that goes."""
Stamp = tuple[int, int]
"""A file's size, and a number that changes with its content."""
_FAULTS: Final = {LINK: "a-link", FULL: "disk-full", CHANGED: "changed", THERE: "changed"}
_RULES: Final = {
    tree.LINK: "a-link", tree.NO_FILE: "a-link", tree.FOLDER_FOR_FILE: "not-ours",
    tree.FILE_FOR_FOLDER: "file-for-folder", tree.TOO_LARGE: "too-large-file", tree.TOO_DEEP: "too-large-file",
}  # fmt: skip


class FormRefusal(Exception):
    """An order that is not carried out. `word` names its sentence in form_plan.yml, `facts` what that fills in."""

    def __init__(self, status: int, word: str, **facts: object) -> None:
        super().__init__(word)
        self.status, self.word, self.facts = status, word, facts


def refused(error: tree.Irregular) -> FormRefusal:
    """The refusal of what is no ordinary file or folder."""
    return FormRefusal(409, _RULES[error.rule], name=error.path)


@dataclass(frozen=True, slots=True)
class FormDraft:
    """A draft: path → how it differs from what it began with, and when it was last saved."""

    branch: str
    changed: Mapping[str, str]
    updated: str


class FormStore(Protocol):
    """Where the form's items lie. `draft` names a draft, where saves are drafts; else it is nothing."""

    @property
    def drafting(self) -> bool:
        """Whether each save is a draft of its own."""

    def listed(self, folder: str, draft: str = "") -> list[str]:
        """The files below a folder. Links are left out."""

    def stamps(self, draft: str = "") -> dict[str, Stamp]:
        """Path → stamp of every file that a check reads."""

    def read(self, paths: Sequence[str], draft: str = "") -> dict[str, bytes]:
        """Path → content of those files that there are."""

    def write(self, files: Files, was: Mapping[str, bytes], draft: str = "", message: str = "") -> None:
        """All of the files, or none. `was` is what those that there are must still hold."""


class Folder:
    """The files of a folder, written in place, each of them whole."""

    drafting = False

    def __init__(self, root: Path) -> None:
        self.root = root

    def listed(self, folder: str, draft: str = "") -> list[str]:
        """The files below a folder. Links are left out."""
        del draft
        try:
            found = list(tree.below(self.root, folder))
        except tree.Irregular as error:
            raise refused(error) from None
        return sorted(path for path, entry in found if entry.is_file(follow_symlinks=False))

    def stamps(self, draft: str = "") -> dict[str, Stamp]:
        """Path → stamp of every file that a check reads."""
        del draft
        return dict(stamps_of(self.root))

    def read(self, paths: Sequence[str], draft: str = "") -> dict[str, bytes]:
        """Path → content of those files that there are."""
        del draft
        found = {}
        for path in paths:
            try:
                found[path] = tree.read(self.root, path, MOST_BYTES)
            except (FileNotFoundError, NotADirectoryError):
                continue
            except tree.Irregular as error:
                raise refused(error) from None
        return found

    def write(self, files: Files, was: Mapping[str, bytes], draft: str = "", message: str = "") -> None:
        """All of the files, or none. `was` is what those that there are must still hold."""
        del draft, message
        self._refuse_others(files, was)
        kept = {self.root / path: data for path, data in files.items() if data is not None}
        try:
            replace_all(kept, {self.root / path: was[path] for path in files if path in was}, self.root)
            for path, data in files.items():
                if data is None and (self.root / path).is_file():
                    remove(self.root / path)
        except NotWritten as error:
            name = error.path.relative_to(self.root).as_posix()
            raise FormRefusal(409, _FAULTS.get(error.fault, "not-written"), name=name, paths=[name]) from None
        for folder in {path.rpartition("/")[0] for path, data in files.items() if data is None}:
            _remove_empty(self.root / folder, self.root)

    def _refuse_others(self, files: Files, was: Mapping[str, bytes]) -> None:
        """Raises FormRefusal where something else is in the way, or a file came there meanwhile."""
        for path in files:
            try:
                is_there = tree.refuse_irregular(self.root, path)
            except tree.Irregular as error:
                raise refused(error) from None
            if is_there and path not in was:
                raise FormRefusal(409, "changed", paths=[path])


def stamps_of(root: Path) -> Iterator[tuple[str, Stamp]]:
    """Path → stamp of the files below `root` that a check reads: by size and by the time of the last change.

    A file that goes while they are listed, as whatever is written does before it has its name, counts as gone.
    """
    for name in FOLDERS:
        try:
            for path, entry in tree.below(root, name):
                if entry.is_file(follow_symlinks=False):
                    yield from _stamped(path, partial(entry.stat, follow_symlinks=False))
        except tree.Irregular as error:
            raise refused(error) from None
    for name in SINGLE:
        if (root / name).is_file() and not (root / name).is_symlink():
            yield from _stamped(name, (root / name).lstat)


def _stamped(name: str, look: Callable[[], stat_result]) -> Iterator[tuple[str, Stamp]]:
    with suppress(FileNotFoundError):
        seen = look()
        yield name, (seen.st_size, seen.st_mtime_ns)


def _remove_empty(folder: Path, root: Path) -> None:
    """Takes away a folder in which nothing is left, and those around it, but none at the top of the site."""
    while folder.parent not in (root, folder) and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


class Branches:
    """The branches of a repository: what is published on one, each draft on its own. No working folder is touched."""

    drafting = True

    def __init__(self, repository: Repository, branch: str) -> None:
        self._repository, self._branch = repository, branch

    def _at(self, draft: str) -> str:
        """The commit that a draft ends with; of one that is merged or gone, and of none, what is published."""
        return self._repository.tip(draft if draft and self.draft(draft) else self._branch)

    def listed(self, folder: str, draft: str = "") -> list[str]:
        """The files below a folder. Links are left out."""
        return sorted(self._repository.files(self._at(draft), folder))

    def stamps(self, draft: str = "") -> dict[str, Stamp]:
        """Path → stamp of every file that a check reads."""
        tops = tuple(f"{name}/" for name in FOLDERS)
        known = self._repository.files(self._at(draft))
        return {
            path: (blob.size, int(blob.digest[:13], 16))
            for path, blob in known.items() if path in SINGLE or path.startswith(tops)
        }  # fmt: skip

    def read(self, paths: Sequence[str], draft: str = "") -> dict[str, bytes]:
        """Path → content of those files that there are."""
        at = self._at(draft)
        known: Mapping[str, Blob] = self._repository.files(at) if at else {}
        found = [path for path in paths if path in known and known[path].size <= MOST_BYTES]
        return dict(zip(found, self._repository.read([known[path].digest for path in found]), strict=True))

    def drafts(self) -> list[FormDraft]:
        """Those that were not merged."""
        names = (name for start in (DRAFTS, OLD_DRAFTS) for name in self._repository.branches(start))
        return [draft for draft in map(self.draft, names) if draft]

    def named(self, inside: str) -> str:
        """The branch on which a draft of an item is kept: one of the older name, as long as that is open."""
        old = f"{OLD_DRAFTS}/{inside}"
        return old if self.draft(old) else f"{DRAFTS}/{inside}"

    def draft(self, branch: str) -> FormDraft | None:
        """The draft on a branch; None where there is none, or what it says is published by now."""
        repository, tip = self._repository, self._repository.tip(branch)
        changed = repository.changed(self._fork(tip), tip) if tip else {}
        if not changed or not BRANCH.fullmatch(branch):
            return None
        return FormDraft(branch, changed, datetime.fromtimestamp(repository.written_at(tip), UTC).isoformat())

    def _fork(self, tip: str) -> str:
        """The commit that a draft began with."""
        return self._repository.fork(self._at(""), tip)

    def write(self, files: Files, was: Mapping[str, bytes], draft: str = "", message: str = "") -> None:
        """A commit on the draft's branch.

        A photo that the draft itself had brought and names no more is not merely taken out: the draft is written anew
        as one commit, so that whoever merges it does not get the photo in its history.
        """
        del was  # what was read is what the commit stands on: a branch that moved meanwhile is refused by git
        self._refuse_shown(draft)
        repository = self._repository
        is_draft = self.draft(draft) is not None
        tip = self._at(draft)
        fork = self._fork(tip) if is_draft else tip
        known = repository.files(fork)
        parent = fork if any(data is None and path not in known for path, data in files.items()) else tip
        made = repository.tree_with(tip, files)
        if made != repository.line("rev-parse", f"{parent}^{{tree}}") or parent != tip:
            repository.commit(draft, made, parent, message)

    def drop(self, draft: str) -> None:
        """Throws a draft away."""
        self._refuse_shown(draft)
        self._repository.drop(draft)

    def _refuse_shown(self, branch: str) -> None:
        if self._repository.is_checked_out(branch):
            raise FormRefusal(409, "checked-out", name=branch)
