"""The browser editor, wired: its form from the content, its page in a folder, its server beside the files."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, Final

import yaml

from . import editing, places
from .engines import editor
from .hall import read_site
from .settings import PROJECT, THEME

NPM: Final = PROJECT / "requirements" / "npm" / "edit" / "node_modules"
FOLDER: Final = places.EDITOR
"""Beside site/, and never in it: a page that needs `eval` is for an origin of its own."""
GITHUB: Final = "https://api.github.com"


@dataclass(frozen=True, slots=True)
class Wish:
    """Of which site the editor is made, and in which language the form speaks."""

    root: Path
    language: str
    today: date


def make_for_github(wish: Wish, out: Path, repository: str, branch: str, relay: str) -> int:
    """Writes the editor's folder for a host; gives the number of its files. Raises EditorError, SettingsError."""
    backend = {
        "through": "github", "repo": repository, "branch": branch, "base_url": relay, "use_graphql": False,
    }  # fmt: skip
    return _make(wish, out, backend, [GITHUB, relay], True)


def start(stack: ExitStack, wish: Wish, port: int, drafts: bool) -> tuple[str, str]:
    """Starts the page and the server that writes, both ended with `stack`; gives the page's address and the branch.

    Raises EditorError, SettingsError.
    """
    work = wish.root / places.WORK / "editor"
    target, branch = wish.root, "main"
    if drafts:
        target = work / "drafts"
        branch = editor.drafts(wish.root, target)
    url = f"http://{editor.HERE}:{port}/"
    api = stack.enter_context(editor.writing(NPM, target, editor.free_port(), url, drafts))
    backend = {"through": "proxy", "proxy_url": api, "branch": branch}
    _make(wish, work / FOLDER, backend, [api], drafts)
    stack.enter_context(editor.shown(work / FOLDER, port))
    return url, branch


def _make(wish: Wish, out: Path, backend: dict[str, Any], reached: list[str], workflow: bool) -> int:
    from .engines.pictures import MOST_TO_SHRINK, SIDE

    reading = read_site(wish.root, wish.today, lambda _: None)
    desk = editing.Desk(wish.language, reading.settings.languages, editing.choices(reading.library, wish.language))
    site_url = reading.settings.site_url if backend["through"] == "github" else ""
    config = editing.config(desk, backend, workflow, site_url)
    page = (THEME / "editor" / "index.html").read_text("utf-8")
    title = editing.words(wish.language)["page"]["title"]
    for name, value in {"language": wish.language, "title": title, "policy": policy(reached)}.items():
        page = page.replace(f"{{{name}}}", escape(value))
    made = {
        "index.html": page,
        "config.yml": yaml.safe_dump(config, allow_unicode=True, sort_keys=False, width=120),
        "plan.json": json.dumps(editing.plan(desk, SIDE, MOST_TO_SHRINK), ensure_ascii=False),
    }
    return editor.assemble(NPM, THEME / "editor", out, made)


def policy(reached: list[str]) -> str:
    """What the editor's page may load: its own files and nothing else but the servers it writes to.

    Decap CMS compiles its configuration's rules at run time (`unsafe-eval`) and writes its styles into the page.
    """
    servers = " ".join("/".join(address.split("/")[:3]) for address in reached)
    return (
        "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' blob: data:; font-src 'self' data:; connect-src 'self' blob: {servers}; "
        "base-uri 'none'; form-action 'none'"
    )
