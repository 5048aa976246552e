"""What someone wrote is never lost: the page closed, two who write at once, a name that is taken."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desks import BACKED_UP, Desk, beside, fill_story, git, sat_at, told, wait_for
from PIL import Image

from viewing import browse, forms

FOLDER = "content/stories/athens-city-together"
REDRAWN = """() => {
    const passed = HOUSE.passed;
    let isStored = false;
    HOUSE.passed = (action, ...others) => {
        const result = passed(action, ...others);
        isStored ||= action.type === 'ENTRY_PERSIST_SUCCESS';
        window.isRedrawn ||= isStored && action.type === 'DRAFT_CHANGE_FIELD';
        return result;
    };
}"""
"""Notes when fields that a save has drawn anew say their values, which comes some time after it."""


@pytest.fixture(scope="module")
def editor(equipment: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[forms.Editor]:
    root = forms.copy_of(browse.PROJECT, tmp_path_factory.mktemp("kept"))
    with forms.edited(root) as running:
        yield running


@pytest.fixture(scope="module")
def desk(chromium: Any, editor: forms.Editor) -> Iterator[Desk]:
    desk = sat_at(chromium, editor)
    yield desk
    desk.page.context.close()


@pytest.fixture(autouse=True)
def as_it_was(request: pytest.FixtureRequest) -> Iterator[None]:
    """Files that a test wrote are no matter of the next; what it left unsaved is gone once its form is left."""
    yield
    if "desk" in request.fixturenames:
        desk = request.getfixturevalue("desk")
        git(desk.at.root, "checkout", "--quiet", "--", ".")
        git(desk.at.root, "clean", "--quiet", "-fd", "--exclude", ".build")


def other_pane(page: Any, name: str) -> Any:
    return page.locator(f"[id^='{name}-field']:is(input, textarea)").nth(1)


def text_of(desk: Desk, folder: str = FOLDER, language: str = "el") -> str:
    return (desk.at.root / folder / f"{language}.md").read_text("utf-8")


def closed_and_opened(desk: Desk, waited_for: list[str]) -> None:
    """The page is shut as when a browser crashes, once the form's engine has noted what was written."""
    page = desk.page
    wait_for(lambda: all(words in page.evaluate(BACKED_UP) for words in waited_for), page)
    desk.said.clear()
    page.goto("about:blank")
    forms.login(page, desk.at)


def test_a_new_story_is_recovered_whole(desk: Desk, tmp_path: Path) -> None:
    page = desk.page
    Image.new("RGB", (40, 30), "teal").save(tmp_path / "photo.png")
    forms.open_new(page, desk.at, "stories")
    forms.field(page, "text_title").fill("Τίτλος που δεν χάθηκε")
    forms.field(page, "text_body").fill("Πρώτη παράγραφος.\n\nΔεύτερη.")
    other_pane(page, "text_title").fill("A title not lost")
    page.get_by_role("button", name="Προσθήκη: φωτογραφίες").first.click()
    forms.add_photo(page, tmp_path / "photo.png")
    closed_and_opened(desk, ["Τίτλος που δεν χάθηκε", "Δεύτερη", "A title not lost", "photo.png"])
    forms.open_new(page, desk.at, "stories")
    wait_for(lambda: forms.field(page, "text_title").input_value() == "Τίτλος που δεν χάθηκε", page)
    page.wait_for_timeout(2500)  # two seconds later the form's engine notes what it shows: all of it
    assert forms.field(page, "text_body").input_value() == "Πρώτη παράγραφος.\n\nΔεύτερη."
    assert other_pane(page, "text_title").input_value() == "A title not lost"
    assert page.get_by_text("photo.png").count()
    assert any("Να ανοίξουν; Με «Άκυρο» διαγράφονται." in asked for asked in desk.said)
    assert "Τίτλος που δεν χάθηκε" in page.evaluate(BACKED_UP)


def test_changes_of_an_item_are_recovered_and_saved(desk: Desk) -> None:
    """Also where the item was changed elsewhere in between: what is recovered does not undo that."""
    page = desk.page
    forms.open_entry(page, desk.at, FOLDER)
    forms.retype(forms.field(page, "text_summary"), "Περίληψη πριν κλείσει")
    forms.retype(other_pane(page, "text_summary"), "A summary before closing")
    closed_and_opened(desk, ["Περίληψη πριν κλείσει", "A summary before closing"])
    path = desk.at.root / FOLDER / "el.md"
    path.write_text(text_of(desk).rstrip() + "\n\nΑπό άλλο χέρι.\n", "utf-8")
    forms.open_entry(page, desk.at, FOLDER)
    wait_for(lambda: forms.field(page, "text_summary").input_value() == "Περίληψη πριν κλείσει", page)
    forms.press_save(page)
    told(page, "άλλαξε από αλλού και αυτό: Ελληνικά · Κείμενο")
    assert "summary: Περίληψη πριν κλείσει\n" in text_of(desk)
    assert "Από άλλο χέρι." in text_of(desk)
    assert "summary: A summary before closing\n" in text_of(desk, language="en")
    assert forms.field(page, "text_body").input_value().endswith("Από άλλο χέρι."), "the form shows both"


def test_of_two_tabs_each_writes_what_it_changed(desk: Desk) -> None:
    page = desk.page
    forms.open_entry(page, desk.at, FOLDER)
    other = beside(desk)
    forms.open_entry(other.page, desk.at, FOLDER)
    was = forms.field(page, "text_body").input_value()
    forms.field(other.page, "text_body").fill(f"{was}\n\nΗ πρώτη καρτέλα.")
    forms.press_save(other.page)
    wait_for(lambda: "Η πρώτη καρτέλα." in text_of(desk), page)
    other.page.close()
    page.evaluate(REDRAWN)

    for summary in ("Μόνο η περίληψη", "Και πάλι η περίληψη"):
        forms.retype(forms.field(page, "text_summary"), summary)
        forms.press_save(page)
        wait_for(lambda summary=summary: f"summary: {summary}\n" in text_of(desk), page)  # type: ignore[misc]
        assert "Η πρώτη καρτέλα." in text_of(desk)
        page.get_by_text("Δεν έχει αποθηκευτεί").wait_for(state="detached")
        wait_for(lambda: page.evaluate("window.isRedrawn"), page)
        assert not page.get_by_text("Δεν έχει αποθηκευτεί").count(), "the form shows what is stored"


def test_the_same_field_changed_twice_is_refused_and_stays_on_the_screen(desk: Desk) -> None:
    page = desk.page
    forms.open_entry(page, desk.at, FOLDER)
    path = desk.at.root / FOLDER / "el.md"
    path.write_text(text_of(desk).rstrip() + "\n\nΑπό άλλο χέρι.\n", "utf-8")
    stored = text_of(desk)
    forms.field(page, "text_body").fill("Τα λόγια μου.")
    forms.press_save(page)
    said = told(page, "Το κείμενο άλλαξε από τότε που το ανοίξατε: Ελληνικά · Κείμενο.")
    assert "Error" not in said
    assert forms.field(page, "text_body").input_value() == "Τα λόγια μου."
    assert text_of(desk) == stored


def test_two_saves_of_one_form_are_no_clash(desk: Desk) -> None:
    page = desk.page
    forms.open_entry(page, desk.at, FOLDER)
    for title in ("Μία", "Δύο", "Τρεις"):
        forms.retype(forms.field(page, "text_title"), title)
        forms.press_save(page)
        wait_for(lambda title=title: f"title: {title}\n" in text_of(desk), page)  # type: ignore[misc]
        page.get_by_text("Δεν έχει αποθηκευτεί").wait_for(state="detached")


def test_a_name_that_is_taken_is_refused_in_words(desk: Desk) -> None:
    fill_story(desk, "Άλλη ιστορία", "athens-city-together")
    forms.press_save(desk.page)
    title = text_of(desk).partition("title: ")[2].partition("\n")[0]
    said = told(desk.page, f"Διεύθυνση: το «athens-city-together» το έχει ήδη η σελίδα «{title}».")
    assert "Error" not in said
    assert forms.field(desk.page, "text_body").input_value() == "Ένα κείμενο."
    assert git(desk.at.root, "status", "--porcelain") == ""
