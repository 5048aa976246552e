"""A server for the preview: shows a folder, builds again after a change, and has the open pages loaded anew.

A page that is made as soon as its text is saved is shown in place of the published one, until a build has published
what was saved. A page is loaded anew where its own bytes are others, and only then.

The server is ours for two reasons. MkDocs brings one, which is not there where MkDocs is not; and the script by which
that one reloads a page stands at the page's end, where the page's own policy keeps any browser from running it. Here it
stands before the policy, which holds for what follows it, and asks only where the policy lets it.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import blake2b
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler
from io import BytesIO
from pathlib import Path
from threading import Condition, Thread
from typing import Any, BinaryIO, Final, NamedTuple, Protocol
from urllib.parse import quote, urlsplit

from .serving import LocalServer
from .watching import Watch

SETTLED: Final = 0.1
"""Seconds without a further change after which a build begins: several files may be saved one after the other."""
LONGEST_WAIT: Final = 60.0
"""Seconds after which a page is told that nothing has changed, and asks again; a page that is missing is waited for as
long."""
ASKING: Final = "/.reload/"
"""Below it a page asks, by a digest of its bytes and its path, whether it is another by now; the answer comes once it
is."""
_KINDS: Final = {
    **SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript", ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json", ".woff2": "font/woff2", ".wasm": "application/wasm",
}  # fmt: skip
"""The end of a file's name → what it is to a browser, on any machine."""
_SCRIPT: Final = """<script>
(() => {
  let asking;
  const ask = async () => {
    asking?.abort();
    if (document.hidden) return;
    asking = new AbortController();
    try {
      const answer = await fetch("ADDRESS", { signal: asking.signal, cache: "no-store" });
      if (!answer.ok) throw new Error(answer.statusText);
      if ((await answer.text()) === "STANDING") ask();
      else location.reload();
    } catch (error) {
      if (error.name !== "AbortError") setTimeout(ask, 2000);
    }
  };
  addEventListener("pageshow", ask);
  addEventListener("visibilitychange", ask);
  addEventListener("pagehide", () => asking?.abort());
})();
</script>"""


class PreviewError(Exception):
    """The preview cannot start: its port cannot be used; the text is the system's reason."""


class Builder(Protocol):
    """What is done after a change."""

    def pages(self, paths: frozenset[str]) -> Mapping[str, bytes]:
        """The pages that can be shown at once after these paths changed: path below the site's folder → bytes.

        Called in a thread of its own, also while `build` runs.
        """
        ...

    def build(self) -> bool:
        """Makes everything that changed. Gives whether that is published."""
        ...


def serve(folder: Path, watch: Watch, builder: Builder, place: tuple[str, int]) -> None:
    """Serves `folder` at a host and port until Ctrl-C; calls `builder` after each change. Raises PreviewError."""
    shown = _Shown(folder)
    try:
        server = _PreviewServer(shown, place)
    except OSError as error:
        raise PreviewError(str(error.strerror)) from None
    follower = Thread(target=shown.follow, args=(watch, builder.pages), daemon=True)
    with server, suppress(KeyboardInterrupt):
        Thread(target=server.serve_forever, daemon=True).start()
        follower.start()
        try:
            while True:
                shown.build_after_change(builder.build)
        finally:
            watch.close()
            server.shutdown()


class _Page(NamedTuple):
    """A page as it is shown."""

    html: bytes
    status: HTTPStatus

    @property
    def digest(self) -> str:
        return blake2b(self.html, key=str(self.status.value).encode(), digest_size=16).hexdigest()


class _Shown:
    """The published folder, and over it the pages of what was saved since. Changes are numbered in their order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.saved = self.built = 0
        """The last change of which all is shown that can be shown at once; and the last that a build has followed."""
        self.at_once: dict[str, tuple[int, bytes]] = {}
        """Path of a page → the number of the change that it is of, and its bytes."""
        self.failure: BaseException | None = None
        """What ended `follow`: nothing would be shown from then on."""
        self.changed = Condition()

    def follow(self, watch: Watch, pages: Callable[[frozenset[str]], Mapping[str, bytes]]) -> None:
        """Shows at once what can be shown at once, after each change until the watch is closed."""
        try:
            for number, paths in enumerate(watch.changes(), 1):
                made = pages(paths)
                with self.changed:
                    self.at_once |= {path: (number, html) for path, html in made.items()}
                    self.saved = number
                    self.changed.notify_all()
        except BaseException as error:  # in a thread: raised where someone hears of it
            with self.changed:
                self.failure = error
                self.changed.notify_all()

    def build_after_change(self, build: Callable[[], bool]) -> None:
        """Waits for a change, and until no other follows it, and builds. What was shown at once is then published.

        Raises what ended `follow`.
        """
        with self.changed:
            self.changed.wait_for(lambda: self.saved > self.built or self.failure)
            if self.failure:
                raise self.failure
            while self.changed.wait(SETTLED):
                pass
            number = self.saved
        is_published = False
        try:
            is_published = build()
        finally:
            with self.changed:
                self.built = number
                if is_published:
                    self.at_once = {path: page for path, page in self.at_once.items() if page[0] > number}
                self.changed.notify_all()

    def page(self, path: Path) -> _Page | None:
        """The page that a file is, or that of a folder, or the one for lost addresses; None where there is none."""
        html = self._html(path / "index.html" if path.is_dir() else path)
        if html is not None:
            return _Page(html, HTTPStatus.OK)
        lost = self._html(self.folder / "404.html")
        return None if lost is None else _Page(lost, HTTPStatus.NOT_FOUND)

    def _html(self, path: Path) -> bytes | None:
        with self.changed:
            found = self.at_once.get(os.path.relpath(path, self.folder))
        with suppress(OSError):
            return found[1] if found else path.read_bytes()
        return None

    def found(self, path: Path) -> _Page | None:
        """What `page` gives; where the page is not there yet, once a build that is due has ended."""
        page = self.page(path)
        if page is None or page.status is not HTTPStatus.OK:
            with self.changed:
                self.changed.wait_for(lambda: self.built >= self.saved, LONGEST_WAIT)
            page = self.page(path)
        return page

    def other_than(self, digest: str, path: Path) -> str:
        """The digest of the page at a path once it is another, or after a while; nothing where there is no page."""
        with self.changed:
            self.changed.wait_for(lambda: self._digest(path) != digest, LONGEST_WAIT)
            return self._digest(path)

    def _digest(self, path: Path) -> str:
        page = self.page(path)
        return page.digest if page else ""


class _PreviewServer(LocalServer):
    def __init__(self, shown: _Shown, place: tuple[str, int]) -> None:
        self.shown = shown
        self.address_family = socket.getaddrinfo(*place, type=socket.SOCK_STREAM)[0][0]
        super().__init__(place, _PreviewHandler)


class _PreviewHandler(SimpleHTTPRequestHandler):
    server: _PreviewServer

    def __init__(self, request: Any, client_address: Any, server: _PreviewServer) -> None:
        self.extensions_map = _KINDS
        super().__init__(request, client_address, server, directory=str(server.shown.folder))

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Called for GET and HEAD; gives what is sent after the head."""
        if self.path.startswith(ASKING):
            return self._asked(*self.path.removeprefix(ASKING).partition("/")[::2])
        path = Path(self.translate_path(self.path))
        if path.is_dir() and urlsplit(self.path).path.endswith("/"):
            path /= "index.html"
        if path.suffix != ".html" and path.exists():
            return super().send_head()
        return self._page(path)

    def list_directory(self, path: str | os.PathLike[str]) -> BytesIO | None:
        """Called for a folder without a page: what lies in it is not shown."""
        return self._page(Path(path))

    def _asked(self, digest: str, path: str) -> BytesIO:
        """Answers a page once it is another."""
        now = self.server.shown.other_than(digest, Path(self.translate_path(f"/{path}")))
        return self._sent(f"{now}/{path}".encode(), "text/plain")

    def _page(self, path: Path) -> BytesIO | None:
        """A page with the script that has it loaded anew; the one for lost addresses where there is none."""
        page = self.server.shown.found(path)
        if not page:
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        before, head, rest = page.html.partition(b"<head>")
        place = quote(
            os.path.relpath(path, self.server.shown.folder), errors="replace"
        )  # with no sign that could end a string
        standing = f"{page.digest}/{place}"
        script = _SCRIPT.replace("ADDRESS", f"{ASKING}{standing}").replace("STANDING", standing)
        return self._sent(before + head + script.encode() + rest, "text/html; charset=utf-8", page.status)

    def _sent(self, data: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> BytesIO:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        return BytesIO(data)

    def end_headers(self) -> None:
        """No browser may show what it kept of an earlier build without asking."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass
