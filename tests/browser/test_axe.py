"""axe-core finds nothing on any kind of page: WCAG 2.0 to 2.2, A and AA, and what Deque holds for good practice."""

from collections.abc import Callable
from typing import Any

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
    """At each width, light and dark, menu closed and open; the good site from right to left."""
    page = tab()
    found: dict[tuple[str, int | str], list[str]] = {}
    open_with_axe(page, address_of(getattr(sites, site), "ar/" if site == "good" else "", kind))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            # The dark scheme changes colours only, so it is looked at whole at one width.
            found[scheme, width] = violations(page, TAGS if scheme == "light" or width == WIDTHS[1] else COLOURS)
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".menu-button").click()
    assert page.evaluate("document.querySelector('#menu').matches(':popover-open')")
    for scheme, only in (("dark", TAGS), ("light", COLOURS)):
        page.emulate_media(color_scheme=scheme)
        found[scheme, "menu"] = violations(page, only)
    assert {place: words for place, words in found.items() if words} == {}


@pytest.mark.parametrize(("site", "asked"), [("real", "search/?q=Αθήνα"), ("good", "ar/search/?q=κήπος")])
def test_no_violation_among_results(sites: Sites, tab: Callable[..., Page], site: str, asked: str) -> None:
    """Results, their counts and the categories beside them, at each width, light and dark."""
    page = tab()
    found: dict[tuple[str, int], list[str]] = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        open_with_axe(page, f"{getattr(sites, site).url}/{asked}")
        expect(page.locator(".found a").first).to_be_visible()
        page.locator(".ways").evaluate("ways => { ways.open = true; }")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found[scheme, width] = violations(page)
    assert {place: words for place, words in found.items() if words} == {}


def test_axe_would_find_something(sites: Sites, tab: Callable[..., Page]) -> None:
    page = tab()
    open_with_axe(page, sites.real.url + "/")
    spoil: Any = "document.querySelector('main').insertAdjacentHTML('beforeend', '<a href=\"/\"></a><img src=\"/x\">')"
    page.evaluate(spoil)
    assert {words.split(":")[0] for words in violations(page)} >= {"link-name", "image-alt"}
