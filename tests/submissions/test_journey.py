"""From an invitation to the published page: an editor and a coordinator, in a real browser, with real mail and git."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from gazette import cli
from tests.support import submissions_server as server
from tests.support.form_hands import Mouse
from tests.support.form_session import outcome, wait_until_sound
from tools.viewing import forms

EDITOR, COORDINATOR = "maria@karditsa.example", "anna@network.example"
STORY = "content/stories/mia-giorti-sti-geitonia"


def photo(path: Path) -> Path:
    Image.linear_gradient("L").resize((900, 600)).convert("RGB").save(path, "JPEG")
    return path


def write_story(page: Any, picture: Path) -> None:
    """A story with a photo of an adult who agreed, and a partner that is new; the summary is left out."""
    hand = Mouse(page)
    hand.click(page.get_by_role("button", name="Νέα ιστορία"))
    hand.fill(forms.field(page, "text_title", "el"), "Μια γιορτή στη γειτονιά")
    hand.fill(forms.field(page, "text_body", "el"), "Το απόγευμα η πλατεία γέμισε μουσική.")
    hand.files(page.get_by_role("button", name="Επιλογή φωτογραφιών"), [picture])
    hand.fill(page.locator("#root_photos_0_words_el_alt"), "Μια γυναίκα παίζει ούτι στην πλατεία")
    hand.fill(page.locator("#root_photos_0_credit"), "Δήμος Καρδίτσας")
    card = page.locator("#root_photos_0")
    hand.click(card.get_by_label("Ναι, μόνο ενήλικοι"))
    hand.click(card.get_by_role("button", name="Νέα συγκατάθεση"))
    record = card.locator(".extra")
    hand.fill(record.locator("[id$='_given']"), "20/11/2026")
    hand.click(record.get_by_label("Ιστότοπος"))
    hand.click(record.get_by_label("Το πρόσωπο"))
    hand.fill(record.locator("[id$='_reviewer']"), "Γραφείο ένταξης")
    hand.fill(forms.field(page, "date"), "21/11/2026")
    hand.pick(forms.field(page, "members"), "karditsa", "Καρδίτσα")
    hand.click(page.get_by_label("Ένταξη στη ζωή της πόλης"))
    hand.pick(forms.field(page, "partners"), "Σύλλογος Μουσικών", "Νέος συνεργάτης", is_new=True)
    hand.choose(page.locator("[id^='new-syllogos'][id$='_role']"), "Υποστηρίζει το Δίκτυο")


@pytest.fixture
def page_of(chromium: Any) -> Any:
    """Opens a browser of its own for each person."""
    contexts = []

    def opened() -> Any:
        contexts.append(chromium.new_context(viewport={"width": 1280, "height": 900}, locale="el-GR"))
        page = contexts[-1].new_page()
        page.set_default_timeout(forms.PATIENCE)
        return page

    yield opened
    for context in contexts:
        context.close()


def test_from_the_invitation_to_the_site(page_of: Any, tmp_path: Path) -> None:
    with server.mail_server() as (inbox, mail_port), server.served(tmp_path / "data", mail_port) as running:
        server.command(running.environment, "invite", COORDINATOR, "--name", "Άννα")
        anna, maria = page_of(), page_of()
        server.sign_in(anna, running, inbox, COORDINATOR)
        invite(anna, running)
        invitation = inbox.next_to(EDITOR)
        assert "Καρδίτσα" in invitation.get_content()
        maria.goto(server.link_in(invitation))
        assert maria.locator("#address").input_value() == EDITOR
        server.sign_in(maria, running, inbox, EDITOR)
        key = propose(maria, photo(tmp_path / "photo.jpg"))
        look_at_the_preview(maria)
        send(maria)
        accept(anna, running, inbox, key)
        look_at_the_site(running, tmp_path)


def invite(page: Any, running: server.Running) -> None:
    page.goto(f"{running.url}people")
    page.locator("#address").fill(EDITOR)
    page.locator("#name").fill("Μαρία")
    page.locator("#member").select_option("karditsa")
    page.get_by_role("button", name="Αποστολή πρόσκλησης").click()
    page.locator(".notice.is-done").wait_for()


def propose(page: Any, picture: Path) -> str:
    """Writes the story; the checker finds what was forgotten, at its field, and from the proposal's page too."""
    page.locator("#name").fill("Η γιορτή")
    page.get_by_role("button", name="Νέα πρόταση").click()
    key = str(page.url.split("/proposals/")[1].split("/")[0])
    page.get_by_role("link", name="Γράψτε στη φόρμα").click()
    page.locator("h1", has_text="Ιστορίες").wait_for()
    write_story(page, picture)
    page.locator("#root_text_summary-told, .summary").first.wait_for()
    forms.press_save(page)
    page.get_by_role("button", name="Αποθήκευση με τα προβλήματα").click()
    page.locator(".notice.is-done").wait_for()
    page.goto(page.url.split("form/")[0])
    page.get_by_role("button", name="Υποβολή στους συντονιστές").click()
    page.locator(".notice.is-problem").wait_for()
    page.locator(".problems .is-error a").click()  # the one problem: a story without a summary
    summary = forms.field(page, "text_summary", "el")
    summary.wait_for()
    summary.fill("Οι κάτοικοι γιόρτασαν μαζί.")
    wait_until_sound(page)
    forms.press_save(page)
    outcome(page)
    page.goto(page.url.split("form/")[0])
    return key


def look_at_the_preview(page: Any) -> None:
    page.get_by_role("button", name="Έλεγχος και προεπισκόπηση").click()
    page.get_by_text("Δεν υπάρχουν προβλήματα").wait_for()
    with page.context.expect_page() as shown:
        page.get_by_role("link", name="Δείτε όλο τον ιστότοπο").click()
    preview = shown.value
    preview.goto(preview.url + "stories/mia-giorti-sti-geitonia/")
    preview.locator("h1", has_text="Μια γιορτή στη γειτονιά").wait_for()
    assert fonts_of(preview, "h1") == ["Commissioner"]
    preview.locator(".notice", has_text="Προεπισκόπηση μιας πρότασης").wait_for()
    preview.close()


def fonts_of(page: Any, selector: str) -> list[str]:
    """The fonts that an element is drawn with, at the first load of its page."""
    inside = page.context.new_cdp_session(page)
    inside.send("DOM.enable")
    inside.send("CSS.enable")
    root = inside.send("DOM.getDocument")["root"]["nodeId"]
    node = inside.send("DOM.querySelector", {"nodeId": root, "selector": selector})
    return [font["familyName"] for font in inside.send("CSS.getPlatformFontsForNode", node)["fonts"]]


def send(page: Any) -> None:
    page.get_by_role("button", name="Υποβολή στους συντονιστές").click()
    page.locator(".notice.is-done", has_text="υποβλήθηκε").wait_for()


def accept(page: Any, running: server.Running, inbox: server.Inbox, key: str) -> None:
    told = inbox.next_to(COORDINATOR, 1, "/review/")
    page.goto(server.link_in(told))
    assert page.url == f"{running.url}review/{key}/"
    page.locator("ins", has_text="Μια γιορτή").first.wait_for()
    with page.context.expect_page() as shown:
        page.locator("main").get_by_role("link", name="Μετά").first.click()
    shown.value.close()
    page.get_by_role("button", name="Αποδοχή").click()
    page.locator(".notice.is-done").wait_for()
    inbox.next_to(EDITOR, 3, "έγινε δεκτή")


def look_at_the_site(running: server.Running, tmp_path: Path) -> None:
    """What was accepted is built like all else; its commits say who wrote it."""
    assert f"Μαρία <{EDITOR}>" in running.git("log", "--format=%an <%ae>", "main", "--", STORY)
    assert running.git("branch", "--format=%(refname:short)").split() == ["main"]
    clone, site = tmp_path / "clone", tmp_path / "site"
    subprocess.run(["git", "clone", "--quiet", "--branch", "main", str(running.repository), str(clone)], check=True)
    command = ["build", "--root", str(clone), "--out", str(site), "--quiet", "--no-paper", "--no-search"]
    assert cli.main(command) == 0
    assert "Μια γιορτή στη γειτονιά" in (site / "stories/mia-giorti-sti-geitonia/index.html").read_text("utf-8")
