"""The form in a real browser, as editors work in it: a whole story by mouse, and again by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from gazette import cli
from gazette.content import load
from tests.support.form_hands import Keyboard, Mouse
from tests.support.form_session import WITHOUT_PROBLEMS, FormTab, checked, outcome, sat_at, wait_until_sound
from tests.support.trusted_types import strings_taken
from tools.viewing import browse, forms

MOST_ACTIONS, MOST_SAVES = 40, 2
MARKS = (b"Exif\0\0", b"http://ns.adobe.com/xap", b"GPS")
TABLE = (
    "<html xmlns:o='urn:schemas-microsoft-com:office:office'><body><!--StartFragment-->"
    "<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal><b>Ημέρα</b><o:p></o:p></p></td>"
    "<td><p class=MsoNormal><b>Ώρα</b><o:p></o:p></p></td></tr><tr><td><p class=MsoNormal>Τρίτη</p></td>"
    "<td><p class=MsoNormal>18:00</p></td></tr></table><!--EndFragment--></body></html>"
)


@pytest.fixture(scope="module")
def editor(equipment: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[forms.Editor]:
    """Writes into the files of a copy of the real content."""
    root = forms.copy_of(browse.PROJECT, tmp_path_factory.mktemp("edited"))
    with forms.edited(root) as running:
        yield running


@pytest.fixture(scope="module")
def tab(chromium: Any, editor: forms.Editor) -> Iterator[FormTab]:
    """One tab for all tests that write files."""
    tab = sat_at(chromium, editor, permissions=["clipboard-read", "clipboard-write"])
    yield tab
    assert tab.faults == []
    assert strings_taken(tab.page) == []
    tab.page.context.close()


def phone_photo(path: Path) -> Path:
    """What a phone makes: lying on its side, and telling the place."""
    image = Image.linear_gradient("L").resize((3000, 2000)).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (39.0, 21.0, 50.0), "E", (21.0, 55.0, 20.0)
    image.save(path, "JPEG", exif=exif)
    return path


def write_story(hand: Mouse, number: int, photos: list[Path]) -> None:
    """A Greek story with its English, a table from Word, a new partner, and two photos, one of a child."""
    page = hand.page

    def field(name: str, language: str = "") -> Any:
        return forms.field(page, name, language)

    hand.click(page.get_by_role("button", name="Νέα ιστορία"))
    hand.fill(field("text_title", "el"), f"Ένα εργαστήρι στη βιβλιοθήκη {number}")
    hand.fill(field("text_title", "en"), f"A workshop in the library {number}")
    hand.fill(field("text_summary", "el"), "Δύο απογεύματα την εβδομάδα τα ράφια είναι ανοιχτά.")
    hand.fill(field("text_summary", "en"), "On two afternoons a week the shelves are open.")
    hand.fill(field("text_body", "el"), "Τα βιβλία είναι σε πέντε γλώσσες.\n\n")
    hand.paste(field("text_body", "el"), TABLE, "Ημέρα\tΏρα\nΤρίτη\t18:00")
    hand.fill(field("text_body", "en"), "The books are in five languages.")
    add_photos(hand, photos)
    hand.fill(field("date"), "21/11/2026")
    hand.pick(field("members"), "karditsa", "Καρδίτσα")
    hand.click(page.get_by_label("Ένταξη στη ζωή της πόλης"))
    hand.pick(field("partners"), f"Σύλλογος Αναγνωστών {number}", "Νέος συνεργάτης", is_new=True)
    hand.choose(page.locator("[id^='new-syllogos'][id$='_role']"), "Υποστηρίζει το Δίκτυο")


def add_photos(hand: Mouse, photos: list[Path]) -> None:
    """Two photos with all that is said of them; the second shows a child, for whom both have agreed."""
    page = hand.page

    def card(photo: int, name: str) -> Any:
        return page.locator(f"#root_photos_{photo}_{name}")

    hand.files(page.get_by_role("button", name="Επιλογή φωτογραφιών"), photos)
    hand.fill(card(0, "words_el_alt"), "Ένα ράφι με βιβλία")
    hand.fill(card(0, "words_en_alt"), "A shelf of books")
    hand.fill(card(0, "credit"), "Δήμος Καρδίτσας")
    hand.click(page.locator("#root_photos_0").get_by_label("Όχι, κανείς"))
    second = page.locator("#root_photos_1")
    hand.fill(card(1, "words_el_alt"), "Ένα παιδί διαβάζει")
    hand.fill(card(1, "words_en_alt"), "A child reads")
    hand.fill(card(1, "credit"), "Δήμος Καρδίτσας")
    hand.click(second.get_by_label("Ναι, και παιδί"))
    hand.click(second.get_by_role("button", name="Νέα συγκατάθεση παιδιού"))
    record = second.locator(".extra")
    hand.fill(record.locator("[id$='_given']"), "20/11/2026")
    hand.click(record.get_by_label("Ιστότοπος"))
    hand.click(record.get_by_label("Το πρόσωπο"))
    hand.fill(record.locator("[id$='_guardian']"), "20 Νοεμβρίου 2026")
    hand.fill(record.locator("[id$='_child']"), "20/11/2026")
    hand.fill(record.locator("[id$='_reviewer']"), "Γραφείο ένταξης")


@pytest.mark.parametrize("hand_of", [Mouse, Keyboard])
def test_a_whole_story_in_forty_actions(tab: FormTab, tmp_path: Path, hand_of: type[Mouse], capsys: Any) -> None:
    """From the list to "no problems": a mistake is told at its field in Greek before anything is saved."""
    page, root, number = tab.page, tab.at.root, 1 if hand_of is Mouse else 2
    forms.go(page, "list/stories")
    page.locator("h1", has_text="Ιστορίες").wait_for()
    hand, folder = hand_of(page), f"content/stories/ena-ergastiri-sti-vivliothiki-{number}"
    write_story(hand, number, [phone_photo(tmp_path / f"Φωτό {name}.JPG") for name in ("ράφι", "ανάγνωση")])
    office = forms.field(page, "checked_by")
    told = page.locator("#root_checked_by-told")
    told.get_by_text("παιδί").wait_for()  # said at its field, in Greek, before anything is saved
    assert not (root / folder).exists()
    hand.fill(office, "Γραφείο ένταξης")
    hand.click(page.get_by_role("button", name="Τα κείμενα διαβάστηκαν όπως είναι τώρα"))
    wait_until_sound(page)
    hand.save()
    outcome(page)
    assert checked(page).startswith(WITHOUT_PROBLEMS["el"])
    assert hand.actions <= MOST_ACTIONS
    assert hand.saves <= MOST_SAVES
    with capsys.disabled():
        print(f"{hand_of.__name__}: {hand.actions} actions, {hand.saves} saves")
    look_at_the_files(root, folder, number)
    assert cli.main(["check", "--root", str(root), "--as-of", "2026-11-22"]) == 0, capsys.readouterr().out


def look_at_the_files(root: Path, folder: str, number: int) -> None:
    """What was written: one story in two languages, a partner, a record of consent, photos that tell no place."""
    data = load.read(root, f"{folder}/story.yml").data
    greek = load.read(root, f"{folder}/el.md")
    english = load.read(root, f"{folder}/en.md")
    assert (data["date"], data["members"], data["themes"]) == ("2026-11-21", ["karditsa"], ["city-life"])
    assert data["partners"] == [f"syllogos-anagnoston-{number}"]
    assert (root / f"content/partners/syllogos-anagnoston-{number}/el.md").is_file()
    first, second = data["photos"]
    assert first["people"] == "none"
    [reference] = second["people"]
    record = load.read(root, f"consent/{reference}.yml").data
    assert (record["minor"], record["guardian"], record["child"]) == ("true", "2026-11-20", "2026-11-20")
    assert "| --- | --- |" in greek.body
    assert "18:00" in greek.body
    assert [caption["alt"] for caption in english.data["captions"]] == ["A shelf of books", "A child reads"]
    for photo in (first, second):
        assert not any(mark in (root / folder / photo["file"]).read_bytes() for mark in MARKS)
        with Image.open(root / folder / photo["file"]) as image:
            assert image.size == (1600, 2400), "upright, and no larger than what is kept"


def test_one_item_of_each_kind_comes_back_as_it_was(tab: FormTab) -> None:
    """All items: `make roundtrip`."""
    root = tab.at.root
    assert [forms.saved_again(tab.page, tab.at, folder) for folder in forms.one_of_each(root)] == [""] * 10
