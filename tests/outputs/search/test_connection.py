"""The search where the connection fails, what moves while it loads, what Back undoes, when a count is spoken."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.browser import Sites

Tab = Callable[..., Page]
NOTHING, OFFLINE, BROKEN = "Nothing was found", "There is no connection", "Search does not work"
CHUNKS, TEXTS, MODULE = "**/index/*.pf_index", "**/search/texts/*.json", "**/pagefind.js*"
SHIFTS = """() => new Promise((done) => new PerformanceObserver((list) => done(list.getEntries()
    .filter((one) => !one.hadRecentInput).reduce((sum, one) => sum + one.value, 0)))
    .observe({type: "layout-shift", buffered: true}) || setTimeout(() => done(0), 300))"""


@pytest.fixture
def page(tab: Tab, sites: Sites) -> Page:
    """The English search page, without a question."""
    page = tab()
    page.goto(f"{sites.real.url}/en/search/")
    return page


def test_without_a_connection_nothing_is_said_to_be_missing_and_it_goes_on_by_itself(page: Page) -> None:
    page.context.set_offline(True)
    page.locator("#q").fill("Athens")
    status = page.get_by_role("status")
    expect(status).to_contain_text(OFFLINE)
    expect(page.locator(".ways [data-value] a").first).to_be_visible()
    page.context.set_offline(False)
    expect(status).to_have_text(re.compile(r"Results: \d+"))


@pytest.mark.parametrize("part", [CHUNKS, TEXTS, MODULE, "**/about.json", "**/*.pf_meta", "**/wasm.*"])
def test_what_fails_once_is_asked_for_again(page: Page, part: str) -> None:
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.request.url)
            route.abort("connectionreset")

    page.route(part, lose_the_first)
    page.reload()  # some of it is asked for with the page
    page.locator("#q").fill("Athens")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"Results: \d+"))
    assert lost


@pytest.mark.parametrize("part", [CHUNKS, TEXTS, MODULE, "**/about.json", "**/*.pf_meta", "**/wasm.*"])
def test_what_goes_on_failing_is_no_answer_and_the_next_try_is_whole(page: Page, part: str) -> None:
    """Pagefind itself finds nothing in a part of its index that it could not load, and says nothing of it."""
    page.route(part, lambda route: route.abort("connectionreset"))
    page.reload()
    page.locator("#q").fill("Athens")
    status = page.get_by_role("status")
    expect(status).to_contain_text(OFFLINE)
    expect(status).not_to_contain_text(NOTHING)
    page.unroute(part)
    status.get_by_role("button", name="Try again").press("Enter")
    expect(status).to_have_text(re.compile(r"Results: \d+"))
    expect(page.locator(".found a").first).to_have_text("Athens")


@pytest.mark.parametrize("part", [CHUNKS, TEXTS, "**/about.json"])
def test_whoever_waits_long_may_ask_again(page: Page, part: str) -> None:
    """A connection that stands still fails no request."""
    page.clock.install()
    page.route(part, lambda _: None)
    with page.expect_request(part):
        page.reload()
        page.locator("#q").fill("Athens")
    status, again = page.get_by_role("status"), page.get_by_role("button", name="Try again")
    expect(status).to_have_text("Searching…")
    assert not again.count()
    page.clock.fast_forward(15_000)
    expect(status).to_contain_text("Searching…")
    page.route(part, lambda route: route.continue_())  # what was asked before stays unanswered
    again.press("Enter")
    expect(status).to_have_text(re.compile(r"Results: \d+"))


@pytest.mark.parametrize("part", [CHUNKS, TEXTS])
def test_what_the_host_lacks_is_a_fault_of_the_site(page: Page, part: str) -> None:
    page.route(part, lambda route: route.fulfill(status=404, body="not here"))
    page.locator("#q").fill("Athens")
    expect(page.get_by_role("status")).to_contain_text(BROKEN)


LOADED = ("search/", "search/?q=Αθήνα", "en/search/?q=zzzz", "en/search/?theme=employment")
BETWEEN = [("search/?q=Αθήνα", 390), ("en/search/?q=zzzz", 768), ("search/", 1920)]


@pytest.mark.parametrize(("address", "width"), [*((one, width) for one in LOADED for width in (320, 1280)), *BETWEEN])
def test_nothing_moves_while_it_loads(tab: Tab, sites: Sites, width: int, address: str) -> None:
    """Cumulative Layout Shift (web.dev/cls): 0.1 is called good, and 0.02 is what this site allows."""
    page = tab(width)
    page.goto(f"{sites.real.url}/{address}")
    expect(page.locator("#search:not(.search-asking)")).to_be_attached()
    page.wait_for_load_state("networkidle")
    assert page.evaluate(SHIFTS) <= 0.02


def test_where_the_script_does_not_come_the_lists_are_shown(tab: Tab, sites: Sites) -> None:
    page = tab()
    page.route("**/assets/search.*.js", lambda route: route.abort())
    page.goto(f"{sites.real.url}/en/search/?q=Athens")
    expect(page.get_by_role("link", name="Access to employment")).to_be_visible()


def test_each_question_that_was_submitted_is_a_step_back(page: Page) -> None:
    field, status = page.locator("#q"), page.get_by_role("status")
    for question in ("Athens", "Karditsa"):
        field.fill("")
        field.press_sequentially(question)
        field.press("Enter")
        expect(page.locator(".found a").first).to_have_text(question)
    assert parse_qs(urlsplit(page.url).query) == {"q": ["Karditsa"]}
    page.go_back()
    expect(field).to_have_value("Athens")
    expect(status).to_have_text(re.compile(r"Results: \d+"))
    page.go_forward()
    expect(field).to_have_value("Karditsa")


def test_a_count_is_spoken_when_typing_rests(page: Page) -> None:
    """While one types the part is busy; then its words are set once more, for only what changes is spoken."""
    field, status = page.locator("#q"), page.get_by_role("status")
    field.press_sequentially("Athe")
    expect(status).to_have_attribute("aria-busy", "true")
    status.evaluate("""(part) => {
        window.spoken = [];
        const hear = () => part.ariaBusy || spoken.push(part.textContent);
        new MutationObserver(hear).observe(part, {childList: true});
    }""")
    field.press_sequentially("ns")
    expect(status).not_to_have_attribute("aria-busy", "true")
    expect(status).to_have_text(re.compile(r"Results: \d+"))
    told: Any = page.wait_for_function("() => spoken.length && spoken").json_value()
    assert all(re.match(r"Results: \d+", words) for words in told)
