"""The commands of the browser editor: `admin` makes its folder for a host, `edit` starts it on this machine."""

from __future__ import annotations

import argparse
import json
import re
import sys
from contextlib import ExitStack, suppress
from datetime import date
from html import escape
from pathlib import Path
from threading import Event
from typing import Any, Final

import yaml

from . import editing
from .content.problems import Misuse
from .engines import editor
from .hall import PROJECT, THEME, read_site

NPM: Final = PROJECT / "requirements" / "npm" / "edit" / "node_modules"
FOLDER: Final = "admin"
"""Beside site/, and never in it: a page that needs `eval` is for an origin of its own."""
GITHUB: Final = "https://api.github.com"
_SAID: Final = {
    "made": {
        "en": "{count} files in {out}: for an origin of its own, not the site's.",
        "el": "Αρχεία: {count}, στο {out}· για δική τους διεύθυνση, όχι του ιστότοπου.",
    },
    "files": {
        "en": "Open {url} in a browser. What you save is written into the files of {root}. Ctrl-C ends.",
        "el": "Ανοίξτε το {url}. Ό,τι αποθηκεύετε γράφεται στα αρχεία του {root}. Τέλος με Ctrl-C.",
    },
    "drafts": {
        "en": "Open {url} in a browser. What you save becomes a branch cms/… that starts from {branch}. Ctrl-C ends.",
        "el": "Ανοίξτε το {url}. Ό,τι αποθηκεύετε γίνεται κλάδος cms/… που ξεκινά από το {branch}. Τέλος με Ctrl-C.",
    },
}


def admin(options: argparse.Namespace, today: date) -> int:
    """Writes the editor's folder for a host. Raises Misuse, EditorError, SettingsError."""
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", options.repo):
        raise Misuse(f"'{options.repo}' names no repository: write it as --repo organisation/repository")
    if not re.fullmatch(r"https://[\w.-]+(:\d+)?(/[\w./-]*)?", options.auth):
        raise Misuse(f"'{options.auth}' is no address of a sign-in relay: write it as --auth https://auth.example.org")
    root = options.root.resolve()
    out = (options.out or root / FOLDER).resolve()
    if out.is_relative_to(root / "site"):
        raise Misuse(
            "The editor must not lie in the site: its page may run what the site's may not. Choose another --out."
        )
    backend = {
        "through": "github", "repo": options.repo, "branch": options.branch, "base_url": options.auth,
        "use_graphql": False,
    }  # fmt: skip
    count = _make(root, out, options.lang, backend, [GITHUB, options.auth], today, True)
    print(_SAID["made"][options.lang].format(count=count, out=out), file=sys.stderr)
    return 0


def edit(options: argparse.Namespace, today: date) -> int:
    """Shows the editor on this machine until Ctrl-C. Raises EditorError, SettingsError."""
    with ExitStack() as stack:
        said = start(stack, options, today)
        with suppress(KeyboardInterrupt):
            print(said, file=sys.stderr, flush=True)
            Event().wait()
    return 0


def start(stack: ExitStack, options: argparse.Namespace, today: date) -> str:
    """Starts the page and the server that writes, both ended with `stack`; gives what to tell whoever started it."""
    root = options.root.resolve()
    work = root / ".build" / "editor"
    target, branch = root, "main"
    if options.drafts:
        target = work / "drafts"
        branch = editor.drafts(root, target)
    url = f"http://{editor.HERE}:{options.port}/"
    api = stack.enter_context(editor.writing(NPM, target, editor.free_port(), url, options.drafts))
    backend = {"through": "proxy", "proxy_url": api, "branch": branch}
    _make(root, work / FOLDER, options.lang, backend, [api], today, options.drafts)
    stack.enter_context(editor.shown(work / FOLDER, options.port))
    return _SAID["drafts" if options.drafts else "files"][options.lang].format(url=url, root=root, branch=branch)


def _make(
    root: Path, out: Path, language: str, backend: dict[str, Any], reached: list[str], today: date, workflow: bool
) -> int:
    from .engines.pictures import SIDE

    reading = read_site(root, today, lambda _: None)
    desk = editing.Desk(language, reading.settings.languages, editing.choices(reading.library, language))
    config = editing.config(
        desk, backend, workflow, reading.settings.site_url if backend["through"] == "github" else ""
    )
    page = (THEME / "editor" / "index.html").read_text("utf-8")
    title = editing.words(language)["page"]["title"]
    for name, value in {"language": language, "title": title, "policy": policy(reached)}.items():
        page = page.replace(f"{{{name}}}", escape(value))
    made = {
        "index.html": page,
        "config.yml": yaml.safe_dump(config, allow_unicode=True, sort_keys=False, width=120),
        "plan.json": json.dumps(editing.plan(desk, SIDE), ensure_ascii=False),
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
