"""The outbox: no message is lost while the mail server is away, and each arrives once."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gazette.engines import smtp
from submissions import letters
from submissions.letters import Letters
from submissions.people import Account, Role
from submissions.settings import ServerSettings
from tests.support.submissions_server import SENDER, mail_server
from tools.viewing.forms import free_port

EDITOR = Account("nora@north.example", "Nora", Role.EDITOR, "north", "el")


def outbox(data: Path, port: int, told: list[str]) -> Letters:
    server = smtp.Server("127.0.0.1", port, "none")
    return Letters(ServerSettings(data, "http://localhost/", 1, SENDER, mail=server), time.time, told.append)


def until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def write(post: Letters, count: int) -> None:
    for number in range(count):
        post.write(EDITOR, "link", link=f"http://localhost/link/{number}", minutes=15)


def test_what_was_written_while_the_mail_server_was_down_arrives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "BETWEEN_TRIES", 0.2)
    told: list[str] = []
    post = outbox(tmp_path, free_port(), told)
    end = post.start()
    write(post, 3)
    until(lambda: len(told) >= 3)
    time.sleep(0.6)
    assert len(told) == 3, "that a message could not be sent is told once"
    assert len(list(post.settings.outbox.glob("*.eml"))) == 3
    end()
    with mail_server() as (inbox, port):
        again = outbox(tmp_path, port, told)
        end = again.start()
        write(again, 2)
        until(lambda: len(inbox.messages) == 5)
        end()
        assert not list(again.settings.outbox.glob("*.eml"))
        links = {line for message in inbox.messages for line in message.get_content().split() if "/link/" in line}
        assert links == {f"http://localhost/link/{number}" for number in range(3)}
        assert {message["To"] for message in inbox.messages} == {EDITOR.address}


def test_a_message_that_no_one_takes_keeps_no_other_back(tmp_path: Path) -> None:
    with mail_server() as (inbox, port):
        post = outbox(tmp_path, port, told := [])
        post.settings.outbox.mkdir(parents=True)
        (post.settings.outbox / "0-broken.eml").write_bytes(b"\xff\xfe\0")
        (post.settings.outbox / "0-folder.eml").mkdir()
        (post.settings.outbox / "0-large.eml").write_bytes(bytes(letters.MOST_BYTES + 1))
        end = post.start()
        write(post, 1)
        until(lambda: len(inbox.messages) == 1)
        write(post, 1)
        until(lambda: len(inbox.messages) == 2)
        end()
        assert len(told) == 3


@pytest.mark.parametrize("address", [f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 50}.example", "a+b-c_d.e@b.example"])
def test_a_long_address_is_written_whole(tmp_path: Path, address: str) -> None:
    with mail_server() as (inbox, port):
        post = outbox(tmp_path, port, [])
        end = post.start()
        post.write(Account(address, "", Role.EDITOR, "north", "el"), "link", link="http://localhost/", minutes=15)
        until(lambda: len(inbox.messages) == 1)
        end()
        assert inbox.messages[0]["To"] == address


def test_without_a_mail_server_messages_stay(tmp_path: Path) -> None:
    post = Letters(ServerSettings(tmp_path, "http://localhost/", 1, SENDER), time.time, lambda reason: None)
    post.start()()
    write(post, 2)
    assert len(list(post.settings.outbox.glob("*.eml"))) == 2
