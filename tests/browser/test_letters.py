"""Arabic and Cyrillic on pages are set in our own fonts; a page without them asks for none."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.support.browser import Sites
from tests.support.partial import partly
from tests.support.sites import build
from tools.viewing import browse

Tab = Callable[..., Page]


@pytest.fixture(scope="module")
def partial(equipment: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a site with a partial language is served."""
    folder = tmp_path_factory.mktemp("letters")
    assert build(partly(folder / "site"), folder / "built") == 0
    with browse.served(folder / "built") as urls:
        yield urls[0]


def faces(page: Page, selector: str) -> dict[str, bool]:
    """Name of each font that an element's text is drawn with → whether the page brought it.

    Chromium counts all that a page brought as one, under the name of the first.
    """
    client = page.context.new_cdp_session(page)
    client.send("DOM.enable")
    client.send("CSS.enable")
    top = client.send("DOM.getDocument")["root"]["nodeId"]
    node = client.send("DOM.querySelector", {"nodeId": top, "selector": selector})["nodeId"]
    found = client.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {font["familyName"]: font["isCustomFont"] for font in found}


def opened(tab: Tab, address: str) -> tuple[Page, list[str]]:
    """A page, and the names of the fonts and sheets of further letters that it asked for."""
    page, asked = tab(390), list[str]()
    page.on("request", lambda request: asked.append(request.url.rpartition("/assets/")[2]))
    page.goto(address, wait_until="networkidle")
    page.reload(wait_until="networkidle")  # what came too late for the first view is there for the second
    page.evaluate("document.fonts.ready")
    return page, [name for name in asked if "letters" in name or name.startswith(("arabic", "cyrillic"))]


@pytest.mark.parametrize(
    ("address", "selectors"), [("members/north/", ("h1", ".prose p", ".colophon p")), ("", (".lead",))]
)
def test_arabic_is_in_our_font(tab: Tab, sites: Sites, address: str, selectors: tuple[str, ...]) -> None:
    page, asked = opened(tab, f"{sites.good.url}/ar/{address}")
    for selector in selectors:
        found = faces(page, selector)
        assert found, selector
        assert all(found.values()), f"{selector}: a font of the machine: {found}"
        assert selector != "h1" or set(found) == {"Noto Sans Arabic"}
    assert any(name.startswith("letters/noto-arabic-400") for name in asked)
    assert not any("cyrillic" in name for name in asked)


def test_cyrillic_is_in_our_font(tab: Tab, partial: str) -> None:
    page, asked = opened(tab, f"{partial}/uk/members/north/")
    for selector in ("h1", ".prose p", "dd"):
        found = faces(page, selector)
        assert {name.split()[0] for name in found} == {"Commissioner"}, (selector, found)
        assert all(found.values()), selector
    assert any("cyrillic" in name and name.startswith("letters/") for name in asked)


@pytest.mark.parametrize("address", ["", "members/athens/", "search/?q=Αθήνα", "stories/karditsa-drawing-and-flood/"])
def test_a_page_without_a_text_in_them_asks_for_none(tab: Tab, sites: Sites, address: str) -> None:
    _, asked = opened(tab, f"{sites.real.url}/{address}")
    assert asked == []


def test_names_in_other_letters_are_marked_and_kept_apart(tab: Tab, sites: Sites) -> None:
    page, _ = opened(tab, f"{sites.real.url}/members/athens/")
    found: Any = page.eval_on_selector_all(".facts bdi[lang]", "all => all.map(e => [e.lang, e.textContent])")
    assert found == [["ar", "أثينا"], ["uk", "Афіни"]]


def test_a_partial_page_fits_and_its_switch_leads_home(tab: Tab, partial: str) -> None:
    """A reader of a Greek story goes to the home of the language in one step, and on to a member in another."""
    page = tab(320)
    page.goto(f"{partial}/stories/garden/")
    page.get_by_role("link", name="Українська").click()
    page.wait_for_url(f"{partial}/uk/")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_role("link", name="Північ", exact=True).first.click()
    page.wait_for_url(f"{partial}/uk/members/north/")
    assert page.locator("html").get_attribute("lang") == "uk"
    assert page.evaluate("document.documentElement.scrollWidth") == 320
