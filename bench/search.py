"""What search costs: `python -m bench.search [--stories 1000 5000]`. Prints how long the index takes and what a first
question transfers, gzipped, to a real browser with an empty cache."""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import sys
import tempfile
import threading
from collections.abc import Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic
from typing import Any, Final

from .for_house import write_house
from .invent import Site, invent
from .measure import measure
from .tools import ADDRESS, PROJECT

FLAGS: Final = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
SMALL: Final = (".html", ".css", ".js", ".json")
MOST_KB: Final = 500


class Server(SimpleHTTPRequestHandler):
    """Sends text gzipped, as any web server does, and notes what it sent."""

    sent: Final[dict[str, int]] = {}

    def do_GET(self) -> None:
        """Answers with a file of the site."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        raw = path.read_bytes()
        body = gzip.compress(raw) if path.suffix in SMALL else raw
        self.sent[self.path] = len(body)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        if path.suffix in SMALL:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


def main(arguments: Sequence[str]) -> None:
    """Prints a line for each size, and for each question at that size."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
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
    write_house(site, root)
    build = [sys.executable, str(PROJECT / "build.py"), "build", "--root", str(root), "--quiet"]
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
    from playwright.sync_api import sync_playwright

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}/search/"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for words in asked:
            page = browser.new_context().new_page()
            page.goto(url)
            page.wait_for_load_state("networkidle")
            Server.sent.clear()
            started = monotonic()
            page.locator("#q").fill(words)
            page.wait_for_selector(".found li", timeout=60_000)
            took = monotonic() - started
            page.wait_for_load_state("networkidle")
            print(_line(words, page.locator("[role=status]").inner_text(), took))
        browser.close()
    server.shutdown()


def _line(words: str, said: str, took: float) -> str:
    sorts: dict[str, int] = {}
    for path, size in Server.sent.items():
        name = next(
            (sort for sort in ("texts", "pf_index", "pf_meta", "wasm", "about", ".js") if sort in path), "other"
        )
        sorts[name] = sorts.get(name, 0) + size
    total = sum(sorts.values()) / 1000
    parts = json.dumps({name: round(size / 1000) for name, size in sorts.items()})
    verdict = "met" if total <= MOST_KB else "missed"
    return f"  «{words}»: {total:.0f} KB (limit {MOST_KB}: {verdict}) {parts}, {took:.1f} s, {said}"


if __name__ == "__main__":
    main(sys.argv[1:])
