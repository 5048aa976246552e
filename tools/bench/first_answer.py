"""Measures the first answer of the search on a bad connection: `python -m tools.bench.first_answer [site]`.

A browser with an empty cache opens /search/?q=… at 150 ms for a round trip and 1.6 Mbit/s. Printed is the median of
five openings until the first result can be seen, and until the count of all is said, in seconds from the page's start.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from tools.bench.tools import PROJECT
from tools.viewing.browse import opened, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ASKED: Final = ("Αθήνα", "xania", "Χανια δημαρχος", "μάσκες", "Ιωαννινα μασκες", "UNHCR", "flood Karditsa", "ΣΕΜΠ")
SLOW: Final = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
TIMES: Final = 5
_WATCH: Final = """() => {
    globalThis.came = {};
    const look = () => {
        const now = performance.now();
        if (document.querySelector(".found li")?.offsetHeight) globalThis.came.first ??= now;
        if (/\\d/.test(document.querySelector("[role=status]")?.textContent ?? "")) globalThis.came.whole ??= now;
        requestAnimationFrame(look);
    };
    look();
}"""


def main(arguments: Sequence[str]) -> None:
    """Prints a line for each question."""
    folder = Path(arguments[0]) if arguments else PROJECT / "site"
    with served(folder) as (url,), opened() as browser:
        medians = [_asked(browser, url, words) for words in ASKED]
    print(f"median of all: {statistics.median(medians):.2f} s to the first result")


def _asked(browser: Browser, url: str, words: str) -> float:
    found = [first_results(browser, f"{url}/search/?q={quote(words)}") for _ in range(TIMES)]
    first, whole = (float(statistics.median(times)) / 1000 for times in zip(*found, strict=True))
    print(f"  «{words}»: first result {first:.2f} s, all counted {whole:.2f} s")
    return first


def first_results(browser: Browser, address: str) -> tuple[float, float]:
    """Thousandths of a second until the first result of a question in an address is seen, and until all are counted."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="el-GR")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    page.add_init_script(f"({_WATCH})()")
    page.goto(address, wait_until="commit")
    came: dict[str, float] = {}
    while len(came) < 2:  # not `wait_for_function`, which the page's policy refuses
        page.wait_for_timeout(100)
        came = page.evaluate("globalThis.came")
    context.close()
    return came["first"], came["whole"]


if __name__ == "__main__":
    main(sys.argv[1:])
