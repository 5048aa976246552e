"""The browser form, wired: its plan from the model, its page served on this machine, beside the files."""

from __future__ import annotations

import json
import os
import secrets
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from threading import Thread
from typing import Final

from ..content.problems import Misuse
from ..engines import form_page, local_server
from ..engines.git import Repository, RepositoryError
from ..settings import PROJECT, THEME, Settings, read_settings
from .form_orders import MOST_ASKED, EditablePaths, OrderReader
from .form_plan import PhotoLimits, page_words, plan
from .form_preview import FormPreview
from .form_server import FormServer
from .form_shadow import FOLDER, ShadowSite
from .form_storage import Branches, Folder, FormStore

BUNDLE: Final = PROJECT / "requirements" / "npm" / "edit" / "node_modules" / ".form"
"""What scripts/setup made of theme/editor/ and the packages that it uses."""
SECRET: Final = Path("gazette") / "editor-key"
"""Below the folder where programs keep what is a person's own (XDG Base Directory: state)."""
PLAN: Final = "plan.json"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""The Content Security Policy of the form's page: its own files, and no string that is made into code or markup."""


@dataclass(frozen=True, slots=True)
class FormRequest:
    """Of which site the form is made, and in which language it speaks."""

    root: Path
    language: str
    today: date


def start(stack: ExitStack, request: FormRequest, port: int, drafts: bool) -> tuple[str, str]:
    """Serves the page, and what it reads and writes, until `stack` ends; gives the address to open and the branch.

    The key is in the address, behind a `#`, which no browser sends anywhere.
    Raises FormPageError, Misuse, SettingsError.
    """
    branch, repository = _branch(request.root) if drafts else ("main", None)
    settings = read_settings(request.root)
    files = page_files(settings, request.language)
    store = Branches(repository, branch) if repository else Folder(request.root)
    server = server_for(store, settings, request, request.root / FOLDER)
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    key = local_server.key_for(request.root, Path(state) / SECRET)
    shown = local_server.Shown(server.prefix, server.previewed.file)
    served = local_server.Served(files, frozenset({PLAN}), key, POLICY, server.answer, MOST_ASKED, shown)
    try:
        stack.enter_context(local_server.served(served, port))
    except local_server.PortError as error:
        raise Misuse("editor-port", port=str(port), reason=str(error)) from None
    stack.callback(server.finish)
    Thread(target=server.warm, daemon=True).start()
    return f"{local_server.address(port)}#key={key}", branch


def server_for(store: FormStore, settings: Settings, request: FormRequest, work: Path) -> FormServer:
    """What answers the page's orders. In the folder `work` it keeps copies of the site, to check and to show."""
    checked = ShadowSite(store, work / "checked", request.today)
    preview = FormPreview(ShadowSite(store, work / "previewed", request.today))
    prefix = f"preview/{secrets.token_urlsafe(24)}/"
    return FormServer(store, OrderReader(EditablePaths(settings.languages)), checked, preview, request.language, prefix)


def _branch(root: Path) -> tuple[str, Repository]:
    """The branch that is checked out, from which drafts start. Raises FormPageError where none can be kept."""
    reason = "no branch is checked out there"
    try:
        repository = Repository(root)
        branch = repository.line("symbolic-ref", "--quiet", "--short", "HEAD")
        for name in ("user.name", "user.email"):
            reason = f"git does not know your {name}"
            repository.line("config", name)
    except RepositoryError as error:
        message = f"No drafts can be kept in {root}: {reason} ({error}). Without branches: make edit"
        raise form_page.FormPageError(message) from None
    return branch, repository


def page_files(settings: Settings, language: str) -> dict[str, Path | bytes]:
    """Name → content, or where it lies: the form's page and its plan, in a language. Raises FormPageError."""
    from ..engines.pictures import MOST_TO_SHRINK, SIDE

    words = page_words(language)
    page = (THEME / "editor" / "index.html").read_text("utf-8")
    for name in ("title", "starting", "locked"):
        page = page.replace(f"{{{name}}}", escape(words[name]))
    page = page.replace("{language}", language).replace("{policy}", escape(POLICY))
    made = plan(language, settings.languages, PhotoLimits(SIDE, MOST_TO_SHRINK))
    return form_page.parts(BUNDLE, {"index.html": page, PLAN: json.dumps(made, ensure_ascii=False)})
