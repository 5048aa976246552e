"""`serve` as a process, on the small site: from a saved text to the page, what is told meanwhile, and how it ends."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest

from tests.support.sites import PROJECT, TODAY

pytestmark = pytest.mark.whole_build

GOOD = PROJECT / "tests/sites/good"
SCRIPT = re.compile(r"<script>\n\(\(\) => \{\n  let asking;.*?</script>", re.DOTALL)


class Server:
    """A server that runs, and what it says, line by line."""

    def __init__(self, root: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        self.root, self.url = root, f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, PROJECT / "build.py", "serve", "--root", root, "--port", port, "--as-of", TODAY],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.lines: Queue[str] = Queue()
        self.said: list[str] = []
        self._reader = Thread(target=self._read)
        self._reader.start()
        self.wait_for(self.url)
        while True:
            with suppress(urllib.error.URLError):
                self.get("/")
                break
            time.sleep(0.01)

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line)
        self.process.stdout.close()

    def wait_for(self, words: str) -> list[str]:
        """Everything said up to a line with these words."""
        found: list[str] = []
        while not found or words not in found[-1]:
            found.append(self.lines.get(timeout=120))
            self.said.append(found[-1])
        return found

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"{self.url}{path}", timeout=120) as answer:
            return str(answer.read().decode())

    def saved(self, path: str, old: str, new: str, address: str) -> str:
        """The page as it is loaded anew once a text is saved."""
        asked = re.search(r'fetch\("([^"]+)"', self.get(address))
        assert asked
        self.save(path, old, new)
        self.get(asked[1])
        return self.get(address)

    def save(self, path: str, old: str, new: str) -> None:
        """As many editors do: into another file, which then takes the place of the first."""
        text = (self.root / path).read_text("utf-8")
        assert old in text
        other = (self.root / path).with_suffix(".tmp")
        other.write_text(text.replace(old, new), "utf-8")
        other.replace(self.root / path)

    def processes(self) -> dict[int, bytes]:
        """All that it has started, and what those have: number → command."""
        found: dict[int, bytes] = {}
        waiting = [self.process.pid]
        while waiting:
            for task in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
                with suppress(OSError):  # it has ended
                    waiting += [int(number) for number in task.read_text().split()]
            found |= {number: _command(number) for number in waiting}
        return found

    def staying(self) -> int:
        """The process that makes pages at once."""
        return next(number for number, command in self.processes().items() if b"\0--edits\0" in command)

    def end(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)
        self._reader.join()


def _command(number: int) -> bytes:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes() + b"\0"
    except OSError:
        return b""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(Path(shutil.copytree(GOOD, tmp_path / "root", ignore=shutil.ignore_patterns(".build"))))
    yield running
    if running.process.poll() is None:
        running.end()


STEPS, GARDEN = "content/stories/first-steps/en.md", "content/stories/garden/en.md"
STEPS_AT, GARDEN_AT = "/en/stories/first-steps/", "/en/stories/garden/"


def test_an_edit_is_on_its_page_before_any_build(server: Server) -> None:
    """One server for all, since its first build takes long."""
    assert "Two cities" in server.saved(GARDEN, "Two towns", "Two cities", GARDEN_AT)
    server.wait_for(" pages in ")
    a_reader_who_has_gone_on_is_no_error(server)
    no_build_is_needed(server)
    a_build_that_is_killed_is_told(server)
    a_build_does_what_is_left_to_it(server)
    assert not [line for line in server.said if "Traceback" in line]
    warnings = [line for line in server.said if ": (warning) " in line]
    assert warnings and len(warnings) == len(set(warnings)), "what stands is told once"
    ctrl_c_leaves_no_process_behind(server)


def no_build_is_needed(server: Server) -> None:
    """One text is wrong for a while, so that none can publish what is saved meanwhile."""
    before = server.get(STEPS_AT)
    server.save(STEPS, "summary:", "sumary:")
    said = server.wait_for("Nothing was written")
    wrong = [line for line in said if line.startswith(f"{STEPS}:3")]
    assert len(wrong) == 1 and "sumary" in wrong[0], "told at once, and not again by the build"
    assert server.get(STEPS_AT) == before
    page = server.saved(GARDEN, "Two cities, one garden.", "Two towns and their garden.", GARDEN_AT)
    assert "Two towns and their garden." in page
    server.wait_for("Nothing was written")
    page = server.saved(GARDEN.replace("en.md", "story.yml"), "figure: 24", "figure: 26", GARDEN_AT)
    assert "Two towns and their garden." in page and "26" in page
    server.wait_for("Nothing was written")
    published = server.root / ".preview/en/stories/garden/index.html"
    assert "Two towns and their garden." not in published.read_text("utf-8")
    mended = server.saved(STEPS, "sumary: A seminar", "summary: Another seminar", STEPS_AT)
    assert "Another seminar" in mended
    server.wait_for(" pages in ")
    assert published.read_text("utf-8") == SCRIPT.sub("", server.get(GARDEN_AT)) == SCRIPT.sub("", page)
    assert SCRIPT.sub("", mended) == (server.root / f".preview{STEPS_AT}index.html").read_text("utf-8")


def a_reader_who_has_gone_on_is_no_error(server: Server) -> None:
    """Each page that someone left still asks whether it is another by now; no one takes the answer any more."""
    asked = re.search(r'fetch\("([^"]+)"', server.get(GARDEN_AT))
    assert asked
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", int(server.url.rpartition(":")[2]))) as gone:
            gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            gone.sendall(f"GET {asked[1]} HTTP/1.0\r\n\r\n".encode())
            time.sleep(0.05)  # until it waits


def a_build_that_is_killed_is_told(server: Server) -> None:
    """The lists are older than the page then; the next save mends that."""
    server.save(GARDEN, "Two towns and their", "Two towns and one")
    while not (found := [number for number, line in server.processes().items() if b"\0--keep-paper\0" in line]):
        time.sleep(0.01)
    os.kill(found[0], signal.SIGKILL)
    server.wait_for("ended from outside")
    server.save(GARDEN, "Two towns and one", "Two towns and their")
    server.wait_for(" pages in ")


def a_build_does_what_is_left_to_it(server: Server) -> None:
    """Once the process that stays is killed, and where an item is new."""
    os.kill(server.staying(), signal.SIGKILL)
    assert "Three towns" in server.saved(GARDEN, "Two towns and", "Three towns and", GARDEN_AT)
    server.wait_for(" pages in ")
    shutil.copytree(server.root / "content/stories/only-greek", server.root / "content/stories/new")
    server.save("content/stories/new/el.md", "title:", "title: Νέο")
    server.wait_for(" pages in ")
    assert "Νέο" in server.get("/stories/new/")


def ctrl_c_leaves_no_process_behind(server: Server) -> None:
    """Not even those of a build that it cuts short."""
    seen = {server.staying()}
    server.save("mkdocs.yml", "site_name: ", "site_name: Another ")
    while not any(b"\0--keep-paper\0" in command for command in server.processes().values()):
        time.sleep(0.01)
    seen |= server.processes().keys()
    server.end()
    assert server.process.returncode == 0
    until = time.monotonic() + 60
    while left := [number for number in seen if Path(f"/proc/{number}").exists()]:  # until the system has buried them
        assert time.monotonic() < until, left
        time.sleep(0.01)
