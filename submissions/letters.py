"""The server's mail: invitations, links, what became of a proposal. Plain text, in the language of whoever gets it.

Each message is a file in the outbox first, so that none is lost and no page waits for a mail server; a thread sends
what lies there and takes it away. Without a mail server the files stay: that is how the server is tried.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Letters:
    """Writes messages and sends them. `on_failure` is told why a mail server took one not."""

    settings: ServerSettings
    now: Clock
    on_failure: Callable[[str], None]
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

    def _deliver(self) -> None:
        told: Collection[str] = ()
        while not self._ended.is_set():
            self._waiting.clear()
            told = [path.name for path in sorted(self.settings.outbox.glob("*.eml")) if not self._send(path.name, told)]
            self._waiting.wait(BETWEEN_TRIES if told else None)

    def _send(self, name: str, told: Collection[str]) -> bool:
        """Whether a message is delivered. That it is not is told once. Nothing that goes wrong ends the thread."""
        if self._ended.is_set():
            return False
        assert self.settings.mail
        try:
            data = tree.read(self.settings.outbox, name, MOST_BYTES)
            reader = message_from_bytes(data)["To"]
            if not reader:
                raise ValueError(f"{name} is to no one")
            send(self.settings.mail, self.settings.sender, str(reader), [data])
            tree.remove(self.settings.outbox, name)
        except SmtpError as error:
            self._tell(name, told, f"{error.rule}: {error.facts.get('reason', '')}")
        except (OSError, ValueError) as error:
            self._tell(name, told, str(error))
        else:
            return True
        return False

    def _tell(self, name: str, told: Collection[str], reason: str) -> None:
        if name not in told:
            with suppress(sqlite3.Error):
                self.on_failure(reason)
