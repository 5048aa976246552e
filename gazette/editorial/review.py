"""A preview of a proposal: the site before and after, readable from a disk, and a list of the pages that differ.

And whether it changes more than content: then its own code made all that is shown of it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from ..content.addresses import BY_COMMANDS, REDIRECTS
from ..content.items import KINDS, PHONE_PICTURES
from ..content.model import CONTENT_ROOTS
from ..content.problems import Misuse
from ..engines import git
from ..outputs.base import Context
from ..render.site.changes import CHANGED, GONE, NEW, Change, changes_page, changes_text

CONTENT_FILES: Final = (REDIRECTS, *BY_COMMANDS)
"""Files outside the content folders that count as content: people write them, or a command adds to them."""
CONTENT_ENDINGS: Final = frozenset({"md", "yml", *KINDS, *PHONE_PICTURES})
NO_FILE, PLAIN_FILE = "000000", "100644"
"""How git writes what a path is: here, nothing and a file that is no program."""
SPECIAL: Final = {"120000": "link", "160000": "repository", "100755": "program"}
CHANGES: Final = {"A": "added", "M": "changed", "D": "deleted", "T": "changed"}
"""Ends of the names under which `words.yml` says what became of a path."""
_TITLE: Final = re.compile(r"<title>(.*?)</title>", re.DOTALL)


class Touched(NamedTuple):
    """A path that a proposal changes, as seen from the site's root; `change` is one of SPECIAL or CHANGES."""

    path: str
    change: str


@contextmanager
def checked_out(root: Path, reference: str) -> Iterator[Path]:
    """The site of `root` as it was in a commit, in a folder of its own. Raises Misuse where git knows none such."""
    prefix = _prefix(root)
    commit = _commit(root, reference)
    with TemporaryDirectory(prefix="gazette-") as folder:
        there = Path(folder) / "before"
        _git(root, "worktree", "add", "--detach", "--quiet", str(there), commit)
        try:
            yield there / prefix
        finally:
            _git(root, "worktree", "remove", "--force", str(there))


def _prefix(root: Path) -> str:
    """Where a site lies in its repository: nothing, or a path that ends in a slash."""
    done = _asked(root, "rev-parse", "--show-prefix")
    if "not a git repository" in done.stderr:
        raise Misuse("no-repository", path=str(root))
    return _answer(done, "rev-parse").strip("\n")


def _commit(root: Path, reference: str) -> str:
    done = _asked(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}")
    if done.returncode:
        raise Misuse("no-such-commit", value=reference)
    return done.stdout.strip()


def _git(root: Path, *arguments: str) -> str:
    return _answer(_asked(root, *arguments), f"{arguments[0]} {arguments[-1]}")


def _asked(root: Path, *arguments: str) -> CompletedProcess[str]:
    try:
        return git.run(root, *arguments)
    except FileNotFoundError:
        raise Misuse("no-git") from None


def _answer(done: CompletedProcess[str], command: str) -> str:
    if done.returncode:
        raise Misuse("git-says", command=command, reason=done.stderr.strip().split("\n")[-1])
    return done.stdout


def touched(root: Path, base: str) -> list[Touched]:
    """Files besides plain content that the commit checked out at `root` changes since it left `base`.

    Raises Misuse where git knows no such commit, or none that both have in common.
    """
    prefix = _prefix(root)
    ours = _commit(root, base)
    common = git.run(root, "merge-base", ours, "HEAD").stdout.strip()
    if not common:
        raise Misuse("no-common-commit", base=base)
    listed = _git(root, "diff-tree", "-r", "-z", "--raw", "--no-renames", common, "HEAD").split("\0")
    pairs = zip(listed[::2], listed[1::2], strict=False)
    found = (_touched(line, os.path.relpath(path, prefix) if prefix else path) for line, path in pairs)
    return [one for one in found if one is not None]


def _touched(line: str, path: str) -> Touched | None:
    """Nothing for a plain file where content lies, whatever is in it: that is for the checker to judge."""
    before, after, _, _, letter = line.removeprefix(":").split(" ")
    is_plain = after == PLAIN_FILE or (letter == "D" and before == PLAIN_FILE)
    if is_content(path) and is_plain and before in (PLAIN_FILE, NO_FILE):
        return None
    change = SPECIAL.get(after) or SPECIAL.get(before if letter == "D" else after) or CHANGES.get(letter[:1], "changed")
    return Touched(path, change)


def is_content(path: str) -> bool:
    """Whether content lies at a path, seen from the site's root: by its folder and by its ending."""
    first, *inner = path.split("/")
    if not inner:
        return path in CONTENT_FILES
    known = inner[-1].rpartition(".")[2].lower() in CONTENT_ENDINGS
    return first in CONTENT_ROOTS and known and not any(part.startswith(".") for part in inner)


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


def list_changes(context: Context, found: Sequence[Change], folder: str) -> tuple[bytes, str]:
    """A page with the changes, to stand beside `folder`, and the same as text in the site's first language."""
    languages = context.settings.languages
    words = {language: context.words[language] for language in languages}
    templates = context.environment(context.theme.templates, "pages")
    page = changes_page(
        found, folder, [context.site.assets[name] for name in ("site.css", "list.css")], words, templates
    )
    return page, changes_text(found, words[languages[0]])
