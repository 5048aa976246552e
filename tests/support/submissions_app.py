"""The submissions server within a test: its services, and its pages as people get them, in the test's own process."""

from __future__ import annotations

import asyncio
import re
import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Final

import httpx

from gazette.engines.git import Person, Repository, Signed
from submissions.app import application
from submissions.people import Account, Role
from submissions.proposals import Proposal
from submissions.services import Services, services_for
from submissions.settings import read_settings
from tests.support.sites import PROJECT, TODAY

ANNA: Final = Account("anna@network.example", "Άννα", Role.COORDINATOR, "", "en")
MARIA: Final = Account("maria@north.example", "Μαρία", Role.EDITOR, "north", "el")
BASE: Final = "http://localhost:8765"


def repository_of(site: Path, place: Path) -> None:
    """A bare repository whose branch `main` holds a site."""
    who = ["-c", "user.name=Tests", "-c", "user.email=tests@example.org"]
    git = ["git", "--git-dir", str(place), "--work-tree", str(site)]
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(place)], check=True)
    subprocess.run([*git, "add", "--force", "--", *_content(site)], check=True)
    subprocess.run([*git, *who, "commit", "--quiet", "-m", "As published"], check=True)
    (place / "index").unlink()


def _content(site: Path) -> list[str]:
    return sorted(path.name for path in site.iterdir() if path.name not in (".build", "site"))


@contextmanager
def services(data: Path, environment: Mapping[str, str]) -> Iterator[Services]:
    """The parts of a server on data, which may have been there before; Anna and Maria may come in."""
    if not (data / "site.git").exists():
        data.mkdir(parents=True)
        repository_of(PROJECT / "tests/sites/good", data / "site.git")
    settings = read_settings({"SUBMISSIONS_DATA": str(data), **environment})
    clock = count(1_796_000_000)
    with services_for(settings, lambda: float(next(clock)), lambda: date.fromisoformat(TODAY)) as found:
        for account in (ANNA, MARIA):
            if not found.people.find(account.address):
                found.people.invite(account, "")
        yield found


def written(services: Services, files: Mapping[str, bytes], name: str = "The garden") -> Proposal:
    """A draft of Maria's with a commit of hers."""
    proposal = services.proposals.begin(name, MARIA)
    repository: Repository = services.proposals.repository
    tip = repository.tip(proposal.branch)
    author = Person(MARIA.name, MARIA.address)
    repository.commit(proposal.branch, repository.tree_with(tip, files), tip, "Add", Signed(author, author))
    return proposal


@dataclass
class Browser:
    """What someone who is signed in gets from the server."""

    services: Services
    account: Account
    session: str = ""

    def __post_init__(self) -> None:
        found = self.services.sign_in.asked(self.account.address, "test", "browser")
        assert found
        self.session = self.services.sign_in.opened(found[1], "test", "browser") or ""

    def get(self, path: str) -> httpx.Response:
        return self._asked("GET", path)

    def post(self, path: str, page: str, **fields: str) -> httpx.Response:
        """Sends a form that is on a page."""
        token = re.search(r'name="token" value="([^"]+)"', self.get(page).text)
        assert token
        return self._asked("POST", path, {"token": token[1], **fields})

    def _asked(self, method: str, path: str, fields: Mapping[str, str] | None = None) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(application(self.services), raise_app_exceptions=True)
            async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
                headers = {"Origin": BASE, "Cookie": f"__Host-session={self.session}"}
                return await client.request(method, path, headers=headers, data=dict(fields) if fields else None)

        with ThreadPoolExecutor(1) as thread:  # where a browser is open, this one has a loop already
            return thread.submit(lambda: asyncio.run(asked())).result()
