"""A server for each file of attacks, on a small site, with three people who are signed in."""

from __future__ import annotations

import re
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

import pytest

from submissions.guard import ALWAYS
from tests.support import submissions_server as server
from tests.support.submissions_visitor import Visitor, invite, prepared, story

ANNA, NORTH, SOUTH = "anna@network.example", "nora@north.example", "sofia@south.example"


@dataclass
class House:
    """A running server, its mail, and who is there: a coordinator and the editors of two municipalities."""

    running: server.Running
    inbox: server.Inbox
    anna: Visitor
    north: Visitor
    south: Visitor
    known: dict[str, str] = field(default_factory=dict)
    judged: int = 0
    networks: int = 10

    def anyone(self) -> Visitor:
        """Someone who is not signed in, from a network of their own."""
        self.networks += 1
        return Visitor(self.running, f"198.18.{self.networks}.1", answers=self.anna.answers)

    def signed_in(self, address: str, member: str = "") -> Visitor:
        """Someone more, who is invited first."""
        invite(self.running, address, member)
        return self.anyone().sign_in(self.inbox, address)

    def raw(self, data: bytes, leaving: bool = False) -> bytes:
        """What is answered to bytes that are sent as they are; nothing to someone who is leaving at once."""
        port = int(self.running.url.rstrip("/").rpartition(":")[2])
        with closing(socket.create_connection(("127.0.0.1", port), 30)) as connection:
            connection.sendall(data)
            said = b""
            while not leaving and not _is_whole(said) and (more := connection.recv(65536)):
                said += more
            return said

    @property
    def host(self) -> str:
        return self.running.url.split("/")[2]

    def ask(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """What the database says, or has changed in it."""
        with closing(sqlite3.connect(self.running.data / "submissions.db", timeout=20)) as db, db:
            return db.execute(statement, values).fetchall()

    def refs(self) -> str:
        """Where all branches end."""
        return self.running.git("for-each-ref")

    def draft(self, who: Visitor, slug: str = "") -> str:
        """A new proposal, with a story where one is named."""
        key = who.begin(f"Proposal {slug}")
        if slug:
            member = "north" if who is self.north else "south"
            assert who.save(key, story(slug, member)).status_code == 200
        return key

    def sent_commit(self, key: str) -> str:
        """What a coordinator has before them."""
        [[commit]] = self.ask("select sent from proposals where id = ?", key)
        return str(commit)

    def published(self, path: str) -> bytes:
        """A file of the site."""
        return self.running.git("show", f"main:{path}").encode()

    def judge(self) -> None:
        """No answer since the last look was a fault of the server's, and each bears the headers."""
        answers = self.anna.answers[self.judged :]
        self.judged += len(answers)
        for answer in answers:
            assert answer.status_code < 500, (answer.request.url, answer.status_code, answer.text)
            assert not {name.lower() for name in ALWAYS} - {name.lower() for name in answer.headers}, answer.request.url
            for cookie in answer.headers.get_list("set-cookie"):
                assert "HttpOnly" in cookie, cookie
                assert "SameSite=strict" in cookie, cookie
                assert cookie.startswith("language=") or ("Secure" in cookie and "Domain" not in cookie), cookie
                assert cookie.startswith(("language=", "__Host-")), cookie
        if "Traceback" in (errors := self.running.errors):
            pytest.fail(errors[-4000:])


def _is_whole(said: bytes) -> bool:
    head, end, body = said.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return bool(end) and length is not None and len(body) >= int(length[1])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data = tmp_path_factory.mktemp("submissions") / "data"
    prepared(data)
    with server.mail_server() as (inbox, mail_port), server.served(data, mail_port) as running:
        shared = Visitor(running, "198.18.1.1")
        people = [
            Visitor(running, f"198.18.{number}.1", answers=shared.answers).sign_in(inbox, address)
            for number, address, member in ((1, ANNA, ""), (2, NORTH, "north"), (3, SOUTH, "south"))
            if not invite(running, address, member)
        ]
        yield House(running, inbox, *people)


@pytest.fixture(autouse=True)
def without_faults(request: pytest.FixtureRequest) -> Iterator[None]:
    """After each attack, the server's answers are judged."""
    yield
    if "house" in request.fixturenames:
        request.getfixturevalue("house").judge()
