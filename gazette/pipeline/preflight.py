"""Safety checks of a site's folder, made before a command reads or writes anything in it.

A proposal is checked out on its reviewer's machine, and git carries links. None may stand where something is read or
written, no folder where a file belongs, and nothing in git where only commands write.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from ..content import addresses, owners
from ..content.listing import list_files
from ..content.model import CONTENT_ROOTS, CONTENT_TYPES
from ..content.problems import Problem, in_order
from ..engines import git
from ..files import generated, tree
from ..settings import CONFIG_FILE
from ..theme import ROOT as OWN_FILES
from ..theme import STRINGS as OWN_WORDS

FILES: Final = (CONFIG_FILE, *addresses.BY_COMMANDS, addresses.REDIRECTS, owners.OWNERS, owners.CODEOWNERS)
CONTENT: Final = tuple(dict.fromkeys((*CONTENT_ROOTS, *(kind.folder.partition("/*")[0] for kind in CONTENT_TYPES))))
"""The folders in which people write, and in those the ones of each kind; what is in them the checker tells."""
FOLDERS: Final = (
    generated.WORK,
    *generated.OUTPUTS,
    *(f".{name}.{version}" for name in generated.OUTPUTS for version in generated.VERSIONS),
    f"{generated.OFFLINE}/{generated.SITE}",
    *(f"{generated.OFFLINE}/.{generated.SITE}.{version}" for version in generated.VERSIONS),
    OWN_FILES,
    OWN_WORDS,
)
WHOLE: Final = (generated.WORK, OWN_WORDS)
"""Folders in which nothing may be a link, however deep; of OWN_FILES it is told where they are read."""
MOST: Final = 20
"""Problems of one kind that are told: a tree may hold thousands."""


class Refused(Exception):
    """Nothing may be done in this folder before `problems` are mended."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


def refuse(root: Path, is_urgent: bool = False) -> None:
    """Raises Refused where the folder of a site is not as it must be; SettingsError and others tell the rest.

    What `is_urgent` is not stopped by what is in git and may not: it lies there, and is not used; nor by links within
    the folders of content, behind which it does not go.
    """
    problems = [*_irregular(root, CONTENT_ROOTS if is_urgent else CONTENT), *(() if is_urgent else _tracked(root))]
    if problems:
        raise Refused(in_order(problems))


def problem_of(error: tree.Irregular) -> Problem:
    """The problem that tells people why a path was refused."""
    return Problem(error.path, error.rule, facts={"limit": str(error.limit)})


def _irregular(root: Path, content: Iterable[str]) -> Iterator[Problem]:
    for path in FILES:
        yield from _faults(root, path, is_folder=False)
    for path in FOLDERS:
        yield from _faults(root, path, is_folder=True)
    tops = {problem.path: problem for path in content for problem in _faults(root, path, is_folder=True)}
    yield from tops.values()
    if tops:  # as the checker would have told them, had it come to that
        yield from (problem for problem in links_in_content(root) if problem.path not in tops)
    for path in WHOLE:
        found = tree.irregular(root, path, generated.SCRATCH) if not list(_faults(root, path, is_folder=True)) else ()
        yield from (problem_of(error) for error, _ in zip(found, range(MOST), strict=False))


def links_in_content(root: Path) -> list[Problem]:
    """The links, devices and pipes in the folders in which people write, for commands that do not check them."""
    listed = list_files(root, CONTENT_ROOTS).problems
    return [problem for problem in listed if problem.rule in (tree.LINK, tree.NO_FILE)]


def has_links(root: Path) -> bool:
    """Whether a build is refused for links, which are not for someone who writes to mend while a page is shown."""
    return bool(links_in_content(root)) or any(tree.irregular(root, OWN_FILES))


def _faults(root: Path, path: str, is_folder: bool) -> Iterator[Problem]:
    try:
        tree.refuse_irregular(root, path, is_folder)
    except tree.Irregular as error:
        yield problem_of(error)


def _tracked(root: Path) -> Iterator[Problem]:
    """Files that git tracks in folders that belong to commands. Without git there are none: no proposal came by it."""
    try:
        listed = git.run(root, "-c", "safe.directory=*", "ls-files", "-z", "--cached")
    except FileNotFoundError:
        return
    if listed.returncode:
        return
    found: dict[str, str] = {}
    for path in listed.stdout.split("\0"):
        top = path.partition("/")[0]
        if path and _may_be_made(path, top) and generated.is_made(path):
            found.setdefault(top, path)
    yield from (Problem(path, "tracked", facts={"path": shlex.quote(path)}) for path in sorted(found.values())[:MOST])


def _may_be_made(path: str, top: str) -> bool:
    """Quick, for tens of thousands of paths: what is left is looked at closely."""
    return top not in CONTENT_ROOTS or "/." in path or "_" in path or not path.isascii()
