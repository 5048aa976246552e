"""Word documents dropped on the form of a new text: every word that a reader sees is in the form, or told as lost."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import pytest

from tests.support.docx import docx, item, link, note, p, photo, picture, run, strict, t, table, text_box
from tests.support.form_session import FormTab, sat_at
from tests.support.lifelike import SENTENCES
from tests.support.word_reading import seen_words
from tools.viewing import browse, forms

DROP = """files => {
    const data = new DataTransfer();
    for (const [name, content] of files)
        data.items.add(new File([Uint8Array.from(atob(content), letter => letter.charCodeAt(0))], name));
    for (const kind of ['dragover', 'drop'])
        document.getElementById('main').dispatchEvent(
            new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
}"""
HELD = """() => [...document.querySelectorAll('.form input:not([type=date]), .form textarea')]
    .map(field => field.value).join('\\n') + '\\n' + (document.querySelector('.notices')?.innerText ?? '')"""
LINKS = {"rL1": "https://www.example.org/selida"}
FOOT = {"footnotes": {2: p(t("Σύμφωνα με την έκθεση του δήμου."))}, "endnotes": {3: p(t("Ως το τέλος του έτους."))}}
SAID = {"comments": {0: p(t("Να ελεγχθεί πριν δημοσιευτεί"))}}
DELETED = '<w:del w:id="2" w:author="Α"><w:r><w:delText>Βγήκε</w:delText></w:r></w:del>'


def documents() -> Iterator[tuple[str, bytes]]:
    """Ten documents as people write them, of sentences of the network's own site."""
    dice = Random(7)

    def said(count: int = 1, language: str = "el") -> str:
        return " ".join(dice.choice(SENTENCES[language]) for _ in range(count))

    def text(language: str = "el") -> str:
        return p(t(said(3, language)))

    title = p(t("Ένα πρόγραμμα για όλη τη γειτονιά"), style="Title")
    yield "plain.docx", docx(title + text() + text() + text())
    yield (
        "headings.docx",
        docx(title + p(t("Πώς ξεκίνησε"), style="10") + text() + p(t("Τι έμεινε"), style="20") + text()),
    )
    lists = "".join([item(said(), 1), item(said(), 1, 1), item(said(), 1), item(said(), 2), item(said(), 2)])
    yield "lists.docx", docx(title + text() + lists + text())
    rows = [["Ημέρα", "Ώρα", "Πού"], ["Τρίτη", "18:00", said()], ["Πέμπτη", "10:30", said()]]
    yield "table.docx", docx(title + text() + table(*rows) + text())
    linked = p(t(said()), note(2), t(" Δείτε "), link("rL1", t("τη σελίδα")), t(" ως "), note(3, "endnote"))
    yield "notes.docx", docx(title + linked + text(), links=LINKS, notes=FOOT)
    shown = p(picture("rI1", alt="Δύο γυναίκες πλένουν πιάτα")) + p(t("Η κουζίνα τον Μάρτιο"), style="ab")
    yield "photo.docx", docx(title + text() + shown + text(), media={"rI1": ("image1.jpeg", photo())})
    aside = p('<w:commentRangeStart w:id="0"/>', t(said()), run('<w:commentReference w:id="0"/>'))
    yield "asides.docx", docx(title + text() + p(text_box(said())) + aside, notes=SAID)
    changed = p('<w:ins w:id="1" w:author="Α">', t("Μπήκε τώρα."), "</w:ins>", DELETED, t(" σβησμένο", "strike"))
    yield "changes.docx", docx(title + p(t(said(), "b"), t(" "), t(said(), "i")) + changed + text())
    yield "english.docx", docx(p(t("A kitchen for everyone"), style="Title") + text("en") + text("en"))
    loose = p(t(said(), "b")) + p(t(said()), run("<w:br/>"), t(said()), run("<w:tab/>"), t("τέλος"))
    yield "loose.docx", strict(docx(loose + p(t("* " + said())) + p(t("1. " + said())) + text()))


def words(text: str) -> set[str]:
    """The words of a text, without the signs of Markdown."""
    bare = re.sub(r"\]\([^)\s]*\)|\[\^\d+\]:?|[*_~\[\]\\]", "", text)
    return set(re.findall(r"\w+", bare))


@pytest.fixture(scope="module")
def tab(chromium: Any, equipment: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FormTab]:
    """A form whose files no test here writes."""
    root = forms.copy_of(browse.GOOD, tmp_path_factory.mktemp("word"))
    with forms.edited(root) as running:
        tab = sat_at(chromium, running)
        yield tab
        assert tab.faults == []
        tab.page.context.close()


def drop(tab: FormTab, name: str, raw: bytes) -> None:
    drop_all(tab, {name: raw})


def drop_all(tab: FormTab, files: Mapping[str, bytes]) -> None:
    tab.page.evaluate(DROP, [[name, base64.b64encode(raw).decode()] for name, raw in files.items()])


def throw_away(page: Any) -> None:
    """Back to the list, without what was not saved."""
    forms.go(page, "list/stories")
    page.locator("dialog button.is-main").click()
    page.locator(".unsaved button.small").click()  # one, or the test ends
    page.locator(".unsaved").wait_for(state="detached")


def test_every_word_of_ten_documents_is_in_the_form_or_told(tab: FormTab) -> None:
    page, missing, count = tab.page, {}, 0
    for name, raw in documents():
        forms.open_new(page, "stories", name.partition(".")[0])
        drop(tab, name, raw)
        page.locator(".notices .notice", has_text=name).wait_for()
        lost = words("\n".join(seen_words(raw))) - words(page.evaluate(HELD))
        if lost:
            missing[name] = lost
        count += 1
        throw_away(page)
    assert missing == {}
    assert count == 10


def test_a_document_fills_the_language_that_it_is_in(tab: FormTab) -> None:
    page, known = tab.page, dict(documents())
    forms.open_new(page, "stories", "english")
    drop(tab, "english.docx", known["english.docx"])
    page.locator(".notices .notice").wait_for()
    assert forms.field(page, "text_title", "en").input_value() == "A kitchen for everyone"
    assert forms.field(page, "text_title", "el").input_value() == ""
    drop(tab, "photo.docx", known["photo.docx"])
    page.locator("#root_photos_0 img").wait_for()
    assert page.locator("#root_photos_0_words_el_caption").input_value() == "Η κουζίνα τον Μάρτιο"
    assert forms.field(page, "text_body", "en").input_value() != "", "what was there before stays"
    throw_away(page)


def test_of_files_that_come_together_each_is_told(tab: FormTab) -> None:
    page, word = tab.page, dict(documents())["english.docx"]
    forms.open_new(page, "stories", "together")
    drop_all(tab, {"cut.docx": word[:200], "film.mp4": b"abc", "all.zip": b"PK"})
    told = page.locator(".notice.is-problem", has_text="cut.docx")
    told.wait_for()
    assert all(name in told.inner_text() for name in ("film.mp4", "all.zip"))
    drop_all(tab, {"one.docx": word, "two.docx": word, "notes.xyz": b"abc"})
    told = page.locator(".notice.is-problem", has_text="two.docx")
    told.wait_for()
    assert "ένα έγγραφο Word τη φορά" in told.inner_text()
    assert "notes.xyz" in told.inner_text()
    assert page.locator(".notice.is-info", has_text="one.docx").count() == 1
    assert forms.field(page, "text_title", "en").input_value() == "A kitchen for everyone"
    throw_away(page)


def test_until_its_script_has_come_the_page_says_that_it_opens(tab: FormTab, chromium: Any) -> None:
    for language, waits in (("el", "Η φόρμα ανοίγει…"), ("en", "The form is opening…")):
        with forms.edited(tab.at.root, language) as running:
            page = chromium.new_context(java_script_enabled=False).new_page()
            page.goto(running.opened)
            assert waits in page.locator("main:visible").inner_text()
            page.context.close()


def test_what_is_no_document_is_told(tab: FormTab) -> None:
    page = tab.page
    forms.open_new(page, "stories", "broken")
    for name, raw in (("old.doc", b"\xd0\xcf\x11\xe0" + bytes(600)), ("cut.docx", docx(p(t("Α")))[:200])):
        drop(tab, name, raw)
        page.locator(".notice.is-problem", has_text=name).wait_for()
    drop(tab, "notes.xyz", b"abc")
    page.locator(".notice.is-problem", has_text="notes.xyz").wait_for()
    assert forms.field(page, "text_body", "el").input_value() == ""
