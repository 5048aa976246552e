"""Pull requests on GitHub, by its REST API (docs.github.com/en/rest/pulls/pulls).

One address is asked, that of the settings; where it leads elsewhere nobody follows.
"""

from __future__ import annotations

import json
import ssl
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from gazette.engines.git import Remote

from .settings import GITHUB, ForgeSettings

VERSION: Final = "2022-11-28"
"""Of the API: what is asked and answered stays as it is in it."""
TIMEOUT_SECONDS: Final = 15.0
LONGEST_SAID: Final = 500
_UNREACHED: Final = (HTTPStatus.TOO_MANY_REQUESTS, *(status for status in HTTPStatus if status >= 500))
_FORBIDDEN: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
_SAID: Final = (
    ("was modified", "forge-moved"), ("approving review", "forge-review"), ("status check", "forge-check"),
    ("conflict", "forge-conflict"), ("not mergeable", "forge-conflict"),
)  # fmt: skip
"""Words in GitHub's answer to a merge → the sentence that explains it."""


class ForgeRefusal(Exception):
    """The forge did not do it. `word` names a sentence in words.yml; `said` is what the forge answered, in English."""

    def __init__(self, word: str, said: str) -> None:
        super().__init__(word)
        self.word, self.said = word, said


def git_remote(settings: ForgeSettings) -> Remote:
    """Where git finds the repository: beside the API, whose address ends in `api/v3/`; GitHub's own is another host."""
    parts = urlsplit(settings.url)
    root = "https://github.com/" if settings.url == GITHUB else f"{parts.scheme}://{parts.netloc}/"
    return Remote(f"{root}{settings.repository}.git", settings.token)


@dataclass(frozen=True, slots=True)
class PullRequests:
    """The pull requests of one repository. Each method raises ForgeRefusal."""

    settings: ForgeSettings

    def find(self, branch: str, base: str) -> int | None:
        """The number of the open pull request from a branch; None where there is none."""
        owner = self.settings.repository.partition("/")[0]
        found = self._asked("GET", "", query={"state": "open", "head": f"{owner}:{branch}", "base": base})
        numbers = [one.get("number") for one in found if isinstance(one, dict)] if isinstance(found, list) else [None]
        if not numbers:
            return None
        return _number(numbers[0])

    def open(self, branch: str, base: str, title: str, body: str) -> int:
        """Opens a pull request, or finds the one that is open already; gives its number."""
        known = self.find(branch, base)
        if known is not None:
            return known
        made = self._asked("POST", "", {"title": title, "body": body, "head": branch, "base": base})
        return _number(made.get("number") if isinstance(made, dict) else None)

    def close(self, number: int) -> None:
        """Closes a pull request without merging it."""
        self._asked("PATCH", f"/{number}", {"state": "closed"})

    def merge(self, number: int, commit: str, title: str, message: str) -> None:
        """Merges a pull request by a merge commit, if its branch ends with `commit`."""
        words = {"commit_title": title, "commit_message": message}
        self._asked("PUT", f"/{number}/merge", {**words, "sha": commit, "merge_method": "merge"})

    def _asked(
        self, method: str, path: str, body: dict[str, str] | None = None, query: dict[str, str] | None = None
    ) -> Any:
        headers = {
            "Authorization": f"Bearer {self.settings.token}", "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": VERSION, "User-Agent": "submissions",
        }  # fmt: skip
        address = f"{self.settings.url}repos/{self.settings.repository}/pulls{path}"
        try:
            with httpx.Client(
                verify=_trusted(), trust_env=False, follow_redirects=False, timeout=TIMEOUT_SECONDS
            ) as client:
                answer = client.request(method, address, headers=headers, json=body, params=query)
        except httpx.HTTPError as error:
            raise ForgeRefusal("forge-unreachable", str(error) or type(error).__name__) from None
        if answer.is_success:
            return _read(answer)
        raise ForgeRefusal(_word(answer), _said(answer))


@cache
def _trusted() -> ssl.SSLContext:
    """Whom a connection trusts, the same for each request: to read the authorities takes longer than the rest."""
    return httpx.create_ssl_context(trust_env=False)


def _read(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        raise ForgeRefusal("forge-unreachable", "the answer is no JSON") from None


def _number(found: object) -> int:
    if not isinstance(found, int) or isinstance(found, bool):
        raise ForgeRefusal("forge-unreachable", "the answer names no pull request")
    return found


def _word(answer: httpx.Response) -> str:
    """The sentence that explains a refusal."""
    status, said = answer.status_code, _said(answer).lower()
    if status in _UNREACHED or answer.headers.get("x-ratelimit-remaining") == "0" or "retry-after" in answer.headers:
        return "forge-unreachable"
    if status in _FORBIDDEN:
        return "forge-forbidden"
    return next((word for part, word in _SAID if part in said), "forge-refused")


def _said(answer: httpx.Response) -> str:
    """What GitHub says of a refusal, with what it says of single fields, in one line."""
    try:
        found = json.loads(answer.content)
    except ValueError:
        found = None
    parts = [str(found.get("message") or "")] if isinstance(found, dict) else []
    for one in found.get("errors") or () if isinstance(found, dict) else ():
        parts.append(str(one.get("message") or one.get("code") or "") if isinstance(one, dict) else str(one))
    words = " ".join(" ".join(filter(None, parts)).split())
    return (words or f"HTTP {answer.status_code}")[:LONGEST_SAID]
