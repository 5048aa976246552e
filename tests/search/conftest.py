"""A real browser on the real site, as readers have it."""

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


class Browsing:
    """A page of the browser, on a server for one site."""

    def __init__(self, page: Any, url: str) -> None:
        self.page, self.url = page, url

    def goto(self, address: str) -> None:
        self.page.goto(self.url + address)

    def evaluate(self, script: str, given: Any = None) -> Any:
        return self.page.evaluate(script, given)


@pytest.fixture(scope="session")
def site_url(real_site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(real_site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    binary = shutil.which("chromium")
    if binary is None:
        pytest.skip("NO CHROMIUM HERE: the search is not tested. Install it: sudo apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def searching(chromium: Any, site_url: str) -> Iterator[Browsing]:
    context = chromium.new_context()
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield Browsing(page, site_url)
    context.close()
    assert faults == []
