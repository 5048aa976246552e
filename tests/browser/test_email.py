"""The email in a real browser, as mail programs show it: narrow and wide, light and dark, without pictures."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.support import axe
from tests.support.axe import SCRIPT, violations
from tests.support.browser import Sites

Tab = Callable[..., Page]
LETTERS = {
    "el": ("real", "newsletters/2/newsletter-2-el.html"), "en": ("real", "en/newsletters/2/newsletter-2-en.html"),
    "ar": ("good", "ar/newsletters/1/newsletter-1-ar.html"),
}  # fmt: skip
WIDTHS = (320, 480, 640)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SHOWN = """() => [...document.querySelectorAll("h1, h2, h3, p, a")].filter(e => {
    const box = e.getBoundingClientRect();
    return box.width && (box.left < 0 || box.right > innerWidth + 0.5);
}).map(e => e.textContent.trim().slice(0, 40))"""
COLOURS = """() => ["body", ".paper > table", ".cover > table", ".prose", ".link", ".soft", ".voice"].map(
    name => getComputedStyle(document.querySelector(name))[/table|body/.test(name) ? "backgroundColor" : "color"])"""


def opened(tab: Tab, sites: Sites, language: str, **options: Any) -> Page:
    """The letter from the disk, with the styles that are in it and no picture: as a careful program shows it."""
    name, path = LETTERS[language]
    page = tab(**options)
    page.route("**/*", lambda route: route.abort() if route.request.resource_type == "image" else route.continue_())
    page.goto((getattr(sites, name).folder / path).as_uri())
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LETTERS)
def test_a_letter_fits_and_can_be_read(sites: Sites, tab: Tab, language: str, scheme: str) -> None:
    page = opened(tab, sites, language, color_scheme=scheme)
    page.evaluate(SCRIPT)
    page.set_viewport_size({"width": min(WIDTHS), "height": 900})
    assert violations(page, WCAG if scheme == "light" else axe.COLOURS) == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate(SHOWN) == []


def test_dark_is_dark_and_light_is_light(sites: Sites, tab: Tab) -> None:
    light = opened(tab, sites, "en", color_scheme="light").evaluate(COLOURS)
    dark = opened(tab, sites, "en", color_scheme="dark").evaluate(COLOURS)
    assert len(light) == 7
    assert all(one != other for one, other in zip(light, dark, strict=True))


def test_a_wide_window_keeps_the_lines_short(sites: Sites, tab: Tab) -> None:
    page = opened(tab, sites, "el", width=1280)
    assert page.evaluate("Math.max(...[...document.querySelectorAll('p')].map(e => e.offsetWidth))") <= 640


def test_the_checks_bite(sites: Sites, tab: Tab) -> None:
    page = opened(tab, sites, "el", width=320)
    page.evaluate(SCRIPT)
    page.evaluate("""() => {
        document.querySelector("h3").style.width = "400px";
        document.querySelector(".soft").style.color = "#bbb";
        document.querySelector("html").removeAttribute("lang");
    }""")
    assert page.evaluate(SHOWN)
    assert {words.split(":")[0] for words in violations(page, WCAG)} == {"color-contrast", "html-has-lang"}


def test_the_host_shows_the_letter_as_it_is(sites: Sites, tab: Tab) -> None:
    """Its policy refuses neither the styles nor the pictures; the pages beside it say the strict policy themselves."""
    page = tab()
    said: list[str] = []
    page.on("console", lambda words: said.append(words.text))
    site, path = sites.real, LETTERS["el"][1]
    page.route(
        "https://cities-network.example/**",
        lambda route: route.fulfill(path=Path(site.folder) / route.request.url.split("/", 3)[3]),
    )
    page.goto(f"{site.url}/{path}")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(251, 248, 242)"
    assert [words for words in said if "style" in words] == []
