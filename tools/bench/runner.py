"""This project's build on a machine that is new each time, and is brought the cache of the one before."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Final

from gazette.cli import building
from gazette.files import generated
from gazette.pipeline.restored import KEPT, LIST
from tools.bench.measure import CommandFailed, Cost
from tools.bench.tools import Ours

KEY: Final = {building.KEY: "a key for invented sites, which protects nothing"}


class Runner:
    """The site of `ours` in a folder of its own, built there once, unmeasured, when it is asked for first."""

    def __init__(self, ours: Ours, folder: Path) -> None:
        self._from: Final = ours
        self._ours: Ours | None = None
        self._folder: Final = folder

    def same(self) -> Cost:
        """A build with nothing to do. Raises CommandFailed where it does something all the same."""
        ours = self._on_another_machine()
        begun = time.time()
        cost = ours.build()
        if any(path.stat().st_mtime > begun for path in ours.site.rglob("*.html")):
            raise CommandFailed(f"The cache of {ours.root} did not count on another machine.")
        return cost

    def edit(self) -> Cost:
        """A build after one story was edited."""
        return self._on_another_machine().edit()

    def _on_another_machine(self) -> Ours:
        """The site as a fresh checkout, with what a runner restores: every file is new, none has its old times."""
        if self._ours is None:
            _copied(self._from.root, self._folder / "ours", (*_tops(self._from.root),))
            self._ours = Ours(self._folder, KEY)
            self._ours.build()
        root = self._ours.root
        aside = root.rename(self._folder / "aside")
        restored = (LIST, *(f"{generated.WORK}/{name}" for name in KEPT), generated.SITE)
        _copied(aside, root, (*_tops(aside), *restored))
        shutil.rmtree(aside)
        return self._ours


def _tops(root: Path) -> list[str]:
    """What a checkout has."""
    return [path.name for path in root.iterdir() if not path.name.startswith(".") and path.name != generated.SITE]


def _copied(source: Path, target: Path, paths: tuple[str, ...]) -> None:
    for path in paths:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        if (source / path).is_dir():
            shutil.copytree(source / path, target / path, copy_function=shutil.copyfile)
        elif (source / path).exists():
            shutil.copyfile(source / path, target / path)
