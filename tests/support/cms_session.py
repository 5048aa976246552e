"""A tab with the browser editor, and what its tests ask of it."""

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.viewing import forms

BACKED_UP = """async () => {
    const request = indexedDB.open('localforage');
    const base = await new Promise((done) => { request.onsuccess = () => done(request.result); });
    const store = base.transaction('keyvaluepairs').objectStore('keyvaluepairs');
    const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()].map((asked) =>
        new Promise((done) => { asked.onsuccess = () => done(asked.result); })));
    base.close();
    const said = keys.map((key, number) => key + JSON.stringify(values[number]));
    return said.filter((one) => one.startsWith('backup')).join();
}"""
"""What the form's engine keeps of what was not saved."""


@dataclass
class EditorTab:
    """A tab with the editor: what it asked and told, and which servers it turned to. Every question is answered yes."""

    page: Any
    at: forms.Editor
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def sat_at(chromium: Any, running: forms.Editor) -> EditorTab:
    return opened_in(chromium.new_context(viewport={"width": 1280, "height": 900}), running)


def beside(tab: EditorTab) -> EditorTab:
    """A second tab of the same browser."""
    return opened_in(tab.page.context, tab.at)


def opened_in(context: Any, running: forms.Editor) -> EditorTab:
    tab = EditorTab(context.new_page(), running)
    tab.page.set_default_timeout(forms.PATIENCE)
    tab.page.on("dialog", lambda dialog: (tab.said.append(dialog.message), dialog.accept()))
    tab.page.on("request", lambda request: tab.asked.append(request.url))
    tab.page.on("response", lambda answer: tab.failed.append(answer.url) if answer.status >= 500 else None)
    forms.login(tab.page, running)
    return tab


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def wait_for(done: Callable[[], bool], page: Any) -> None:
    deadline = time.monotonic() + forms.PATIENCE / 1000
    while not done():
        assert time.monotonic() < deadline, "it did not happen"
        page.wait_for_timeout(50)


def told(page: Any, words: str) -> str:
    """What a notice with those words says."""
    notice = page.locator(".Toastify__toast", has_text=words).first
    notice.wait_for(timeout=forms.PATIENCE)
    return str(notice.inner_text()).strip()


def fill_story(tab: EditorTab, title: str, slug: str) -> None:
    """A new story with all that it needs, not saved."""
    page = tab.page
    forms.open_new(page, tab.at, "stories")
    forms.field(page, "text_title").fill(title)
    forms.field(page, "text_summary").fill("Μία πρόταση.")
    forms.field(page, "text_body").fill("Ένα κείμενο.")
    forms.field(page, "date").fill("2026-11")
    forms.retype(forms.field(page, "slug"), slug)
    forms.choose(page, "members", "Καρδίτσα")
    forms.choose(page, "themes", "Ένταξη στη ζωή της πόλης")
