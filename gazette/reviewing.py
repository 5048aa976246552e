"""What a proposal changes: the site before and after, to be read from a disk, and a list of the pages that differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from . import git
from .content.problems import Misuse
from .render.site.changes import CHANGED, GONE, NEW, Change

_TITLE: Final = re.compile(r"<title>(.*?)</title>", re.DOTALL)


@contextmanager
def checked_out(root: Path, reference: str) -> Iterator[Path]:
    """The site of `root` as it was in a commit, in a folder of its own. Raises Misuse where git knows none such."""
    prefix = _git(root, "rev-parse", "--show-prefix").strip()
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}").strip()
    with TemporaryDirectory(prefix="gazette-") as folder:
        there = Path(folder) / "before"
        _git(root, "worktree", "add", "--detach", "--quiet", str(there), commit)
        try:
            yield there / prefix
        finally:
            _git(root, "worktree", "remove", "--force", str(there))


def _git(root: Path, *arguments: str) -> str:
    try:
        done = git.run(root, *arguments)
    except FileNotFoundError:
        raise Misuse("no-git") from None
    if done.returncode:
        said = done.stderr.strip().split("\n")[-1]
        command = f"{arguments[0]} {arguments[-1]}"
        raise Misuse("git-says" if said else "no-such-commit", command=command, reason=said)
    return done.stdout


def changes(before: Path, after: Path) -> list[Change]:
    """The pages of two built sites that differ, by path."""
    old, new = _pages(before), _pages(after)
    found = []
    for path in sorted(old.keys() | new.keys()):
        kind = GONE if path not in new else NEW if path not in old else CHANGED
        if kind != CHANGED or old[path]() != new[path]():
            found.append(Change(kind, path, _title((new.get(path) or old[path])())))
    return found


def _pages(site: Path) -> dict[str, Callable[[], bytes]]:
    return {path.relative_to(site).as_posix(): path.read_bytes for path in site.rglob("index.html")}


def _title(page: bytes) -> str:
    found = _TITLE.search(page.decode("utf-8"))
    whole = unescape(found.group(1)).strip() if found else ""
    return whole.rpartition(" – ")[0] or whole  # the site's name says nothing here
