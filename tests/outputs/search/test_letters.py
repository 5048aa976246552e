"""Who asks in other letters hears in them, too, that nothing was found; cities are found by their names in them."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.support.browser import Browsing, Sites
from tests.support.data_files import data_of
from tests.support.sites import PROJECT

Tab = Callable[..., Page]
NAMES = [
    (path.parent.name, one["language"], one["name"])
    for path in sorted((PROJECT / "members").glob("*/profile.yml"))
    for one in data_of(path)["names"]
]


def said(page: Page) -> list[list[str]]:
    found: list[list[str]] = page.eval_on_selector_all(
        ".also-said", "all => all.map(e => [e.lang, e.dir, e.textContent])"
    )
    return found


def nothing(language: str) -> str:
    words: Any = data_of(PROJECT / f"theme/strings/{language}.yml")
    return str(words["search.none"])


UNKNOWN = [
    ("", "قققشششض", [("en", "ltr"), ("ar", "rtl")]),
    ("", "щщщфффжж", [("en", "ltr"), ("uk", "ltr")]),
    ("", "ψψξξβββ", [("en", "ltr")]),
    ("en/", "قققشششض", [("ar", "rtl")]),
    ("en/", "ψψξξβββ", [("el", "ltr")]),
    ("en/", "xxqqzzzw", []),
]


def test_that_nothing_was_found_is_said_in_the_letters_of_the_question(tab: Tab, sites: Sites) -> None:
    searching = Browsing(tab(390), f"{sites.real.url}/")
    for root, question, languages in UNKNOWN:
        searching.ask(f"{root}search/?q={question}")
        searching.page.locator(".search-status", has_text=nothing("en" if root else "el")).wait_for()
        assert said(searching.page) == [[code, direction, nothing(code)] for code, direction in languages], question


def test_what_is_found_needs_no_such_word(tab: Tab, sites: Sites) -> None:
    page = tab(390)
    page.goto(f"{sites.real.url}/search/?q=أثينا", wait_until="networkidle")
    page.locator(".found li").first.wait_for()
    assert said(page) == []


def test_each_member_is_found_by_its_names_in_other_letters(tab: Tab, sites: Sites) -> None:
    """An Arabic reader finds أثينا: the member is the first result, or the second behind a story of the same name."""
    assert len(NAMES) == 36
    page, missed = tab(390), []
    page.goto(f"{sites.real.url}/search/")
    for slug, _, name in NAMES:
        page.locator("#q").press("Escape")  # what was found before is gone
        expect(page.locator(".found li")).to_have_count(0)
        page.fill("#q", name)
        page.keyboard.press("Enter")
        page.wait_for_function(
            "name => document.title.startsWith(name) && !document.querySelector('.search-asking') "
            "&& document.querySelector('.found a')", arg=name,
        )  # fmt: skip
        hrefs = [link.get_attribute("href") or "" for link in page.locator(".found a").all()[:2]]
        if not any(href.endswith(f"/members/{slug}/") for href in hrefs):
            missed.append((name, hrefs))
    assert missed == []
