"""Keyboard, small screens, large text, calm, no scripts: each tried in the browser on each kind of page."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.support.browser import Sites, address_of
from tools.viewing.browse import KINDS, WIDTHS

pytestmark = pytest.mark.one_tab

REACHABLE = "a[href], button, summary, input, select, textarea, [tabindex='0']"
WATCH = """selector => {
    const shown = e => e.checkVisibility({visibilityProperty: true});
    const seen = [...document.querySelectorAll(selector)].filter(shown);
    // A mark on the map shows it by its frame.
    const look = e => [e, ...e.querySelectorAll(".frame")].map(part => getComputedStyle(part))
        .map(s => [s.outlineStyle, s.outlineWidth, s.boxShadow, s.stroke, s.strokeWidth].join()).join();
    const before = new Map(seen.map(e => [e, look(e)]));
    const name = e => e.localName + " " + (e.getAttribute("href") || e.textContent.trim().slice(0, 20));
    window.walked = []; window.unmarked = []; window.hidden = [];
    document.addEventListener("focusin", event => {
        const e = event.target, box = e.getBoundingClientRect();
        window.walked.push(seen.indexOf(e));
        if (look(e) === before.get(e)) window.unmarked.push(name(e));
        const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
        if (!inside) window.hidden.push(name(e));
    });
    window.names = seen.map(name);
    return seen.length;
}"""
TOO_WIDE = """() => {
    const clips = [document.documentElement, document.body].some(e => getComputedStyle(e).overflowX !== "visible");
    const room = document.documentElement.clientWidth;
    const out = [...document.querySelectorAll("body *")].filter(e => {
        const box = e.getBoundingClientRect();
        return box.width && (box.right > room + 1 || box.left < -1)
            && !e.closest(".wide, pre, svg, .skip, .kicker") && e.checkVisibility();
    });
    return (document.documentElement.scrollWidth > room || clips || out.length)
        ? out.slice(0, 3).map(e => `${e.localName}.${e.className}`).concat(document.documentElement.scrollWidth) : [];
}"""
CUT_OFF = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(e => {
    const s = getComputedStyle(e);
    return e.checkVisibility() && !e.closest(".wide, pre, svg") && s.overflowX !== "visible" && e.clientWidth > 1
        && s.overflowX !== "auto" && e.scrollWidth > e.clientWidth + 1;
}).map(e => `${e.localName}.${e.className}`)"""
MOVING = """() => [...document.querySelectorAll("*")].flatMap(e => [null, "::before", "::after"].map(part => {
    const s = getComputedStyle(e, part);
    const moves = s.transitionDuration.split(", ").some(d => parseFloat(d) > 0.001) || s.animationName !== "none"
        || s.scrollBehavior === "smooth";
    return moves ? `${e.localName}.${e.className}${part || ""}` : "";
})).filter(Boolean)"""
SMALL = """() => [...document.querySelectorAll("header a, nav a, footer a, summary, button, input")]
    .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest(".kicker, p:not(.skip)"))
    .map(e => [e, e.getBoundingClientRect()])
    .filter(([e, box]) => box.width && (box.height < 23.9 || box.width < 23.9))
    .map(([e, box]) => `${e.textContent.trim().slice(0, 20)} ${box.width.toFixed(1)}×${box.height.toFixed(1)}`)"""
Tab = Callable[..., Page]


TAB = {"type": "rawKeyDown", "windowsVirtualKeyCode": 9, "code": "Tab", "key": "Tab"}


BOTH_WIDTHS = {"home", "list", "story", "members", "search"}
"""Kinds that are arranged anew on a phone: the others, made of the same parts, are walked through in turn in one."""


@pytest.mark.parametrize("kind", KINDS)
def test_the_keyboard_reaches_everything_in_order_and_visibly(sites: Sites, tab: Tab, kind: str) -> None:
    page = tab(reduced_motion="reduce")
    keys = page.context.new_cdp_session(page)  # at half the work of a key that is let go again
    for width in (1280, 390) if kind in BOTH_WIDTHS else ((1280, 390)[list(KINDS).index(kind) % 2],):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address_of(sites.real, "en/", kind))
        count = page.evaluate(WATCH, REACHABLE)
        for _ in range(count):
            keys.send("Input.dispatchKeyEvent", TAB)
        result: dict[str, Any] = page.evaluate("({walked, unmarked, hidden, names})")
        lost = [name for place, name in enumerate(result["names"]) if place not in result["walked"]]
        assert (width, lost) == (width, [])
        assert result["walked"][:count] == sorted(result["walked"][:count]), "not in the order of the page"
        assert (width, result["unmarked"]) == (width, [])
        assert (width, result["hidden"]) == (width, [])
    keys.detach()


@pytest.mark.parametrize("kind", ["home", "story", "lost"])
def test_the_first_stop_skips_to_the_text(sites: Sites, tab: Tab, kind: str) -> None:
    page = tab(390, reduced_motion="reduce")
    page.goto(address_of(sites.real, "", kind))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    box = page.locator(".skip").bounding_box()
    assert box
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")
    assert page.url.endswith("#main")


def test_the_menu_button_opens_and_closes_by_keyboard(sites: Sites, tab: Tab) -> None:
    page = tab(390, 844)
    page.goto(sites.real.url + "/")
    is_open = "document.querySelector('#menu').matches(':popover-open')"
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "menu-button":
            break
    assert page.evaluate("document.activeElement.className") == "menu-button"
    page.keyboard.press("Enter")
    assert page.evaluate(is_open)
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('#menu')"), "Tab does not lead into the menu"
    page.keyboard.press("Escape")
    assert not page.evaluate(is_open)
    assert page.evaluate("document.activeElement.className") == "menu-button"
    page.keyboard.press("Space")
    assert page.evaluate(is_open)


COVERED = """() => {
    const at = document.activeElement, box = at.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const over = !!top && !at.contains(top) && !top.contains(at);
    return at !== document.body && over && !!top.closest('#menu') && !top.matches('.scrim');
}"""


def test_no_stop_of_the_keyboard_lies_under_the_open_menu(sites: Sites, tab: Tab) -> None:
    """WCAG 2.2, 2.4.11."""
    page = tab(390, 844)
    page.goto(sites.real.url + "/")
    page.locator(".menu-button").focus()
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        assert not page.evaluate(COVERED), page.evaluate("document.activeElement.outerHTML")


def test_a_tap_beside_the_open_menu_only_closes_it(sites: Sites, tab: Tab) -> None:
    page = tab(390, 844)
    page.goto(sites.real.url + "/")
    box = page.locator("main a").first.bounding_box()
    page.locator(".menu-button").click()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert not page.evaluate("document.querySelector('#menu').matches(':popover-open')")
    assert page.url == sites.real.url + "/"


def faults_where_text_is_large(page: Page, enlarged: Sequence[int] = WIDTHS) -> list[Any]:
    """What is too wide or cut off at 320 px, and with text twice as large at some widths."""
    found = []
    for size, widths in (("100%", (320,)), ("200%", enlarged)):
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            found += [(size, width, script, what) for script in (TOO_WIDE, CUT_OFF) if (what := page.evaluate(script))]
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_small_screen_is_enough(sites: Sites, tab: Tab, kind: str) -> None:
    """Nothing moves for those who ask for calm; controls are large enough to hit; nothing is too wide or cut off.

    24 by 24 px (WCAG 2.5.8) for all that stands outside of running text; axe looks at the rest.
    """
    page = tab(390, reduced_motion="reduce")
    page.goto(address_of(sites.real, "", kind))
    assert page.evaluate(MOVING) == []
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate(SMALL) == []
    page.locator(".menu-button").click()
    assert page.evaluate(SMALL) == []
    page.keyboard.press("Escape")
    assert faults_where_text_is_large(page) == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wider_than_the_screen_from_right_to_left(sites: Sites, tab: Tab, kind: str) -> None:
    page = tab(390, reduced_motion="reduce")
    page.goto(address_of(sites.good, "ar/", kind))
    assert faults_where_text_is_large(page, (min(WIDTHS), max(WIDTHS))) == []


BROKEN = """all => all.filter(e => e.checkVisibility({visibilityProperty: true})).flatMap(e => {
    e.style.hyphens = "manual";
    const found = [], texts = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), range = document.createRange();
    while (texts.nextNode()) for (const word of texts.currentNode.data.matchAll(/\\p{L}+/gu)) {
        range.setStart(texts.currentNode, word.index);
        range.setEnd(texts.currentNode, word.index + word[0].length);
        const [first, ...rest] = range.getClientRects();
        if (rest.some(box => box.top >= first.bottom - 1 || box.left > first.right + 1)) found.push(word[0]);
    }
    return found;
})"""
"""Words that are cut at the end of a line."""


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("address", ["/", "/en/", "/newsletters/", "/search/", "/statements/"])
def test_large_text_cuts_no_word_of_menu_button_or_title(sites: Sites, tab: Tab, address: str, width: int) -> None:
    page = tab(width)
    page.goto(sites.real.url + address)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.locator("header button, h1, .wordmark").evaluate_all(BROKEN) == []
    page.locator(".menu-button").click()
    entries = page.locator("#menu a")
    assert entries.evaluate_all(BROKEN) == []
    assert len(set(entries.evaluate_all("all => all.map(a => a.getBoundingClientRect().x)"))) == 1


def test_the_mark_that_has_focus_looks_unlike_those_of_its_region(sites: Sites, tab: Tab) -> None:
    """WCAG 2.4.7: a whole region lights up, so that alone would not tell where one is."""
    page = tab()
    page.goto(sites.real.url + "/members/")
    page.keyboard.press("Tab")
    page.locator(".mark[href*=thessaloniki]").focus()
    looks: list[list[str]] = page.locator(".in-central-macedonia .mark").evaluate_all(
        "all => all.map(e => [e.matches(':focus-visible') ? 'here' : '', "
        "getComputedStyle(e.querySelector('.frame')).stroke])"
    )
    here = [stroke for mark, stroke in looks if mark]
    others = {stroke for mark, stroke in looks if not mark}
    assert len(looks) == 5
    assert here == [page.locator(".wordmark").evaluate("e => { e.focus(); return getComputedStyle(e).outlineColor; }")]
    assert len(others) == 1
    assert here[0] not in others


def test_a_wide_thing_would_be_seen(sites: Sites, tab: Tab) -> None:
    page = tab(320)
    page.goto(sites.real.url + "/")
    page.evaluate("document.querySelector('main').firstElementChild.style.width = '500px'")
    assert page.evaluate(TOO_WIDE)


def _content(page: Page) -> tuple[str, list[str]]:
    """What a page says and leads to, but for the field for a city, which is there only with scripts."""
    page.locator(".city-form").evaluate_all("all => all.forEach(form => form.remove())")
    links = page.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    return page.locator("main").inner_text(), links


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "search"])
def test_all_is_there_without_scripts(sites: Sites, tab: Tab, kind: str) -> None:
    """What a page says and leads to is the same with them, where it has any at all."""
    address = address_of(sites.real, "", kind)
    page = tab(390, java_script_enabled=False)
    page.goto(address)
    found = _content(page)
    page.locator(".menu-button").click()
    assert page.locator("#menu a").first.is_visible()
    assert len(found[0]) > 40
    if page.locator("script:not([type='application/ld+json'])").count():
        page = tab(390)
        page.goto(address)
        assert _content(page) == found
