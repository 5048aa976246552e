"""This project's build and the story that each tool has edited: the commands over one invented site."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tools.bench.measure import CommandFailed, Cost, Output, measure, weigh

PROJECT: Final = Path(__file__).resolve().parents[2]
EDITED: Final = "istoria-00050"
ADDRESS: Final = {"SITE_URL": "https://cities-network.example/"}


def generate(stories: int, folder: Path) -> None:
    """Writes the site for each tool, in a process of its own, so that this one stays small."""
    measure([sys.executable, "-m", "tools.bench.generate", "--stories", str(stories), "--out", str(folder)], PROJECT)


class EditedStory:
    """The one text that is edited again and again."""

    def __init__(self, text: Path, site: Path) -> None:
        self.text, self.site = text, site
        self._first: Final = text.read_text("utf-8")
        self._edits = 0

    def edit(self) -> None:
        """Another title, and another sentence."""
        self._edits += 1
        text = re.sub(r"^title: ", f"title: {self._mark} ", self._first, count=1, flags=re.MULTILINE)
        self.text.write_text(text.replace("\n\n", f"\n\n{self._mark} σε μια πρόταση. ", 1), "utf-8")

    @property
    def _mark(self) -> str:
        return f"Αλλαγή {self._edits}"

    def check(self, *, lists: bool = True) -> None:
        """Raises CommandFailed unless the edit came out on the story's page and, with its title, in lists."""
        page = (self.site / "stories" / EDITED / "index.html").read_text("utf-8")
        came_out = f"{self._mark} σε μια πρόταση." in page
        if lists:
            years = (self.site / "stories" / "year").rglob("index.html")
            came_out = came_out and any(f"{self._mark} " in path.read_text("utf-8") for path in years)
        if not came_out:
            raise CommandFailed(f"The edit of {self.text} did not come out in {self.site}.")


class Ours:
    """This project's own build. `told` are variables of its environment."""

    def __init__(self, folder: Path, told: Mapping[str, str] = MappingProxyType({})) -> None:
        self._told: Final = {**ADDRESS, **told}
        self.root: Final = folder / "ours"
        self.site: Final = self.root / "site"
        self._story: Final = EditedStory(self.root / "content" / "stories" / EDITED / "el.md", self.site)

    def cold(self, *, index: bool = False) -> Cost:
        """A build that remembers nothing."""
        shutil.rmtree(self.root / ".build", ignore_errors=True)
        self._unpublish()
        return self.build(index=index)

    def alike(self) -> Cost:
        """A build that remembers nothing, of what the other tools make too."""
        shutil.rmtree(self.root / ".build", ignore_errors=True)
        self._unpublish()
        command = [sys.executable, "-m", "tools.bench.alike", str(self.root), str(self.site)]
        return measure(command, self.root, {**ADDRESS, "PYTHONPATH": str(PROJECT)})

    def phases(self) -> dict[str, float]:
        """CPU seconds of each part of a build from nothing, in one process. Raises CommandFailed."""
        command = [sys.executable, "-m", "tools.bench.phases", str(self.root), str(self.site)]
        variables = {**os.environ, **ADDRESS}
        done = subprocess.run(command, cwd=PROJECT, env=variables, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CommandFailed(f"{' '.join(command)} ended with exit code {done.returncode}:\n{done.stderr[-2000:]}")
        found: dict[str, float] = json.loads(done.stdout)
        return found

    def _unpublish(self) -> None:
        for path in (*self.root.glob(".site.*"), self.site):
            shutil.rmtree(path, ignore_errors=True)

    def build(self, *, index: bool = False) -> Cost:
        """`build.py build`, without PDFs and emails, which the other tools do not make."""
        build = [sys.executable, str(PROJECT / "build.py"), "build", "--no-paper"]
        without = [] if index else ["--no-search"]
        return measure([*build, *without, "--root", str(self.root), "--out", str(self.site)], self.root, self._told)

    def edit(self, *, index: bool = False) -> Cost:
        """The story edited, then the same command."""
        self._story.edit()
        cost = self.build(index=index)
        self._story.check()
        return cost

    def fresh_pages(self) -> int:
        """How many pages the last build wrote anew."""
        edited = self._story.text.stat().st_mtime_ns
        return sum(path.stat().st_mtime_ns >= edited for path in self.site.rglob("*.html"))

    def output(self) -> Output:
        """The files of the built site."""
        return weigh(self.site)
