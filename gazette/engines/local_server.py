"""A server for one page and the one interface that it talks to, on this machine alone, and for who has the key alone.

Other people may use the same machine, and any site that is open in a browser can send requests here. So each request
must name this very address (`Host`), each order must come from the page itself (`Origin`) and carry the key, and
nothing is served but what was handed in.
"""

from __future__ import annotations

import hmac
import json
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from typing import Any, Final

from .serving import LocalServer

HERE: Final = "127.0.0.1"
API: Final = "/api/v1"
KEY_HEADER: Final = "X-Editor-Key"
PATIENCE: Final = 20.0
"""Seconds that a request may stand still."""
KINDS: Final = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".json": "application/json", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".webp": "image/webp",
    ".avif": "image/avif", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".pdf": "application/pdf",
    ".xml": "application/xml", ".txt": "text/plain; charset=utf-8",
}  # fmt: skip
"""The end of a file's name → what it is to a browser, on any machine."""
_ALWAYS: Final = {
    "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}  # fmt: skip
OF_PREVIEWS: Final = {
    "X-Frame-Options": "SAMEORIGIN", "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*", "X-Robots-Tag": "noindex",
    "Content-Security-Policy": (
        "sandbox allow-scripts allow-popups; frame-ancestors 'self'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
}  # fmt: skip
"""A page that is only looked at is of an origin of its own: it reaches nothing of the form, nor the key. Its own style
sheets and fonts are then of another origin than it, and come to whoever knows the address."""
Answer = Callable[[Any], tuple[int, Any]]
"""A request as JSON → the HTTP status, and the response."""


class PortError(Exception):
    """No one can listen there; the text says why."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Pages that are only looked at, in a frame or by themselves, below a `prefix` that no one can guess.

    `find` gives the content of a path below it, or None.
    """

    prefix: str
    find: Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Served:
    """`files`: name → content, or where it lies. `guarded` ones are for who has the key. `policy` goes with each page.

    `answer` is asked for what was posted, one request at a time or several at once; `most` bytes of it are read.
    """

    files: Mapping[str, bytes | Path]
    guarded: frozenset[str]
    key: str
    policy: str
    answer: Answer
    most: int
    shown: Shown | None = None


def key_for(root: Path, secret: Path) -> str:
    """The key of a folder: the same each time, so that a page that is open goes on after a restart.

    It follows from the folder and from a `secret` file of the person's own, which is made where there is none, and lies
    outside of every folder that others have a hand in. Where that cannot be, a key for this once.
    """
    try:
        own = _secret(secret)
    except OSError:
        own = secrets.token_bytes(32)
    return hmac.digest(own, os.fsencode(root), "sha256").hex()


def _secret(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        return _known_secret(path)
    with open(made, "wb") as file:
        data = secrets.token_bytes(32)
        file.write(data)
    return data


def _known_secret(path: Path) -> bytes:
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        facts = os.fstat(file.fileno())
        data = file.read(33)
    if not stat.S_ISREG(facts.st_mode) or facts.st_uid != os.geteuid() or facts.st_mode & 0o077 or len(data) != 32:
        raise PermissionError(f"{path} is not a secret of ours")
    return data


def address(port: int) -> str:
    """The one address under which the page is to be opened."""
    return f"http://{HERE}:{port}/"


@contextmanager
def served(what: Served, port: int) -> Iterator[None]:
    """Serves until the end of the context. Raises PortError."""
    try:
        server = _Server(what, port)
    except OSError as error:
        raise PortError(error.strerror or str(error)) from None
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


class _Server(LocalServer):
    def __init__(self, what: Served, port: int) -> None:
        self.what = what
        self.home = address(port)
        super().__init__((HERE, port), _Handler)

    @property
    def origin(self) -> str:
        """How the page's requests say where they come from."""
        return self.home.rstrip("/")


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = PATIENCE
    server_version, sys_version = "editor", ""

    def do_GET(self) -> None:
        what, name = self.server.what, self.path.partition("?")[0].removeprefix("/") or "index.html"
        if not self._is_for_us():
            self._tell(*self._not_here())
        elif what.shown and name.startswith(what.shown.prefix):
            self._show(what.shown, name.removeprefix(what.shown.prefix))
        elif name not in what.files:
            self._tell(404, {"error": "not-found"})
        elif name in what.guarded and not self._has_key():
            self._tell(403, {"error": "no-key"})
        else:
            found = what.files[name]
            data = found.read_bytes() if isinstance(found, Path) else found
            self._send(200, data, KINDS.get(Path(name).suffix, "application/octet-stream"))

    def _show(self, shown: Shown, name: str) -> None:
        path = f"{name}index.html" if name.endswith("/") or not name else name
        data = shown.find(path)
        if data is None:
            self._tell(404, {"error": "not-found"})
        else:
            self._send(200, data, KINDS.get(Path(path).suffix, "application/octet-stream"), OF_PREVIEWS)

    def do_POST(self) -> None:
        refusal = self._refusal()
        if refusal:
            self._tell(*refusal)
            return
        try:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        except (ValueError, RecursionError):
            self._tell(400, {"error": "not-understood"})
            return
        self._tell(*self.server.what.answer(asked))

    def _refusal(self) -> tuple[int, Any] | None:
        """Why an order is not even read."""
        if not self._is_for_us() or not self._is_from_us():
            return self._not_here()
        if not self._has_key():
            return 403, {"error": "no-key"}
        if self.path != API:
            return 404, {"error": "not-found"}
        if self.headers.get_content_type() != "application/json" or "Transfer-Encoding" in self.headers:
            return 415, {"error": "not-understood"}
        sizes = self.headers.get_all("Content-Length") or []
        if len(sizes) != 1 or not re.fullmatch("[0-9]{1,15}", sizes[0]):
            return 411, {"error": "not-understood"}
        return (413, {"error": "too-large"}) if int(sizes[0]) > self.server.what.most else None

    def _not_here(self) -> tuple[int, Any]:
        return 403, {"error": "not-here", "address": self.server.home}

    def _is_for_us(self) -> bool:
        """Whether whoever asks knows us by our address, and not by a name that was made to lead here."""
        return self.headers.get_all("Host") == [self.server.origin.rpartition("/")[2]]

    def _is_from_us(self) -> bool:
        """Whether it is our page that asks: no browser lets another one say so."""
        site = self.headers.get("Sec-Fetch-Site", "same-origin")
        return self.headers.get_all("Origin") == [self.server.origin] and site == "same-origin"

    def _has_key(self) -> bool:
        given = self.headers.get_all(KEY_HEADER) or []
        return len(given) == 1 and hmac.compare_digest(
            given[0].encode("utf-8", "replace"), self.server.what.key.encode()
        )

    def _tell(self, status: int, said: Any) -> None:
        self._send(status, json.dumps(said, ensure_ascii=False).encode(), KINDS[".json"])

    def _send(self, status: int, data: bytes, kind: str, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        self.send_response(status)
        policy = {"Content-Security-Policy": f"{self.server.what.policy}; frame-ancestors 'none'"}
        for name, value in {**_ALWAYS, **policy, **headers, "Content-Type": kind, "Content-Length": len(data)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass
