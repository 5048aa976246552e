"""The form for everyone: no fault that axe knows in any view, light and dark, in both languages, small and at 200 %."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import TimeoutError

from gazette.content import wording
from gazette.content.model import CONTENT_TYPES
from gazette.editorial import form_plan
from tests.support.axe import LAYOUT, SCRIPT, TAGS, WORDS, violations
from tests.support.form_session import FormTab, checked, holds, leave, sat_at, told
from tools.viewing import browse, forms

SHELVES = (*dict.fromkeys(map(form_plan.collection_name, CONTENT_TYPES)), "consent")
LARGE, SMALL = (1280, "200%"), (390, "100%")
SHOWN = "() => [...document.querySelectorAll('body *')].filter(one => one.checkVisibility()).length"
MOST_BAR, TARGET, MAIN_TARGET = 96, 24, 44
"""Pixels: of the bar's height, and of what is pressed in it."""
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


def look(page: Any, view: str, part: str = "html") -> list[str]:
    """What is wrong with what is shown now: on the small screen by all rules; large, enlarged and in the dark by those
    of places and colours, or by all where more is shown there.

    Seen from the top, where no field lies half below what stays there. Another language has other words and no other
    colours: the second one is looked at on the small screen, where words have the least room. Where one `part` came
    before a page that was looked at, axe looks at that part.
    """
    is_first = page.evaluate("document.documentElement.lang") == "el"
    found = looked_at(page, view, SMALL, TAGS if is_first else WORDS, part)
    if is_first:
        shown = page.evaluate(SHOWN)
        page.emulate_media(color_scheme="dark")
        found += looked_at(page, view, LARGE, LAYOUT, part)
        if page.evaluate(SHOWN) > shown:
            found += looked_at(page, view, LARGE, TAGS, part)
        page.emulate_media(color_scheme="light")
    if page.locator("h1").count() != 1:
        found.append(f"{view}: {page.locator('h1').count()} main headings")
    return found


def looked_at(page: Any, view: str, screen: tuple[int, str], rules: Sequence[str], part: str) -> list[str]:
    """What is wrong with it on a screen, by these rules."""
    width, size = screen
    shown = f"{view}, {width} px, {size}"
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("size => { document.documentElement.style.fontSize = size; scrollTo(0, 0); }", size)
    found = [f"{shown}: {fault}" for fault in violations(page, rules, part)]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"{shown}: wider than the screen")
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
    page.get_by_role("searchbox").fill("xyzzy")
    page.locator(".nothing").wait_for()
    found += look(page, "list without a result")
    page.get_by_role("searchbox").fill("")
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


def test_a_list_with_nothing_in_it_and_drafts_that_wait(tab: FormTab) -> None:
    """Of a network that begins, and whose texts have a branch each."""
    page = tab.page

    def begun(route: Any) -> None:
        if route.request.post_data_json["action"] != "site":
            route.continue_()
            return
        site = route.fetch().json()
        draft = {"name": "cms/stories/one", "title": "A text", "folders": ["content/stories/one"], "updated": ""}
        route.fulfill(json={**site, "items": [], "drafts": [draft]})

    page.route("**/api/v1", begun)
    forms.go(page, "list/events")
    page.locator(".nothing").wait_for()
    page.locator("#drafts-head").wait_for()
    found = look(page, "empty list")
    page.unroute("**/api/v1")
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
    scrolled_up_to_save(page)
    page.locator(".notice.is-problem").wait_for()
    checked(page)
    found += look(page, "story with problems")
    found += faults_of_what_opens(page, words)
    leave(page)
    assert found == []


def scrolled_up_to_save(page: Any) -> None:
    """The bar makes room for what is written as one scrolls down, and is there again at the top."""
    page.evaluate("scrollTo(0, 0)")
    forms.press_save(page)


def faults_of_what_opens(page: Any, words: Any) -> list[str]:
    """Over a story: the dialog of a link, the calendar, and what is told where the server does not answer."""
    page.locator(".tools button").last.click()
    page.locator("dialog").wait_for()
    found = look(page, "link", "dialog")
    page.keyboard.press("Escape")
    page.locator(".pick-date").first.click()
    page.locator("dialog .days").wait_for()
    found += look(page, "calendar", "dialog")
    page.keyboard.press("Escape")
    page.route("**/api/v1", lambda route: route.abort())
    scrolled_up_to_save(page)
    told(page, words["no-connection"][:30])
    found += look(page, "lost connection", ".notices")
    page.unroute("**/api/v1")
    return found


def test_work_that_was_not_saved(tab: FormTab) -> None:
    """Asked about as one goes, listed, and offered where one comes back to it."""
    page, words = tab.page, words_of(tab.page)
    forms.open_new(page, "stories", "kept")
    forms.field(page, "text_summary", "el").fill("Μία πρόταση.")
    forms.go(page, "list/stories")
    page.locator("dialog").wait_for()
    found = look(page, "leaving")
    page.get_by_role("button", name=words["leave"], exact=True).click()
    page.locator("#unsaved-head").wait_for()
    assert words["untitled"] in page.locator(".unsaved").inner_text()
    found += look(page, "list with unsaved work")
    forms.go(page, "new/stories/kept")
    page.locator(".kept").wait_for()
    found += look(page, "work that is offered")
    page.locator(".kept button.is-main").click()
    holds(page, "text_summary", "Μία πρόταση.")
    leave(page)
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
    """Whatever is folded is opened, and each list has an entry: every field is seen, named, and reached by Tab.

    No word is in the other language, but in what people wrote, and in names.
    """
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
    checked(page)
    assert foreign_lines(page) == []
    leave(page)


def test_what_is_left_to_fill_in_is_named_before_one_saves(tab: FormTab) -> None:
    page, words = tab.page, words_of(tab.page)
    forms.open_new(page, "stories", "left")
    said, links = checked(page), page.locator(".lacking a")
    assert said == words["open-many"].replace("{count}", str(links.count()))
    fields = [link.get_attribute("href").removeprefix("#") for link in links.all()]
    assert "root_date" in fields
    assert all(text.strip() for text in links.all_inner_texts())
    for field in fields:
        page.locator(f".summary a[href='#{field}']").click()  # where one was, there it is a problem from then on
        page.wait_for_function("id => document.getElementById(id).contains(document.activeElement)", arg=field)
    leave(page)


SIZES = """names => Object.fromEntries(names.map(name => [name,
    [...document.querySelectorAll(`.bar ${name}`)].map(one => one.getBoundingClientRect().toJSON())]))"""
SCREENS = ((1280, 900), (640, 450), (390, 844), (320, 640), (320, 225))
"""Among them one of 1280 × 900 px at 200 % and at 400 %."""
COVERED = """() => {
    const head = document.querySelector('.head').getBoundingClientRect(), element = document.activeElement;
    const { top, bottom, left, width } = element.getBoundingClientRect();
    const seen = document.elementFromPoint(left + width / 2, (top + bottom) / 2);
    const found = element.contains(seen) ? [] : [`${element.id} lies below ${seen?.className}`];
    if (top < head.bottom - 1 || bottom > innerHeight + 1) found.push(`${element.id} is not seen: ${top}, ${bottom}`);
    const summary = document.querySelector('.summary').getBoundingClientRect();
    if (summary.top < innerHeight && summary.top < head.bottom - 1 && getComputedStyle(
        document.querySelector('.summary')).position === 'sticky') found.push('the summary is covered');
    return found;
}"""
"""What is told over what: whoever writes goes on seeing the field, and the problems."""


def covered(page: Any) -> list[str]:
    """What lies below something else once the page has moved: it does so after it was drawn."""
    with suppress(TimeoutError):
        page.wait_for_function(f"() => !({COVERED})().length", timeout=10_000)
    found: list[str] = page.evaluate(COVERED)
    return found


@pytest.mark.parametrize("screen", SCREENS)
def test_what_is_told_covers_no_field_and_no_problem(tab: FormTab, screen: tuple[int, int]) -> None:
    page = tab.page
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": screen[0], "height": screen[1]})
    forms.open_new(page, "stories", "told")
    checked(page)
    found = []
    for align in ("start", "end"):
        page.evaluate(
            "align => { const field = document.getElementById('root_date');"
            " field.focus(); field.scrollIntoView({ block: align }); }",
            align,
        )
        note = {"name": "note.txt", "mimeType": "text/plain", "buffer": b"words"}
        page.locator(".drop input[type=file]").set_input_files(note)
        told(page, "note.txt")
        found += covered(page)
        page.locator(".notice .sign").click()
        page.locator(".notice").wait_for(state="detached")
        found += covered(page)
    assert found == []
    leave(page)


def test_the_bar_is_small_on_a_small_screen_and_easy_to_hit(tab: FormTab) -> None:
    page = tab.page
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": 320, "height": 640})
    forms.open_entry(page, "content/stories/athens-city-together")
    forms.field(page, "text_summary", "en").fill("")
    page.locator(".bar .standing span").filter(has_text=words_of(page)["unsaved"]).wait_for()
    checked(page)
    page.locator(".bar a").nth(2).wait_for()  # how things stand is told once what was written has been checked
    assert page.locator(".bar").bounding_box()["height"] <= MOST_BAR
    sizes = page.evaluate(SIZES, ["button", "a"])
    assert all(box["height"] >= MAIN_TARGET and box["width"] >= MAIN_TARGET for box in sizes["button"])
    assert all(box["height"] >= TARGET and box["width"] >= TARGET for box in sizes["a"])
    assert len(sizes["a"]) == 3, "the list, how things stand, the page"
    leave(page)


def foreign_lines(page: Any) -> list[str]:
    """What the form says in another language than its page's."""
    language = page.evaluate("document.documentElement.lang")
    said = page.locator(".bar, .form, .summary").all_inner_texts()
    said += page.evaluate(
        "[...document.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap(element =>"
        " ['aria-label', 'title', 'placeholder'].map(name => element.getAttribute(name) ?? ''))"
    )
    lines = {line.strip() for text in said for line in text.splitlines()}
    return sorted(line for line in lines if is_foreign(line, language))


KNOWN = re.compile(
    r"`[^`]*`|https?://\S*|/\S+/|!\[\]\(\S+\)|\b[a-z0-9_-]+\.(?:jpg|md|yml|gr|pdf)\b|\bc-\d+\b|Ctrl\+\w|Word|PDF|URL|"
    r"Email|email|ISO|WGS|HTML|CLDR|JPEG|\b[a-z]{2,3}\b"
)


def is_foreign(line: str, language: str) -> bool:
    """Whether a line is in the other language: names of files, programs and standards are in both."""
    bare = KNOWN.sub("", line)
    greek, latin = len("".join(GREEK.findall(bare))), len("".join(LATIN.findall(bare)))
    return latin > greek if language == "el" else greek > latin
