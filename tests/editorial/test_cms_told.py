"""What the editor tells is for the one who writes: what is wrong, in words, and how to mend it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from gazette.content.dates import DAY_PATTERN, MOMENT_PATTERN, Moment
from gazette.editorial import cms_config
from tests.support.cms_session import EditorTab, git, sat_at, told, wait_for
from tools.viewing import browse, forms


@pytest.fixture(scope="module")
def tab(chromium: Any, equipment: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EditorTab]:
    root = forms.copy_of(browse.PROJECT, tmp_path_factory.mktemp("told"))
    with forms.edited(root) as running:
        tab = sat_at(chromium, running)
        yield tab
        tab.page.context.close()


def exists(words: str) -> bool:
    try:
        Moment.parse(words)
    except ValueError:
        return False
    return True


def test_a_date_passes_where_it_exists() -> None:
    """A form has nothing but a pattern to ask; it let the 31st of November pass."""
    day, moment = (re.compile(cms_config.rule_of({"pattern": f"^{known}$"})) for known in (DAY_PATTERN, MOMENT_PATTERN))
    days = [str(date(2019, 1, 1) + timedelta(number)) for number in range(1500)]
    days += [
        f"{year}-{month:02}-{number:02}"
        for year in (1900, 2000, 2023, 2024)
        for month in range(14)
        for number in range(33)
    ]
    days += ["2021", "2021-02", "2021-13", "2021-00", "0000", "31/11/2026", "2021-2", "20210", ""]
    days += ["0001-01-01", "0999", "1899-12-31", "1900", "2100-12-31", "2101-01-01", "9999-12-31"]
    assert [words for words in days if bool(day.search(words)) != exists(words)] == []
    clocks = ("00:00", "18:00", "24:00", "23:59", "7:30", "18:60")
    times = [f"2021-02-16{mark}{clock}" for mark in " T-" for clock in clocks]
    assert [words for words in [*days, *times] if bool(moment.search(words)) != exists(words)] == []
    assert not [words for words in times if day.search(words)]


@pytest.mark.parametrize("wrong", ["31/11/2026", "2026-11-31"])
def test_a_date_that_does_not_exist_is_told_with_what_may_be_written(tab: EditorTab, wrong: str) -> None:
    page = tab.page
    forms.open_entry(page, tab.at, "content/stories/athens-city-together")
    forms.retype(forms.field(page, "date"), wrong)
    forms.press_save(page)
    fault = page.get_by_text("Ημερομηνία: γράψτε πρώτα το έτος, όπως «2021», «2021-02» ή «2021-02-16»").first
    fault.wait_for(timeout=forms.PATIENCE)
    assert fault.evaluate("item => getComputedStyle(item).textTransform") == "none"
    assert git(tab.at.root, "status", "--porcelain") == ""


def test_each_kind_of_file_that_is_no_photo_is_told_apart(tab: EditorTab, tmp_path: Path) -> None:
    page = tab.page
    Image.linear_gradient("L").resize((600, 400)).save(tmp_path / "whole.jpg")
    Image.linear_gradient("L").resize((600, 400)).save(tmp_path / "whole.png")
    for kind in ("jpg", "png"):
        whole = (tmp_path / f"whole.{kind}").read_bytes()
        (tmp_path / f"cut.{kind}").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / "phone.HEIC").write_bytes(b"\0\0\0\x18ftypheic" + bytes(100))
    (tmp_path / "letter.docx").write_bytes(b"PK\x03\x04" + bytes(100))
    (tmp_path / "note.txt").write_text("Μια σημείωση.", "utf-8")
    Image.new("1", (20_000, 20_000)).save(tmp_path / "huge.png")
    forms.open_new(page, tab.at, "stories")
    page.get_by_role("button", name="Προσθήκη: φωτογραφίες").first.click()
    page.get_by_role("button", name="Επιλέξτε φωτογραφία").first.click()
    for name, words in {
        "cut.jpg": "είναι κενό ή κομμένο. Αντιγράψτε την ξανά",
        "cut.png": "είναι κενό ή κομμένο",
        "empty.jpg": "είναι κενό ή κομμένο",
        "phone.HEIC": "είναι HEIC",
        "letter.docx": "δεν είναι φωτογραφία",
        "note.txt": "δεν είναι φωτογραφία",
        "huge.png": "πάνω από 220 εκατομμύρια εικονοστοιχεία",
    }.items():
        page.locator("input[type=file]").last.set_input_files(tmp_path / name)
        wait_for(lambda name=name: bool(tab.said) and name in tab.said[-1], page)  # type: ignore[misc]
        assert words in tab.said[-1]
    page.keyboard.press("Escape")


def test_a_photo_without_a_description_is_not_saved(tab: EditorTab, tmp_path: Path) -> None:
    page = tab.page
    Image.new("RGB", (40, 30), "teal").save(tmp_path / "plateia.png")
    forms.open_entry(page, tab.at, "content/stories/athens-city-together")
    page.get_by_role("button", name="Προσθήκη: φωτογραφίες").first.click()
    forms.add_photo(page, tmp_path / "plateia.png")
    forms.field(page, "credit").fill("Δήμος Αθηναίων")
    page.locator("label[for^='people-field']").first.locator("xpath=following::input").first.fill("none")
    forms.press_save(page)
    said = told(page, "Ελληνικά · Περιγραφές φωτογραφιών: λείπει η περιγραφή της φωτογραφίας plateia.png.")
    assert "Αγγλικά · Περιγραφές φωτογραφιών: λείπει η περιγραφή" in said
    assert "Error" not in said
    assert git(tab.at.root, "status", "--porcelain") == ""


def test_an_unexpected_fault_says_what_to_do(tab: EditorTab) -> None:
    page = tab.page
    forms.open_entry(page, tab.at, "content/stories/athens-city-together")
    forms.retype(forms.field(page, "text_title"), "Χωρίς απάντηση")
    page.route("**/api/v1", lambda route: route.fulfill(status=500, json={"error": "Disk quota exceeded"}))
    forms.press_save(page)
    said = told(page, "Κάτι πήγε στραβά με τρόπο που η φόρμα δεν περίμενε. Αντιγράψτε το κείμενό σας")
    page.unroute("**/api/v1")
    assert said.endswith("Για τον τεχνικό: Disk quota exceeded")
    assert "Error" not in said
    assert forms.field(page, "text_title").input_value() == "Χωρίς απάντηση"


def test_without_a_connection_the_words_stay_and_are_saved_later(tab: EditorTab) -> None:
    page = tab.page
    forms.open_entry(page, tab.at, "content/stories/athens-city-together")
    forms.retype(forms.field(page, "text_title"), "Χωρίς σύνδεση")
    page.context.set_offline(True)
    forms.press_save(page)
    said = told(page, "Δεν υπάρχει σύνδεση: δεν αποθηκεύτηκε τίποτα, και ό,τι γράψατε έμεινε στη φόρμα.")
    page.context.set_offline(False)
    assert "Error" not in said
    assert "στραβά" not in said
    assert forms.field(page, "text_title").input_value() == "Χωρίς σύνδεση"
    forms.press_save(page)
    path = tab.at.root / "content/stories/athens-city-together/el.md"
    wait_for(lambda: "title: Χωρίς σύνδεση\n" in path.read_text("utf-8"), page)


def test_an_open_tab_goes_on_after_a_restart(chromium: Any, equipment: None, tmp_path: Path) -> None:
    root, port, folder = forms.copy_of(browse.GOOD, tmp_path), forms.free_port(), "content/stories/garden"
    with forms.edited(root, port=port) as running:
        tab = sat_at(chromium, running)
        page = tab.page
        assert "key" not in page.url, "the key is taken out of the address"
        forms.open_entry(page, running, folder)
        forms.retype(forms.field(page, "text_title"), "Πριν και μετά")
    forms.press_save(page)
    told(page, "Δεν υπάρχει σύνδεση")
    assert "title: Πριν και μετά\n" not in (root / folder / "el.md").read_text("utf-8")
    with forms.edited(root, port=port):
        forms.press_save(page)
        wait_for(lambda: "title: Πριν και μετά\n" in (root / folder / "el.md").read_text("utf-8"), page)
    page.context.close()


def test_without_the_key_the_page_says_which_address_to_open(chromium: Any, tab: EditorTab) -> None:
    page = chromium.new_context().new_page()
    page.goto(tab.at.url)
    page.get_by_text("χρειάζεται ολόκληρη η διεύθυνση που δείχνει το make edit").wait_for(timeout=forms.PATIENCE)
    assert page.get_by_text("The form opens with the whole address that make edit prints").count() == 1
    assert page.locator("button, input").count() == 0
    page.context.close()


def test_a_key_that_is_another_by_now_is_told_and_the_words_stay(tab: EditorTab) -> None:
    page = tab.page
    forms.open_entry(page, tab.at, "content/stories/athens-city-together")
    forms.retype(forms.field(page, "text_summary"), "Με άλλο κλειδί")
    key = page.evaluate("localStorage.getItem('editor:key')")
    page.evaluate("localStorage.setItem('editor:key', '00')")
    forms.press_save(page)
    assert "Error" not in told(page, "Αυτή η σελίδα δεν έχει το κλειδί για τα αρχεία: δεν αποθηκεύτηκε τίποτα")
    assert forms.field(page, "text_summary").input_value() == "Με άλλο κλειδί"
    page.evaluate("key => localStorage.setItem('editor:key', key)", key)
