"""What the form keeps of unsaved work: for whoever wrote it, in that proposal, until it is taken up or thrown away."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import pytest

from gazette.editorial import form
from tests.support.form_session import FormTab, beside, checked, git, holds, sat_at, saved, wait_for
from tools.viewing import browse, forms

FOLDER = "content/stories/garden"
NEW = "new/stories/begun"
SETTLED = 400  # milliseconds in which the list has read what is kept
COUNT = """async () => {
    const request = indexedDB.open('form-kept', 1);
    const base = await new Promise((done) => { request.onsuccess = () => done(request.result); });
    const asked = base.transaction('kept').objectStore('kept').getAll();
    const found = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
    base.close();
    return JSON.stringify(found.map(({ drafts }) => drafts.map(({ form }) => form)));
}"""
KEPT_BEFORE = """async () => {
    const request = indexedDB.open('form', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('unsaved', { keyPath: 'key' });
    const base = await new Promise((done) => { request.onsuccess = () => done(request.result); });
    const draft = { key: 'root', collection: 'stories', begun: '', raws: {}, order: {}, path: '', pictures: {} };
    const drafts = [{ ...draft, form: { text_title: { el: 'Από παλιά' } } }];
    const kept = { key: 'new/stories/old', title: 'Από παλιά', collection: 'stories', at: 1, drafts };
    const change = base.transaction('unsaved', 'readwrite');
    change.objectStore('unsaved').put(kept);
    await new Promise((done) => { change.oncomplete = done; });
    base.close();
}"""
FORGET = """async () => {
    for (const name of ['form-kept', 'form'])
        await new Promise((done) => { indexedDB.deleteDatabase(name).onsuccess = done; });
}"""


@dataclass
class SignedIn:
    """Who is, as the server of proposals tells the form; nothing on one's own machine."""

    owner: str = ""


@pytest.fixture(scope="module")
def who() -> SignedIn:
    return SignedIn()


@pytest.fixture(scope="module")
def tab(chromium: Any, who: SignedIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FormTab]:
    """Writes into the files of a small site, as whoever is signed in."""
    made: Callable[..., Any] = form.server_for

    def server_for(*arguments: Any) -> Any:
        server = made(*arguments)
        named = {name: getattr(server, name) for name in ("prefix", "previewed", "finish", "warm")}
        return SimpleNamespace(answer=lambda asked: replace(server, owner=who.owner).answer(asked), **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(form, "server_for", server_for)
        with forms.edited(forms.copy_of(browse.GOOD, tmp_path_factory.mktemp("unsaved"))) as running:
            tab = sat_at(chromium, running)
            yield tab
            tab.page.context.close()


@pytest.fixture(autouse=True)
def as_it_was(tab: FormTab, who: SignedIn) -> Iterator[None]:
    yield
    who.owner = ""
    tab.page.set_viewport_size({"width": 1280, "height": 900})
    tab.page.goto("about:blank")
    git(tab.at.root, "checkout", "--quiet", "--", ".")
    git(tab.at.root, "clean", "--quiet", "-fd", "--exclude", ".build")
    forms.login(tab.page, tab.at)
    tab.page.evaluate(FORGET)


def come_back(tab: FormTab, where: str = "") -> Any:
    """The page closed and opened again, at a view if one is named; gives what is offered there, or listed."""
    tab.page.goto("about:blank")
    forms.login(tab.page, tab.at)
    if not where:
        tab.page.wait_for_timeout(SETTLED)
        return tab.page.locator(".unsaved li")
    forms.go(tab.page, where)
    tab.page.locator(".form .field").first.wait_for()
    return tab.page.locator(".kept")


def offered(found: Any, count: int) -> None:
    """As many as that, once they are read from where they are kept."""
    wait_for(lambda: found.count() == count, found.page)


def write(page: Any, words: str, name: str = "text_title") -> None:
    """Into a field, until it is kept."""
    forms.field(page, name, "el").fill(words)
    wait_for(lambda: words in page.evaluate(COUNT), page)


def test_what_is_kept_is_offered_to_whoever_wrote_it_alone(tab: FormTab, who: SignedIn) -> None:
    page, who.owner = tab.page, "Bob in one proposal"
    come_back(tab, NEW)
    write(page, "Του Μπομπ")
    page.evaluate(KEPT_BEFORE)
    for owner in ("Eleni in that proposal", "Bob in another proposal"):
        who.owner = owner
        assert come_back(tab).count() == 0
        assert come_back(tab, NEW).count() == 0
        assert forms.field(page, "text_title", "el").input_value() == ""
    who.owner = "Bob in one proposal"
    mine = come_back(tab)
    mine.filter(has_text="Του Μπομπ").wait_for()
    assert mine.count() == 1
    who.owner = ""
    come_back(tab).filter(has_text="Από παλιά").wait_for()  # on one's own machine, from before it was noted whose it is
    page.get_by_role("button", name="Συνέχεια").click()
    holds(page, "text_title", "Από παλιά")


@pytest.mark.parametrize("how", ["looked at", "saved"])
def test_a_page_that_someone_left_open_is_not_the_next_ones(tab: FormTab, who: SignedIn, how: str) -> None:
    page, who.owner = tab.page, "Bob"
    come_back(tab, f"edit/{FOLDER}")
    write(page, "Του Μπομπ")
    checked(page)
    who.owner = "Eleni"
    with page.expect_event("load"):
        if how == "saved":
            forms.press_save(page)
        else:
            page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    title = forms.field(page, "text_title", "el")
    title.wait_for()
    assert "Του Μπομπ" not in title.input_value()
    assert page.locator(".kept").count() == 0
    assert git(tab.at.root, "status", "--porcelain") == ""
    who.owner = "Bob"
    offered(come_back(tab, f"edit/{FOLDER}"), 1)


def test_what_is_offered_stays_until_it_is_taken_up_or_thrown_away(tab: FormTab) -> None:
    page = tab.page
    come_back(tab, f"edit/{FOLDER}")
    write(page, "Μια παράγραφος.", "text_body")
    page.set_viewport_size({"width": 390, "height": 844})
    offers = come_back(tab, f"edit/{FOLDER}?at=el/body")
    page.wait_for_function("() => document.activeElement.id === 'root_text_body_el'")
    assert page.evaluate(
        "() => { const { top, bottom } = document.querySelector('.kept').getBoundingClientRect();"
        "return top >= 0 && bottom <= innerHeight; }"
    ), "it is in view, wherever the link led"
    title = forms.field(page, "text_title", "el")
    was = title.input_value()
    write(page, "Άλλος τίτλος")
    title.fill(was)  # nothing is changed any more
    wait_for(lambda: "Άλλος τίτλος" not in page.evaluate(COUNT), page)
    write(page, "Ένας τίτλος")
    offered(come_back(tab, f"edit/{FOLDER}?at=el/body"), 2)
    write(page, "Μόλις γράφτηκε", "text_summary")
    offers.last.get_by_role("button", name="Συνέχεια").click()
    holds(page, "text_body", "Μια παράγραφος.")
    assert title.input_value() == was
    page.locator(".notice", has_text="Ό,τι είχατε μόλις γράψει").wait_for()
    offers.first.get_by_role("button", name="Συνέχεια").click()  # what had just been written
    holds(page, "text_summary", "Μόλις γράφτηκε")
    while offers.count():
        offers.first.get_by_role("button", name="Διαγραφή").click()
    saved(tab)
    assert come_back(tab).count() == 0
    assert "Μόλις γράφτηκε" in (tab.at.root / FOLDER / "el.md").read_text("utf-8")


def test_what_one_tab_saves_takes_nothing_from_the_other(tab: FormTab) -> None:
    come_back(tab, f"edit/{FOLDER}")
    other = beside(tab)
    forms.open_entry(other.page, FOLDER)
    write(tab.page, "Στην πρώτη καρτέλα")
    write(other.page, "Στη δεύτερη", "text_summary")
    saved(other)
    other.page.close()
    come_back(tab).filter(has_text="Στην πρώτη καρτέλα").wait_for()


def test_what_was_kept_goes_with_its_item_and_outlives_it(tab: FormTab) -> None:
    page = tab.page
    come_back(tab, f"edit/{FOLDER}")
    write(page, "Πριν από τη μετονομασία")
    come_back(tab)
    row = page.locator(".item-row", has=page.locator(f"a[href='#/edit/{FOLDER}']"))
    row.get_by_role("button", name="Αλλαγή διεύθυνσης").click()
    page.locator("dialog input").fill("garden-of-all")
    page.locator("dialog button.is-main:enabled").click()
    page.locator(".notice.is-done").wait_for()
    offered(come_back(tab, "edit/content/stories/garden-of-all"), 1)
    shutil.rmtree(tab.at.root / "content/stories/garden-of-all")
    come_back(tab).get_by_role("button", name="Συνέχεια").click()
    page.get_by_text("Κάποιος διέγραψε το").first.wait_for()
    holds(page, "text_title", "Πριν από τη μετονομασία")
    assert forms.field(page, "slug").input_value() == "garden-of-all"
