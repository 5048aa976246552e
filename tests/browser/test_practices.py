"""A colleague in Larissa takes a practice home: in Greek, on a phone of 390 px, in at most four steps."""

from collections.abc import Callable
from typing import Any

import pytest

from gazette.engines.booklet import destinations
from tests.support import pdf_audit
from tests.support.browser import Sites
from tests.support.steps import MOST, Steps

PRACTICE = "Μάσκες για το κοινωνικό παντοπωλείο"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_colleague_takes_a_practice_home_as_pdf(sites: Sites, tab: Callable[..., Any], scripts: bool) -> None:
    page = tab(390, 844, java_script_enabled=scripts, accept_downloads=True)
    page.goto(f"{sites.real.url}/")
    steps = Steps(page)
    steps.press("button", "Μενού")
    steps.press("link", "Πρακτικές")
    page.wait_for_url(lambda url: url.endswith("/practices/"))
    steps.press("link", PRACTICE)
    page.wait_for_url(lambda url: url.endswith("#practice"))
    section = page.locator("#practice")
    assert section.bounding_box()["y"] < 200, "it opens where the practice stands"
    link = page.get_by_role("link", name="Οδηγός πρακτικών (PDF)")
    place = link.get_attribute("href").rpartition("#nameddest=")[2]
    with page.expect_download() as taken:
        steps.press("link", "Οδηγός πρακτικών (PDF)")
    assert steps.count <= MOST
    raw = taken.value.path().read_bytes()
    with pdf_audit.opened(raw) as pdf:
        titles = {tag.page: tag.heard for tag in pdf_audit.tree(pdf).walk() if tag.kind == "H3"}
    assert PRACTICE in titles[destinations(raw)[place]]


def test_the_text_for_a_form_is_taken_whole_by_one_press(sites: Sites, tab: Callable[..., Any]) -> None:
    page = tab(390, 844)
    page.goto(f"{sites.real.url}/stories/ioannina-masks-and-council/#practice")
    page.get_by_text("Έτοιμο κείμενο για υποβολή αλλού").click()
    text = page.locator(".filed pre").first
    text.click()
    chosen = page.evaluate("getSelection().toString()")
    assert chosen.strip() == text.inner_text().strip()
    assert chosen.startswith("Title\nΜάσκες")
    file = page.request.get(page.locator(".filed a").first.evaluate("link => link.href"))
    assert file.text().strip() == chosen.strip()


def test_lists_of_practices_are_found_by_facet_without_a_script(sites: Sites, tab: Callable[..., Any]) -> None:
    page = tab(320, 640, java_script_enabled=False)
    page.goto(f"{sites.real.url}/en/practices/")
    page.get_by_role("link", name="Municipal staff", exact=True).click()
    assert page.locator("h1").inner_text() == "Practices: Municipal staff"
    assert [card.inner_text() for card in page.locator("h2.card-title").all()] == [
        "Training seminars for municipal staff"
    ]
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
