"""From signing in to the acceptance by the keyboard alone: what Tab finds, what Enter does, where the focus is then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support import submissions_server as server
from tests.support.form_hands import Keyboard
from tests.support.form_session import outcome, wait_until_sound
from tests.support.submissions_stage import ANNA, NORTH
from tests.support.submissions_visitor import invite, prepared
from tools.viewing import forms

FOCUSED = "() => document.activeElement.matches({!r})"
HAS_RING = """() => {
    const element = document.activeElement;
    return element.matches(':focus-visible') && getComputedStyle(element).outlineStyle !== 'none';
}"""
SEEN = """() => {
    const element = document.activeElement, box = element.getBoundingClientRect();
    return [element.tagName, element.textContent.trim() || element.name, Math.round(box.top), Math.round(box.left)];
}"""


@dataclass
class Typist:
    """Someone who has no mouse."""

    page: Any
    hand: Keyboard
    running: server.Running
    inbox: server.Inbox

    def sign_in(self, address: str) -> None:
        """By the link in a mail."""
        seen = len(self.inbox.messages)
        self.page.goto(f"{self.running.url}sign-in")
        self.hand.fill(self.page.locator("#address"), address)
        self.hand.key("Enter")
        self.page.locator("h1", has_text="email").wait_for()
        self.page.goto(self.inbox.sign_in_link(address, seen))
        self.button("Σύνδεση")
        self.page.locator("nav").wait_for()

    def button(self, name: str) -> None:
        """Presses a button."""
        self.hand.click(self.page.locator("main").get_by_role("button", name=name, exact=True))

    def link(self, name: str) -> None:
        """Follows a link."""
        self.hand.click(self.page.get_by_role("link", name=name).first)

    def focus_is_on(self, selector: str) -> None:
        """What was told is read out, and is where Tab goes on from."""
        self.page.locator(selector).first.wait_for()
        self.page.wait_for_function(FOCUSED.format(selector))


@pytest.fixture
def typists(chromium: Any, tmp_path: Path) -> Iterator[tuple[Typist, Typist]]:
    """An editor and a coordinator, each in a browser of their own."""
    prepared(tmp_path / "data")
    contexts = [chromium.new_context(viewport={"width": 1280, "height": 900}, locale="el-GR") for _ in range(2)]
    with server.mail_server() as (inbox, mail_port), server.served(tmp_path / "data", mail_port) as running:
        invite(running, ANNA, name="Άννα")
        invite(running, NORTH, "north", "")
        pages = [context.new_page() for context in contexts]
        for page in pages:
            page.set_default_timeout(forms.PATIENCE)
        nora, anna = (Typist(page, Keyboard(page), running, inbox) for page in pages)
        yield nora, anna
    for context in contexts:
        context.close()


def test_a_proposal_by_keyboard(typists: tuple[Typist, Typist]) -> None:
    nora, anna = typists
    nora.sign_in(NORTH)
    says_her_name(nora)
    no_trap(nora.page)
    write(nora)
    send(nora)
    anna.sign_in(ANNA)
    give_back(anna)
    send_again(nora)
    accept(anna)
    assert "Νόρα <nora@north.example>" in anna.running.git("log", "--format=%an <%ae>", "main")
    a_way_on(nora)


def says_her_name(nora: Typist) -> None:
    """Who comes for the first time is asked for a name, since commits carry it."""
    nora.page.wait_for_url("**/account")
    nora.hand.fill(nora.page.locator("#name"), "Νόρα")
    nora.button("Αποθήκευση")
    nora.page.wait_for_url("**/proposals")
    nora.focus_is_on(".notice.is-done")


def no_trap(page: Any) -> None:
    """Tab leads through the page from above, each stop is seen, the first one skips the links, and it has an end."""
    page.goto(page.url.partition("?")[0])
    stops = []
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement === document.body"):
            break
        assert page.evaluate(HAS_RING), page.evaluate(SEEN)
        stops.append(page.evaluate(SEEN))
    names = [name for _, name, _, _ in stops]
    assert names[0] == "Μετάβαση στο περιεχόμενο"
    assert names[-2:] == ["name", "Νέα πρόταση"], names
    places = [(top // 30, left) for _, _, top, left in stops[1:]]
    assert places == sorted(places), stops
    page.reload()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.id") == "name"


def write(nora: Typist) -> None:
    """A story in the form, first without its summary."""
    page, hand = nora.page, nora.hand
    hand.fill(page.locator("#name"), "Η γιορτή")
    hand.key("Enter")
    nora.focus_is_on(".notice.is-done")
    nora.link("Γράψτε στη φόρμα")
    hand.click(page.get_by_role("button", name="Νέα ιστορία"))
    hand.fill(forms.field(page, "text_title", "el"), "Μια γιορτή")
    hand.fill(forms.field(page, "text_body", "el"), "Το απόγευμα η πλατεία γέμισε μουσική.")
    hand.fill(forms.field(page, "date"), "21/11/2026")
    hand.pick(forms.field(page, "members"), "Βορ", "Βοράς")
    hand.click(page.get_by_label("Ένταξη στη ζωή της πόλης"))
    hand.save()
    hand.click(page.get_by_role("button", name="Αποθήκευση με τα προβλήματα"))
    page.locator(".notice.is-done").wait_for()
    page.goto(page.url.split("form/")[0])


def send(nora: Typist) -> None:
    """What the checker finds is told first, and each problem leads to its field."""
    page, hand = nora.page, nora.hand
    nora.button("Υποβολή στους συντονιστές")
    nora.focus_is_on(".notice.is-problem")
    hand.click(page.locator(".problems .is-error a").first)
    summary = forms.field(page, "text_summary", "el")
    summary.wait_for()
    hand.fill(summary, "Οι κάτοικοι γιόρτασαν μαζί.")
    wait_until_sound(page)
    hand.save()
    outcome(page)
    page.goto(page.url.split("form/")[0])
    nora.button("Έλεγχος και προεπισκόπηση")
    nora.focus_is_on("section > h2")
    hand.click(page.locator("summary", has_text="απόσυρση"))
    assert page.locator("details", has_text="απόσυρση").evaluate("details => details.open")
    nora.button("Υποβολή στους συντονιστές")
    nora.focus_is_on(".notice.is-done")


COMMENT = "Πότε ακριβώς έγινε η γιορτή;"


def give_back(anna: Typist) -> None:
    """The coordinator asks for something in a comment."""
    anna.page.wait_for_url("**/review")
    anna.link("Η γιορτή")
    anna.hand.fill(anna.page.locator("[name=comment]"), COMMENT)
    anna.button("Επιστροφή με σχόλιο")
    anna.focus_is_on(".notice.is-done")


def send_again(nora: Typist) -> None:
    """The editor finds the comment from the list, and sends what she wrote once more."""
    nora.page.goto(f"{nora.running.url}proposals")
    nora.link("Η γιορτή")
    nora.page.get_by_text(COMMENT).first.wait_for()
    nora.button("Υποβολή στους συντονιστές")
    nora.focus_is_on(".notice.is-done")


def accept(anna: Typist) -> None:
    """The coordinator begins with what waits, and is told what became of it."""
    anna.page.goto(f"{anna.running.url}review")
    facts = anna.page.locator(".cards .facts").first.inner_text()
    assert all(fact in facts for fact in ("Βοράς", "ιστορία", "Νόρα")), facts
    anna.link("Η γιορτή")
    anna.page.locator(".difference").first.wait_for()
    anna.button("Αποδοχή")
    anna.focus_is_on(".notice.is-done")


def a_way_on(nora: Typist) -> None:
    """Pages that refuse lead on, and so does what was accepted: to its pages."""
    nora.page.goto(f"{nora.running.url}nothing-here")
    nora.link("Στην αρχή")
    nora.page.wait_for_url("**/proposals")
    nora.link("Η γιορτή")
    nora.button("Δείτε τι θα δημοσιευτεί")
    nora.focus_is_on("section > h2")
    nora.page.get_by_role("link", name="Δείτε όλο τον ιστότοπο").wait_for()
