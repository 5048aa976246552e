"""The browser editor, wired: its form from the content, its page in a folder or on this machine, beside the files."""

from __future__ import annotations

import json
import os
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, Final

import yaml

from ..content.problems import Misuse
from ..engines import cms, local_server
from ..engines.git import Repository, RepositoryError
from ..files import generated
from ..pipeline.read import read_site
from ..settings import PROJECT, THEME
from . import cms_config
from .cms_backend import MOST_ASKED, EditablePaths, Entries
from .cms_storage import Branches, Folder

NPM: Final = PROJECT / "requirements" / "npm" / "edit" / "node_modules"
FOLDER: Final = generated.EDITOR
"""Beside site/, and never in it: a page that needs `eval` is for an origin of its own."""
GITHUB: Final = "https://api.github.com"
SECRET: Final = Path("gazette") / "editor-key"
"""Below the folder where programs keep what is a person's own (XDG Base Directory: state)."""
CONFIG, PLAN = "config.yml", "plan.json"


@dataclass(frozen=True, slots=True)
class CmsRequest:
    """Of which site the editor is made, and in which language the form speaks."""

    root: Path
    language: str
    today: date


def make_for_github(request: CmsRequest, out: Path, repository: str, branch: str, relay: str) -> int:
    """Writes the editor's folder for a host; gives the number of its files. Raises EditorError, SettingsError."""
    backend = {
        "through": "github", "repo": repository, "branch": branch, "base_url": relay, "use_graphql": False,
    }  # fmt: skip
    files, _ = _parts(request, backend, [GITHUB, relay], True)
    return cms.assemble(files, out)


def start(stack: ExitStack, request: CmsRequest, port: int, drafts: bool) -> tuple[str, str]:
    """Serves the page, and what it reads and writes, until `stack` ends; gives the address to open and the branch.

    The key stands in the address behind a `#`, which no browser sends anywhere.
    Raises EditorError, Misuse, SettingsError.
    """
    branch, repository = _branch(request.root) if drafts else ("main", None)
    backend = {"through": "proxy", "proxy_url": local_server.API, "branch": branch}
    files, languages = _parts(request, backend, [], drafts)
    store = Branches(repository, branch) if repository else Folder(request.root)
    entries = Entries(store, EditablePaths(languages))
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    key = local_server.key_for(request.root, Path(state) / SECRET)
    served = local_server.Served(files, frozenset({CONFIG}), key, policy([]), entries.answer, MOST_ASKED)
    try:
        stack.enter_context(local_server.served(served, port))
    except local_server.PortError as error:
        raise Misuse("editor-port", port=str(port), reason=str(error)) from None
    stack.callback(entries.finish)
    return f"{local_server.address(port)}#key={key}", branch


def _branch(root: Path) -> tuple[str, Repository]:
    """The branch that is checked out, from which drafts start. Raises EditorError where none can be kept."""
    reason = "no branch is checked out there"
    try:
        repository = Repository(root)
        branch = repository.line("symbolic-ref", "--quiet", "--short", "HEAD")
        for name in ("user.name", "user.email"):
            reason = f"git does not know your {name}"
            repository.line("config", name)
    except RepositoryError as error:
        message = f"No drafts can be kept in {root}: {reason} ({error}). Without branches: make edit"
        raise cms.EditorError(message) from None
    return branch, repository


def _parts(
    request: CmsRequest, backend: dict[str, Any], reached: list[str], workflow: bool
) -> tuple[dict[str, Path | bytes], tuple[str, ...]]:
    """The page's files, by name, and the site's languages."""
    from ..engines.pictures import MOST_TO_SHRINK, SIDE

    reading = read_site(request.root, request.today, lambda _: None)
    context = cms_config.FormContext(
        request.language, reading.settings.languages, cms_config.choices(reading.library, request.language)
    )
    site_url = reading.settings.site_url if backend["through"] == "github" else ""
    config = cms_config.config(context, backend, workflow, site_url)
    page = (THEME / "editor" / "index.html").read_text("utf-8")
    title = cms_config.words(request.language)["page"]["title"]
    for name, value in {"language": request.language, "title": title, "policy": policy(reached)}.items():
        page = page.replace(f"{{{name}}}", escape(value))
    made = {
        "index.html": page,
        CONFIG: yaml.safe_dump(config, allow_unicode=True, sort_keys=False, width=120),
        PLAN: json.dumps(cms_config.plan(context, SIDE, MOST_TO_SHRINK), ensure_ascii=False),
    }
    return cms.parts(NPM, THEME / "editor", made), reading.settings.languages


def policy(reached: list[str]) -> str:
    """The Content Security Policy of the editor's page: its own files, and the servers in `reached` that it writes to.

    Decap CMS compiles its configuration's rules at run time (`unsafe-eval`) and writes its styles into the page.
    """
    servers = "".join(" " + "/".join(address.split("/")[:3]) for address in reached)
    return (
        "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' blob: data:; font-src 'self' data:; connect-src 'self' blob:{servers}; "
        "base-uri 'none'; form-action 'none'"
    )
