"""Measures how long an editor waits: `python -m tools.bench.saving [--stories 1000 10000]`.

The preview server runs on invented stories, a story is saved, and what an open page does is done: it asks the server
whether it is another by now, and is loaded. Printed are the medians of 20 saves, in seconds, until the page with the
new words has come, and until the build that follows has published all that shows them.
"""

from __future__ import annotations

import argparse
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from statistics import median
from threading import Thread
from time import monotonic, sleep
from typing import Final

from tools.bench.for_ours import TEXT, write_ours
from tools.bench.invent import invent
from tools.bench.measure import CommandFailed
from tools.bench.tools import EDITED, PROJECT

TIMES: Final = 20
ADDRESS: Final = f"/stories/{EDITED}/"
LONGEST: Final = 3600.0
"""Seconds for the first build."""
_ASKS: Final = re.compile(r'fetch\("([^"]+)"')


@dataclass(frozen=True, slots=True)
class Saving:
    """Seconds from saving a story, for each save in order."""

    page: list[float] = field(default_factory=list)
    """Until its page was loaded anew with the new words."""
    build: list[float] = field(default_factory=list)
    """Until the build behind it had published everything."""


def main(arguments: Sequence[str]) -> None:
    """Prints a line for each size."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench.saving", description=__doc__)
    parser.add_argument("--stories", type=int, nargs="+", default=(1_000, 10_000), metavar="N")
    parser.add_argument("--times", type=int, default=TIMES, metavar="N")
    given = parser.parse_args(arguments)
    place = PROJECT / ".build"
    place.mkdir(exist_ok=True)
    for stories in given.stories:
        root = Path(tempfile.mkdtemp(prefix="bench-saving-", dir=place))
        print(f"{stories} stories are built first, which takes its time", file=sys.stderr, flush=True)
        try:
            write_ours(invent(stories), root)
            found = measure_saving(root, given.times)
        finally:
            shutil.rmtree(root)
        print(
            f"{stories} stories: page after {median(found.page):.3f} s (at most {max(found.page):.3f} s), "
            f"all after {median(found.build):.2f} s",
            flush=True,
        )


def measure_saving(root: Path, times: int) -> Saving:
    """Saves a story of the site at `root` so many times while the preview runs. Raises CommandFailed."""
    text = root / "content" / "stories" / EDITED / TEXT
    before, saving = text.read_text("utf-8"), Saving()
    with _served(root) as server:
        server.saved(text, before, "0")  # the first waits until the server has read the site
        for number in range(1, times + 1):
            page, build = server.saved(text, before, str(number))
            saving.page.append(page)
            saving.build.append(build)
    return saving


class _Server:
    """The preview server, and what it says."""

    def __init__(self, root: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{port}"
        command = [sys.executable, str(PROJECT / "build.py"), "serve", "--root", str(root), "--port", port]
        self.process = subprocess.Popen(
            [*command, "--lang", "en"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._lines: Queue[tuple[float, str]] = Queue()
        self._said: list[str] = []
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as lines:
            for line in lines:
                self._lines.put((monotonic(), line))

    def heard(self, words: str) -> float:
        """When it said these words, which it says now or later. Raises CommandFailed where it does not."""
        until = monotonic() + LONGEST
        while monotonic() < until:
            try:
                moment, line = self._lines.get(timeout=1)
            except Empty:
                if self.process.poll() is not None:
                    break
                continue
            self._said.append(line)
            if words in line:
                return moment
        raise CommandFailed(f"{self.url} did not say '{words}':\n{''.join(self._said)[-2000:]}")

    def page(self, address: str = ADDRESS) -> str:
        """The page at an address. Raises CommandFailed."""
        try:
            with urllib.request.urlopen(f"{self.url}{address}", timeout=120) as answer:  # noqa: S310 - its own server
                return str(answer.read().decode())
        except OSError as error:
            raise CommandFailed(f"{self.url}{address}: {error}\n{''.join(self._said)[-2000:]}") from None

    def ended(self) -> None:
        """Waits for its end, and brings it about where it does not end by itself."""
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self._reader.join()

    def opened(self) -> None:
        """Waits until a page can be opened. Raises CommandFailed."""
        self.heard(self.url)
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{self.url}{ADDRESS}", timeout=120).close()  # noqa: S310 - its own server
                return
            except urllib.error.URLError:
                sleep(0.1)
        self.page()

    def saved(self, text: Path, before: str, number: str) -> tuple[float, float]:
        """Saves the story with another title and sentence. Seconds until its page came, and until all was built."""
        words, shown = f"Αλλαγή {number} σε μια πρόταση.", self.page()
        titled = re.sub(r"^title: ", f"title: Αλλαγή {number} ", before, count=1, flags=re.MULTILINE)
        started = monotonic()
        text.write_text(titled.replace("\n\n", f"\n\n{words} ", 1), "utf-8")
        while words not in shown:
            asked = _ASKS.search(shown)
            if not asked or monotonic() - started > LONGEST:
                raise CommandFailed(f"{self.url}{ADDRESS} does not show '{words}':\n{''.join(self._said)[-2000:]}")
            self.page(asked[1])
            shown = self.page()
        came = monotonic()
        return came - started, self.heard(" pages in ") - started


@contextmanager
def _served(root: Path) -> Iterator[_Server]:
    server = _Server(root)
    try:
        server.opened()
        yield server
    finally:
        server.process.send_signal(signal.SIGINT)
        server.ended()


if __name__ == "__main__":
    main(sys.argv[1:])
