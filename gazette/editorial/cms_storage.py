"""Where the browser editor's items lie: the files of a folder, written in place, or branches of its repository."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from ..content.items import MAX_PICTURE_BYTES
from ..content.load import MAX_FOLDERS
from ..content.model import SLUG_PATTERN
from ..engines.git import Blob, Repository
from ..files import replace_whole

DRAFTS: Final = "cms"
"""The prefix of drafts' branches, as Decap CMS names them."""
_STATUS_PREFIX: Final = "decap-cms"
_STATUSES: Final = ("draft", "pending_review", "pending_publish")
_SLUG: Final = SLUG_PATTERN[1:-1]
BRANCH: Final = re.compile(rf"{DRAFTS}/{_SLUG}(/{_SLUG})+")
Files = Mapping[str, bytes | None]
"""Path → content; None for a file that goes."""


class CmsRefusal(Exception):
    """An order that is not carried out. `word` names its sentence in cms_config.yml, `facts` what that fills in."""

    def __init__(self, status: int, word: str, **facts: str) -> None:
        super().__init__(word)
        self.status, self.word, self.facts = status, word, facts


@dataclass(frozen=True, slots=True)
class CmsDraft:
    """A draft: path → how it differs from what it began with, and when it was last saved."""

    branch: str
    changed: Mapping[str, str]
    status: str
    updated: str


class Folder:
    """The files of a folder, written in place, each of them whole."""

    workflow = False

    def __init__(self, root: Path) -> None:
        self._root = root

    def listed(self, folder: str) -> list[str]:
        return sorted(self._walk(folder))

    def _walk(self, folder: str) -> Iterator[str]:
        if self._kind(folder) != stat.S_IFDIR or folder.count("/") > MAX_FOLDERS:
            return
        for entry in os.scandir(self._root / folder):
            path = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from self._walk(path)
            elif entry.is_file(follow_symlinks=False):
                yield path

    def _kind(self, path: str) -> int:
        """The file type (`S_IFMT`) at a path, 0 for nothing. Raises CmsRefusal if a link or a file is on the way."""
        found = 0
        parts = path.split("/")
        for count in range(1, len(parts) + 1):
            try:
                found = stat.S_IFMT(os.lstat(self._root.joinpath(*parts[:count])).st_mode)
            except FileNotFoundError:
                return 0
            if found not in (stat.S_IFREG, stat.S_IFDIR):
                raise CmsRefusal(409, "a-link", name="/".join(parts[:count]))
            if found == stat.S_IFREG and count < len(parts):
                raise CmsRefusal(409, "file-for-folder", name="/".join(parts[:count]))
        return found

    def read(self, paths: Sequence[str], branch: str = "") -> dict[str, bytes]:
        del branch
        return {path: self._content(path) for path in paths if self._kind(path) == stat.S_IFREG}

    def _content(self, path: str) -> bytes:
        opened = os.open(self._root / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(opened, "rb") as file:
            data = file.read(MAX_PICTURE_BYTES + 1)
        if len(data) > MAX_PICTURE_BYTES:
            raise CmsRefusal(409, "too-large-file", name=path)
        return data

    def write(self, files: Files, branch: str, message: str) -> None:
        del branch, message
        for path in files:
            if self._kind(path) == stat.S_IFDIR:
                raise CmsRefusal(422, "not-ours", name=path)
        for path, data in files.items():
            if data is None:
                (self._root / path).unlink(missing_ok=True)
            else:
                (self._root / path).parent.mkdir(parents=True, exist_ok=True)
                replace_whole(self._root / path, data)


class Branches:
    """The branches of a repository: what is published on one, each draft on its own. No working folder is touched."""

    workflow = True

    def __init__(self, repository: Repository, branch: str) -> None:
        self._repository, self._branch = repository, branch

    def _at(self, branch: str) -> str:
        return self._repository.tip(branch or self._branch)

    def listed(self, folder: str) -> list[str]:
        return sorted(self._repository.files(self._at(""), folder))

    def read(self, paths: Sequence[str], branch: str = "") -> dict[str, bytes]:
        at = self._at(branch)
        known: Mapping[str, Blob] = self._repository.files(at) if at else {}
        found = [path for path in paths if path in known and known[path].size <= MAX_PICTURE_BYTES]
        return dict(zip(found, self._repository.read([known[path].digest for path in found]), strict=True))

    def drafts(self) -> list[CmsDraft]:
        """Those that were not merged."""
        found = map(self.draft, self._repository.branches(DRAFTS))
        return [draft for draft in found if draft]

    def draft(self, branch: str) -> CmsDraft | None:
        """The draft on a branch; None where there is none, or what it says is published by now."""
        repository, tip = self._repository, self._repository.tip(branch)
        changed = repository.changed(self._fork(tip), tip) if tip else {}
        if not changed or not BRANCH.fullmatch(branch):
            return None
        status = repository.description(branch).removeprefix(f"{_STATUS_PREFIX}/")
        updated = datetime.fromtimestamp(repository.written_at(tip), UTC).isoformat()
        return CmsDraft(branch, changed, status if status in _STATUSES else _STATUSES[0], updated)

    def _fork(self, tip: str) -> str:
        """The commit that a draft began with."""
        return self._repository.line("merge-base", self._at(""), tip)

    def write(self, files: Files, branch: str, message: str) -> None:
        """A commit on the draft's branch.

        A photo that the draft itself had brought and names no more is not merely taken out: the draft is written anew
        as one commit, so that whoever merges it does not get the photo in its history.
        """
        self._refuse_shown(branch)
        repository = self._repository
        is_draft = self.draft(branch) is not None
        tip = self._at(branch) if is_draft else self._at("")
        fork = self._fork(tip) if is_draft else tip
        was = repository.files(fork)
        parent = fork if any(data is None and path not in was for path, data in files.items()) else tip
        tree = repository.tree_with(tip, files)
        if tree != repository.line("rev-parse", f"{parent}^{{tree}}") or parent != tip:
            repository.commit(branch, tree, parent, message)

    def set_status(self, branch: str, status: str) -> None:
        """Notes how far a draft is."""
        if status not in _STATUSES or not self.draft(branch):
            raise CmsRefusal(404, "lost", path=branch)
        self._repository.describe(branch, f"{_STATUS_PREFIX}/{status}")

    def drop(self, branch: str) -> None:
        """Throws a draft away."""
        self._refuse_shown(branch)
        self._repository.drop(branch)

    def _refuse_shown(self, branch: str) -> None:
        if self._repository.is_checked_out(branch):
            raise CmsRefusal(409, "checked-out", name=branch)
