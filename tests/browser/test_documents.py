"""A journalist and an EU officer at work: in Greek, on a phone of 390 px, from home, in at most four steps."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.browser import Sites
from tests.support.steps import MOST, Steps


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_journalist_finds_contact_logo_and_licence(sites: Sites, tab: Callable[..., Any], scripts: bool) -> None:
    page = tab(390, 844, java_script_enabled=scripts, accept_downloads=True)
    page.goto(f"{sites.real.url}/")
    steps = Steps(page)
    steps.press("link", "Τύπος")
    page.wait_for_url(lambda url: url.endswith("/about/press/"))
    contact = page.locator("#contact").inner_text()
    assert "Δεν έχουμε καταγεγραμμένο τηλέφωνο ή email" in contact, "it is not on record, and the page says so plainly"
    assert page.locator("#contact").get_by_role("link", name="Όλες οι πόλεις").is_visible()
    assert "δεν έχει ορίσει ακόμη με ποιους όρους" in page.locator("#licence").inner_text()
    for name, start in (("Λογότυπο σε SVG", b"<svg"), ("Λογότυπο σε PNG", b"\x89PNG")):
        with page.expect_download() as taken:
            steps.press("link", name)
        assert taken.value.path().read_bytes().startswith(start)
    assert steps.count <= MOST


def test_one_press_takes_the_whole_paragraph(sites: Sites, tab: Callable[..., Any]) -> None:
    page = tab(390, 844)
    page.goto(f"{sites.real.url}/about/press/")
    paragraph = page.locator(".boilerplate").first
    paragraph.click()
    assert page.evaluate("getSelection().toString()").strip() == paragraph.inner_text().strip()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_an_officer_finds_date_members_and_programme(sites: Sites, tab: Callable[..., Any], scripts: bool) -> None:
    page = tab(390, 844, java_script_enabled=scripts)
    page.goto(f"{sites.real.url}/")
    steps = Steps(page)
    steps.press("button", "Μενού")
    steps.press("link", "Κοινές δράσεις")
    steps.press("link", "Διαβούλευση με το Υπουργείο")
    page.wait_for_url(lambda url: url.endswith("/events/ministry-consultation-2020/"))
    assert "16 Δεκεμβρίου 2020" in plain(page.locator(".date-block").inner_text())
    facts = plain(page.locator(".facts").first.inner_text())
    assert "Συμμετείχαν 14 πόλεις" in facts
    steps.unfold("Όλα τα ονόματα")
    named = page.locator(".facts > div", has_text=re.compile(r"Συμμετείχαν\s14\sπόλεις")).get_by_role("link")
    assert named.count() == 14
    assert steps.count <= MOST
    assert {"HELIOS", "ESTIA"} <= set(page.locator(".facts").first.get_by_role("link").all_inner_texts())


def test_the_page_of_a_document_says_how_it_is_read(sites: Sites, tab: Callable[..., Any]) -> None:
    page = tab(390, 844)
    page.goto(f"{sites.real.url}/")
    steps = Steps(page)
    steps.press("link", "Έγγραφα")
    steps.press("link", "Συμπεράσματα του 9ου γενικού συνεδρίου")
    link = page.get_by_role("link", name="Διαβάστε το στον ιστότοπο www.eccar.info")
    assert link.get_attribute("href").startswith("https://www.eccar.info/en/news/")
    assert steps.count <= MOST
