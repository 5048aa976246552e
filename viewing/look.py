"""Pictures of each kind of page, in each size and scheme, side by side in .build/look/index.html: `make look`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gazette import cli

from .browse import GOOD, KINDS, PROJECT, opened, page_of, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OUT: Final = PROJECT / ".build" / "look"
WIDTHS: Final = (320, 390, 768, 1280)
SCHEMES: Final = ("light", "dark")
SITES: Final = (("el", PROJECT, ""), ("rtl", GOOD, "ar/"))


def main(kinds: list[str]) -> int:
    """Takes the pictures, of the kinds named or of all."""
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown:
        print(f"look: no kind of page is called {', '.join(unknown)}. There are: {', '.join(KINDS)}", file=sys.stderr)
        return 2
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        built = {name: Path(folder) / name for name, _, _ in SITES}
        for name, root, _ in SITES:
            if cli.main(["build", "--root", str(root), "--out", str(built[name]), "--quiet"]) != 0:
                return 1
        with served(*built.values()) as urls, opened() as browser:
            taken = [
                (name, kind, _take(browser, name, kind, url + address))
                for (name, _, root), url in zip(SITES, urls, strict=True)
                for kind in kinds or KINDS
                if (address := page_of(built[name], root, kind))
            ]
    (OUT / "index.html").write_text(_index(taken), "utf-8")
    print(f"{sum(len(files) for _, _, files in taken)} pictures: {OUT / 'index.html'}")
    return 0


def _take(browser: Browser, name: str, kind: str, url: str) -> list[str]:
    """A whole page in each size and scheme; on a phone, the home page with its menu open as well."""
    page = browser.new_page(reduced_motion="reduce")
    page.goto(url)
    files: list[str] = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844 if width < 700 else 900})
            files.append(f"{name}-{kind}-{width}-{scheme}.png")
            page.screenshot(path=OUT / files[-1], full_page=True)
        if kind == "home":
            page.set_viewport_size({"width": 390, "height": 844})
            page.locator(".menu-button").click()
            files.append(f"{name}-{kind}-menu-{scheme}.png")
            page.screenshot(path=OUT / files[-1])
            page.keyboard.press("Escape")
    page.context.close()
    return files


def _index(taken: list[tuple[str, str, list[str]]]) -> str:
    parts = ["<!doctype html><html lang=en><meta charset=utf-8><title>The site, page by page</title>"]
    parts.append("<style>body{font:1rem sans-serif}div{display:flex;gap:1rem;overflow:auto;align-items:start}")
    parts.append("img{height:60vh;border:1px solid #999}</style><h1>The site, page by page</h1>")
    for name, kind, files in taken:
        pictures = "".join(f'<a href="{file}"><img src="{file}" alt="{file}" loading="lazy"></a>' for file in files)
        parts.append(f"<h2>{escape(kind)} ({escape(name)})</h2><div>{pictures}</div>")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
