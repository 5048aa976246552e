"""What readers met on the pages, measured in the browser: what stands before what, beside what, on how many sheets."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import Page

from tests.support.browser import Sites

pytestmark = pytest.mark.one_tab

Tab = Callable[..., Page]
QUOTED = "/stories/thessaloniki-learning-at-home/"
"""A story of three cities, with pull quotes and a footnote."""


def _box(page: Page, selector: str) -> dict[str, float]:
    found = page.locator(selector).first.bounding_box()
    assert found, selector
    return {**found, "bottom": found["y"] + found["height"], "right": found["x"] + found["width"]}


def test_pull_quotes_stand_before_the_text_on_a_phone_and_beside_it_elsewhere(sites: Sites, tab: Tab) -> None:
    page = tab(390)
    page.goto(sites.real.url + QUOTED)
    assert _box(page, ".lead")["bottom"] < _box(page, ".pull")["y"] < _box(page, ".prose")["y"]
    page.set_viewport_size({"width": 1280, "height": 900})
    pull, prose, facts = (_box(page, selector) for selector in (".pull", ".prose", ".facts"))
    assert pull["x"] > prose["right"]
    assert abs(pull["y"] - prose["y"]) < 16
    assert pull["x"] == facts["x"]
    assert pull["bottom"] < facts["y"] < pull["bottom"] + 80


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_tiles_of_several_cities_lie_in_a_row(sites: Sites, tab: Tab, width: int) -> None:
    page = tab(width)
    page.goto(f"{sites.real.url}/stories/")
    card = page.locator(".card", has=page.locator(f"a[href$='{QUOTED.split('/')[2]}/']")).locator(".tile")
    boxes = [tile.bounding_box() for tile in card.all()]
    assert len(boxes) == 3
    assert len({box["y"] for box in boxes if box}) == 1


def test_beside_the_map_there_is_no_empty_corner(sites: Sites, tab: Tab) -> None:
    page = tab(1280)
    page.goto(f"{sites.real.url}/members/")
    beside, regions = _box(page, ".map-box"), _box(page, ".regions")
    assert beside["right"] < regions["x"]
    assert 0.75 < beside["height"] / regions["height"] < 1.33


@pytest.mark.parametrize("root", ["/", "/en/"])
def test_a_phone_shows_at_once_what_the_network_is_and_its_cities(sites: Sites, tab: Tab, root: str) -> None:
    page = tab(390, 844)
    page.goto(sites.real.url + root)
    assert _box(page, ".names li:nth-child(6)")["bottom"] < 844
    assert _box(page, ".numbers")["bottom"] < _box(page, ".opening-prose")["y"]


@pytest.mark.parametrize("root", ["/", "/en/", "/ar/"])
def test_the_menu_button_stands_beside_the_name(sites: Sites, tab: Tab, root: str) -> None:
    """With two languages and with three, one of which runs from right to left."""
    page = tab(390)
    page.goto((sites.good if root == "/ar/" else sites.real).url + root)
    name, button, field = (_box(page, selector) for selector in (".wordmark", ".menu-button", ".seek"))
    assert name["y"] < (button["y"] + button["bottom"]) / 2 < name["bottom"]
    assert button["bottom"] <= field["y"]


LINES = """all => all.map(p => {
    const words = document.createRange();
    words.selectNodeContents(p);
    return [p.textContent.trim(), words.getBoundingClientRect().width / parseFloat(getComputedStyle(p).fontSize)];
})"""
"""Each paragraph with the width of what is written in it, in em."""


def test_lines_are_no_longer_than_one_can_read(sites: Sites, tab: Tab) -> None:
    page = tab(1280)
    for address in ("/data/", "/", "/about/", QUOTED):
        page.goto(sites.real.url + address)
        found: list[tuple[str, float]] = page.locator("main p:not(.kicker, .tiles, .mosaic)").evaluate_all(LINES)
        assert [line for line in found if line[1] > 43] == [], address


@pytest.mark.parametrize(("address", "sheets"), [("/", 3), ("/members/", 2), (QUOTED, 2), ("/about/", 2)])
def test_what_is_printed_breaks_well(sites: Sites, tab: Tab, address: str, sheets: int) -> None:
    page = tab()
    page.goto(sites.real.url + address)
    with pikepdf.open(BytesIO(page.pdf(format="A4"))) as pdf:
        assert len(pdf.pages) == sheets


@pytest.mark.parametrize("story", ["karditsa-drawing-and-flood", "neapoli-sykies-entrepreneurship"])
def test_the_facts_of_a_story_take_no_sheet_of_their_own(sites: Sites, tab: Tab, story: str) -> None:
    page = tab()
    page.goto(f"{sites.real.url}/stories/{story}/")
    with pikepdf.open(BytesIO(page.pdf(format="A4"))) as pdf:
        assert len(pdf.pages) == 2, "the story, and the practice with the facts"


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_has_the_names_of_the_cities_in_two_columns(sites: Sites, tab: Tab, width: int) -> None:
    page = tab(width)
    page.goto(sites.real.url + "/")
    boxes = [box for link in page.locator(".names a").all() if (box := link.bounding_box())]
    assert len({round(box["x"]) for box in boxes}) == 2
    assert min(box["height"] for box in boxes) >= 24


@pytest.mark.parametrize("root", ["/", "/en/"])
def test_the_facts_of_a_member_are_not_cut_beside_the_map(sites: Sites, tab: Tab, root: str) -> None:
    page = tab(1280)
    page.goto(f"{sites.real.url}{root}members/")
    cut = page.locator(".member-rows .kicker").evaluate_all(
        "all => all.filter(line => line.innerText.match(/\\d \\S/)).map(line => line.innerText)"
    )
    assert cut == [], "a number may part from what it counts"
    ends = page.locator(".regions").evaluate(
        "at => Object.values(Object.groupBy(at.children, part => Math.round(part.getBoundingClientRect().x)))"
        ".map(parts => parts.at(-1).getBoundingClientRect().bottom - at.getBoundingClientRect().top)"
    )
    assert min(ends) / max(ends) > 0.7


def test_what_goes_to_a_new_line_begins_at_its_edge(sites: Sites, tab: Tab) -> None:
    page = tab(200)
    page.goto(f"{sites.real.url}/members/karditsa/")
    boxes = [box for link in page.locator(".shelf-rest a").all() if (box := link.bounding_box())]
    assert len({box["y"] for box in boxes}) == len(boxes) == 2
    assert boxes[0]["x"] == boxes[1]["x"]
    page.goto(f"{sites.real.url}/newsletters/")
    assert page.locator(".contents-note").first.evaluate("e => getComputedStyle(e).marginInlineStart") == "0px"


def test_the_sheets_of_one_page_are_not_sent_with_others(sites: Sites, tab: Tab) -> None:
    for address, sheets in (
        (QUOTED, ["site", "item"]),
        ("/members/", ["site", "members"]),
        ("/search/", ["site", "search"]),
    ):
        page = tab()
        page.goto(sites.real.url + address)
        hrefs = page.locator("link[rel=stylesheet]").evaluate_all("all => all.map(link => link.href)")
        assert [href.rpartition("/")[2].partition(".")[0] for href in hrefs] == sheets
        if address == QUOTED:
            text = "".join(page.request.get(href).text() for href in hrefs)
            assert "/*" not in text
            assert ".map-name" not in text


def test_the_words_of_the_first_story_stay_together_beside_a_tall_picture(sites: Sites, tab: Tab) -> None:
    page = tab(1280)
    page.goto(f"{sites.good.url}/ar/")
    card = ".cards-first > :first-child"
    photo, kicker, title, text = (
        _box(page, f"{card} .{name}") for name in ("card-photo", "kicker", "card-title", "card-text")
    )
    assert photo["height"] > 200
    assert abs(kicker["y"] - photo["y"]) < 40
    assert 0 <= title["y"] - kicker["bottom"] < 24
    assert 0 <= text["y"] - title["bottom"] < 24


def test_numbers_of_a_list_stand_where_its_lines_begin(sites: Sites, tab: Tab) -> None:
    """The programme of this event is Greek on an Arabic page: its numbers stood at the far end of each line."""
    page = tab(1280)
    page.goto(f"{sites.good.url}/ar/events/coming/")
    entry = page.locator(".programme li").first
    assert entry.evaluate("entry => getComputedStyle(entry).direction") == "rtl"
    assert entry.locator("span").first.get_attribute("lang") == "el"


def test_the_parts_of_a_found_note_keep_their_order_in_either_direction(sites: Sites, tab: Tab) -> None:
    page = tab(1280)
    page.goto(f"{sites.good.url}/ar/search/?q=κήπος")
    page.locator(".found .kicker bdi").first.wait_for()
    edges = (
        page.locator(".found .card")
        .first.locator("bdi")
        .evaluate_all("all => all.map(part => part.getBoundingClientRect().right)")
    )
    assert len(edges) > 2
    assert edges == sorted(edges, reverse=True)
