"""Whoever looks for a city: a resident for whom to call, a reader of Arabic; on a phone of 390 px, in four steps."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.browser import Sites
from tests.support.steps import MOST, Steps

Tab = Callable[..., Any]
LEFT = "[...document.querySelectorAll('#cities li:not([hidden]) a')].map(link => link.textContent)"
SPELLINGS = {
    "Τρίκαλα": "τρίκ ΤΡΙΚΑΛΑ trikala Τρικκαίων trikalon Трикала تريكالا",
    "Αθήνα": "αθηνα ATHENS athina Αθηναίων أثينا اثينا Афіни",
    "Θεσσαλονίκη": "θεσ salonica Salonika thessaloniki ΘΕΣΣΑΛΟΝΙΚΗΣ",
    "Χανιά": "xania hania Chania Χανίων",
    "Πειραιάς": "pireas Piraeus Πειραιώς",
    "Λιβαδειά": "livadeia Levadia Λεβαδέων",
    "Ιωάννινα": "Γιάννενα ioannina Ιωαννιτών",
}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_resident_finds_whom_to_call_in_trikala_or_how_to_ask(sites: Sites, tab: Tab, scripts: bool) -> None:
    page = tab(390, 844, java_script_enabled=scripts)
    page.goto(f"{sites.real.url}/")
    steps = Steps(page)
    if scripts:
        steps.write("Όνομα πόλης ή δήμου", "trik")
    steps.press("link", "Τρίκαλα", exact=True)
    page.wait_for_url("**/members/trikala/")
    steps.press("link", "Με ποιον επικοινωνείτε", exact=True)
    contact = page.locator("#contact")
    box = contact.bounding_box()
    assert 0 <= box["y"] < 844 - box["height"], "all of it stands on the screen"
    if contact.locator("a[href^='tel:'], a[href^='mailto:']").count() == 0:
        assert "Δεν έχει καταγραφεί ακόμη ποια υπηρεσία του δήμου απαντά" in contact.inner_text()
        steps.press("link", "Πώς ρωτάτε", exact=True)
        page.wait_for_url("**/about/contact/")
        assert "ρωτήστε στο δημαρχείο" in page.locator("main").inner_text()
    assert steps.count <= MOST


@pytest.mark.parametrize("root", ["", "en/"])
def test_a_reader_of_arabic_finds_athens_by_its_arabic_name(sites: Sites, tab: Tab, root: str) -> None:
    page = tab(390, 844)
    page.goto(f"{sites.real.url}/{root}")
    steps = Steps(page)
    steps.write("Name of the town or municipality" if root else "Όνομα πόλης ή δήμου", "أثينا")
    steps.press("button", "Find" if root else "Εύρεση", exact=True)
    page.wait_for_url(f"**/{root}members/athens/")
    assert page.locator("h1").inner_text() == ("Athens" if root else "Αθήνα")
    assert steps.count <= MOST


def test_the_field_knows_every_spelling(sites: Sites, tab: Tab) -> None:
    page = tab(390, 844)
    page.goto(f"{sites.real.url}/")
    for name, spellings in SPELLINGS.items():
        for spelling in spellings.split():
            page.fill("#city", spelling)
            assert page.evaluate(LEFT) == [name], spelling
    page.fill("#city", "")
    assert len(page.evaluate(LEFT)) == 18


def test_what_is_left_is_told_when_typing_rests(sites: Sites, tab: Tab) -> None:
    """In the words of the page, by an element that stood there before: only then it is sure to be spoken."""
    page = tab(390, 844)
    page.goto(f"{sites.real.url}/en/")
    from playwright.sync_api import expect

    told = page.locator("#cities-told")
    assert told.get_attribute("role") == "status"
    page.locator("#city").press_sequentially("ka")
    assert told.inner_text() == "", "not in mid-word"
    expect(told).to_have_text("Cities that match: 5.")
    page.fill("#city", "Κέρκυρα")
    expect(told).to_have_text(re.compile("^No city of the network"))
    assert page.evaluate(LEFT) == []
    page.get_by_role("button", name="Find", exact=True).click()
    page.wait_for_url("**/en/search/?q=*")


def test_the_keyboard_alone_opens_the_one_that_is_left(sites: Sites, tab: Tab) -> None:
    page = tab(1280)
    page.goto(f"{sites.real.url}/")
    page.locator("#city").focus()
    page.keyboard.type("karditsa")
    page.keyboard.press("Enter")
    page.wait_for_url("**/members/karditsa/")


def test_without_a_script_there_is_the_list_and_the_names_one_page_on(sites: Sites, tab: Tab) -> None:
    """The field could only ask the search, which needs a script as well."""
    page = tab(390, 844, java_script_enabled=False)
    page.goto(f"{sites.real.url}/")
    assert page.locator("#cities li").count() == 18
    assert page.locator("#city").is_hidden()
    steps = Steps(page)
    steps.press("link", "Στον χάρτη και ανά περιφέρεια")
    assert page.get_by_text("أثينا").is_visible()
    steps.press("link", "Αθήνα", exact=True)
    page.wait_for_url(lambda url: url.endswith("/members/athens/"))
    assert steps.count <= MOST


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_the_home_page_is_short_and_stands_still(sites: Sites, tab: Tab, width: int) -> None:
    page = tab(width)
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => { for (const entry of list.getEntries())"
        " if (!entry.hadRecentInput) window.moved += entry.value; }).observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(f"{sites.real.url}/", wait_until="networkidle")
    page.evaluate(
        "document.fonts.ready.then(() => new Promise(done =>"
        " requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))))"
    )
    assert page.evaluate("window.moved") <= 0.02
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.scrollHeight") < {320: 4600, 390: 4100, 768: 4000, 1280: 3100}[width]


def test_the_numbers_and_the_words_beside_them_end_together(sites: Sites, tab: Tab) -> None:
    page = tab(1280)
    page.goto(f"{sites.real.url}/")
    first, second = (page.locator(f".network > :nth-child({place})").bounding_box() for place in (1, 2))
    assert second["x"] > first["x"] + first["width"]
    assert 0.6 < first["height"] / second["height"] < 1.4


def test_a_city_of_few_stories_leads_to_its_own_page(sites: Sites, tab: Tab) -> None:
    page = tab(390)
    page.goto(f"{sites.real.url}/en/stories/")
    link = page.locator(".facets").get_by_role("link", name="Karditsa", exact=True)
    assert link.get_attribute("href").endswith("members/karditsa/")
    page.goto(f"{sites.real.url}/en/stories/city/karditsa/")
    page.wait_for_url(re.compile("/en/members/karditsa/$"))
    assert page.locator("#stories .card").count() == 1
