"""The preview's server: what it shows, what it does not, and that an open page is loaded anew after a change."""

from __future__ import annotations

import re
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from gazette.engines import preview, watching

PAGE = """<!doctype html><html lang="en"><head><meta http-equiv="Content-Security-Policy"
content="default-src 'none'; connect-src 'self'"><title>{}</title></head><body></body></html>"""


@dataclass
class Served:
    folder: Path
    source: Path
    url: str
    builds: list[str] = field(default_factory=list)
    is_quick: bool = False
    """Whether the page is made at once."""
    has_begun: Event = field(default_factory=Event)
    may_build: Event = field(default_factory=Event)

    def pages(self, paths: frozenset[str]) -> Mapping[str, bytes]:
        assert paths == {str(self.source)}
        return {"index.html": PAGE.format(self.source.read_text("utf-8")).encode()} if self.is_quick else {}

    def build(self) -> bool:
        """As a build does: what is saved is on the page, unless it is `wrong`. `end` stops the server as Ctrl-C would.

        What it says is read first: what is saved while it runs comes out with the next one.
        """
        said = self.source.read_text("utf-8")
        if said == "end":
            raise KeyboardInterrupt
        self.has_begun.set()
        assert self.may_build.wait(60)
        self.builds.append(said)
        if said != "wrong":
            (self.folder / "index.html").write_text(PAGE.format(said), "utf-8")
        return said != "wrong"

    def save(self, said: str) -> None:
        """As some editors save: a file of another name, which then takes the place of the first."""
        other = self.source.with_name("saving")
        other.write_text(said, "utf-8")
        other.replace(self.source)

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"{self.url}{path}", timeout=60) as answer:
            return answer.read().decode()


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setattr(watching, "BETWEEN_LOOKS", 0.01)
    monkeypatch.setattr(watching, "SETTLED", 0.01)
    monkeypatch.setattr(preview, "SETTLED", 0.01)
    folder, source = tmp_path / "site", tmp_path / "source.md"
    (folder / "empty").mkdir(parents=True)
    (folder / "stories").mkdir()
    for name in ("index", "404", "stories/index"):
        (folder / f"{name}.html").write_text(PAGE.format("First"), "utf-8")
    (folder / "licences.txt").write_text("Άδειες", "utf-8")
    (tmp_path / "private.html").write_text("secret")
    source.write_text("First", "utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = Served(folder, source, f"http://127.0.0.1:{port}")
    site.may_build.set()
    server = Thread(target=preview.serve, args=(folder, watching.watch([source]), site, ("127.0.0.1", port)))
    server.start()
    while server.is_alive():
        try:
            site.get("/")
            break
        except urllib.error.URLError:
            time.sleep(0.01)
    yield site
    site.may_build.set()
    source.write_text("end", "utf-8")
    server.join()


def asked_by(page: str) -> str:
    """Where the page asks whether it is still the newest."""
    found = re.search(r'fetch\("([^"]+)"', page)
    assert found and page.index("<script>") < page.index("Content-Security-Policy")
    return found[1]


def test_a_page_is_told_of_another_build(served: Served) -> None:
    before = asked_by(served.get("/"))
    served.source.write_text("Second", "utf-8")
    told = served.get(before)  # waits for it
    after = served.get("/")
    assert served.builds == ["Second"] and "<title>Second" in after
    assert asked_by(after) == preview.ASKING + told != before


def test_a_page_that_is_made_at_once_waits_for_no_build(served: Served) -> None:
    served.is_quick = True
    served.may_build.clear()
    before = asked_by(served.get("/"))
    served.save("Second")
    told = served.get(before)
    after = served.get("/")
    assert served.builds == [] and "<title>Second" in after and asked_by(after) == preview.ASKING + told != before
    assert served.has_begun.wait(60)
    served.save("Third")  # while a build of the second runs, which must not bring that back
    third = served.get(asked_by(after))
    served.may_build.set()
    assert "<title>Third" in served.get("/") and asked_by(served.get("/")) == preview.ASKING + third
    with pytest.raises(urllib.error.HTTPError):
        served.get("/nothing/")  # waits for all builds
    assert served.builds == ["Second", "Third"] and "<title>Third" in (served.folder / "index.html").read_text("utf-8")


def test_a_page_is_loaded_anew_where_it_is_another_and_only_then(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "LONGEST_WAIT", 0.5)
    there, lost = asked_by(served.get("/stories/")), preview.ASKING
    with pytest.raises(urllib.error.HTTPError) as error:
        served.get("/new/")
    lost = asked_by(error.value.read().decode())
    served.source.write_text("Second", "utf-8")
    assert preview.ASKING + served.get(there) == there
    (served.folder / "new").mkdir()
    (served.folder / "new/index.html").write_text(PAGE.format("New"), "utf-8")
    assert preview.ASKING + served.get(lost) != lost


def test_after_a_build_that_failed_a_page_stays_as_it_was_shown(served: Served) -> None:
    served.is_quick = True
    before = asked_by(served.get("/"))
    served.source.write_text("wrong", "utf-8")
    served.get(before)
    with pytest.raises(urllib.error.HTTPError):
        served.get("/nothing/")  # waits for the build
    assert served.builds == ["wrong"] and "<title>wrong" in served.get("/")


def test_what_is_there_is_shown_and_nothing_else(served: Served) -> None:
    assert "<title>First" in served.get("/stories/")
    with urllib.request.urlopen(f"{served.url}/stories", timeout=60) as moved:
        assert moved.url.endswith("/stories/")
    with urllib.request.urlopen(f"{served.url}/licences.txt", timeout=60) as plain:
        assert plain.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert (plain.headers["Cache-Control"], plain.read().decode()) == ("no-cache", "Άδειες")
    for path in ("/empty/", "/nothing/", "/nothing.html", "/../private.html", "/%2e%2e/private.html"):
        with pytest.raises(urllib.error.HTTPError) as lost:
            served.get(path)
        said = lost.value.read().decode()
        assert lost.value.code == 404 and "<title>First" in said and "secret" not in said, path
    (served.folder / "404.html").unlink()
    with pytest.raises(urllib.error.HTTPError):
        served.get("/nothing/")


def test_a_port_that_is_taken_is_told(served: Served) -> None:
    port = int(served.url.rpartition(":")[2])
    with pytest.raises(preview.PreviewError, match="in use"):
        preview.serve(served.folder, watching.watch([]), served, ("127.0.0.1", port))


def test_what_can_follow_no_change_ends_the_preview_and_is_told(tmp_path: Path) -> None:
    """Else the address would answer on, and show nothing new."""

    class Failing(Served):
        def pages(self, paths: frozenset[str]) -> Mapping[str, bytes]:
            raise ValueError("not expected")

    source = tmp_path / "source.md"
    source.write_text("First", "utf-8")
    watch, site = watching.watch([source]), Failing(tmp_path, source, "")
    site.save("Second")
    with pytest.raises(ValueError, match="not expected"):
        preview.serve(tmp_path, watch, site, ("127.0.0.1", 0))
    assert site.builds == []


def test_a_browser_loads_an_open_page_anew(served: Served, tab: Callable[..., Any]) -> None:
    """The policy of the pages lets no script of a page run: this one stands before it."""
    from playwright.sync_api import expect

    page = tab()
    page.goto(served.url)
    served.source.write_text("Second", "utf-8")
    expect(page).to_have_title("Second")
