"""axe-core finds nothing on any kind of page: WCAG 2.0 to 2.2, A and AA, and what Deque holds for good practice."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.axe import COLOURS, LAYOUT, SIZES, violations
from tests.support.browser import Sites, address_of
from tools.viewing.browse import AXE, KINDS, WIDTHS

HEADS = ("home", "list", "story", "glossary", "search", "lost")
"""Kinds of pages whose menus differ: by the entry that is marked, and by what stands beside them."""
SHOWN = "() => [...document.querySelectorAll('main *, footer *')].filter(one => one.checkVisibility()).length"


@pytest.fixture(scope="module")
def page(chromium: Any) -> Iterator[Page]:
    """A tab whose pages all come with axe, so that it is sent and read once."""
    page = chromium.new_page(color_scheme="light")
    page.set_default_timeout(60_000)
    page.add_init_script(path=AXE)
    yield page
    page.context.close()


def at_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})


@pytest.mark.parametrize("kind", KINDS)
def test_no_violation(sites: Sites, page: Page, kind: str) -> None:
    """By all rules where it is small and light; large and dark by those of colours and places.

    The same elements on a larger screen have no other names or roles: only a page that shows more there is looked at
    by all rules again.
    """
    page.emulate_media(color_scheme="light")
    at_width(page, min(WIDTHS))
    page.goto(address_of(sites.real, "", kind))
    found = {"light, small": violations(page)}
    shown = page.evaluate(SHOWN)
    at_width(page, max(WIDTHS))
    if page.evaluate(SHOWN) > shown:
        found["light, large"] = violations(page)
    page.emulate_media(color_scheme="dark")
    found["dark, large"] = violations(page, LAYOUT)
    assert {place: words for place, words in found.items() if words} == {}


@pytest.mark.parametrize("kind", HEADS)
def test_no_violation_in_the_open_menu(sites: Sites, page: Page, kind: str) -> None:
    found = {}
    page.emulate_media(color_scheme="light")
    at_width(page, 390)
    for site, root in ((sites.real, ""), (sites.good, "ar/")):
        page.goto(address_of(site, root, kind))
        page.locator(".menu-button").click()
        assert page.evaluate("document.querySelector('#menu').matches(':popover-open')")
        found[root] = violations(page, part="header")
    page.goto(address_of(sites.real, "", kind))
    page.emulate_media(color_scheme="dark")
    page.locator(".menu-button").click()
    found["dark"] = violations(page, COLOURS, "header")
    assert {place: words for place, words in found.items() if words} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_no_violation_from_right_to_left(sites: Sites, page: Page, kind: str) -> None:
    """The direction changes words and where things stand, and no colours."""
    page.emulate_media(color_scheme="light")
    at_width(page, min(WIDTHS))
    page.goto(address_of(sites.good, "ar/", kind))
    found = violations(page, without=COLOURS)
    at_width(page, max(WIDTHS))
    assert [*found, *violations(page, SIZES)] == []


@pytest.mark.parametrize(("site", "asked"), [("real", "search/?q=Αθήνα"), ("good", "ar/search/?q=κήπος")])
def test_no_violation_among_results(sites: Sites, page: Page, site: str, asked: str) -> None:
    """Results, their counts and the categories beside them, small and light, large and dark."""
    page.emulate_media(color_scheme="light")
    at_width(page, min(WIDTHS))
    page.goto(f"{getattr(sites, site).url}/{asked}")
    page.locator(".search-live:not(.search-asking)").wait_for()
    expect(page.locator(".found a").first).to_be_visible()
    page.locator(".ways").evaluate("ways => { ways.open = true; }")
    found = violations(page)
    at_width(page, max(WIDTHS))
    page.emulate_media(color_scheme="dark")
    assert [*found, *violations(page, LAYOUT)] == []


def test_axe_would_find_something(sites: Sites, page: Page) -> None:
    page.goto(sites.real.url + "/")
    page.evaluate("""() => {
        const add = (name, values) => document.querySelector("main").append(
            Object.assign(document.createElement(name), values));
        add("a", {href: "/"});
        add("img", {src: "/x"});
    }""")
    assert {words.split(":")[0] for words in violations(page)} >= {"link-name", "image-alt"}
    assert violations(page, part="header") == [], "a part is looked at alone"
