"""The style sheets: small, and each page has those whose rules its parts need."""

import gzip
import re
from collections.abc import Callable
from functools import cache

import pytest
import tinycss2
from playwright.sync_api import Page

from tests.support.browser import Site, Sites
from tools.viewing.browse import KINDS, pages_of

pytestmark = pytest.mark.one_tab

MOST = 5 * 1000
"""Bytes of a style sheet as it is sent."""
MOST_PAGES = 1
"""Pages of a kind that are looked at."""
STATE = r":(?:hover|focus-visible|focus-within|focus|target|popover-open)"
PSEUDO = re.compile(rf"::[a-z-]+(?:\([^)]*\))?|:not\({STATE}\)|{STATE}")
LACKING = """([rules, source]) => {
    const page = source ? new DOMParser().parseFromString(source, "text/html") : document;
    const links = [...page.querySelectorAll('link[rel="stylesheet"]')];
    const linked = links.map(link => link.getAttribute("href").match(/([a-z]+)\\.[0-9a-f]+\\.css$/)[1]);
    const lacks = ([selector, sheets]) =>
        !sheets.some(name => linked.includes(name)) && page.querySelector(selector);
    const own = linked.filter(name => !["arabic", "cyrillic"].includes(name));
    return [own.length, rules.filter(lacks).map(([selector]) => selector)];
}"""
"""How many sheets a page has, and which rules it lacks; without its source, the one that is open."""
HAS_SCRIPT = re.compile(r"<script(?! type=.application/ld\+json)")


def published(site: Site) -> dict[str, bytes]:
    """Name of a sheet → its bytes."""
    return {path.name.split(".")[0]: path.read_bytes() for path in (site.folder / "assets").glob("*.css")}


def selectors(sheet: str) -> set[str]:
    """What the rules of a sheet are for, those within conditions too; without states that no page is in at rest."""
    found: set[str] = set()
    for rule in tinycss2.parse_rule_list(sheet, skip_comments=True, skip_whitespace=True):
        words = tinycss2.serialize(rule.prelude).strip()
        if rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            found |= selectors(tinycss2.serialize(rule.content))
        elif rule.type == "qualified-rule":
            found |= {PSEUDO.sub("", one).strip() or "*" for one in re.split(r",(?![^(]*\))", words)}
    return found


@cache
def rules_of(site: Site) -> list[tuple[str, list[str]]]:
    """Each selector of a site, and the sheets in which it is."""
    sheets = {name: selectors(raw.decode()) for name, raw in published(site).items()}
    every = sorted(set().union(*sheets.values()))
    return [(one, [name for name, has in sheets.items() if one in has]) for one in every]


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_lacks_a_rule_for_what_it_shows(sites: Sites, tab: Callable[..., Page], kind: str) -> None:
    """Its parts look as they do elsewhere. Every page has two sheets: that of all, and that of its kind."""
    for site, roots in ((sites.real, ("",)), (sites.good, ("", "ar/"))):
        rules = rules_of(site)
        assert len(rules) > 300
        page = tab()
        for address in [address for root in roots for address in pages_of(site.folder, root, kind)[:MOST_PAGES]]:
            file = site.folder / address.lstrip("/")
            source = (file / "index.html" if file.is_dir() else file).read_text("utf-8")
            is_whole = not HAS_SCRIPT.search(source)
            page.goto("about:blank" if is_whole else site.url + address)
            linked, lacking = page.evaluate(LACKING, [rules, source if is_whole else ""])
            assert (address, lacking) == (address, [])
            assert linked == 2


def test_each_sheet_is_small(sites: Sites) -> None:
    sizes = {name: len(gzip.compress(raw, 6)) for name, raw in published(sites.real).items()}
    assert len(sizes) >= 6
    assert {name: size for name, size in sizes.items() if size > MOST} == {}


def test_a_page_without_its_sheet_would_be_noticed(sites: Sites, tab: Callable[..., Page]) -> None:
    rules = [[one, ["item"]] for one in selectors(published(sites.real)["item"].decode())]
    page = tab()
    page.goto(f"{sites.real.url}/about/glossary/")
    assert page.evaluate(LACKING, [rules, ""])[1]
    file = sites.real.folder / "about/glossary/index.html"
    page.goto("about:blank")
    assert page.evaluate(LACKING, [rules, file.read_text("utf-8")])[1]


def test_selectors_within_conditions_are_found() -> None:
    sheet = "a:hover, b::before { x: y } @media print { .c:is(.d, .e) > f { x: y } } @font-face { font-family: g }"
    assert selectors(sheet) == {"a", "b", ".c:is(.d, .e) > f"}
