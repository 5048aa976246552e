"""axe-core finds nothing on any kind of page: WCAG 2.0 to 2.2, A and AA, and what Deque holds for good practice."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.axe import COLOURS, SCRIPT, SIZES, TAGS, violations
from tests.support.browser import Sites, address_of
from tools.viewing.browse import KINDS, WIDTHS

pytestmark = pytest.mark.one_tab


def open_with_axe(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate(SCRIPT)


@pytest.mark.parametrize("site", ["real", "good"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_violation(sites: Sites, tab: Callable[..., Page], site: str, kind: str) -> None:
    """Small and large, light and dark, menu closed and open; the good site from right to left.

    The dark scheme changes colours only, and the direction nothing but where things stand: by other rules a page is
    looked at in the light, and on a small screen from right to left for what is too small or too near.
    """
    page = tab()
    found: dict[tuple[str, int | str], list[str]] = {}
    is_real = site == "real"
    open_with_axe(page, address_of(getattr(sites, site), "" if is_real else "ar/", kind))
    page.set_viewport_size({"width": min(WIDTHS), "height": 900})
    found["light", min(WIDTHS)] = violations(page, TAGS if is_real else SIZES)
    page.set_viewport_size({"width": max(WIDTHS), "height": 900})
    found["light", max(WIDTHS)] = violations(page)
    if is_real:
        page.emulate_media(color_scheme="dark")
        found["dark", max(WIDTHS)] = violations(page, COLOURS)
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".menu-button").click()
    assert page.evaluate("document.querySelector('#menu').matches(':popover-open')")
    if is_real:
        found["dark", "menu"] = violations(page, COLOURS)
        page.emulate_media(color_scheme="light")
    found["light", "menu"] = violations(page, TAGS if is_real else SIZES)
    assert {place: words for place, words in found.items() if words} == {}


@pytest.mark.parametrize(("site", "asked"), [("real", "search/?q=Αθήνα"), ("good", "ar/search/?q=κήπος")])
def test_no_violation_among_results(sites: Sites, tab: Callable[..., Page], site: str, asked: str) -> None:
    """Results, their counts and the categories beside them, small and large, light and dark."""
    page = tab()
    found: dict[tuple[str, int], list[str]] = {}
    for width in (min(WIDTHS), max(WIDTHS)):
        page.set_viewport_size({"width": width, "height": 900})
        open_with_axe(page, f"{getattr(sites, site).url}/{asked}")
        expect(page.locator(".found a").first).to_be_visible()
        page.locator(".ways").evaluate("ways => { ways.open = true; }")
        for scheme, rules in (("light", TAGS), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)
            found[scheme, width] = violations(page, rules)
    assert {place: words for place, words in found.items() if words} == {}


def test_axe_would_find_something(sites: Sites, tab: Callable[..., Page]) -> None:
    page = tab()
    open_with_axe(page, sites.real.url + "/")
    page.evaluate("""() => {
        const add = (name, values) => document.querySelector("main").append(
            Object.assign(document.createElement(name), values));
        add("a", {href: "/"});
        add("img", {src: "/x"});
    }""")
    assert {words.split(":")[0] for words in violations(page)} >= {"link-name", "image-alt"}
