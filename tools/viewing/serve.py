"""Serves built sites as a host would: gzip, `_headers`, 404.html. `python -m tools.viewing.serve FOLDER…`

A process of its own, so that whoever looks at a site can still fork. Prints the port of each folder, in order, and ends
when its input ends.
"""

from __future__ import annotations

import gzip
import mimetypes
import sys
from fnmatch import fnmatchcase
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Final
from urllib.parse import unquote, urlsplit

SQUEEZED: Final = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".csv", ".wasm")
Rules = list[tuple[str, list[tuple[str, str]]]]


@cache
def read_rules(folder: Path) -> Rules:
    """The rules of `_headers`: a pattern at the margin, its headers indented below it."""
    rules: Rules = []
    file = folder / "_headers"
    for line in file.read_text("utf-8").splitlines() if file.is_file() else ():
        if line[:1] == " ":
            name, _, value = line.strip().partition(": ")
            rules[-1][1].append((name, value))
        elif line:
            rules.append((line, []))
    return rules


def headers_for(folder: Path, path: str) -> dict[str, str]:
    """The headers that a host sends with a path: those of all rules that match, joined by name."""
    found: dict[str, str] = {}
    for pattern, headers in read_rules(folder):
        if fnmatchcase(path, pattern):
            for name, value in headers:
                found[name] = f"{found[name]}, {value}" if name in found else value
    return found


@cache
def _body(path: Path) -> tuple[bytes, bool]:
    raw = path.read_bytes()
    return (gzip.compress(raw, 6, mtime=0), True) if path.suffix in SQUEEZED else (raw, False)


class Host(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"

    def __init__(self, folder: Path, *more: object) -> None:
        self.folder = folder
        super().__init__(*more)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answers with the file, the index of the folder, or the page for lost addresses."""
        address = unquote(urlsplit(self.path).path)
        file = (self.folder / address.lstrip("/")).resolve()
        file = file / "index.html" if address.endswith("/") else file
        known = file.is_file() and file.is_relative_to(self.folder)
        file = file if known else self.folder / "404.html"
        body, squeezed = _body(file)
        self.send_response(200 if known else 404)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(body)))
        if squeezed:
            self.send_header("Content-Encoding", "gzip")
        for name, value in headers_for(self.folder, address).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class Quiet(ThreadingHTTPServer):
    """Does not report browsers that hang up."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Says nothing."""


def main(folders: list[str]) -> None:
    """Serves until the input ends."""
    for folder in folders:
        server = Quiet(("127.0.0.1", 0), partial(Host, Path(folder).resolve()))
        print(server.server_address[1], flush=True)
        Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1:])
