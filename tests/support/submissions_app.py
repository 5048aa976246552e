"""The submissions server within a test: its services, and its pages as people get them, in the test's own process."""

from __future__ import annotations

import asyncio
import re
import secrets
import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any, Final

import httpx

from gazette.engines.git import Repository, Signed
from submissions.app import application
from submissions.database import Database
from submissions.people import Account, Role
from submissions.proposals import Proposal
from submissions.services import Services, services_for
from submissions.settings import read_settings
from submissions.sign_in import digest_of_secret
from tests.support.sites import PROJECT, TODAY

ANNA: Final = Account("anna@network.example", "Άννα", Role.COORDINATOR, "", "en")
MARIA: Final = Account("maria@north.example", "Μαρία", Role.EDITOR, "north", "el")
BASE: Final = "http://localhost:8765"
NOW: Final = 1_796_000_000


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
    clock = count(NOW)
    with services_for(settings, lambda: float(next(clock)), lambda: date.fromisoformat(TODAY)) as found:
        for account in (ANNA, MARIA):
            if not found.people.find(account.address):
                found.people.invite(account, "")
        yield found


def written(
    services: Services, files: Mapping[str, bytes], name: str = "The garden", author: Account = MARIA
) -> Proposal:
    """A draft of someone's, Maria unless told otherwise, with a commit of theirs."""
    proposal = services.proposals.begin(name, author)
    repository: Repository = services.proposals.repository
    tip = repository.tip(proposal.branch)
    signed = Signed(author.person, author.person)
    repository.commit(proposal.branch, repository.tree_with(tip, files), tip, "Add", signed)
    return proposal


@dataclass
class Browser:
    """What someone gets from the server, who is signed in unless they are nobody. Cookies are kept."""

    services: Services
    account: Account | None = None
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.account:
            self.sign_in(self.account)

    def sign_in(self, account: Account) -> None:
        """Has a session of theirs from now on, without any mail."""
        secret = secrets.token_urlsafe(8)
        with Database(self.services.settings.database).writing() as db:
            db.execute(
                "insert into sessions values (?, ?, ?, ?)", (digest_of_secret(secret), account.address, NOW, NOW)
            )
        self.cookies["__Host-session"] = secret

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self._asked("GET", path, headers=headers)

    def post(self, path: str, page: str, **fields: str) -> httpx.Response:
        """Sends a form that is on a page."""
        return self.send(path, self.token(page), **fields)

    def token(self, page: str) -> str:
        """The mark of the forms on a page."""
        token = re.search(r'name="token" value="([^"]+)"', self.get(page).text)
        assert token
        return token[1]

    def send(self, path: str, token: str, **fields: str) -> httpx.Response:
        """Sends a form with a mark."""
        return self._asked("POST", path, data={"token": token, **fields})

    def order(self, key: str, action: str, **params: Any) -> httpx.Response:
        """What the form's page sends."""
        return self._asked("POST", f"/proposals/{key}/form/api/v1", json={"action": action, "params": params})

    def _asked(self, method: str, path: str, headers: Mapping[str, str] = {}, **sent: Any) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(application(self.services), raise_app_exceptions=True)
            async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
                cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
                return await client.request(method, path, headers={"Origin": BASE, "Cookie": cookie, **headers}, **sent)

        with ThreadPoolExecutor(1) as thread:  # where a browser is open, this one has a loop already
            answer = thread.submit(lambda: asyncio.run(asked())).result()
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
            if not value.strip('"') or "max-age=0" in line.lower():
                del self.cookies[name]
        return answer
