"""People at the submissions server, without a browser: what each sends, by hand, and what each was answered."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import httpx

from submissions.database import Database
from submissions.people import Account, People, Role
from tests.support.sites import PROJECT
from tests.support.submissions_server import PATIENCE, Inbox, Running

GOOD: Final = PROJECT / "tests/sites/good"
FORM: Final = "application/x-www-form-urlencoded"
_TOKEN: Final = re.compile(r'name="token" value="([^"]+)"')
_AUTHOR: Final = ("-c", "user.name=Site", "-c", "user.email=site@network.example")


def prepared(data: Path, site: Path = GOOD) -> Path:
    """Makes the server's repository of a small site before the server starts; gives its place."""
    folder, place = data.with_name(f"{data.name}.site"), data / "site.git"
    shutil.copytree(site, folder, ignore=shutil.ignore_patterns(".build"))
    data.mkdir(parents=True)
    for arguments in (
        ["init", "--quiet", "--initial-branch=main"], ["add", "--all"], [*_AUTHOR, "commit", "--quiet", "-m", "Site"],
    ):  # fmt: skip
        subprocess.run(["git", "-C", str(folder), *arguments], check=True)
    subprocess.run(["git", "clone", "--quiet", "--bare", str(folder), str(place)], check=True)
    return place


@dataclass
class Visitor:
    """One browser. It has a network of its own, so that no one's attempts count as another's."""

    running: Running
    network: str = "192.0.2.1"
    cookies: dict[str, str] = field(default_factory=dict)
    answers: list[httpx.Response] = field(default_factory=list)
    token: str = ""

    def send(
        self, method: str, path: str, content: bytes | str | None = None, headers: Mapping[str, str | None] = {}
    ) -> httpx.Response:
        """A request as a browser sends it; `headers` come on top, and None leaves one out."""
        usual: dict[str, str | None] = {"X-Forwarded-For": self.network}
        if self.cookies:
            usual["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method != "GET":
            usual |= {"Origin": self.running.url.rstrip("/"), "Sec-Fetch-Site": "same-origin", "Content-Type": FORM}
        sent = {name: value for name, value in {**usual, **headers}.items() if value is not None}
        data = content.encode() if isinstance(content, str) else content
        url = f"{self.running.url.rstrip('/')}{path}"
        with httpx.Client(timeout=PATIENCE, verify=False) as client:  # reading the system's certificates takes long
            answer = client.request(method, url, content=data, headers=sent)
        self.answers.append(answer)
        for line in answer.headers.get_list("set-cookie"):
            self._keep(line)
        return answer

    def _keep(self, line: str) -> None:
        name, _, value = line.partition(";")[0].partition("=")
        if value.strip('"') and "max-age=0" not in line.lower():
            self.cookies[name] = value
        else:
            self.cookies.pop(name, None)

    def get(self, path: str, **headers: str) -> httpx.Response:
        """A page; the mark in its forms is kept for the next one that is sent."""
        answer = self.send("GET", path, headers=headers)
        found = _TOKEN.search(answer.text) if "html" in answer.headers.get("content-type", "") else None
        self.token = found[1] if found else self.token
        return answer

    def post(self, path: str, headers: Mapping[str, str | None] = {}, **fields: str) -> httpx.Response:
        """A form of ours, with the mark of the page that was last seen, unless another is given."""
        return self.send("POST", path, urlencode({"token": self.token, **fields}), headers)

    def order(self, key: str, action: str, **params: Any) -> httpx.Response:
        """What the form's page sends."""
        content = httpx.Request("POST", "http://x", json={"action": action, "params": params}).content
        return self.send("POST", f"/proposals/{key}/form/api/v1", content, {"Content-Type": "application/json"})

    def save(
        self, key: str, files: Mapping[str, str | None], was: Mapping[str, bytes] = {},
        photos: Mapping[str, Any] = {},
    ) -> httpx.Response:  # fmt: skip
        """Saves files in place of what they were."""
        expected = {path: hashlib.sha256(was[path]).hexdigest() if path in was else None for path in (*files, *photos)}
        return self.order(key, "save", changes={"files": dict(files), "pictures": dict(photos)}, expected=expected)

    def ask_for_link(self, address: str) -> httpx.Response:
        """Asks for a link, as anyone may."""
        self.get("/sign-in")
        return self.post("/sign-in", address=address)

    def sign_in(self, inbox: Inbox, address: str) -> Visitor:
        """Signs in by the link in a mail."""
        seen = len(inbox.messages)
        assert self.ask_for_link(address).status_code == 200
        place = urlsplit(inbox.sign_in_link(address, seen)).path
        self.get(place)
        assert self.post(place).status_code == 303
        self.get("/account")
        return self

    def begin(self, name: str = "Test") -> str:
        """The key of a new proposal."""
        answer = self.post("/proposals", name=name)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"].split("/")[2]


def invite(running: Running, address: str, member: str = "", name: str = "Someone") -> None:
    """Lets someone in, as the command does."""
    role = Role.EDITOR if member else Role.COORDINATOR
    People(Database(running.data / "submissions.db"), time.time).invite(Account(address, name, role, member, "el"), "")


def story(slug: str, member: str, title: str = "", more: str = "") -> dict[str, str]:
    """Path → content of a story without problems."""
    words = title or f"Η ιστορία {slug}"
    return {
        f"content/stories/{slug}/story.yml": f"date: 2022-09-14\nmembers: [{member}]\nthemes: [city-life]\n{more}",
        f"content/stories/{slug}/el.md": f"---\ntitle: {words}\nsummary: Σύνοψη {slug}.\n---\nΤο κείμενο {slug}.\n",
    }  # fmt: skip
