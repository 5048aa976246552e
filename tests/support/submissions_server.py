"""The submissions server as it runs for real: a process of its own, with a mail server, seen from outside."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Condition
from typing import Any, Final

import httpx
from aiosmtpd.controller import Controller

from tests.support.sites import PROJECT
from tools.viewing.forms import free_port

PATIENCE: Final = 60.0
SENDER: Final = "editors@cities.example"


@dataclass
class Inbox:
    """A mail server that keeps what it gets."""

    messages: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    """Address → what is answered to messages for it in place of taking them."""
    asked: list[str] = field(default_factory=list)
    _came: Condition = field(default_factory=Condition)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        del server, session, options
        self.asked.append(address)
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        with self._came:
            message = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.messages.append(message)
            self._came.notify_all()
        return "250 OK"

    def next_to(self, address: str, seen: int = 0, saying: str = "") -> EmailMessage:
        """The first message to an address after the first `seen` ones that says something; waits for it."""

        def found() -> EmailMessage | None:
            later = (one for one in self.messages[seen:] if one["To"] == address)
            return next((one for one in later if saying in one.get_content()), None)

        with self._came:
            assert self._came.wait_for(found, PATIENCE), f"no mail to {address}"
            message = found()
        assert message
        return message

    def sign_in_link(self, address: str, seen: int) -> str:
        """The link that was asked for after the first `seen` messages.

        The server posts in the background: a message of before, such as word of a proposal, may come first.
        """
        return link_in(self.next_to(address, seen, "/link/"))


def link_in(message: EmailMessage) -> str:
    """The address in a message."""
    found = re.search(r"http\S+", message.get_content())
    assert found
    return found.group()


@contextmanager
def mail_server() -> Iterator[tuple[Inbox, int]]:
    """A mail server on this machine, and its port."""
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield inbox, controller.port
    finally:
        controller.stop()


@dataclass
class Running:
    """A server that answers at `url`."""

    url: str
    data: Path
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes]

    @property
    def errors(self) -> str:
        """What it wrote where errors go."""
        return _errors(self.data).read_text("utf-8")

    @property
    def repository(self) -> Path:
        return self.data / "site.git"

    def git(self, *arguments: str) -> str:
        """What git says of the server's repository."""
        command = ["git", "--git-dir", str(self.repository), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def kill(self) -> None:
        """Ends it at once, with all that it started."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def start_again(self) -> None:
        """Starts it on the same data."""
        self.process = _started(self.environment, self.data)
        _wait_until_up(self)


def environment_for(data: Path, port: int, mail_port: int, **more: str) -> dict[str, str]:
    """The settings of a server for tests."""
    own = {
        "SUBMISSIONS_DATA": str(data), "SUBMISSIONS_PORT": str(port), "SUBMISSIONS_URL": f"http://localhost:{port}/",
        "SUBMISSIONS_SENDER": SENDER, "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(mail_port), "SMTP_SECURITY": "none",
    }  # fmt: skip
    return {**os.environ, **own, **more}


def command(environment: Mapping[str, str], *arguments: str) -> None:
    """Runs a command of the server's, such as `invite`."""
    whole = [sys.executable, "-m", "submissions", *arguments]
    subprocess.run(whole, env=dict(environment), cwd=PROJECT, check=True, capture_output=True)


def _errors(data: Path) -> Path:
    return data.with_name(f"{data.name}.errors")


def _started(environment: Mapping[str, str], data: Path) -> subprocess.Popen[bytes]:
    whole = [sys.executable, "-m", "submissions", "serve"]
    with _errors(data).open("ab") as errors:
        return subprocess.Popen(
            whole, env=dict(environment), cwd=PROJECT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=errors
        )  # fmt: skip


def _wait_until_up(running: Running) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert running.process.poll() is None, f"the server ended: {running.errors}"
        try:
            # The certificates of the system would be read each time, which takes as long as is waited in between.
            if httpx.get(f"{running.url}health", verify=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the server does not answer")


@contextmanager
def served(data: Path, mail_port: int, **more: str) -> Iterator[Running]:
    """A server on data of its own, until the end of the context."""
    port = free_port()
    environment = environment_for(data, port, mail_port, **more)
    running = Running(f"http://localhost:{port}/", data, environment, _started(environment, data))
    try:
        _wait_until_up(running)
        yield running
    finally:
        running.kill()


def sign_in(page: Any, running: Running, inbox: Inbox, address: str) -> None:
    """Signs in as a person does: by the link in a mail."""
    seen = len(inbox.messages)
    page.goto(f"{running.url}sign-in")
    page.locator("#address").fill(address)
    page.locator("main button").click()
    page.locator("h1", has_text="email").wait_for()
    follow(page, inbox.sign_in_link(address, seen))
    page.locator("main button").click()
    page.locator("nav").wait_for()


def follow(page: Any, link: str) -> None:
    """Opens a link as mail in a browser does: from a page of another site, so that no cookie goes along at first."""
    page.goto(f"data:text/html,<a href='{link}'>x</a>")
    page.locator("a").click()
    page.locator("main button, main a").first.wait_for()
