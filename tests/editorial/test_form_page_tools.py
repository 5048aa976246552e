"""What the form does for an editor: links, lists in order, dates, the preview, addresses that move, what goes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from gazette.content import load
from tests.support.form_session import (
    FormTab,
    checked,
    fill_story,
    left_at_the_lists,
    outcome,
    sat_at,
    saved,
    told,
    wait_for,
)
from tools.viewing import browse, forms

FOLDER = "content/stories/athens-city-together"


@pytest.fixture(scope="module")
def tab(chromium: Any, equipment: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FormTab]:
    """Writes into the files of a copy of the real content."""
    root = forms.copy_of(browse.PROJECT, tmp_path_factory.mktemp("tools"))
    with forms.edited(root) as running:
        tab = sat_at(chromium, running)
        yield tab
        assert tab.faults == []
        tab.page.context.close()


@pytest.fixture(autouse=True)
def nothing_open(request: pytest.FixtureRequest, tab: FormTab) -> Iterator[None]:
    with left_at_the_lists(request.session, tab):
        yield


def test_buttons_write_the_signs_of_a_text(tab: FormTab) -> None:
    page = tab.page
    forms.open_new(page, "stories", "signs")
    body = forms.field(page, "text_body", "el")
    tools = page.locator(".body", has=body)
    body.fill("λέξη")
    body.press("Control+A")
    tools.get_by_role("button", name="Έντονα").click()
    assert body.input_value() == "**λέξη**"
    body.fill("πρώτο\nδεύτερο")
    body.press("Control+A")
    tools.get_by_role("button", name="Κατάλογος με").click()
    assert body.input_value() == "- πρώτο\n- δεύτερο"
    body.press("Control+Z")
    assert body.input_value() == "πρώτο\nδεύτερο", "the browser's own undo takes it back"


PASTE = """(area, [kind, words]) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData(kind, words);
    const pasted = new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true});
    if (area.dispatchEvent(pasted)) document.execCommand('insertText', false, words);
}"""


PASTED = (
    ("text/html", "<h2>Τι κάνουμε</h2>", "Τα εξής:\n\n## Τι κάνουμε\n\nΤέλος."),
    ("text/html", "<ul><li>ένα<li>δύο</ul>", "Τα εξής:\n\n- ένα\n- δύο\n\nΤέλος."),
    ("text/plain", "1. ένα\n2. δύο", "Τα εξής:\n\n1. ένα\n2. δύο\n\nΤέλος."),
    ("text/html", "<p> <b>έντονα</b>, </p>", "Τα εξής:**έντονα**,Τέλος."),
    ("text/plain", " απλά ", "Τα εξής: απλά Τέλος."),
)


def test_what_is_pasted_among_words_is_parted_from_them(tab: FormTab) -> None:
    forms.open_new(tab.page, "stories", "paste")
    body = forms.field(tab.page, "text_body", "el")
    for kind, words, shown in PASTED:
        body.fill("Τα εξής:Τέλος.")
        body.evaluate("area => area.setSelectionRange(8, 8)")
        body.evaluate(PASTE, [kind, words])
        expect(body).to_have_value(shown)


def test_what_is_told_last_is_in_view_and_nothing_is_told_twice(tab: FormTab, tmp_path: Path) -> None:
    page = tab.page
    forms.open_new(page, "stories", "notices")
    page.set_viewport_size({"width": 390, "height": 844})
    body, notices = forms.field(page, "text_body", "el"), page.locator(".notices .notice")
    for alt in ("ένα", "δύο", "τρία", "τρία"):
        body.evaluate(PASTE, ["text/html", f'<p>Κείμενο <img src="http://x/y.jpg" alt="{alt}"></p>'])
        notices.filter(has_text=alt).wait_for()
    wait_for(lambda: body.input_value().count("Κείμενο") == 4, page)
    assert notices.count() == 3
    (tmp_path / "phone.HEIC").write_bytes(b"\0\0\0\x18ftypheic" + bytes(99))
    page.locator(".drop input[type=file]").set_input_files(tmp_path / "phone.HEIC")
    told(page, "phone.HEIC")
    top, strip = (
        page.locator(place).evaluate("found => found.getBoundingClientRect().top")
        for place in (".notice.is-problem", ".notices")
    )
    assert 0 <= top - strip < 20
    page.set_viewport_size({"width": 1280, "height": 900})


def test_the_sign_of_an_entry_stands_beside_its_first_line(tab: FormTab) -> None:
    page = tab.page
    forms.open_new(page, "stories", "lacking")
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".lacking a").first.wait_for()
    off = page.locator(".lacking a").first.evaluate(
        "link => { link.style.inlineSize = '4rem'; link.textContent = 'Μια μακριά γραμμή που χωρίζεται';"
        "const line = document.createElement('span'); line.style.display = 'inline-block';"
        "link.before(line); return line.getBoundingClientRect().bottom - link.getBoundingClientRect().top; }"
    )
    assert 0 < off < 24, "the line on which the sign stands is the first of the link"
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_link_finds_pages_of_this_site(tab: FormTab) -> None:
    page = tab.page
    forms.open_new(page, "stories", "links")
    body = forms.field(page, "text_body", "el")
    body.fill("Δείτε εδώ")
    body.press("Control+A")
    page.keyboard.press("Control+K")
    page.keyboard.type("athens")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("dialog button.is-main").click()
    assert body.input_value().startswith("[Δείτε εδώ](/")
    assert page.evaluate("document.activeElement.id") == "root_text_body_el"


CITIES = (
    ("του Δήμου Καρδίτσας", "Καρδίτσα"),
    ("Αθηνών", "Αθήνα"),
    ("City of Larissa", "Λάρισα"),
    ("στον Πειραιά", "Πειραιάς"),
    ("8essaloniki", "Θεσσαλονίκη"),
)


def test_a_list_knows_a_city_by_what_it_is_called(tab: FormTab) -> None:
    page = tab.page
    forms.open_new(page, "stories", "cities")
    members = forms.field(page, "members")
    for typed, known in CITIES:
        members.fill(typed)
        page.get_by_role("option", name=known, exact=True).wait_for()
        members.press("Enter")
        expect(page.locator(".chips li", has_text=known)).to_have_count(1)
        expect(members).to_have_value("")


def test_a_list_knows_nothing_by_a_name_of_nothing(tab: FormTab) -> None:
    page = tab.page
    forms.open_new(page, "stories", "nothing")
    forms.field(page, "members").fill("zzz")
    page.locator(".combobox .nothing").wait_for()
    assert page.get_by_role("option").count() == 0


def test_a_misspelt_name_is_neither_erased_nor_taken_for_another(tab: FormTab) -> None:
    page = tab.page
    forms.open_new(page, "stories", "misspelt")
    members = forms.field(page, "members")
    members.fill("Καρδίτα")
    page.get_by_role("option", name="Καρδίτσα Μήπως αυτό;").wait_for()
    page.keyboard.press("Tab")
    page.get_by_text("Το «Καρδίτα» δεν επιλέχθηκε.").wait_for()
    assert members.input_value() == "Καρδίτα"
    members.click()
    members.press("Enter")
    assert page.locator(".chips li").count() == 0
    members.press("Enter")
    assert page.locator(".chips li", has_text="Καρδίτσα").count() == 1
    assert members.input_value() == ""


def test_a_text_that_is_too_large_is_told_at_its_field(tab: FormTab) -> None:
    page = tab.page
    forms.open_new(page, "stories", "large")
    forms.field(page, "text_body", "el").fill("Μια μεγάλη ιστορία. " * 8000)
    page.locator("#root_text_body_el-told", has_text="χωρούν έως 256 KB").wait_for()


def test_what_someone_deleted_meanwhile_is_told_and_kept_as_a_new_item(tab: FormTab) -> None:
    page, folder = tab.page, tab.at.root / "content/programmes/curing-the-limbo"
    forms.open_entry(page, "content/programmes/curing-the-limbo")
    forms.field(page, "text_summary", "el").fill("Κάτι άλλο.")
    away = folder.rename(tab.at.root.parent / "away")
    forms.press_save(page)
    page.get_by_text("Κάποιος διέγραψε το").first.wait_for()
    assert not folder.exists()
    checked(page)
    forms.press_save(page)
    wait_for((folder / "el.md").is_file, page)
    page.locator(".notice.is-done").wait_for()
    assert "Κάτι άλλο." in (folder / "el.md").read_text("utf-8")
    shutil.rmtree(folder)
    away.rename(folder)


def test_entries_of_a_list_are_moved_and_taken_out(tab: FormTab) -> None:
    page = tab.page
    forms.open_entry(page, FOLDER)
    page.locator("#root_text_highlights-more summary").click()
    lines = page.locator("#root_text_highlights_el textarea")
    before = [lines.nth(number).input_value() for number in range(lines.count())]
    page.locator("#root_text_highlights_el").get_by_role("button", name="Προσθήκη").click()
    lines.nth(len(before)).fill("Μία ακόμη.")
    page.locator("#root_text_highlights_el").get_by_role("button", name=f"Πιο πάνω, {len(before) + 1}").click()
    after = [lines.nth(number).input_value() for number in range(lines.count())]
    assert after == [*before[:-1], "Μία ακόμη.", before[-1]]
    page.locator("#root_text_highlights_el").get_by_role("button", name=f"Αφαίρεση, {len(before) + 1}").click()
    saved(tab)
    said = load.read(tab.at.root, f"{FOLDER}/el.md").data["highlights"]
    assert said == [*before[:-1], "Μία ακόμη."]


DATES = (
    ("3/2/2026", "2026-02-03", "3 Φεβρουαρίου 2026", "Τρίτη 3 Φεβρουαρίου 2026"),
    ("4 Φεβρουαρίου 2026", "2026-02-04", "4 Φεβρουαρίου 2026", "Τετάρτη 4 Φεβρουαρίου 2026"),
    ("5 February 2026", "2026-02-05", "5 Φεβρουαρίου 2026", "Πέμπτη 5 Φεβρουαρίου 2026"),
    ("2026-02", "2026-02", "Φεβρουάριος 2026", "Κυριακή 1 Φεβρουαρίου 2026"),
)


def test_a_date_is_read_as_people_write_it(tab: FormTab) -> None:
    page = tab.page
    forms.open_new(page, "stories", "dates")
    for typed, value, shown, day in DATES:
        forms.field(page, "date").fill(typed)
        page.locator(".understood", has_text=shown).first.wait_for()
        assert forms.field(page, "date").input_value() in (typed, value)
        page.locator(".pick-date").first.click()
        page.wait_for_function("day => document.activeElement.ariaLabel === day", arg=day)
        page.keyboard.press("Escape")
        page.locator("dialog").wait_for(state="detached")


def test_a_date_that_is_none_is_told_and_one_ahead_is_scheduled(tab: FormTab) -> None:
    page = tab.page
    forms.open_new(page, "stories", "ahead")
    forms.field(page, "date").fill("31/2/2026")
    page.locator("#root_date-told .problem", has_text="έχει 28 ημέρες").wait_for()  # the checker, in the field's words
    assert page.locator(".understood.is-fault").count() == 0
    forms.field(page, "date").fill("4/3/2099")
    page.locator(".understood", has_text="Προγραμματισμένο για: Τετάρτη 4 Μαρτίου 2099").wait_for()


def test_a_date_is_chosen_from_a_calendar_by_keyboard(tab: FormTab) -> None:
    """The button says what it opens and whether it did; whoever chose a day, or none, is at the button again."""
    page = tab.page
    forms.open_new(page, "stories", "calendar")
    date, button = forms.field(page, "date"), page.get_by_role("button", name="Ημερομηνία: επιλογή από ημερολόγιο")
    date.fill("31/3/2026")
    page.locator(".understood", has_text="31 Μαρτίου 2026").wait_for()
    page.keyboard.press("Tab")
    assert button.evaluate("button => button === document.activeElement")
    assert button.get_attribute("aria-expanded") == "false"
    keys = {
        "PageUp": "Σάββατο 28 Φεβρουαρίου 2026", "ArrowRight": "Κυριακή 1 Μαρτίου 2026",
        "ArrowDown": "Κυριακή 8 Μαρτίου 2026", "Home": "Δευτέρα 2 Μαρτίου 2026", "End": "Κυριακή 8 Μαρτίου 2026",
        "ArrowUp": "Κυριακή 1 Μαρτίου 2026", "ArrowLeft": "Σάββατο 28 Φεβρουαρίου 2026",
        "Shift+PageDown": "Κυριακή 28 Φεβρουαρίου 2027", "PageDown": "Κυριακή 28 Μαρτίου 2027",
    }  # fmt: skip
    page.keyboard.press("Enter")
    page.locator("dialog [aria-selected=true] button:focus").wait_for()
    assert page.locator(".pick-date[aria-expanded=true]").count() == 1
    for key, day in keys.items():
        page.keyboard.press(key)
        page.wait_for_function("day => document.activeElement.ariaLabel === day", arg=day)
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.activeElement.matches('.pick-date[aria-expanded=false]')")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.matches('.pick-date[aria-expanded=false]')")
    assert date.input_value() == "2026-03-30"


def test_a_mistake_is_told_at_its_field_while_one_writes(tab: FormTab) -> None:
    page = tab.page
    forms.open_entry(page, FOLDER)
    body = forms.field(page, "text_body", "el")
    body.fill(f"{body.input_value()}\n\nΔείτε [τον δήμο](/members/athen/).")
    told_here = page.locator("#root_text_body_el-told")
    told_here.get_by_text("/members/athen/").first.wait_for()
    assert body.get_attribute("aria-invalid") == "true"
    assert "root_text_body_el-told" in (body.get_attribute("aria-describedby") or "")
    body.fill(body.input_value().replace("/members/athen/", "/members/athens/"))
    told_here.locator(".problem").wait_for(state="detached")


def test_required_fields_are_not_shouted_at_before_one_was_there(tab: FormTab) -> None:
    page = tab.page
    forms.open_new(page, "stories", "quiet")
    assert "Μένει να συμπληρωθούν" in checked(page)
    assert page.locator(".problem").count() == 0
    page.locator("#root_date").focus()
    page.keyboard.press("Tab")
    page.locator("#root_date-told .problem").wait_for()
    assert page.locator(".problem").count() == 1
    forms.press_save(page)
    told(page, "Δεν αποθηκεύτηκε")
    link = page.locator(".problems a", has_text="Θέματα")
    link.click()
    page.wait_for_function("() => document.activeElement.closest('fieldset')?.id === 'root_themes'")


def test_without_a_title_nothing_is_stored_whose_address_would_stay(tab: FormTab) -> None:
    page, stories = tab.page, tab.at.root / "content/stories"
    forms.open_new(page, "stories", "untitled")
    forms.field(page, "text_summary", "el").fill("Μία πρόταση.")
    forms.press_save(page)
    told(page, "Δεν αποθηκεύτηκε")
    assert page.get_by_role("button", name="Αποθήκευση με τα προβλήματα").count() == 0
    page.locator("#root_slug-told", has_text="μόλις γράψετε τον τίτλο").wait_for()
    assert not (stories / "new-item").exists()
    forms.field(page, "text_title", "el").fill("Τώρα με τίτλο")
    forms.press_save(page)
    page.get_by_role("button", name="Αποθήκευση με τα προβλήματα").click()
    outcome(page)
    assert (stories / "tora-me-titlo").is_dir()
    (stories / "tora-me-titlo").rename(stories / "new-item")  # as it was stored once
    forms.open_entry(page, "content/stories/new-item")
    page.locator("#root_slug-told", has_text="Η διεύθυνση είναι προσωρινή").wait_for()
    shutil.rmtree(stories / "new-item")


def test_the_preview_shows_what_is_not_saved_in_both_languages(tab: FormTab) -> None:
    page = tab.page
    forms.open_entry(page, FOLDER)
    forms.field(page, "text_title", "el").fill("Όπως θα είναι")
    page.get_by_role("button", name="Προεπισκόπηση", exact=True).click()
    page.frame_locator("iframe").locator("h1", has_text="Όπως θα είναι").wait_for()
    page.get_by_role("button", name="Αγγλικά", exact=True).click()
    page.frame_locator("iframe").locator("h1", has_text="A city together").wait_for()
    assert "Όπως θα είναι" not in (tab.at.root / FOLDER / "el.md").read_text("utf-8")


def test_a_new_item_is_renamed_and_removed(tab: FormTab) -> None:
    page, root = tab.page, tab.at.root
    slug = fill_story(tab, "Προσωρινή ιστορία", "temporary")
    saved(tab)
    forms.go(page, "list/stories")
    row = page.locator(".item-row", has_text="Προσωρινή ιστορία")
    row.get_by_role("button", name="Αλλαγή διεύθυνσης").click()
    page.locator("dialog input").fill("allo-onoma")
    page.locator("dialog button.is-main:not([disabled])").click()
    outcome(page)
    wait_for((root / "content/stories/allo-onoma/story.yml").is_file, page)
    wait_for(lambda: not (root / "content/stories" / slug).exists(), page)
    row.get_by_role("button", name="Διαγραφή").click()
    page.locator("dialog li").first.wait_for()
    page.locator("dialog button.is-main:not([disabled])").click()
    wait_for(lambda: not (root / "content/stories/allo-onoma").exists(), page)
    row.wait_for(state="detached")
    assert "διαγράφηκε. Αρχεία που διαγράφηκαν: 2." in told(page, "Έγινε.")


def test_what_is_published_is_withdrawn_and_that_is_said_before(tab: FormTab) -> None:
    page, data = tab.page, Path(tab.at.root / FOLDER / "story.yml")
    was = data.read_text("utf-8")
    forms.go(page, "list/stories")
    page.locator(".item-row", has_text="A city together").get_by_role("button", name="Διαγραφή").click()
    page.locator("dialog li, dialog .problem").first.wait_for()
    assert "δεν διαγράφεται σιωπηλά" in page.locator("dialog").inner_text()
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    assert data.read_text("utf-8") == was
    forms.go(page, "list/members")  # which is neither deleted nor withdrawn here
    page.get_by_role("button", name="Διαγραφή: Αθήνα").click()
    page.locator("dialog li", has_text="συντονιστή").wait_for()
    assert "μπορεί να διαγραφεί" not in page.locator("dialog").inner_text()
    page.keyboard.press("Escape")
