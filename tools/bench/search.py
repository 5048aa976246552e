"""Measures search: `python -m tools.bench.search [--stories 1000 10000]`.

Prints how long the index takes, of everything and after an edit; what a first question transfers, gzipped, to a real
browser with an empty cache, in how many requests; and how soon it is answered on a bad connection (first_answer.py).
"""

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
from urllib.parse import quote

from tools.bench.first_answer import first_results
from tools.bench.for_ours import write_ours
from tools.bench.invent import Site, invent
from tools.bench.measure import Cost, measure
from tools.bench.tools import ADDRESS, EDITED, PROJECT, EditedStory
from tools.viewing.browse import opened, served

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request

MOST_KB: Final = 500
WIDTHS: Final = {"phone": 390, "desktop": 1280}
"""A desktop shows how many results each category has; a phone when someone asks for it."""


def main(arguments: Sequence[str]) -> None:
    """Prints a line for each size, and for each question at that size."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench.search", description=__doc__)
    parser.add_argument("--stories", type=int, nargs="+", default=(1_000, 10_000), metavar="N")
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
    without = measure([*build, "--no-search"], root, ADDRESS)
    first = measure(build, root, ADDRESS)
    again = measure(build, root, ADDRESS)
    story = EditedStory(root / "content" / "stories" / EDITED / "el.md", root / "site")
    story.edit()
    edit = measure(build, root, ADDRESS)
    shutil.rmtree(root / ".build/search")
    story.edit()
    whole = measure(build, root, ADDRESS)
    folder = root / "site/search"
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(
        f"{stories} stories, in seconds (of CPU): build without search {_cost(without)}; search added to it "
        f"{first.wall - again.wall:.1f} ({first.cpu - again.cpu:.1f}); one story edited {_cost(edit)}, and with the "
        f"whole index made again {_cost(whole)} in {whole.peak:.0f} MB; nothing changed {_cost(again)}; "
        f"{len(list(folder.rglob('*.pf_meta')))} parts, "
        f"{size / 1e6:.1f} MB on the disk"
    )
    questions(root / "site", _asked(site))


def _cost(cost: Cost) -> str:
    return f"{cost.wall:.1f} ({cost.cpu:.1f})"


def _asked(site: Site) -> list[str]:
    """A title as it stands, a common word, and a word without its accents, which only the key finds."""
    story = site.stories[len(site.stories) // 2]
    words = sorted(story.body.split(), key=site_count(site))
    return [story.title, words[-1].strip(".,"), words[len(words) // 2].strip(".,").upper()]


def site_count(site: Site) -> Any:
    """How often a word stands in the first stories."""
    text = [word for story in site.stories[:50] for word in story.body.split()]
    return text.count


def questions(folder: Path, asked: Sequence[str]) -> None:
    """Prints a line for each question, asked of the site in this folder."""
    with served(folder) as (url,), opened() as browser:
        for words in asked:
            for device, width in WIDTHS.items():
                print(f"  {device}: {weighed(browser.new_page(viewport={'width': width, 'height': 844}), url, words)}")
            first, whole = first_results(browser, f"{url}/search/?q={quote(words)}")
            print(f"  phone on a bad connection: first result {first / 1000:.1f} s, all counted {whole / 1000:.1f} s")


def weighed(page: Page, url: str, words: str) -> str:
    """What a question transfers that is asked when the page has come, as a line to print."""
    page.goto(f"{url}/search/", wait_until="networkidle")
    came: list[Request] = []

    def note(request: Request) -> None:
        came.append(request)

    page.on("requestfinished", note)
    started = monotonic()
    page.locator("#q").fill(words)
    page.wait_for_selector(".found:not([aria-busy]) li", timeout=60_000)
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
    return (
        f"«{words}»: {len(sizes)} requests, {total:.0f} KB (limit {MOST_KB}: {verdict}) {parts}, {took:.1f} s, {said}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
