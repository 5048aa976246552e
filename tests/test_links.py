"""Addresses of other sites, asked on a server of our own: which are dead, which may not be, and how gently."""

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import PROJECT, TODAY

from gazette import cli
from gazette.engines import outside

BASE = PROJECT / "tests/sites/base"
HOST = "127.0.0.2"  # 127.0.0.1 would count as the site's own preview
CODES = {"/ok": 200, "/gone": 404, "/withdrawn": 410, "/busy": 503, "/closed": 403, "/%CE%BD%CE%AD%CE%B1": 200}


class Server(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__((HOST, 0), Handler)
        self.asked: list[tuple[str, str, str]] = []
        self.open = self.most = 0
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_HEAD(self) -> None:
        self._answer(405 if self.path == "/only-get" else CODES.get(self.path, 200))

    def do_GET(self) -> None:
        self._answer(CODES.get(self.path, 200))

    def _answer(self, code: int) -> None:
        with self.server.lock:
            self.server.asked.append((self.command, self.path, self.headers["User-Agent"]))
            self.server.open += 1
            self.server.most = max(self.server.most, self.server.open)
        leads_on = self.path == "/moved"
        self.send_response(301 if leads_on else code)
        if leads_on:
            self.send_header("Location", "/ok")
        self.send_header("Content-Length", "0")
        with self.server.lock:
            self.server.open -= 1
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def verdicts(server: Server, *paths: str) -> dict[str, str]:
    answers = outside.ask([server.url + path for path in paths], "a test", 0)
    return {address.removeprefix(server.url): answer.verdict for address, answer in answers.items()}


def test_what_is_dead_and_what_is_only_unsure(server: Server) -> None:
    found = verdicts(server, "/ok", "/moved", "/only-get", "/νέα", "/gone", "/withdrawn", "/busy", "/closed")
    assert {path for path, verdict in found.items() if verdict == "alive"} == {"/ok", "/moved", "/only-get", "/νέα"}
    assert {path for path, verdict in found.items() if verdict == "dead"} == {"/gone", "/withdrawn"}
    assert {path for path, verdict in found.items() if verdict == "unsure"} == {"/busy", "/closed"}


def test_no_answer_is_not_yet_death(server: Server) -> None:
    closed = Server()
    closed.server_close()
    assert verdicts(closed, "/ok") == {"/ok": "unsure"}


def test_a_host_is_asked_gently(server: Server) -> None:
    verdicts(server, *(f"/{number}" for number in range(12)), "/1", "/1")
    assert len(server.asked) == 12, "each address once"
    assert server.most == 1, "one at a time"
    assert {(method, agent) for method, _, agent in server.asked} == {("HEAD", "a test")}


def run(root: Path, *more: str) -> int:
    return cli.main(["links", "--root", str(root), "--as-of", TODAY, "--pause", "0", *more])


def test_the_command_tells_the_line(server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "site"
    shutil.copytree(BASE, root, ignore=shutil.ignore_patterns(".build"))
    for path in root.rglob("*.*"):  # nothing outside may be asked by a test
        if path.suffix in (".yml", ".md") and path.name != "mkdocs.yml":
            path.write_text(path.read_text("utf-8").replace("https://", f"{server.url}/"), "utf-8")
    text = root / "content/stories/garden/en.md"
    line = len(text.read_text("utf-8").splitlines()) + 2
    text.write_text(text.read_text("utf-8") + f"\nRead [more]({server.url}/ok).\n", "utf-8")
    assert run(root) == 0
    assert "none leads nowhere" in capsys.readouterr().err
    text.write_text(text.read_text("utf-8").replace("/ok)", "/gone)"), "utf-8")
    partner = root / "content/partners/iom/partner.yml"
    partner.write_text(f"role: partner\nwebsite: {server.url}/busy\n")
    assert run(root, "--format", "github", "--lang", "el") == 1
    said = capsys.readouterr().out
    assert f"::error file=content/stories/garden/en.md,line={line},col=1,title=outside-dead::Η διεύθυνση «" in said
    assert "::warning file=content/partners/iom/partner.yml,line=2,col=10,title=outside-unsure::website: " in said
    assert all(agent.startswith("link check of https://") for _, _, agent in server.asked)


def test_content_with_problems_is_not_asked_about(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(BASE, tmp_path / "site", ignore=shutil.ignore_patterns(".build"))
    (tmp_path / "site/content/stories/garden/story.yml").write_text("date: soon\n")
    assert run(tmp_path / "site") == 1
    assert "story.yml" in capsys.readouterr().out
    assert server.asked == []


def test_a_pause_is_a_number(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(BASE, "--pause", "long")
    assert "no number of seconds" in capsys.readouterr().err
