"""Services for mail on this machine: listmonk's API as it is documented, mail servers, certificates of our own."""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope

USER, TOKEN = "publisher", "k3y"
FIELDS = {
    "name": str, "subject": str, "lists": list, "from_email": str, "type": str, "content_type": str, "body": str,
    "altbody": str, "messenger": str, "template_id": int, "tags": list,
}  # fmt: skip
"""Parameter → its type (listmonk.app/docs/apis/campaigns, POST /api/campaigns), those that a draft of ours needs."""


@dataclass
class LocalListmonk:
    """What a listmonk knows, and what it was asked."""

    lists: list[dict[str, Any]] = field(default_factory=list)
    templates: list[dict[str, Any]] = field(default_factory=list)
    campaigns: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    answer: tuple[int, str, str] | None = None
    """Status, content type and body in the place of every answer."""
    url: str = ""

    def respond(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> tuple[int, Any]:
        """Status and JSON, as the real one answers."""
        if (method, path) == ("GET", "/api/lists"):
            assert query["per_page"] == ["all"]
            return 200, {"data": {"results": self.lists, "total": len(self.lists), "per_page": 0, "page": 1}}
        if (method, path) == ("GET", "/api/campaigns"):
            assert query["per_page"] == ["all"]
            return 200, {"data": {"results": self.campaigns, "query": "", "total": len(self.campaigns)}}
        if (method, path) == ("GET", "/api/templates"):
            return 200, {"data": self.templates}
        if (method, path) == ("POST", "/api/templates"):
            assert '{{ template "content" . }}' in body["body"]
            self.templates.append({"id": 70 + len(self.templates), **body})
            return 200, {"data": self.templates[-1]}
        if path.startswith("/api/campaigns"):
            return self._write(method, path.removeprefix("/api/campaigns").strip("/"), body)
        return 404, {"message": "not found"}

    def _write(self, method: str, number: str, body: Any) -> tuple[int, Any]:
        wrong = [name for name, kind in FIELDS.items() if not isinstance(body.get(name), kind)]
        assert set(body) == set(FIELDS)
        assert wrong == []
        assert all(isinstance(one, int) for one in body["lists"])
        if not set(body["lists"]) <= {one["id"] for one in self.lists}:
            return 400, {"message": "Invalid list IDs"}
        if method == "POST" and not number:
            self.campaigns.append({"id": 100 + len(self.campaigns), "status": "draft", **body})
            return 200, {"data": self.campaigns[-1]}
        [known] = [one for one in self.campaigns if str(one["id"]) == number]
        assert method == "PUT"
        known |= body
        return 200, {"data": known}


def a_list(number: int, name: str, optin: str = "double") -> dict[str, Any]:
    return {
        "id": number, "uuid": f"{number:08}-c2ed-4069-bd0c-240e9a9f56f9", "name": name, "type": "public",
        "optin": optin, "status": "active", "tags": [],
    }  # fmt: skip


@contextmanager
def served_listmonk(fake: LocalListmonk, certificate: Path | None = None) -> Iterator[LocalListmonk]:
    """The service at an address of this machine, with the user and token above; by HTTPS with a certificate."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            parts = urlsplit(self.path)
            fake.asked.append((self.command, parts.path))
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            try:
                if fake.answer:
                    status, kind, text = fake.answer
                elif self.headers["Authorization"] != f"token {USER}:{TOKEN}":
                    status, kind, text = 403, "application/json", json.dumps({"message": "invalid API credentials"})
                else:
                    status, made = fake.respond(self.command, parts.path, parse_qs(parts.query), body)
                    kind, text = "application/json; charset=UTF-8", json.dumps(made)
            except AssertionError as error:
                status, kind, text = 500, "application/json", json.dumps({"message": f"not as documented: {error}"})
            raw = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        do_GET = do_POST = do_PUT = do_DELETE = _answer

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        scheme, host = "http", "127.0.0.1"
        if certificate:
            import ssl

            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            scheme, host = "https", "localhost"
        fake.url = f"{scheme}://{host}:{server.server_port}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield fake
        server.shutdown()


def own_certificate(folder: Path) -> Path:
    """A certificate for this machine that no one vouches for, and its key, in one file."""
    path = folder / "own.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
         "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", path, "-out",
         folder / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    path.write_text(path.read_text() + (folder / "cert.pem").read_text())
    return path


class Mailbox:
    """Takes messages, but none to `full@`."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, address: str, options: Any) -> str:
        if address.startswith("full@"):
            return "552 Mailbox is full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        self.taken.append(envelope)
        return "250 OK"


class TestController(Controller):
    __test__ = False

    def _trigger_server(self) -> None:
        """Of aiosmtpd: it would speak to the server in plain text, also where that speaks TLS."""
        socket.create_connection((self.hostname, self.port)).close()


@contextmanager
def mail_server(
    box: Mailbox, security: str, certificate: Path, hostname: str = "localhost"
) -> Iterator[dict[str, str]]:
    """A mail server that wants a user and a password; the variables by which it is reached."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def judged(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"user", b"secret"), handled=False)

    options: dict[str, Any] = {"authenticator": judged}
    if security == "starttls":
        options |= {"tls_context": context, "require_starttls": True, "auth_required": True}
    elif security == "ssl":
        options |= {"ssl_context": context, "auth_require_tls": False}
    else:
        options |= {"auth_require_tls": False}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = TestController(box, hostname="127.0.0.1", port=port, **options)
    server.start()
    try:
        yield {
            "SMTP_HOST": hostname, "SMTP_PORT": str(port), "SMTP_SECURITY": security,
            "SMTP_USER": "user", "SMTP_PASSWORD": "secret",
        }  # fmt: skip
    finally:
        server.stop()
