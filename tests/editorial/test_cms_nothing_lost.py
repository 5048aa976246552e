"""What someone wrote is never lost: the page closed, two who write at once, a name that is taken."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.support.cms_session import BACKED_UP, EditorTab, beside, fill_story, git, sat_at, told, wait_for
from tools.viewing import browse, forms

FOLDER = "content/stories/athens-city-together"
REDRAWN = """() => {
    const passed = storeHooks.dispatch;
    let isStored = false;
    storeHooks.dispatch = (action, ...others) => {
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
def tab(chromium: Any, editor: forms.Editor) -> Iterator[EditorTab]:
    tab = sat_at(chromium, editor)
    yield tab
    tab.page.context.close()


@pytest.fixture(autouse=True)
def as_it_was(request: pytest.FixtureRequest) -> Iterator[None]:
    """Files that a test wrote are no matter of the next; what it left unsaved is gone once its form is left."""
    yield
    if "tab" in request.fixturenames:
        tab = request.getfixturevalue("tab")
        git(tab.at.root, "checkout", "--quiet", "--", ".")
        git(tab.at.root, "clean", "--quiet", "-fd", "--exclude", ".build")


def other_pane(page: Any, name: str) -> Any:
    return page.locator(f"[id^='{name}-field']:is(input, textarea)").nth(1)


def text_of(tab: EditorTab, folder: str = FOLDER, language: str = "el") -> str:
    return (tab.at.root / folder / f"{language}.md").read_text("utf-8")


def closed_and_opened(tab: EditorTab, waited_for: list[str]) -> None:
    """The page is shut as when a browser crashes, once the form's engine has noted what was written."""
    page = tab.page
    wait_for(lambda: all(words in page.evaluate(BACKED_UP) for words in waited_for), page)
    tab.said.clear()
    page.goto("about:blank")
    forms.login(page, tab.at)


def test_a_new_story_is_recovered_whole(tab: EditorTab, tmp_path: Path) -> None:
    page = tab.page
    Image.new("RGB", (40, 30), "teal").save(tmp_path / "photo.png")
    forms.open_new(page, tab.at, "stories")
    forms.field(page, "text_title").fill("Τίτλος που δεν χάθηκε")
    forms.field(page, "text_body").fill("Πρώτη παράγραφος.\n\nΔεύτερη.")
    other_pane(page, "text_title").fill("A title not lost")
    page.get_by_role("button", name="Προσθήκη: φωτογραφίες").first.click()
    forms.add_photo(page, tmp_path / "photo.png")
    closed_and_opened(tab, ["Τίτλος που δεν χάθηκε", "Δεύτερη", "A title not lost", "photo.png"])
    forms.open_new(page, tab.at, "stories")
    wait_for(lambda: forms.field(page, "text_title").input_value() == "Τίτλος που δεν χάθηκε", page)
    page.wait_for_timeout(2500)  # two seconds later the form's engine notes what it shows: all of it
    assert forms.field(page, "text_body").input_value() == "Πρώτη παράγραφος.\n\nΔεύτερη."
    assert other_pane(page, "text_title").input_value() == "A title not lost"
    assert page.get_by_text("photo.png").count()
    assert any("Να ανοίξουν; Με «Άκυρο» διαγράφονται." in asked for asked in tab.said)
    assert "Τίτλος που δεν χάθηκε" in page.evaluate(BACKED_UP)


def test_changes_of_an_item_are_recovered_and_saved(tab: EditorTab) -> None:
    """If the item was changed elsewhere in between, recovering does not undo that change."""
    page = tab.page
    forms.open_entry(page, tab.at, FOLDER)
    forms.retype(forms.field(page, "text_summary"), "Περίληψη πριν κλείσει")
    forms.retype(other_pane(page, "text_summary"), "A summary before closing")
    closed_and_opened(tab, ["Περίληψη πριν κλείσει", "A summary before closing"])
    path = tab.at.root / FOLDER / "el.md"
    path.write_text(text_of(tab).rstrip() + "\n\nΑπό άλλο χέρι.\n", "utf-8")
    forms.open_entry(page, tab.at, FOLDER)
    wait_for(lambda: forms.field(page, "text_summary").input_value() == "Περίληψη πριν κλείσει", page)
    forms.press_save(page)
    told(page, "άλλαξε από αλλού και αυτό: Ελληνικά · Κείμενο")
    assert "summary: Περίληψη πριν κλείσει\n" in text_of(tab)
    assert "Από άλλο χέρι." in text_of(tab)
    assert "summary: A summary before closing\n" in text_of(tab, language="en")
    assert forms.field(page, "text_body").input_value().endswith("Από άλλο χέρι."), "the form shows both"


def test_of_two_tabs_each_writes_what_it_changed(tab: EditorTab) -> None:
    page = tab.page
    forms.open_entry(page, tab.at, FOLDER)
    other = beside(tab)
    forms.open_entry(other.page, tab.at, FOLDER)
    was = forms.field(page, "text_body").input_value()
    forms.field(other.page, "text_body").fill(f"{was}\n\nΗ πρώτη καρτέλα.")
    forms.press_save(other.page)
    wait_for(lambda: "Η πρώτη καρτέλα." in text_of(tab), page)
    other.page.close()
    page.evaluate(REDRAWN)

    for summary in ("Μόνο η περίληψη", "Και πάλι η περίληψη"):
        forms.retype(forms.field(page, "text_summary"), summary)
        forms.press_save(page)
        wait_for(lambda summary=summary: f"summary: {summary}\n" in text_of(tab), page)  # type: ignore[misc]
        assert "Η πρώτη καρτέλα." in text_of(tab)
        page.get_by_text("Δεν έχει αποθηκευτεί").wait_for(state="detached")
        wait_for(lambda: page.evaluate("window.isRedrawn"), page)
        assert not page.get_by_text("Δεν έχει αποθηκευτεί").count(), "the form shows what is stored"


def test_the_same_field_changed_twice_is_refused_and_stays_on_the_screen(tab: EditorTab) -> None:
    page = tab.page
    forms.open_entry(page, tab.at, FOLDER)
    path = tab.at.root / FOLDER / "el.md"
    path.write_text(text_of(tab).rstrip() + "\n\nΑπό άλλο χέρι.\n", "utf-8")
    stored = text_of(tab)
    forms.field(page, "text_body").fill("Τα λόγια μου.")
    forms.press_save(page)
    said = told(page, "Το κείμενο άλλαξε από τότε που το ανοίξατε: Ελληνικά · Κείμενο.")
    assert "Error" not in said
    assert forms.field(page, "text_body").input_value() == "Τα λόγια μου."
    assert text_of(tab) == stored


def test_two_saves_of_one_form_are_no_clash(tab: EditorTab) -> None:
    page = tab.page
    forms.open_entry(page, tab.at, FOLDER)
    for title in ("Μία", "Δύο", "Τρεις"):
        forms.retype(forms.field(page, "text_title"), title)
        forms.press_save(page)
        wait_for(lambda title=title: f"title: {title}\n" in text_of(tab), page)  # type: ignore[misc]
        page.get_by_text("Δεν έχει αποθηκευτεί").wait_for(state="detached")


def test_a_name_that_is_taken_is_refused_in_words(tab: EditorTab) -> None:
    fill_story(tab, "Άλλη ιστορία", "athens-city-together")
    forms.press_save(tab.page)
    title = text_of(tab).partition("title: ")[2].partition("\n")[0]
    said = told(tab.page, f"Διεύθυνση: το «athens-city-together» το έχει ήδη η σελίδα «{title}».")
    assert "Error" not in said
    assert forms.field(tab.page, "text_body").input_value() == "Ένα κείμενο."
    assert git(tab.at.root, "status", "--porcelain") == ""
