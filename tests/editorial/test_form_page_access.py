"""The form for everyone: no fault that axe knows in any view, light and dark, in both languages, small and at 200 %."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from gazette.content import wording
from gazette.editorial import form_plan
from tests.support.axe import COLOURS, SCRIPT, violations
from tests.support.form_session import FormTab, checked, sat_at
from tools.viewing import browse, forms

SHELVES = ("members", "statements", "events", "partners", "programmes", "documents", "pages", "newsletters", "consent")
SIZES = ((1280, "200%"), (390, "100%"))
UNREACHED = """() => [...document.querySelectorAll('input, textarea, select, button, a[href], summary')]
    .filter(element => {
    if (element.disabled || element.type === 'file' || !element.checkVisibility()) return false;
    element.focus();
    const radio = element.type === 'radio' && element.closest('fieldset').querySelector('input:checked');
    return !radio && (document.activeElement !== element || element.tabIndex < 0);
}).map(element => element.outerHTML.slice(0, 200))"""
"""What is seen and cannot be reached by the keyboard."""
WITHOUT_FOCUS = """() => {
    const element = document.activeElement, style = getComputedStyle(element);
    const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    return seen ? '' : element.outerHTML.slice(0, 200);
}"""
GREEK, LATIN = re.compile("[α-ωά-ώ]{2,}", re.IGNORECASE), re.compile("[a-z]{3,}", re.IGNORECASE)


@pytest.fixture(scope="module", params=["el", "en"])
def tab(
    request: pytest.FixtureRequest, chromium: Any, equipment: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FormTab]:
    """A form in a language, opened once: each test goes on from where the one before left it."""
    root = forms.copy_of(browse.PROJECT, tmp_path_factory.mktemp(f"access-{request.param}"))
    with forms.edited(root, language=request.param) as running:
        tab = sat_at(chromium, running)
        tab.page.evaluate(SCRIPT)
        yield tab
        assert tab.faults == []
        tab.page.context.close()


def words_of(page: Any) -> Any:
    """The words of the form in the language of its page."""
    return wording.read_words(form_plan.PAGE_WORDS)[page.evaluate("document.documentElement.lang")]


def look(page: Any, view: str) -> list[str]:
    """What is wrong with what is shown now: in each size and scheme."""
    found, is_greek = [], page.evaluate("document.documentElement.lang") == "el"
    for width, size in SIZES if is_greek else SIZES[-1:]:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
        found += [f"{view}, {width} px, {size}: {fault}" for fault in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{view}, {width} px, {size}: wider than the screen")
    page.emulate_media(color_scheme="dark")
    found += [f"{view}, dark: {fault}" for fault in violations(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    if page.locator("h1").count() != 1:
        found.append(f"{view}: {page.locator('h1').count()} main headings")
    return found


def unfold(page: Any) -> None:
    """Opens what is folded, and puts an entry into each list."""
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    for button in page.locator(".list > .add, .field > .add").element_handles():
        if button.is_visible():
            button.click()


def test_lists_and_dialogs(tab: FormTab) -> None:
    page, words = tab.page, words_of(tab.page)
    forms.go(page, "list/stories")
    page.locator(".items li").first.wait_for()
    found = look(page, "list")
    page.get_by_role("searchbox").fill("karditsa")
    page.locator("#others-head").wait_for()
    found += look(page, "list that was searched")
    for name, view in (("rename", "rename"), ("remove-item", "remove")):
        page.locator(".moves").first.get_by_text(words[name]).click()
        page.locator("dialog").wait_for()
        if view == "rename":
            page.locator("dialog input").fill("another-name")
        page.locator("dialog li, dialog .problem").first.wait_for()
        found += look(page, view)
        page.keyboard.press("Escape")
        page.locator("dialog").wait_for(state="detached")
    assert found == []


def test_a_story_with_all_its_parts(tab: FormTab) -> None:
    page, words = tab.page, words_of(tab.page)
    forms.open_new(page, "stories", "empty")
    checked(page)
    found = look(page, "new story")
    forms.field(page, "text_title", "el").fill("Ένας τίτλος")
    page.locator(".drop input[type=file]").set_input_files([forms.PHOTO, forms.PHOTO])
    page.locator("#root_photos_1").get_by_label(words["recognised-child"]).check()
    page.locator("#root_photos_1").get_by_role("button", name=words["new-record-child"]).click()
    forms.field(page, "partners").fill("Σύλλογος")
    page.keyboard.press("ArrowUp")
    found += look(page, "open list")
    page.keyboard.press("Enter")
    forms.field(page, "date").fill("3/2/2099")
    unfold(page)
    forms.press_save(page)
    page.locator(".notice.is-problem").wait_for()
    checked(page)
    found += look(page, "story with problems")
    page.locator(".tools button").last.click()
    page.locator("dialog").wait_for()
    found += look(page, "link")
    page.keyboard.press("Escape")
    forms.go(page, "list/stories")
    page.locator("dialog").wait_for()
    found += look(page, "leaving")
    page.get_by_role("button", name=words["leave"], exact=True).click()
    page.locator("#unsaved-head").wait_for()
    found += look(page, "list with unsaved work")
    page.locator(".unsaved button.small").click()
    assert found == []


def test_a_story_that_is_there_with_its_preview(tab: FormTab) -> None:
    page, words = tab.page, words_of(tab.page)
    forms.open_entry(page, "content/stories/athens-city-together")
    checked(page)
    unfold(page)
    found = look(page, "story")
    page.get_by_role("button", name=words["preview"], exact=True).click()
    page.frame_locator("iframe").locator("h1").wait_for()
    found += look(page, "preview")
    page.get_by_role("button", name=words["preview"], exact=True).click()
    assert found == []


@pytest.mark.parametrize("shelf", SHELVES)
def test_every_kind_of_item(tab: FormTab, shelf: str) -> None:
    """Whatever is folded is opened, and each list has an entry: every field is seen, named, and reached by Tab."""
    page = tab.page
    forms.open_new(page, shelf, "all")
    checked(page)
    assert words_of(page)["unsaved"] not in page.locator(".bar").inner_text(), "a new form says nothing by itself"
    unfold(page)
    found = look(page, shelf) + page.evaluate(UNREACHED)
    forms.field(page, "slug").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        found += filter(None, [page.evaluate(WITHOUT_FOCUS)])
    assert found == []
    leave(page)


def leave(page: Any) -> None:
    """Back to the lists, and what was not saved is thrown away."""
    forms.go(page, "list/stories")
    page.locator("dialog, nav .kinds").first.wait_for()
    if page.locator("dialog").count():
        page.locator("dialog button.is-main").click()
    page.locator("nav .kinds").wait_for()
    while page.locator(".unsaved button.small").count():
        page.locator(".unsaved button.small").first.click()
        page.wait_for_timeout(50)


def test_the_form_speaks_one_language(tab: FormTab) -> None:
    """No word of the other one, but in what people wrote, and in names."""
    page = tab.page
    language = page.evaluate("document.documentElement.lang")
    found: list[str] = []
    for shelf in ("stories", *SHELVES):
        forms.open_new(page, shelf, "words")
        unfold(page)
        checked(page)
        said = page.locator(".bar, .form, .summary").all_inner_texts()
        said += page.evaluate(
            "[...document.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap(element =>"
            " ['aria-label', 'title', 'placeholder'].map(name => element.getAttribute(name) ?? ''))"
        )
        lines = {line.strip() for text in said for line in text.splitlines()}
        found += [f"{shelf}: {line}" for line in lines if is_foreign(line, language)]
        leave(page)
    assert sorted(set(found)) == []


KNOWN = re.compile(
    r"`[^`]*`|https?://\S*|/\S+/|!\[\]\(\S+\)|\b[a-z0-9_-]+\.(?:jpg|md|yml|gr|pdf)\b|\bc-\d+\b|Ctrl\+\w|Word|PDF|URL|"
    r"Email|email|ISO|WGS|HTML|CLDR|JPEG|\b[a-z]{2,3}\b"
)


def is_foreign(line: str, language: str) -> bool:
    """Whether a line is in the other language: names of files, programs and standards are in both."""
    bare = KNOWN.sub("", line)
    greek, latin = len("".join(GREEK.findall(bare))), len("".join(LATIN.findall(bare)))
    return latin > greek if language == "el" else greek > latin
