"""The outbox: no message is lost while the mail server is away, and each arrives once."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gazette.engines import smtp
from submissions import letters
from submissions.letters import Letters, Undelivered
from submissions.people import Account, Role
from submissions.settings import ServerSettings
from submissions.words import Words
from tests.support.submissions_server import SENDER, mail_server
from tools.viewing.forms import free_port

EDITOR = Account("nora@north.example", "Nora", Role.EDITOR, "north", "el")


def outbox(data: Path, port: int, told: list[Undelivered]) -> Letters:
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
    told: list[Undelivered] = []
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
    post = Letters(ServerSettings(tmp_path, "http://localhost/", 1, SENDER), time.time, lambda letter: None)
    post.start()()
    write(post, 2)
    assert len(list(post.settings.outbox.glob("*.eml"))) == 2


def test_what_is_refused_for_good_is_tried_once_and_what_is_not_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistyped address; and a server that wants to be asked once more. A letter that arrives ends the note."""
    monkeypatch.setattr(letters, "BETWEEN_TRIES", 0.1)
    other = replace(EDITOR, address="later@north.example")
    with mail_server() as (inbox, port):
        inbox.answers |= {EDITOR.address: "550 5.1.1 No such user", other.address: "450 4.2.0 Try again later"}
        post = outbox(tmp_path, port, told := [])
        end = post.start()
        write(post, 1)
        post.write(other, "link", link="http://localhost/link/x", minutes=15)
        until(lambda: inbox.asked.count(other.address) >= 4)
        assert inbox.asked.count(EDITOR.address) == 1
        subject = Words("el").say("mail-link-subject")
        expected = [
            Undelivered(EDITOR.address, subject, "5.1.1 No such user", True),
            Undelivered(other.address, subject, "4.2.0 Try again later", False),
        ]
        assert told == expected
        assert post.undelivered() == {one.address: one for one in expected}
        assert outbox(tmp_path, port, []).undelivered() == {EDITOR.address: expected[0]}, "after a start, too"
        inbox.answers.clear()
        write(post, 1)
        until(lambda: {EDITOR.address, other.address} <= {message["To"] for message in inbox.messages})
        until(lambda: not post.undelivered())
        end()


@pytest.mark.parametrize(("answer", "is_final"), [
    ("501 5.1.3 Bad address", True), ("553 No", True), ("530 5.7.0 Sign in first", False), ("421 Busy", False),
])  # fmt: skip
def test_what_no_other_try_would_help(answer: str, is_final: bool) -> None:
    with mail_server() as (inbox, port):
        inbox.answers[EDITOR.address] = answer
        with pytest.raises(smtp.SmtpError) as told:
            smtp.send(smtp.Server("127.0.0.1", port, "none"), SENDER, EDITOR.address, [b"To: x\r\n\r\nx\r\n"])
    assert told.value.is_final == is_final
