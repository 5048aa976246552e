"""Measures search: `python -m tools.bench.search [--stories 1000 5000]`. Prints how long the index takes and what
a first question transfers, gzipped, to a real browser with an empty cache."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from tools.bench.for_ours import write_ours
from tools.bench.invent import Site, invent
from tools.bench.measure import measure
from tools.bench.tools import ADDRESS, PROJECT
from tools.viewing.browse import opened, served

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request

MOST_KB: Final = 500


def main(arguments: Sequence[str]) -> None:
    """Prints a line for each size, and for each question at that size."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench.search", description=__doc__)
    parser.add_argument("--stories", type=int, nargs="+", default=(1_000, 5_000), metavar="N")
    place = PROJECT / ".build"
    place.mkdir(exist_ok=True)
    for stories in parser.parse_args(arguments).stories:
        folder = Path(tempfile.mkdtemp(prefix="bench-search-", dir=place))
        try:
            _one_size(stories, folder)
        finally:
            shutil.rmtree(folder)


def _one_size(stories: int, root: Path) -> None:
    site = invent(stories)
    write_ours(site, root)
    build = [sys.executable, str(PROJECT / "build.py"), "build", "--root", str(root), "--quiet", "--no-paper"]
    without = measure([*build, "--no-search"], root, ADDRESS).wall
    first = measure(build, root, ADDRESS).wall
    again = measure(build, root, ADDRESS).wall
    (root / ".build/search/bundle.json").unlink()
    index = measure(build, root, ADDRESS).wall - again
    size = sum(path.stat().st_size for path in (root / "site/search").rglob("*") if path.is_file())
    print(
        f"{stories} stories: build without search {without:.1f} s; search added to it {first - again:.1f} s, "
        f"of which the index {index:.1f} s; nothing changed {again:.1f} s; {size / 1e6:.1f} MB on the disk"
    )
    _questions(root / "site", _asked(site))


def _asked(site: Site) -> list[str]:
    """A title as it stands, a common word, and a word without its accents, which only the key finds."""
    story = site.stories[len(site.stories) // 2]
    words = sorted(story.body.split(), key=site_count(site))
    return [story.title, words[-1].strip(".,"), words[len(words) // 2].strip(".,").upper()]


def site_count(site: Site) -> Any:
    """How often a word stands in the first stories."""
    text = [word for story in site.stories[:50] for word in story.body.split()]
    return text.count


def _questions(folder: Path, asked: Sequence[str]) -> None:
    with served(folder) as (url,), opened() as browser:
        for words in asked:
            print(_weighed(browser.new_page(), url, words))


def _weighed(page: Page, url: str, words: str) -> str:
    page.goto(f"{url}/search/", wait_until="networkidle")
    came: list[Request] = []

    def note(request: Request) -> None:
        came.append(request)

    page.on("requestfinished", note)
    started = monotonic()
    page.locator("#q").fill(words)
    page.wait_for_selector(".found li", timeout=60_000)
    took = monotonic() - started
    page.wait_for_load_state("networkidle")
    sizes = {request.url: request.sizes()["responseBodySize"] for request in came}
    told = _line(words, sizes, page.locator("[role=status]").inner_text(), took)
    page.context.close()
    return told


def _line(words: str, sizes: Mapping[str, int], said: str, took: float) -> str:
    sorts: dict[str, int] = {}
    for path, size in sizes.items():
        name = next(
            (sort for sort in ("texts", "pf_index", "pf_meta", "wasm", "about", "words", ".js") if sort in path),
            "other",
        )
        sorts[name] = sorts.get(name, 0) + size
    total = sum(sorts.values()) / 1000
    parts = json.dumps({name: round(size / 1000) for name, size in sorts.items()})
    verdict = "met" if total <= MOST_KB else "missed"
    return f"  «{words}»: {total:.0f} KB (limit {MOST_KB}: {verdict}) {parts}, {took:.1f} s, {said}"


if __name__ == "__main__":
    main(sys.argv[1:])
