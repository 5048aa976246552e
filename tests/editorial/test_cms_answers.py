"""Every field of the form is seen, named, and reached by hand and by keyboard; questions are answered, not guessed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gazette.content import load
from gazette.content.model import CONTENT_TYPES, Consent, Record
from gazette.editorial import cms_config
from tests.support.cms_session import BACKED_UP, EditorTab, sat_at, wait_for
from tools.viewing import browse, forms

REACH = """(field) => {
    const controls = [field, ...field.querySelectorAll('input, textarea, select, button')]
        .filter((part) => part.matches('input, textarea, select, button'));
    return controls.some((control) => {
        const box = control.getBoundingClientRect();
        let seen = box.width > 1 && box.height > 1 && !control.disabled;
        seen &&= getComputedStyle(control).visibility === 'visible';
        for (let part = control; part; part = part.parentElement) seen &&= getComputedStyle(part).opacity > 0.4;
        control.focus();
        return seen && control.tabIndex >= 0 && document.activeElement === control;
    });
}"""
"""Whether a field, or one of the controls in it, is seen and takes the keyboard."""
OPTIONAL = " (προαιρετικό)"
SHELVES = {
    **{cms_config.collection_name(content): (content.data, content.text) for content in CONTENT_TYPES},
    "consent": (Consent,),
}


@pytest.fixture(scope="module")
def tab(chromium: Any, equipment: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EditorTab]:
    root = forms.copy_of(browse.PROJECT, tmp_path_factory.mktemp("answers"))
    with forms.edited(root) as running:
        tab = sat_at(chromium, running)
        yield tab
        tab.page.context.close()


def labels(record: type[Record]) -> set[str]:
    """What the form calls a record's fields, and those of the records in it."""
    found = set()
    for field in cms_config._plan(record):
        if field.name not in cms_config._BY_COMMAND:
            found.add(cms_config.label(record, field.name, "el"))
            if field.record and field.sort in ("entries", "record"):
                found |= labels(field.record)
    return found


def unfolded(page: Any) -> Any:
    """The first language's pane, with an entry in each list and nothing folded: the other hides what stands once."""
    pane = page.locator(".Pane1") if page.locator(".Pane1").count() else page.locator("body")
    pressed = 1
    while pressed:
        pressed = 0
        for name in ("Προσθήκη", "Expand"):
            buttons = pane.get_by_role("button", name=name).and_(pane.locator("button:not([data-pressed])"))
            while buttons.count():
                button = buttons.first.element_handle()
                button.evaluate("button => button.dataset.pressed = ''")
                button.click()
                pressed += 1
    return pane


@pytest.mark.parametrize("shelf", SHELVES)
def test_each_field_is_seen_and_takes_the_keyboard(tab: EditorTab, shelf: str) -> None:
    forms.open_new(tab.page, tab.at, shelf)
    pane = unfolded(tab.page)
    shown = {}
    for label in pane.locator("label[for]").all():
        if label.is_visible():
            field = tab.page.locator(f"[id='{label.get_attribute('for')}']")
            field = field if field.count() else label.locator("xpath=../..")  # a photo has a button alone
            name = label.text_content().removesuffix(OPTIONAL)
            shown[name] = shown.get(name, True) and field.evaluate(REACH)
    assert {name for name, is_reached in shown.items() if not is_reached} == set()
    wanted = {label for record in SHELVES[shelf] for label in labels(record)}
    assert wanted - set(shown) == set()


def fill_event(tab: EditorTab, slug: str) -> Path:
    page = tab.page
    forms.open_new(page, tab.at, "events")
    forms.field(page, "text_title").fill("Μια δράση")
    forms.field(page, "text_summary").fill("Μία πρόταση.")
    forms.field(page, "text_body").fill("Ένα κείμενο.")
    forms.retype(forms.field(page, "slug"), slug)
    forms.choose(page, "kind", "Συνάντηση")
    forms.choose(page, "organisers", "Το Δίκτυο")
    forms.field(page, "start").fill("2026-11")
    return tab.at.root / f"content/events/{slug}/event.yml"


def fill_member(tab: EditorTab, slug: str) -> Path:
    page = tab.page
    forms.open_new(page, tab.at, "members")
    forms.field(page, "text_name").fill("Πόλη")
    forms.field(page, "text_official_name").fill("Δήμος Πόλης")
    forms.field(page, "text_body").fill("Ένα κείμενο.")
    forms.retype(forms.field(page, "slug"), slug)
    forms.choose(page, "region", "Θεσσαλία")
    forms.field(page, "latitude").fill("39.3")
    forms.field(page, "longitude").fill("22.4")
    return tab.at.root / f"members/{slug}/profile.yml"


def fill_programme(tab: EditorTab, slug: str) -> Path:
    page = tab.page
    forms.open_new(page, tab.at, "programmes")
    forms.field(page, "text_name").fill("Πρόγραμμα")
    forms.field(page, "text_summary").fill("Μία πρόταση.")
    forms.retype(forms.field(page, "slug"), slug)
    forms.choose(page, "kind", "Πρόγραμμα")
    return tab.at.root / f"content/programmes/{slug}/programme.yml"


def fill_consent(tab: EditorTab, slug: str) -> Path:
    page = tab.page
    forms.open_new(page, tab.at, "consent")
    forms.retype(forms.field(page, "slug"), slug)
    forms.field(page, "given").fill("2026-11-20")
    forms.choose(page, "scope", "Ιστότοπος")
    forms.choose(page, "shows", "Ο τόπος")
    forms.field(page, "reviewer").fill("Γραφείο ένταξης")
    return tab.at.root / f"consent/{slug}.yml"


def saved(tab: EditorTab, path: Path) -> dict[str, Any]:
    forms.press_save(tab.page)
    wait_for(path.is_file, tab.page)
    tab.page.wait_for_url("**/entries/**")
    tab.page.get_by_text("Δεν έχει αποθηκευτεί").wait_for(state="detached")
    return load.read(tab.at.root, path.relative_to(tab.at.root).as_posix()).data


SWITCHES: list[tuple[str, str, Callable[[EditorTab, str], Path]]] = [
    ("online", "Διαδικτυακά", fill_event),
    ("founder", "Ιδρυτικό μέλος", fill_member),
    ("grant", "Επιχορήγηση με έμβλημα", fill_programme),
]


@pytest.mark.parametrize(("name", "label", "fill"), SWITCHES, ids=lambda part: part if isinstance(part, str) else "")
@pytest.mark.parametrize("by", ["mouse", "label", "keyboard"])
def test_a_switch_is_set(
    tab: EditorTab, name: str, label: str, fill: Callable[[EditorTab, str], Path], by: str
) -> None:
    page, path = tab.page, fill(tab, f"{name}-{by}")
    switch = page.get_by_role("switch", name=label).first
    assert not switch.is_checked()
    if by == "mouse":
        switch.click()
    elif by == "label":
        page.locator("label", has_text=label).first.click()
    else:
        switch.focus()
        page.keyboard.press("Space")
    assert switch.is_checked()
    assert saved(tab, path)[name] == "true"


def test_a_switch_is_turned_off_again(tab: EditorTab) -> None:
    """A switch that no one touched is written nowhere."""
    page, folder = tab.page, tab.at.root / "members/karditsa"
    data = folder / "profile.yml"
    data.write_text(data.read_text("utf-8") + "founder: true\n", "utf-8")
    forms.open_entry(page, tab.at, "members/karditsa")
    switch = page.get_by_role("switch", name="Ιδρυτικό μέλος").first
    assert switch.is_checked()
    switch.focus()
    page.keyboard.press("Space")
    forms.press_save(page)
    wait_for(lambda: "founder: false\n" in data.read_text("utf-8"), page)
    page.get_by_text("Δεν έχει αποθηκευτεί").wait_for(state="detached")
    forms.open_entry(page, tab.at, "members/chania")
    was = (tab.at.root / "members/chania/profile.yml").read_bytes()
    forms.retype(forms.field(page, "text_name"), "Πόλη")
    forms.press_save(page)
    wait_for(lambda: "name: Πόλη\n" in (tab.at.root / "members/chania/el.md").read_text("utf-8"), page)
    assert (tab.at.root / "members/chania/profile.yml").read_bytes() == was


@pytest.mark.parametrize(("number", "answer"), [(1, "true"), (2, "false")])
@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_whether_someone_is_a_child_has_to_be_said(tab: EditorTab, by: str, number: int, answer: str) -> None:
    """A dialog answered "no" by itself, and the checker agreed with it."""
    page, reference = tab.page, f"c-{len(by)}00{number}"
    path = fill_consent(tab, reference)
    question = page.get_by_role("combobox", name="Ανήλικο πρόσωπο")
    assert question.input_value() == ""
    forms.press_save(page)
    page.get_by_text("Ανήλικο πρόσωπο: λείπει.").first.wait_for()
    assert not path.exists()
    if by == "mouse":
        question.select_option(index=number)
    else:
        question.focus()
        for _ in range(number):
            page.keyboard.press("ArrowDown")
    found = saved(tab, path)
    assert found["minor"] == answer
    assert Consent.model_validate(found).minor is (answer == "true")


def test_an_answer_is_shown_as_it_is_recovered(tab: EditorTab) -> None:
    """The engine's own switch kept what it had shown first."""
    page = tab.page
    forms.open_entry(page, tab.at, "members/karditsa")
    switch = page.get_by_role("switch", name="Ιδρυτικό μέλος").first
    was = switch.is_checked()
    switch.click()
    wait_for(lambda: '"founder":' + str(not was).lower() in page.evaluate(BACKED_UP).replace("\\", ""), page)
    page.goto("about:blank")
    forms.login(page, tab.at)
    forms.open_entry(page, tab.at, "members/karditsa")
    wait_for(lambda: page.get_by_role("switch", name="Ιδρυτικό μέλος").first.is_checked() is not was, page)
