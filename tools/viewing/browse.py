"""Everything needed to look at a site: a server, a Chromium, a page of each kind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PROJECT: Final = Path(__file__).resolve().parents[2]
NPM: Final = PROJECT / "requirements" / "npm"
AXE: Final = NPM / "test/node_modules/axe-core/axe.min.js"
FORM: Final = NPM / "edit/node_modules/.form/form.js"
NU: Final = NPM / "test/node_modules/vnu-jar/build/dist/vnu.jar"
GOOD: Final = PROJECT / "tests/sites/good"
"""The small site whose third language runs from right to left."""
WIDTHS: Final = (320, 390, 1280)
KINDS: Final = {
    "home": "", "list": "stories/", "facet": "stories/theme/*/", "programme": "stories/programme/*/",
    "practices": "practices/", "practices-found": "practices/for/*/",
    "story": "stories/*/", "member": "members/*/", "members": "members/", "event": "events/*/", "events": "events/",
    "statement": "statements/*/", "statements": "statements/", "partner": "partners/*/", "partners": "partners/",
    "issue": "newsletters/*/", "archive": "newsletters/", "glossary": "about/glossary/", "about": "about/",
    "page": "about/*/", "worklists": "about/worklist/", "worklist": "about/worklist/*/",
    "accessibility": "about/accessibility/", "data": "data/", "search": "search/",
    "document": "documents/*/", "documents": "documents/", "press": "about/press/",
    "subscribe": "newsletters/subscribe/", "lost": "404.html",
}  # fmt: skip
"""Kind of page → where its pages stand, below the root of a language."""


WHOLE: Final = ("chromium", "chromium-browser", "google-chrome")
"""Commands of browsers with their windows and menus, which take two thirds of the work where no one looks at them."""


def chromium() -> str:
    """The whole browser of this machine, or nothing."""
    return next((path for path in map(shutil.which, WHOLE) if path), "")


def headless() -> str:
    """Chromium without its windows, where this machine has it; else the whole browser, or nothing."""
    return shutil.which("chromium-headless-shell") or chromium()


def missing() -> list[str]:
    """Names of what the browser tests need and this machine lacks."""
    needs: dict[str, object] = {
        "chromium": headless(),
        "java": shutil.which("java"),
        "axe-core": AXE.is_file(),
        "vnu-jar": NU.is_file(),
    }
    needs |= {"the browser form": FORM.is_file()}
    return [name for name, there in needs.items() if not there]


def pages_of(site: Path, root: str, kind: str) -> list[str]:
    """The addresses of the pages of a kind ("/" is home), the largest first; empty where a site has none."""
    pattern = KINDS[kind]
    if kind == "lost":
        return ["/404.html"]
    found = [path for path in (site / root).glob(f"{pattern}index.html") if "/page/" not in path.as_posix()]
    if kind == "page":
        found = [path for path in found if path.parent.name not in ("glossary", "accessibility", "press", "worklist")]
    if kind == "issue":
        found = [path for path in found if path.parent.name != "subscribe"]
    largest = sorted(sorted(found), key=lambda path: -path.stat().st_size)
    return ["/" + path.relative_to(site).as_posix().removesuffix("index.html") for path in largest]


def page_of(site: Path, root: str, kind: str) -> str:
    """The address of a page of a kind, the largest there is; nothing where a site has none."""
    return next(iter(pages_of(site, root, kind)), "")


PLAINLY_DRAWN: Final = ("--disable-gpu", "--in-process-gpu", "--num-raster-threads=1", "--disable-checker-imaging")
"""Where no one watches a page move, several threads and processes that draw it are only more work."""


@contextmanager
def served(*folders: Path) -> Iterator[list[str]]:
    """Serves each folder; gives the address of each, without a slash at its end."""
    command = [sys.executable, "-m", "tools.viewing.serve", *map(str, folders)]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield [f"http://127.0.0.1:{int(process.stdout.readline())}" for _ in folders]
        process.kill()


@contextmanager
def opened() -> Iterator[Browser]:
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright

    # The sandbox needs rights that containers and root do not have; what is looked at here is our own.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 or os.environ.get("CI") else []
    # Letters as wide as they are printed: without its windows Chromium would fit them to the pixels of a screen.
    flags: Sequence[str] = [*sandbox, "--font-render-hinting=none", *PLAINLY_DRAWN]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=headless(), args=flags)
        yield browser
        browser.close()
