"""Mail: MJML as HTML that programs for mail understand, by mrml; and a message of both parts (RFC 5322, MIME)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

LINE: Final = 76
"""Characters in an encoded line (RFC 2045), without its end."""


ENCODED: Final = 42
"""Bytes of an encoded word, so that with its frame (RFC 2047: 75 at most) and the header's name it is one line."""


class MailError(Exception):
    """An email cannot be made; the text says why and how to fix it."""


@dataclass(frozen=True, slots=True)
class Message:
    """The contents of an email. `name` is unique to it: it goes into its identifier and between its parts."""

    name: str
    subject: str
    language: str
    sender_name: str
    sender: str
    date: datetime
    text: str
    html: str
    unsubscribe: str
    """Where one click is enough (RFC 8058); nothing where there is no such address."""

    @property
    def host(self) -> str:
        return self.sender.partition("@")[2]


def to_html(mjml: str) -> str:
    """MJML as HTML. Raises MailError."""
    import mrml

    try:
        made = mrml.to_html(mjml)
    except OSError as error:
        raise MailError(f"The letter's template, theme/email/issue.mjml, cannot be read: {error}") from None
    if made.warnings:
        told = "; ".join(f"{warning.kind} at character {warning.start}" for warning in made.warnings)
        raise MailError(f"The letter's template, theme/email/issue.mjml, is not as MJML wants it: {told}")
    if "<mj-" in made.content:
        raise MailError("The letter's template, theme/email/issue.mjml, has an element that MJML does not know.")
    return made.content


def weight(html: str) -> int:
    """Bytes of the HTML as it is sent: in base64, with the ends of its lines."""
    encoded = len(b64encode(html.encode()))
    return encoded + 2 * -(-encoded // LINE)


def leave_by_mail(sender: str) -> str:
    """The address of a message that asks to be taken off the list."""
    return f"mailto:{sender}?subject=unsubscribe"


def to_eml(message: Message) -> bytes:
    """A whole message without recipients, the same bytes each time. Programs open it as one that is to be sent."""
    from email.message import EmailMessage  # late, as what it needs: most builds make no message

    made = EmailMessage(policy=_policy())
    for name, value in _headers(message).items():
        made[name] = value
    made.set_content(message.text, cte="base64")
    made.add_alternative(message.html, subtype="html", cte="base64")
    for part in (made, *made.iter_parts()):
        part["Content-Language"] = message.language
    made.set_boundary(f"=_{message.name}")
    return made.as_bytes()


def _policy() -> Any:
    """The library's, but for names and subjects in other letters than ASCII: it would divide them within a word.

    A reader that puts a space between the parts, as some do, then shows one too many, and no broken word.
    """
    from email.policy import SMTP, EmailPolicy

    class WholeWords(EmailPolicy):
        def fold_binary(self, name: str, value: Any) -> bytes:
            if str(value).isascii():
                return super().fold_binary(name, value)
            if name == "Subject":
                return f"{name}: {_encoded(value)}\r\n".encode()
            [sender] = value.addresses
            return f"{name}: {_encoded(sender.display_name)}\r\n <{sender.addr_spec}>\r\n".encode()

    return WholeWords() + SMTP


def _encoded(words: str) -> str:
    """Encoded words (RFC 2047), each of whole words with the space behind them, one in a line."""
    parts = [""]
    for word in words.split(" "):
        if parts[-1] and len(f"{parts[-1]}{word} ".encode()) > ENCODED:
            parts.append("")
        parts[-1] += f"{word} "
    parts[-1] = parts[-1][:-1]
    from email.header import Header

    return "\r\n ".join(Header(part, "utf-8").encode(linesep="\r\n") for part in parts)


def _headers(message: Message) -> Mapping[str, object]:
    from email.headerregistry import Address

    ways = [f"<{message.unsubscribe}>"] if message.unsubscribe else []
    found: dict[str, object] = {
        "From": Address(message.sender_name, addr_spec=message.sender),
        "Subject": message.subject,
        "Date": message.date,
        "Message-ID": f"<{message.name}@{message.host}>",
        "List-Id": f"<newsletter.{message.host}>",
        "List-Unsubscribe": ", ".join([*ways, f"<{leave_by_mail(message.sender)}>"]),
    }
    if message.unsubscribe:
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found | {"X-Unsent": "1"}
