"""Whoever works on in the form while something is being answered is left where they are, and nothing goes astray."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.support.docx import docx, p, t
from tests.support.form_hands import COPY
from tests.support.form_session import FormTab, checked, fill_story, left_at_the_lists, outcome, sat_at, told, wait_for
from tools.viewing import browse, forms

TABLE = "<table><tr><th>Ημέρα</th><th>Ώρα</th></tr><tr><td>Τρίτη</td><td>18:00</td></tr></table>"
ROWS = "| Ημέρα | Ώρα |\n| --- | --- |\n| Τρίτη | 18:00 |"
WATCHED = """() => {
    window.said = [];
    const told = document.querySelector(".summary");
    const look = () => told.getAttribute("aria-busy") === "false" && window.said.push(told.innerText);
    new MutationObserver(look).observe(told, { attributeFilter: ["aria-busy"] });
}"""
LONG_PRESS = 1500  # milliseconds: of a hand that trembles, or a machine that is busy


@pytest.fixture(scope="module")
def sitting(chromium: Any, equipment: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FormTab]:
    """A copy of the real content."""
    root = forms.copy_of(browse.PROJECT, tmp_path_factory.mktemp("late"))
    with forms.edited(root) as running:
        tab = sat_at(chromium, running, permissions=["clipboard-read", "clipboard-write"])
        yield tab
        tab.page.context.close()


@pytest.fixture
def tab(request: pytest.FixtureRequest, sitting: FormTab) -> Iterator[FormTab]:
    """A new story, empty."""
    with left_at_the_lists(request.session, sitting):
        forms.open_new(sitting.page, "stories", "late")
        yield sitting
    sitting.page.set_viewport_size({"width": 1280, "height": 900})
    assert sitting.faults == []


@contextmanager
def held(page: Any, action: str) -> Iterator[list[Any]]:
    """What is asked of the server under a name comes there only once all else has been done."""
    waiting: list[Any] = []

    def hold(route: Any) -> None:
        if route.request.post_data_json["action"] == action:
            waiting.append(route)
        else:
            route.continue_()

    page.route("**/api/v1", hold)
    yield waiting
    page.unroute("**/api/v1")  # and what was held goes on


def paste(page: Any, waiting: list[Any]) -> None:
    """The table, where the caret is; the server has been asked for it."""
    page.evaluate(COPY, [TABLE, "Ημέρα\tΏρα"])
    page.keyboard.press("Control+V")
    wait_for(lambda: len(waiting) == 1, page)


def wait_for_text(page: Any, field: Any, text: str) -> None:
    page.wait_for_function("([field, text]) => field.value === text", arg=[field.element_handle(), text])


def test_what_is_pasted_comes_where_it_was_asked_for(tab: FormTab) -> None:
    page = tab.page
    greek, english = (forms.field(page, "text_body", language) for language in ("el", "en"))
    greek.fill("Το πρόγραμμα.\n\n")
    with held(page, "read_html") as waiting:
        paste(page, waiting)
        english.click()
        page.keyboard.type("The ")
    wait_for_text(page, greek, f"Το πρόγραμμα.\n\n{ROWS}")
    page.keyboard.type("programme.")
    assert english.input_value() == "The programme."
    title = forms.field(page, "text_title", "el")
    title.fill("Ένα πρόγραμμα")
    assert checked(page)
    assert greek.input_value() == f"Το πρόγραμμα.\n\n{ROWS}", "it is in the form, and not only in its field"


@pytest.mark.parametrize(
    ("text", "keys", "selected", "becomes"),
    [
        ("Πριν.\n\n", [], None, f"Πριν.\n\n{ROWS}\n\nΚαι"),
        ("Πριν.\n\nΜετά.", ["Control+Home"], (7, 7), f"ΚαιΠριν.\n\n{ROWS}\n\nΜετά."),
        ("Πριν.\n\nΜετά.", ["Control+End"], (7, 7), f"Πριν.\n\n{ROWS}\n\nΜετά.Και"),
        ("Πριν.\n\nΜετά.", ["Control+End"], (7, 12), f"Πριν.\n\n{ROWS}\n\nΚαι"),
        ("Πριν.\n\nΜετά.", [], (7, 12), f"Πριν.\n\n{ROWS}\n\nΚαι"),
    ],
    ids=["behind it", "before it", "further down", "behind what it replaces", "over what it would replace"],
)
def test_what_is_pasted_late_leaves_what_was_typed_meanwhile(
    tab: FormTab, text: str, keys: list[str], selected: tuple[int, int] | None, becomes: str
) -> None:
    page = tab.page
    area = forms.field(page, "text_body", "el")
    area.fill(text)
    if selected:
        area.evaluate("(area, [from, to]) => area.setSelectionRange(from, to)", list(selected))
    with held(page, "read_html") as waiting:
        paste(page, waiting)
        for key in keys:
            page.keyboard.press(key)
        page.keyboard.type("Κα")
    page.wait_for_function("area => area.value.includes('18:00')", arg=area.element_handle())
    page.keyboard.type("ι")
    assert area.input_value() == becomes


@pytest.mark.parametrize("first", [0, 1])
def test_two_that_are_pasted_at_once_keep_their_order(tab: FormTab, first: int) -> None:
    page = tab.page
    area = forms.field(page, "text_body", "el")
    area.click()
    with held(page, "read_html") as waiting:
        for number in range(2):
            page.evaluate(COPY, [f"<p>Λόγια {number}.</p>", "-"])
            page.keyboard.press("Control+V")
            wait_for(lambda number=number: len(waiting) == number + 1, page)
        page.keyboard.type("Τέλος.")
        waiting[first].continue_()
        page.wait_for_function(
            "([area, words]) => area.value.includes(words)", arg=[area.element_handle(), f"Λόγια {first}."]
        )
    page.wait_for_function("area => area.value.split('Λόγια').length === 3", arg=area.element_handle())
    assert area.input_value() == "Λόγια 0.Λόγια 1.Τέλος."


def test_leaving_while_something_is_read_is_asked(tab: FormTab) -> None:
    page = tab.page
    forms.field(page, "text_body", "el").click()
    with held(page, "read_html") as waiting:
        paste(page, waiting)
        forms.go(page, "list/stories")
        page.locator("dialog button.is-main").wait_for()
    page.locator("dialog button.is-main").click()
    page.locator(".unsaved").get_by_role("button", name="Συνέχεια").click()
    wait_for_text(page, forms.field(page, "text_body", "el"), ROWS)


def test_two_photos_of_one_name_that_come_at_once_are_both_kept(tab: FormTab, tmp_path: Path) -> None:
    """What is pasted from a screen is always called image.png."""
    page = tab.page
    for colour, side in (("red", 2400), ("blue", 60)):  # the second is ready before the first
        (tmp_path / colour).mkdir()
        Image.new("RGB", (side, side), colour).save(tmp_path / colour / "image.png")
    files = page.locator(".drop input[type=file]")
    for colour in ("red", "blue"):
        files.set_input_files(tmp_path / colour / "image.png")
    page.locator("#root_photos_1 img").wait_for()
    forms.field(page, "text_title", "el").fill("Δύο εικόνες")
    forms.press_save(page)
    page.get_by_role("button", name="Αποθήκευση με τα προβλήματα").click()  # what they show, and who took them
    told(page, "Αποθηκεύτηκε")
    stored = sorted((tab.at.root / "content/stories/dyo-eikones").glob("*.png"))
    assert [path.name for path in stored] == ["image-2.png", "image.png"]
    assert {Image.open(path).convert("RGB").getpixel((5, 5)) for path in stored} == {(255, 0, 0), (0, 0, 255)}


def test_a_word_file_that_is_read_is_waited_for(tab: FormTab) -> None:
    page = tab.page
    slug = fill_story(tab, "Από το Word", "word")
    with held(page, "read_word") as waiting:
        page.locator(".word input[type=file]").set_input_files(
            {"name": "κείμενο.docx", "mimeType": "", "buffer": docx(p(t("Λόγια από το αρχείο.")))}
        )
        wait_for(lambda: len(waiting) == 1, page)
        forms.press_save(page)
    outcome(page)
    assert "Λόγια από το αρχείο." in (tab.at.root / f"content/stories/{slug}/el.md").read_text("utf-8")


def test_a_save_that_is_refused_late_calls_no_one_away(tab: FormTab) -> None:
    page = tab.page
    with held(page, "check") as waiting:
        page.locator(".bar button.is-main").click()
        wait_for(lambda: len(waiting) >= 1, page)
        title = forms.field(page, "text_title", "el")
        title.click()
        page.keyboard.type("Ένας")
    told(page, "Δεν αποθηκεύτηκε")
    page.keyboard.type(" τίτλος")
    assert title.input_value() == "Ένας τίτλος"
    page.locator(".bar button.is-main").click()
    page.wait_for_function(
        "() => document.activeElement.id === 'summary-head'"
    )  # and who waits is led to what is wrong


def test_a_text_that_is_another_by_now_is_not_said_to_be_checked(tab: FormTab) -> None:
    page = tab.page
    page.evaluate(WATCHED)
    with held(page, "check") as waiting:
        title = forms.field(page, "text_title", "el")
        title.fill("Ένας τίτλος")
        wait_for(lambda: len(waiting) == 1, page)
        title.fill("Ένας άλλος τίτλος")
        waiting[0].continue_()
        wait_for(lambda: len(waiting) == 2, page)
        assert page.evaluate("window.said") == []
    checked(page)
    assert len(page.evaluate("window.said")) == 1


def test_a_long_press_is_a_press(tab: FormTab) -> None:
    """What is told above a button while it is pressed would push it away, and the press would come to nothing."""
    page = tab.page
    forms.field(page, "text_title", "el").fill("Ένα κουμπί")
    forms.field(page, "text_summary", "el").click()
    page.set_viewport_size({"width": 1280, "height": 1400})
    button = page.locator(".body .tool.is-bold").first
    box = button.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 3)
    page.mouse.down()
    page.wait_for_timeout(LONG_PRESS)
    page.mouse.up()
    page.locator("#root_text_summary_el-told").wait_for()  # what would have pushed it away is told now
    assert forms.field(page, "text_body", "el").input_value().startswith("**")
    assert button.bounding_box()["y"] > box["y"] + 3, "the mouse is not on it any more"
