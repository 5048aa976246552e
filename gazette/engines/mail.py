"""Mail: MJML as HTML that programs for mail understand, by mrml; and a message of both parts (RFC 5322, MIME)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

ENCODED: Final = 42
"""Bytes of an encoded word, so that with its frame (RFC 2047: 75 at most) and the header's name it is one line."""
_TAG: Final = re.compile(r'<[A-Za-z](?:[^"<>]|"[^"]*")*>')
_VALUE: Final = re.compile(r'="[^"]*"')
_ESCAPED: Final = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_SHORT: Final = {"n": "\n", "r": "\r", "t": "\t", "0": ""}
"""What Rust writes of these signs behind a backslash; of others, the sign itself."""


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
    """The page where readers leave the list; nothing where there is none but a message to the sender."""
    reader: str = ""
    """The one address that it is sent to; without it, a message that someone else addresses and sends."""

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
    return _TAG.sub(lambda tag: _VALUE.sub(_as_written, tag.group()), made.content)


def _as_written(value: re.Match[str]) -> str:
    r"""The value of an attribute as the template has it.

    mrml writes values as Rust shows strings to programmers: a space that does not break becomes \u{a0}, a backslash
    two, and screen readers would read that out.
    """
    return _ESCAPED.sub(lambda sign: chr(int(sign[1], 16)) if sign[1] else _SHORT.get(sign[2], sign[2]), value.group())


def leave_by_mail(sender: str) -> str:
    """The address of a message that asks to be taken off the list."""
    return f"mailto:{sender}?subject=unsubscribe"


def to_eml(message: Message) -> bytes:
    """A whole message, the same bytes each time. Without a reader, programs open it as one that is to be sent."""
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


def to_note(headers: Mapping[str, object], text: str) -> bytes:
    """A message of plain text alone."""
    from email.message import EmailMessage

    made = EmailMessage(policy=_policy())
    made.set_content(text, cte="base64")  # which would drop a header about the content that was there before
    for name, value in headers.items():
        made[name] = value
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
    return {
        "From": Address(message.sender_name, addr_spec=message.sender),
        **({"To": Address(addr_spec=message.reader)} if message.reader else {}),
        "Subject": message.subject,
        "Date": message.date,
        "Message-ID": f"<{message.name}@{message.host}>",
        "List-Id": f"<newsletter.{message.host}>",
        # No List-Unsubscribe-Post: one click must name the reader (RFC 8058, 3.1), and this address is everyone's. A
        # sending service, which has an address for each reader, writes these headers itself.
        "List-Unsubscribe": ", ".join([*ways, f"<{leave_by_mail(message.sender)}>"]),
        **({} if message.reader else {"X-Unsent": "1"}),
    }
