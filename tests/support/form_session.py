"""A tab with the browser form, what it told and asked, and the actions that were taken in it."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.support.trusted_types import is_refusal
from tools.viewing import forms

WITHOUT_PROBLEMS = {"el": "Δεν υπάρχουν προβλήματα.", "en": "There are no problems."}


@dataclass
class FormTab:
    """A tab with the form: which servers it turned to, what went wrong in it, and how many actions were taken."""

    page: Any
    at: forms.Editor
    asked: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    waiting: set[Any] = field(default_factory=set)
    actions: int = 0


def sat_at(chromium: Any, running: forms.Editor, **options: Any) -> FormTab:
    """A tab of its own browser context, signed in."""
    return opened_in(chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options}), running)


def beside(tab: FormTab) -> FormTab:
    """A second tab of the same browser."""
    return opened_in(tab.page.context, tab.at)


def opened_in(context: Any, running: forms.Editor) -> FormTab:
    """A tab in a context that there is."""
    tab = FormTab(context.new_page(), running)
    page = tab.page
    page.set_default_timeout(forms.PATIENCE)
    page.on("dialog", lambda dialog: dialog.accept())
    page.on("request", lambda request: tab.asked.append(request.url))
    page.on("request", lambda one: tab.waiting.add(one) if one.url.endswith("/api/v1") else None)
    page.on("requestfinished", lambda one: tab.waiting.discard(one))  # noqa: PLW0108 - it wants a function
    page.on("requestfailed", lambda one: tab.waiting.discard(one))  # noqa: PLW0108 - it wants a function
    page.on("pageerror", lambda error: tab.faults.append(str(error)))
    page.on("console", lambda said: tab.faults.append(said.text) if is_refusal(said) else None)
    page.on("response", lambda answer: tab.faults.append(_asked(answer.request)) if answer.status >= 500 else None)
    forms.login(page, running)
    return tab


def _asked(request: Any) -> str:
    return f"{request.url}: {(request.post_data or '')[:300]}"


def git(root: Path, *arguments: str) -> str:
    """What git says in a folder."""
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def wait_for(done: Callable[[], bool], page: Any) -> None:
    """Until something has happened outside of the page."""
    deadline = time.monotonic() + forms.PATIENCE / 1000
    while not done():
        assert time.monotonic() < deadline, "it did not happen"
        page.wait_for_timeout(50)


def holds(page: Any, name: str, words: str) -> None:
    """Until a field holds words: what was kept is read before it is shown."""
    wait_for(lambda: forms.field(page, name, "el").input_value() == words, page)


def throw_away_unsaved(page: Any) -> None:
    """Empties the list of unsaved work. A line that was deleted may still be there when the next look is taken."""
    while page.locator(".unsaved button.small").count():
        page.evaluate("document.querySelector('.unsaved button.small')?.click()")
        page.wait_for_timeout(50)


def leave(page: Any) -> None:
    """Back to the lists, and what was not saved is thrown away."""
    forms.go(page, "list/stories")
    page.locator("dialog, nav .kinds").first.wait_for()
    if page.locator("dialog").count():
        page.locator("dialog button.is-main").click()
    page.locator("nav .kinds").wait_for()
    throw_away_unsaved(page)


@contextmanager
def left_at_the_lists(session: pytest.Session, tab: FormTab) -> Iterator[None]:
    """Whatever a test leaves open is closed by the form's own means; after a test that failed it is opened anew."""
    failed, page = session.testsfailed, tab.page
    yield
    if session.testsfailed == failed:
        wait_for(lambda: not tab.waiting, page)  # what is answered to a save would be told to whoever is there next
        while page.locator("dialog").count():
            page.keyboard.press("Escape")
            page.wait_for_timeout(50)
        leave(page)
        return
    page.goto("about:blank")
    forms.login(page, tab.at)
    throw_away_unsaved(page)


def told(page: Any, words: str) -> str:
    """What a notice with those words says."""
    notice = page.locator(".notices .notice", has_text=words).first
    notice.wait_for(timeout=forms.PATIENCE)
    return str(notice.inner_text()).strip()


def checked(page: Any) -> str:
    """What the checker says of the whole, once it has seen what stands in the form now."""
    page.locator(".summary[aria-busy=false]").wait_for(timeout=forms.PATIENCE)
    return str(page.locator(".summary .state").inner_text()).strip()


def wait_until_sound(page: Any, language: str = "el") -> None:
    """Until the checker has said that there are no problems."""
    page.locator(".summary[aria-busy=false] .state", has_text=WITHOUT_PROBLEMS[language]).wait_for()


def fill_story(tab: FormTab, title: str, name: str = "new") -> str:
    """A new story with all that it needs, not saved; gives the name of its folder."""
    page = tab.page
    forms.open_new(page, "stories", name)
    forms.field(page, "text_title", "el").fill(title)
    forms.field(page, "text_summary", "el").fill("Μία πρόταση.")
    forms.field(page, "text_body", "el").fill("Ένα κείμενο.")
    forms.field(page, "date").fill("2026-11")
    forms.choose(page, "members", "Καρδίτσα")
    page.get_by_label("Ένταξη στη ζωή της πόλης").check()
    return str(forms.field(page, "slug").input_value())


def saved(tab: FormTab) -> str:
    """Saves, and gives what the form says that it has saved."""
    forms.press_save(tab.page)
    return outcome(tab.page)


def outcome(page: Any) -> str:
    """What the form says of a save, once it is done. The notice is closed: what the next save says is another."""
    notice = page.locator(".notice.is-done, .notice.is-problem").first
    notice.wait_for(timeout=forms.PATIENCE)
    said = str(notice.inner_text())
    assert page.locator(".notice.is-done").count(), said
    notice.evaluate("notice => notice.querySelector('button.sign').click()")
    page.locator(".notice.is-done").wait_for(state="detached")
    return said
