"""GitHub's part, on this machine: its API as GitHub describes it itself (npm, @octokit/openapi), and git over HTTP."""

from __future__ import annotations

import base64
import copy
import gzip
import json
import os
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from gazette.engines.git import Person, Repository, Signed
from tools.viewing.browse import NPM

FILE: Final = NPM / "test/node_modules/@octokit/openapi/generated/api.github.com.json"
TOKEN: Final = "github_pat_11AAAAAAA0aBcDeFgHiJkL"
API: Final = "/api/v3/"
SELF: Final = "urn:github"
WEB_FLOW: Final = Person("GitHub", "noreply@github.com")
DOCUMENTATION: Final = "https://docs.github.com/rest/pulls/pulls#merge-a-pull-request"


@cache
def described() -> Any:
    """GitHub's description, where the npm package is installed."""
    if not FILE.is_file():
        pytest.skip("@octokit/openapi is not installed: run make test")
    return json.loads(FILE.read_text("utf-8"))


@cache
def _operations() -> list[tuple[str, re.Pattern[str], str, Any]]:
    """Method, path, path as it is written, and what is said of it."""
    found = []
    for path, methods in described()["paths"].items():
        if "/pulls" in path:
            pattern = re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)))
            found += [(method.upper(), pattern, path, about) for method, about in methods.items()]
    return found


def _pointed(*route: str) -> dict[str, str]:
    parts = (part.replace("~", "~0").replace("/", "~1") for part in route)
    return {"$ref": f"{SELF}#/{'/'.join(parts)}"}


def fits(value: object, *route: str) -> None:
    """Raises ValidationError where a value does not fit what the description says at a place."""
    from jsonschema import Draft4Validator  # not where all tests are collected: it takes a second to load

    whole = Resource(contents=described(), specification=DRAFT4)
    registry: Any = Registry().with_resource(SELF, whole)
    Draft4Validator(_pointed(*route), registry=registry).validate(value)


def operation(method: str, path: str, query: dict[str, list[str]], body: Any) -> str:
    """The operation that a request is for. Raises AssertionError where GitHub knows none like it."""
    found = [(written, about) for verb, pattern, written, about in _operations()
             if verb == method and pattern.fullmatch(path)]  # fmt: skip
    assert len(found) == 1, f"GitHub has no {method} {path}"
    [(written, about)] = found
    known = {one["name"]: one for one in map(_resolved, about["parameters"]) if one["in"] == "query"}
    for name, [value] in query.items():
        assert value in known[name]["schema"].get("enum", [value]), f"{name}={value}"
    if body is None:
        assert not about.get("requestBody", {}).get("required")
    else:
        route = ("paths", written, method.lower(), "requestBody", "content", "application/json", "schema")
        fits(body, *route)
        schema = about["requestBody"]["content"]["application/json"]["schema"]
        assert set(body) <= set(schema["properties"]), "a field that GitHub does not know"
    return str(about["operationId"])


def _resolved(one: Any) -> Any:
    if "$ref" not in one:
        return one
    return described()["components"]["parameters"][one["$ref"].rpartition("/")[2]]


Answer = tuple[int, Any]


@dataclass
class LocalGitHub:
    """A repository on it, its pull requests, and what it was asked. `faults` is what no real GitHub would take."""

    root: Path
    name: str = "cities/site"
    url: str = ""
    pulls: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, Any]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    answers: dict[str, tuple[int, Any, dict[str, str]]] = field(default_factory=dict)
    """Operation, or `git` → status, body and headers in place of what it would answer."""
    during_push: Callable[[], None] = lambda: None

    @property
    def repository(self) -> Repository:
        return Repository(self.root / f"{self.name}.git", bare=True)

    def environment(self) -> dict[str, str]:
        """The settings of a server that works with it."""
        return {
            "SUBMISSIONS_FORGE": self.name, "SUBMISSIONS_FORGE_URL": f"{self.url}{API}",
            "SUBMISSIONS_FORGE_TOKEN": TOKEN,
        }  # fmt: skip

    def refuse(self, name: str, status: int, message: str, *details: str, **headers: str) -> None:
        """From now on answers an operation as GitHub does when it refuses."""
        body: dict[str, Any] = {"message": message, "documentation_url": DOCUMENTATION, "status": str(status)}
        if details:
            body["errors"] = [{"resource": "PullRequest", "code": "custom", "message": one} for one in details]
        kind = "validation-error" if details else "basic-error"
        fits(body, "components", "schemas", kind)
        self.answers[name] = (status, body, {name.replace("_", "-"): value for name, value in headers.items()})

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> tuple[int, Any, dict[str, str]]:
        """Status, JSON and headers."""
        name = operation(method, path, query, body)
        self.asked.append((name, body))
        if name in self.answers:
            return self.answers[name]
        number = int(path.split("/")[5]) if path.count("/") > 4 else 0
        does: dict[str, Callable[[], Answer]] = {
            "pulls/list": lambda: self._list(query), "pulls/create": lambda: self._create(body),
            "pulls/update": lambda: self._update(number, body), "pulls/merge": lambda: self._merge(number, body),
        }  # fmt: skip
        return *does[name](), {}

    def _list(self, query: dict[str, list[str]]) -> Answer:
        owner, _, branch = query["head"][0].partition(":")
        assert owner == self.name.partition("/")[0]
        return 200, [one for one in self.pulls if one["head"]["ref"] == branch and one["state"] == query["state"][0]]

    def _create(self, body: dict[str, str]) -> Answer:
        assert self.repository.tip(body["head"]), "GitHub refuses a head that is no branch"
        assert self.repository.tip(body["base"])
        made = copy.deepcopy(described()["components"]["examples"]["pull-request"]["value"])
        made |= {"number": len(self.pulls) + 1, "state": "open", "title": body["title"], "body": body["body"]}
        made["head"]["ref"], made["base"]["ref"] = body["head"], body["base"]
        self.pulls.append(made)
        return 201, made

    def _update(self, number: int, body: dict[str, str]) -> Answer:
        self.pulls[number - 1] |= body
        return 200, self.pulls[number - 1]

    def _merge(self, number: int, body: dict[str, str]) -> Answer:
        pull, repository = self.pulls[number - 1], self.repository
        ours, theirs = repository.tip(pull["base"]["ref"]), repository.tip(pull["head"]["ref"])
        if body["sha"] != theirs:
            message = "Head branch was modified. Review and try the merge again."
            return 409, {"message": message, "documentation_url": DOCUMENTATION}
        assert body["merge_method"] == "merge"
        message = f"{body['commit_title']}\n\n{body['commit_message']}"
        tree = repository.merged(ours, theirs)
        sha = repository.commit(pull["base"]["ref"], tree, [ours, theirs], message, Signed(WEB_FLOW, WEB_FLOW))
        pull |= {"state": "closed", "merged": True}
        return 200, {"sha": sha, "merged": True, "message": "Pull Request successfully merged"}


class GitHubHandler(BaseHTTPRequestHandler):
    """Answers for a `github`, which a class of each test's own names."""

    github: LocalGitHub
    protocol_version = "HTTP/1.1"

    def _do(self) -> None:
        try:
            data = self._body()
            if self.path.startswith(API):
                self._api(data)
            else:
                self._git(data)
        except Exception as error:  # told at the end of the test, not to whoever asked
            self.github.faults.append(f"{self.command} {self.path}: {error!r}")
            self._send(500, b"{}")

    do_GET = do_POST = do_PUT = do_PATCH = _do

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        data = b""
        while size := int(self.rfile.readline(), 16):
            data += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return data

    def _api(self, data: bytes) -> None:
        assert self.headers["Authorization"] == f"Bearer {TOKEN}"
        assert self.headers["Accept"] == "application/vnd.github+json"
        assert self.headers["X-GitHub-Api-Version"] == "2022-11-28"
        parts = urlsplit(self.path)
        path, body = parts.path.removeprefix(API.rstrip("/")), json.loads(data) if data else None
        status, told, headers = self.github.answer(self.command, path, parse_qs(parts.query), body)
        self._send(status, json.dumps(told).encode(), {"Content-Type": "application/json", **headers})

    def _git(self, data: bytes) -> None:
        """As git's own program for web servers answers (git-scm.com, "git http-backend")."""
        if "git" in self.github.answers:
            status, told, headers = self.github.answers["git"]
            self._send(status, str(told).encode(), headers)
            return
        wanted = base64.b64encode(f"x-access-token:{TOKEN}".encode()).decode()
        assert self.headers["Authorization"] == f"Basic {wanted}"
        if self.path.endswith("git-receive-pack"):
            self.github.during_push()
        parts = urlsplit(self.path)
        if self.headers.get("Content-Encoding") == "gzip":
            data = gzip.decompress(data)
        known = {
            "GIT_PROJECT_ROOT": str(self.github.root), "GIT_HTTP_EXPORT_ALL": "1", "REQUEST_METHOD": self.command,
            "PATH_INFO": parts.path, "QUERY_STRING": parts.query, "CONTENT_LENGTH": str(len(data)),
            "CONTENT_TYPE": self.headers.get("Content-Type", ""), "REMOTE_USER": "x-access-token",
            "REMOTE_ADDR": "127.0.0.1", "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "PATH": os.environ["PATH"],
        }  # fmt: skip
        done = subprocess.run(["git", "http-backend"], input=data, env=known, capture_output=True, check=True)
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        lines = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        self._send(int(lines.pop("Status", "200").split()[0]), body, lines)

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        del format, args


@contextmanager
def local_github(root: Path, like: Path) -> Iterator[LocalGitHub]:
    """A GitHub on this machine, whose repository begins as a copy of another. Whatever it could not take is told."""
    github = LocalGitHub(root)
    place = root / f"{github.name}.git"
    place.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "clone", "--quiet", "--bare", str(like), str(place)], check=True)
    with answering(type("Handler", (GitHubHandler,), {"github": github})) as github.url:
        yield github
    assert not github.faults, github.faults


@contextmanager
def answering(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """A web server; gives its address without a slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
