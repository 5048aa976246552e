"""Addresses of other sites, asked on a server of our own: which are dead, which may not be, and how gently."""

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest

from gazette import cli
from gazette.engines import link_check
from tests.support.sites import PROJECT, TODAY

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


OURS = link_check.Bounds(may_ask=lambda number: str(number) == HOST)
"""A local server is asked by no one but a test."""


def verdicts(server: Server, *paths: str) -> dict[str, str]:
    answers = link_check.ask([server.url + path for path in paths], "a test", 0, OURS)
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


def recorded(root: Path) -> list[str]:
    """The lines of links.txt, but for what explains it."""
    return [line for line in (root / "links.txt").read_text("utf-8").splitlines() if not line.startswith("#")]


def test_a_computer_without_a_network_spoils_no_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(BASE, tmp_path / "site", ignore=shutil.ignore_patterns(".build"))
    text = tmp_path / "site/content/stories/garden/en.md"
    text.write_text(
        text.read_text("utf-8") + "\nRead [a](https://a.example/), [b](https://b.example/), [c](https://c.example/).\n",
        "utf-8",
    )
    before = "checked 2026-11-03\n"
    (tmp_path / "site/links.txt").write_text(before)
    monkeypatch.setattr(
        link_check, "ask", lambda links, *_: dict.fromkeys(links, link_check.LinkStatus("unsure", "DNS"))
    )
    run(tmp_path / "site")
    assert (tmp_path / "site/links.txt").read_text() == before
    assert "this computer may be offline. links.txt stays as it was" in capsys.readouterr().err


def test_the_command_tells_the_line(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "site"
    monkeypatch.setattr(link_check, "ask", partial(link_check.ask, bounds=OURS))
    numbers = {"links.example.org": HOST, "home.example.org": "127.0.0.3"}
    found = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *rest, **more: found(numbers.get(host, host), *rest, **more)
    )
    url = f"http://links.example.org:{server.server_port}"
    shutil.copytree(BASE, root, ignore=shutil.ignore_patterns(".build"))
    for path in root.rglob("*.*"):  # nothing outside may be asked by a test
        if path.suffix in (".yml", ".md") and path.name != "mkdocs.yml":
            path.write_text(path.read_text("utf-8").replace("https://", f"{url}/"), "utf-8")
    text = root / "content/stories/garden/en.md"
    line = len(text.read_text("utf-8").splitlines()) + 2
    text.write_text(text.read_text("utf-8") + f"\nRead [more]({url}/ok).\n", "utf-8")
    assert run(root) == 0
    assert "All of them lead somewhere" in capsys.readouterr().err
    assert recorded(root) == [f"checked {TODAY}"]
    text.write_text(text.read_text("utf-8").replace("/ok)", "/gone)"), "utf-8")
    partner = root / "content/partners/iom/partner.yml"
    partner.write_text(f"role: partner\nwebsite: {url}/busy\n")
    assert run(root, "--format", "github", "--lang", "el") == 1
    said = capsys.readouterr().out
    assert f"::error file=content/stories/garden/en.md,line={line},col=1,title=outside-dead::Η διεύθυνση «" in said
    assert "::warning file=content/partners/iom/partner.yml,line=2,col=10,title=outside-unsure::website: " in said
    assert recorded(root) == [f"checked {TODAY}", f"unsure {TODAY} 503 {url}/busy", f"dead {TODAY} 404 {url}/gone"]
    text.write_text(text.read_text("utf-8").replace(f"({url}/gone)", "(http://home.example.org/) ([b](http://a..b/))"))
    assert run(root, "--as-of", "2026-12-22") == 1
    assert recorded(root) == [
        "checked 2026-12-22", "malformed 2026-12-22 - http://a..b/", "local 2026-12-22 home.example.org http://home.example.org/",
        f"unsure {TODAY} 503 {url}/busy",
    ], "what failed before keeps its day; what is there no more is gone"  # fmt: skip
    said = capsys.readouterr().out
    assert (
        f"en.md:{line}:1: 'http://home.example.org/' leads to this computer or to a local network (home.example.org)"
        in said
    )
    assert f"en.md:{line}:1: 'http://a..b/' is not an address that a browser can open." in said
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
    assert "is not a number of seconds" in capsys.readouterr().err


MALFORMED = (
    "http://[::1", "http://a..b/", "http://host.gr:99999/", "http://host.gr:port/", "http://", "https:///path",
    "http://exa mple.gr/", f"http://{'a' * 70}.gr/", "ftp://host.gr/", "http://host\0.gr/", "http://]host.gr/",
    f"http://host.gr/{'a' * 3000}", "http://host.gr:0/", "http://%31.gr/", f"http://{'α' * 70}.gr/", "",
)  # fmt: skip


def test_a_malformed_address_ends_no_run(server: Server) -> None:
    answers = link_check.ask([*MALFORMED, f"{server.url}/ok"], "a test", 0, OURS)
    assert {answers[address].verdict for address in MALFORMED} == {"malformed"}
    assert answers[f"{server.url}/ok"].verdict == "alive"


LOCAL = (
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1", "0", "0.0.0.0", "10.1.2.3", "172.16.0.1",
    "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "[::1]", "[::]", "[fe80::1]",
    "[fc00::1]", "[::ffff:127.0.0.1]", "[::ffff:c0a8:101]", "[::7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
    "[ff02::1]", "[fec0::1]", "name:secret@127.0.0.1", "127.0.0.1:22", "localhost", "LOCALHOST",
)  # fmt: skip


def test_no_one_at_home_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """However the number is written: what counts is where it leads."""
    reached: list[object] = []
    monkeypatch.setattr(socket, "create_connection", lambda *told: reached.append(told))
    addresses = [f"http://{host}/" for host in LOCAL]
    answers = link_check.ask(addresses, "a test", 0)
    assert {address: answer.verdict for address, answer in answers.items()} == dict.fromkeys(addresses, "local")
    assert reached == []


@pytest.mark.parametrize(
    "number", ["93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::"]
)
def test_the_internet_is_asked(number: str) -> None:
    assert link_check.is_public(ip_address(number))


def test_a_name_with_one_number_at_home_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [(socket.AF_INET, 1, 6, "", (number, 80)) for number in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *told, **more: numbers)
    assert link_check.ask(["http://both.gr/"], "a test", 0) == {"http://both.gr/": ("local", "both.gr")}


def test_the_number_that_was_looked_at_is_the_one_asked(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server may answer differently the second time: it is asked once for each question."""
    real, asked = socket.getaddrinfo, list[str]()

    def answers(host: str, *told: object, **more: object) -> object:
        if host != "turns.gr":
            return real(host, *told, **more)  # type: ignore[arg-type]
        asked.append(host)
        return [(socket.AF_INET, 1, 6, "", (HOST if len(asked) == 1 else "127.0.0.3", server.server_port))]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    address = f"http://turns.gr:{server.server_port}/ok"
    assert link_check.ask([address], "a test", 0, OURS)[address].verdict == "alive"
    assert asked == ["turns.gr"] and server.asked[0][:2] == ("HEAD", "/ok")


@contextmanager
def raw(*pieces: bytes, endless: bytes = b"", host: str = HOST) -> Iterator[tuple[str, list[bytes]]]:
    """A server that sends to each who asks the pieces, and then, now and then, `endless` for as long as it is heard."""
    done, heard = threading.Event(), list[bytes]()

    def answer(line: socket.socket) -> None:
        with line:
            try:
                heard.append(line.recv(65536))
                for piece in pieces:
                    line.sendall(piece)
                while not done.wait(0.02):
                    line.sendall(endless)
            except OSError:
                pass  # whoever asked has gone

    with socket.create_server((host, 0)) as server:

        def serve() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                threading.Thread(target=answer, args=(line,), daemon=True).start()

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://{host}:{server.getsockname()[1]}", heard
        finally:
            done.set()
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


SHORT = link_check.Bounds(patience=0.3, may_ask=OURS.may_ask)
DRIPS = {
    "nothing": ((), b""),
    "a code, letter by letter": ((), b"H"),
    "headers, letter by letter": ((b"HTTP/1.1 200 OK\r\nX: ",), b"a"),
    "headers, one by one": ((b"HTTP/1.1 200 OK\r\n",), b"A: b\r\n"),
    "wait a moment, for good": ((), b"HTTP/1.1 100 Continue\r\n\r\n"),
}


@pytest.mark.parametrize("kind", DRIPS)
def test_a_server_that_drips_is_left(kind: str) -> None:
    pieces, endless = DRIPS[kind]
    with raw(*pieces, endless=endless) as (url, heard):
        answer = link_check.ask([f"{url}/"], "a test", 0, SHORT)[f"{url}/"]
    assert answer.verdict == "unsure"
    assert len(heard) == 2, "asked once more, as a browser would"


def test_a_run_has_an_end() -> None:
    with raw() as (url, heard):
        addresses = [f"{url}/{number}" for number in range(50)]
        bounds = link_check.Bounds(patience=0.2, total=0.5, may_ask=OURS.may_ask)
        answers = link_check.ask(addresses, "a test", 0, bounds)
    assert {answer.verdict for answer in answers.values()} == {"unsure"}
    assert answers[addresses[-1]].detail == "not asked"
    assert len(heard) < 10


def test_a_name_server_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *told, **more: silent.wait() and [])
    assert link_check.ask(["http://slow.gr/"], "a test", 0, SHORT)["http://slow.gr/"].verdict == "unsure"
    silent.set()


def redirect(target: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode()


def test_an_answer_leads_to_no_one_at_home() -> None:
    with raw(b"HTTP/1.1 200 OK\r\n\r\n", host="127.0.0.3") as (inner, heard), raw(redirect(inner)) as (url, _):
        assert link_check.ask([url], "a test", 0, OURS)[url] == ("local", "127.0.0.3")
    assert heard == []


@pytest.mark.parametrize(
    "target",
    ["/again", "file:///etc/hostname", "ftp://127.0.0.2/", "http://[", f"/{'a' * 10_000}", "gopher:x", "//:0/"],
)
def test_an_answer_that_leads_nowhere(target: str) -> None:
    with raw(redirect(target)) as (url, heard):
        answer = link_check.ask([f"{url}/again"], "a test", 0, OURS)[f"{url}/again"]
    assert answer.verdict == "unsure" and answer.detail.startswith("redirect")
    assert len(heard) == 2


@pytest.mark.parametrize(
    "answer",
    [
        b"\0\0\0\0", b"HTTP/1.1 999999999999 x\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 1000, b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\n", b"220 mail.example ESMTP\r\n",
    ],
    ids=["nul", "code", "headers", "empty", "long", "mail"],
)  # fmt: skip
def test_an_answer_that_is_none(answer: bytes) -> None:
    with raw(answer) as (url, _):
        assert link_check.ask([url], "a test", 0, SHORT)[url].verdict == "unsure"


def test_of_an_answer_only_the_head_is_read() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 99999999999\r\n\r\n"
    with raw(head, endless=b"\x1f\x8b" * 1000) as (url, _):
        assert link_check.ask([url], "a test", 0, OURS)[url].verdict == "alive"


def test_a_name_and_a_password_stay_at_home(server: Server) -> None:
    with raw(b"HTTP/1.1 200 OK\r\n\r\n") as (url, heard):
        address = url.replace("//", "//name:secret@")
        assert link_check.ask([address], "a test", 0, OURS)[address].verdict == "alive"
    assert b"secret" not in heard[0] and b"Authorization" not in heard[0]
