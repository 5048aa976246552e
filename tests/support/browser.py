"""A real Chromium and two served sites, shared by all tests of a process: for every test that looks at pages."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.trusted_types import is_refusal
from tools.viewing import browse


@dataclass(frozen=True)
class Site:
    """A built site and where it is served."""

    folder: Path
    url: str


@dataclass(frozen=True)
class Sites:
    """`real` is the network's own; `good` has a language that runs from right to left."""

    real: Site
    good: Site


@pytest.fixture(scope="session")
def equipment() -> None:
    """A machine without a browser skips these tests, loudly; under CI that is a failure."""
    lacking = browse.missing()
    if not lacking:
        return
    words = f"no {', '.join(lacking)} here: run scripts/setup browser"
    if os.environ.get("CI"):
        pytest.fail(words, pytrace=False)
    pytest.skip(words)


@pytest.fixture(scope="session")
def sites(equipment: None, real_site: Path, good_site: Path) -> Iterator[Sites]:
    with browse.served(real_site, good_site) as urls:
        yield Sites(Site(real_site, urls[0]), Site(good_site, urls[1]))


@pytest.fixture(scope="session")
def chromium(equipment: None) -> Iterator[Any]:
    with browse.opened() as browser:
        yield browser


ONE_TAB = "one_tab: the tests of this module open their pages in one tab, which costs a third of a new one"


@pytest.fixture(scope="session")
def kept_tabs(chromium: Any) -> dict[str, Any]:
    """What was asked for → the tab of modules that have `pytestmark = pytest.mark.one_tab`."""
    return {}


@pytest.fixture
def tab(request: pytest.FixtureRequest, chromium: Any, kept_tabs: dict[str, Any]) -> Iterator[Callable[..., Any]]:
    """Opens a tab of its own, with what is asked for (`viewport`, `color_scheme`, …); closed after the test.

    Under `one_tab` it is the one in which the tests before had their pages: for tests that look, type and press, and
    neither listen to the tab nor ask what a browser has to fetch. Where the same is asked for again, it is the same.
    """
    opened: list[Any] = []
    is_kept = request.node.get_closest_marker("one_tab") is not None

    def open_tab(width: int = 1280, height: int = 900, **options: Any) -> Any:
        from playwright.sync_api import expect  # where there is a browser, there is this

        expect.set_options(timeout=60_000)
        size = {"width": width, "height": height}
        page = kept_tabs.get(repr(options)) if is_kept else None
        if page is None:
            page = chromium.new_page(viewport=size, **options)
            page.set_default_timeout(60_000)
        else:
            page.set_viewport_size(size)
        if is_kept:
            kept_tabs[repr(options)] = page
        opened.append(page)
        return page

    yield open_tab
    for page in opened:
        if is_kept:
            _left_clean(page)
        else:
            page.context.close()


def _left_clean(page: Any) -> None:
    """No colours that were asked for stay, and no pointer over the page; the next test opens another one."""
    page.emulate_media(media="null", color_scheme="light")
    page.mouse.move(-1, -1)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", ONE_TAB)


def address_of(site: Site, root: str, kind: str) -> str:
    """The full address of a page of a kind; skips where the site has none."""
    address = browse.page_of(site.folder, root, kind)
    if not address:
        pytest.skip(f"this site has no {kind}")
    return site.url + address


WAITING = ("Γίνεται αναζήτηση…", "Searching…")
ANSWERED = """([question, waiting]) => {
    const said = document.querySelector(".search-status").textContent.trim();
    return document.title.startsWith(question) && said && !waiting.includes(said);
}"""


class Browsing:
    """A tab of the browser, at the real site, as readers of its search page have it."""

    def __init__(self, page: Any, url: str) -> None:
        self.page, self.url, self.asked_at = page, url, ""

    def goto(self, address: str) -> None:
        """Opens a page; one with a question until the whole index has answered, and not only what is called so."""
        self.asked_at = ""
        self.page.goto(self.url + address)
        if "search/?" in address:
            self.page.wait_for_selector(".search-live:not(.search-asking)")

    def ask(self, address: str) -> None:
        """As `goto` with a question, which is written in the field; the page is loaded for the first one alone."""
        place, _, question = address.partition("?q=")
        if self.asked_at != place:
            self.goto(place)
            self.asked_at = place
        field = self.page.locator("#q")
        field.press("Escape")  # what was found and said before is gone
        field.fill(question)
        field.press("Enter")
        self.page.wait_for_function(ANSWERED, arg=[question, WAITING])

    def evaluate(self, script: str, given: Any = None) -> Any:
        return self.page.evaluate(script, given)


@pytest.fixture
def searching(tab: Callable[..., Any], sites: Sites) -> Iterator[Browsing]:
    page = tab()
    faults: list[str] = []

    def noted(error: Any) -> None:
        faults.append(str(error))

    def heard(said: Any) -> None:
        faults.extend([said.text] if is_refusal(said) else [])

    page.on("pageerror", noted)
    page.on("console", heard)
    yield Browsing(page, f"{sites.real.url}/")
    page.remove_listener("pageerror", noted)
    page.remove_listener("console", heard)
    assert faults == []
