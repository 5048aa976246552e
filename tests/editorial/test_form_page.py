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
from tests.support.form_session import FormTab, git, sat_at, wait_until_sound
from tools.viewing import browse, forms

MOST_ACTIONS, MOST_SAVES = 40, 2
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

    def card(photo: int, name: str) -> Any:
        return page.locator(f"#root_photos_{photo}_{name}")

    hand.click(page.get_by_role("button", name="Νέα ιστορία"))
    hand.fill(field("text_title", "el"), f"Ένα εργαστήρι στη βιβλιοθήκη {number}")
    hand.fill(field("text_title", "en"), f"A workshop in the library {number}")
    hand.fill(field("text_summary", "el"), "Δύο απογεύματα την εβδομάδα τα ράφια είναι ανοιχτά.")
    hand.fill(field("text_summary", "en"), "On two afternoons a week the shelves are open.")
    hand.fill(field("text_body", "el"), "Τα βιβλία είναι σε πέντε γλώσσες.\n\n")
    hand.paste(field("text_body", "el"), TABLE, "Ημέρα\tΏρα\nΤρίτη\t18:00")
    hand.fill(field("text_body", "en"), "The books are in five languages.")
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
    hand.fill(field("date"), "21/11/2026")
    hand.pick(field("members"), "karditsa", "Καρδίτσα")
    hand.click(page.get_by_label("Ένταξη στη ζωή της πόλης"))
    hand.pick(field("partners"), f"Σύλλογος Αναγνωστών {number}", "Νέος συνεργάτης", is_new=True)


@pytest.mark.parametrize("hand_of", [Mouse, Keyboard])
def test_a_whole_story_in_forty_actions(tab: FormTab, tmp_path: Path, hand_of: type[Mouse], capsys: Any) -> None:
    page, root, number = tab.page, tab.at.root, 1 if hand_of is Mouse else 2
    forms.go(page, "list/stories")
    page.locator("h1", has_text="Ιστορίες").wait_for()
    hand = hand_of(page)
    write_story(hand, number, [phone_photo(tmp_path / f"Φωτό {name}.JPG") for name in ("ράφι", "ανάγνωση")])
    page.screenshot(path="/tmp/formlog/accept.png", full_page=True)
    print(hand.actions)
    page.locator(".summary[aria-busy=false]").wait_for()
    page.wait_for_timeout(1500)
    print(page.locator(".summary").inner_text())
    assert 0
