"""Pictures of each kind of page, in each size and scheme, side by side in .build/look/index.html: `make look`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from gazette import cli
from gazette.files import generated, tree
from tools.viewing.browse import GOOD, KINDS, PROJECT, opened, page_of, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LOOK: Final = f"{generated.WORK}/look"
OUT: Final = PROJECT / LOOK
WIDTHS: Final = (320, 390, 768, 1280)
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
ASKED: Final = {"el": "?q=προσφυγες", "rtl": "?q=κήπος"}
"""A question for the search page of each site: its results are pictures of their own."""
SITES: Final = (("el", PROJECT, ""), ("rtl", GOOD, "ar/"))


def main(kinds: list[str]) -> int:
    """Takes the pictures, of the kinds named or of all."""
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown:
        print(f"look: no kind of page is called {', '.join(unknown)}. There are: {', '.join(KINDS)}", file=sys.stderr)
        return 2
    tree.remove(PROJECT, LOOK)
    tree.make_folder(PROJECT, LOOK)
    with tempfile.TemporaryDirectory() as folder:
        built = {name: Path(folder) / name for name, _, _ in SITES}
        for name, root, _ in SITES:
            if cli.main(["build", "--root", str(root), "--out", str(built[name]), "--quiet"]) != 0:
                return 1
        with served(*built.values()) as urls, opened() as browser:
            taken = [
                (name, kind, _take(browser, name, kind, url + address))
                for (name, _, root), url in zip(SITES, urls, strict=True)
                for kind, address in _addresses(built[name], root, kinds or list(KINDS), ASKED[name])
            ]
    (OUT / "index.html").write_text(_index(taken), "utf-8")
    print(f"{sum(len(files) for _, _, files in taken)} pictures: {OUT / 'index.html'}")
    return 0


def _addresses(site: Path, root: str, kinds: list[str], asked: str) -> Iterator[tuple[str, str]]:
    for kind in kinds:
        address = page_of(site, root, kind)
        if address:
            yield kind, address
        if kind == "search":
            yield "results", address + asked


def _take(browser: Browser, name: str, kind: str, url: str) -> list[str]:
    """A whole page in each size and scheme; on a phone, the home page with its menu open as well."""
    page = browser.new_page(reduced_motion="reduce")
    files: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844 if width < 700 else 900})
        page.goto(url)
        if "?" in url:
            page.locator(".found a").first.wait_for()
            page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        files += _both_schemes(page, f"{name}-{kind}-{width}")
        if kind == "home" and width == WIDTHS[1]:
            page.locator(".menu-button").click()
            files += _both_schemes(page, f"{name}-{kind}-menu", whole=False)
    page.context.close()
    return files


def _both_schemes(page: Page, name: str, whole: bool = True) -> list[str]:
    files = [f"{name}-{scheme}.png" for scheme in SCHEMES]
    for scheme, file in zip(SCHEMES, files, strict=True):
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=OUT / file, full_page=whole)
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
