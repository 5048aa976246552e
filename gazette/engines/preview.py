"""A server for the preview: shows a folder, builds again after a change, and has the open pages loaded anew.

It is ours for two reasons. MkDocs brings one, which is not there where MkDocs is not; and the script by which that one
reloads a page stands at the page's end, where the page's own policy keeps any browser from running it. Here it stands
before the policy, which holds for what follows it, and asks only where the policy lets it.
"""

from __future__ import annotations

import os
import socket
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Condition, Thread
from typing import Any, BinaryIO, Final
from urllib.parse import urlsplit

BETWEEN_LOOKS: Final = 0.5
"""Seconds between looks at what is watched."""
SETTLED: Final = 0.1
"""Seconds without a further change after which the build begins: an editor may save several files at once."""
LONGEST_WAIT: Final = 60.0
"""Seconds after which a page is told that nothing has changed, and asks again."""
MOST_FOLDERS: Final = 100
"""One inside the other, from the disk's own on: what is deeper is not watched."""
ASKING: Final = "/.reload/"
"""Below it a page asks whether there is another build than its own; the answer comes once there is."""
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
      const answer = await fetch("ASKING", { signal: asking.signal, cache: "no-store" });
      if (!answer.ok) throw new Error(answer.statusText);
      if ((await answer.text()) === "NUMBER") ask();
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


def serve(folder: Path, watched: Iterable[Path], build: Callable[[], object], host: str, port: int) -> None:
    """Serves `folder` until Ctrl-C; calls `build` after each change below `watched`. Raises PreviewError."""
    state = _Builds()
    try:
        server = _PreviewServer(folder, state, (host, port))
    except OSError as error:
        raise PreviewError(str(error.strerror)) from None
    with server, suppress(KeyboardInterrupt):
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            for _ in _changes(list(watched)):
                with state.another():
                    build()
        finally:
            server.shutdown()


def _changes(watched: list[Path]) -> Iterator[None]:
    """One for each time that something changes, once it has settled: what is saved meanwhile is one more."""
    seen = state_of(watched)
    while True:
        time.sleep(BETWEEN_LOOKS)
        now = state_of(watched)
        if now == seen:
            continue
        while seen != now:
            time.sleep(SETTLED)
            seen, now = now, state_of(watched)
        yield


class _Builds:
    """Which build is shown, and whether another one is running."""

    def __init__(self) -> None:
        self.number = time.time_ns()
        """No other server has it, so a page that was open before this one began is loaded anew as well."""
        self.running = False
        self.changed = Condition()

    @contextmanager
    def another(self) -> Iterator[None]:
        """While a build runs. However it ends, what is shown from then on is another one."""
        with self.changed:
            self.running = True
        try:
            yield
        finally:
            with self.changed:
                self.running, self.number = False, self.number + 1
                self.changed.notify_all()

    def settled(self) -> int:
        """The number of the build that is shown, once none is running."""
        with self.changed:
            self.changed.wait_for(lambda: not self.running)
            return self.number

    def other_than(self, number: str) -> int:
        """The number of the build that is shown, once it is another one, or after a while."""
        with self.changed:
            self.changed.wait_for(lambda: str(self.number) != number, LONGEST_WAIT)
            return self.number


class _PreviewServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, folder: Path, builds: _Builds, place: tuple[str, int]) -> None:
        self.folder, self.builds = folder, builds
        self.address_family = socket.getaddrinfo(*place, type=socket.SOCK_STREAM)[0][0]
        super().__init__(place, _PreviewHandler)


class _PreviewHandler(SimpleHTTPRequestHandler):
    server: _PreviewServer

    def __init__(self, request: Any, client_address: Any, server: _PreviewServer) -> None:
        self.extensions_map = _KINDS
        super().__init__(request, client_address, server, directory=str(server.folder))

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Called for GET and HEAD; gives what is sent after the head."""
        if self.path.startswith(ASKING):
            return self._sent(str(self.server.builds.other_than(self.path.removeprefix(ASKING))).encode(), "text/plain")
        number, path = self.server.builds.settled(), Path(self.translate_path(self.path))
        if path.is_dir() and urlsplit(self.path).path.endswith("/"):
            path /= "index.html"
        if path.suffix != ".html" and path.exists():
            return super().send_head()
        return self._page(path, HTTPStatus.OK, number) or self._lost(number)

    def list_directory(self, _: str | os.PathLike[str]) -> BytesIO | None:
        """Called for a folder without a page: what lies in it is not shown."""
        return self._lost(self.server.builds.number)

    def _lost(self, number: int) -> BytesIO | None:
        page = self._page(self.server.folder / "404.html", HTTPStatus.NOT_FOUND, number)
        if not page:
            self.send_error(HTTPStatus.NOT_FOUND)
        return page

    def _page(self, path: Path, status: HTTPStatus, number: int) -> BytesIO | None:
        """A page with the script that has it loaded anew; None where there is none."""
        try:
            before, head, rest = path.read_text("utf-8").partition("<head>")
        except OSError:
            return None
        script = _SCRIPT.replace("ASKING", f"{ASKING}{number}").replace("NUMBER", str(number))
        return self._sent(f"{before}{head}{script}{rest}".encode(), "text/html; charset=utf-8", status)

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


def state_of(watched: Iterable[Path]) -> frozenset[tuple[str, int, int, int]]:
    """Path, inode, size and time of change of all that is watched: another value once anything is another."""
    found = set()
    waiting = [str(path) for path in watched]
    while waiting:
        path = waiting.pop()
        with suppress(OSError):  # what is gone is no longer in it
            told = os.lstat(path)
            found.add((path, told.st_ino, told.st_size, told.st_mtime_ns))
            if stat.S_ISDIR(told.st_mode):
                waiting += [entry.path for entry in _listed(path)]
    return frozenset(found)


def _listed(folder: str) -> Iterator[os.DirEntry[str]]:
    """What is watched in a folder: no link is followed, and no tree without end."""
    if os.path.islink(folder) or folder.count(os.sep) > MOST_FOLDERS:
        return iter(())
    return os.scandir(folder)
