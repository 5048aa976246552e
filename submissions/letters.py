"""The server's mail: invitations, links, what became of a proposal. Plain text, in the language of whoever gets it.

Each message is a file in the outbox first, so that none is lost and no page waits for a mail server; a thread sends
what lies there and takes it away. Of one that is refused for good, a note stays, which coordinators are shown. Without
a mail server the files stay: that is how the server is tried.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from threading import Event, Thread
from typing import Final

from gazette.engines.smtp import SmtpError, send
from gazette.files import tree

from .people import Account, Clock
from .settings import ServerSettings
from .words import Words

BETWEEN_TRIES: Final = 60.0
"""Seconds until a message that was not taken is tried again."""
MOST_BYTES: Final = 1024 * 1024
REFUSED: Final = ".refused"
"""How the names of notes end, each of a message that is tried no more."""


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that did not get through: to whom, its subject, why, and whether it is tried no more."""

    address: str
    subject: str
    reason: str
    is_final: bool = False

    def __str__(self) -> str:
        return f"{self.address}: «{self.subject}» ({self.reason})"


@dataclass(frozen=True, slots=True)
class Letters:
    """Writes messages and sends them. `on_failure` is told, once, of each that a mail server did not take."""

    settings: ServerSettings
    now: Clock
    on_failure: Callable[[Undelivered], None]
    _failing: dict[str, Undelivered] = field(default_factory=dict)
    _waiting: Event = field(default_factory=Event)
    _ended: Event = field(default_factory=Event)

    def write(self, account: Account, message_key: str, **facts: object) -> None:
        """Puts the message of that key in words.yml into the outbox."""
        words = Words(account.language)
        message = EmailMessage(policy=SMTP)
        message["Subject"] = " ".join(words.say(f"mail-{message_key}-subject", **facts).split())
        message["From"], message["To"] = self.settings.sender, account.address
        message["Date"] = format_datetime(datetime.fromtimestamp(self.now(), UTC))
        message["Message-ID"] = make_msgid(domain=self.settings.sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(
            "\n\n".join([words.say(f"mail-{message_key}", **facts), words.say("mail-foot")]) + "\n", cte="base64"
        )
        stamp = datetime.fromtimestamp(self.now(), UTC).strftime("%Y%m%d-%H%M%S-%f")
        self.settings.outbox.mkdir(parents=True, exist_ok=True, mode=0o700)
        tree.write(self.settings.outbox, f"{stamp}-{secrets.token_hex(4)}.eml", message.as_bytes())
        self._waiting.set()

    def start(self) -> Callable[[], None]:
        """Sends what lies in the outbox until the function that this gives is called."""
        if self.settings.mail is None:
            return lambda: None
        thread = Thread(target=self._deliver, daemon=True)
        thread.start()

        def end() -> None:
            self._ended.set()
            self._waiting.set()
            thread.join()

        return end

    def undelivered(self) -> dict[str, Undelivered]:
        """Address → a message to it that did not get through; one that is tried no more comes before another."""
        waiting = {one.address: one for one in list(self._failing.values())}
        return waiting | {one.address: one for one in self._refused().values()}

    def forget(self, address: str) -> None:
        """Takes away what is noted of messages that an address refused."""
        for name, one in self._refused().items():
            if one.address == address:
                with suppress(OSError, ValueError):  # such as: it was taken away at this moment
                    tree.remove(self.settings.outbox, name)

    def _refused(self) -> dict[str, Undelivered]:
        found = {}
        for path in sorted(self.settings.outbox.glob(f"*{REFUSED}")):
            with suppress(OSError, ValueError, TypeError):  # or it is no note of ours
                found[path.name] = Undelivered(**json.loads(tree.read(self.settings.outbox, path.name, MOST_BYTES)))
        return found

    def _deliver(self) -> None:
        while not self._ended.is_set():
            self._waiting.clear()
            names = [path.name for path in sorted(self.settings.outbox.glob("*.eml"))]
            for name in set(self._failing).difference(names):  # someone took it away by hand
                del self._failing[name]
            are_done = [self._send(name) for name in names]
            self._waiting.wait(None if all(are_done) else BETWEEN_TRIES)

    def _send(self, name: str) -> bool:
        """Whether a message is done with. Nothing that goes wrong ends the thread."""
        if self._ended.is_set():
            return False
        assert self.settings.mail
        data = b""
        try:
            data = tree.read(self.settings.outbox, name, MOST_BYTES)
            reader = message_from_bytes(data)["To"]
            if not reader:
                raise ValueError(f"{name} is to no one")
            send(self.settings.mail, self.settings.sender, str(reader), [data])
            self._done_with(name, str(reader))
        except SmtpError as error:
            return self._failed(name, data, error.facts.get("reason", "") or error.rule, error.is_final)
        except (OSError, ValueError) as error:
            return self._failed(name, data, str(error))
        return True

    def _done_with(self, name: str, reader: str) -> None:
        tree.remove(self.settings.outbox, name)
        self._failing.pop(name, None)
        self.forget(reader)

    def _failed(self, name: str, data: bytes, reason: str, is_final: bool = False) -> bool:
        """Tells of it where it was not told before; gives whether the message is done with."""
        message = message_from_bytes(data, policy=SMTP)
        found = Undelivered(str(message["To"] or name), str(message["Subject"] or ""), reason, is_final)
        is_known = name in self._failing and not is_final
        try:
            if is_final:
                self._done_with(name, found.address)
                tree.write(self.settings.outbox, f"{name}{REFUSED}", json.dumps(asdict(found)).encode())
            else:
                self._failing[name] = found
        except OSError:
            is_final = False
        if not is_known:
            with suppress(sqlite3.Error):
                self.on_failure(found)
        return is_final
