"""axe-core finds nothing on any kind of page: WCAG 2.0 to 2.2, A and AA, and what Deque holds for good practice."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.axe import COLOURS, SCRIPT, TAGS, violations
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

    The dark scheme changes colours only, and the direction changes none: so by other rules a page is looked at in the
    light, and from right to left in no other.
    """
    page = tab()
    found: dict[tuple[str, int | str], list[str]] = {}
    schemes = {"light": TAGS, "dark": COLOURS} if site == "real" else {"light": TAGS}
    open_with_axe(page, address_of(getattr(sites, site), "ar/" if site == "good" else "", kind))
    for width in (min(WIDTHS), max(WIDTHS)):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme, rules in schemes.items():
            page.emulate_media(color_scheme=scheme)
            found[scheme, width] = violations(page, rules)
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".menu-button").click()
    assert page.evaluate("document.querySelector('#menu').matches(':popover-open')")
    for scheme, rules in schemes.items():
        page.emulate_media(color_scheme=scheme)
        found[scheme, "menu"] = violations(page, rules)
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
