"""A message to one reader, by the mail server of whoever sends it (RFC 5321; STARTTLS: RFC 3207; SSL: RFC 8314)."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

TIMEOUT_SECONDS: Final = 20
PORTS: Final = {"starttls": 587, "ssl": 465, "none": 25}
"""How the connection is kept secret → the port that servers take it at."""


class SmtpError(Exception):
    """The message was not sent. `rule` says why, `facts` with whom; where it `is_final`, no other try would help."""

    def __init__(self, rule: str, is_final: bool = False, **facts: str) -> None:
        super().__init__(rule)
        self.rule, self.is_final, self.facts = rule, is_final, facts


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server. `security` is one of PORTS; without a `user` it takes messages from this machine as it is."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = ""


_FAULTS: Final[tuple[tuple[type[Exception], str, Callable[[Any], object]], ...]] = (
    (smtplib.SMTPAuthenticationError, "smtp-login", lambda error: error.smtp_error),
    (smtplib.SMTPRecipientsRefused, "smtp-reader", lambda error: next(iter(error.recipients.values()))[1]),
    (smtplib.SMTPSenderRefused, "smtp-sender", lambda error: error.smtp_error),
    (smtplib.SMTPResponseException, "smtp-refused", lambda error: f"{error.smtp_code} {_words(error.smtp_error)}"),
    (ssl.SSLCertVerificationError, "smtp-certificate", lambda error: error.verify_message),
    (ssl.SSLError, "smtp-security", lambda error: error.reason),
    (UnicodeError, "smtp-letters", str),
    (Exception, "smtp-unreached", lambda error: str(error) or type(error).__name__),
)
"""What went wrong, the nearer kind before the wider → the rule that says it, and the reason in the server's words."""


def send(server: Server, sender: str, reader: str, messages: list[bytes]) -> None:
    """Gives the messages to the server, one by one, in one connection. Raises SmtpError."""
    done = 0
    try:
        with _connected(server) as connection:
            if server.user:
                connection.login(server.user, server.password)
            for message in messages:
                connection.sendmail(sender, [reader], message)
                done += 1
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        rule, reason = _fault(error)
        raise SmtpError(
            rule, _is_final(error), host=f"{server.host}:{server.port}", user=server.user, sender=sender,
            reader=reader, reason=reason, done=str(done),
        ) from None  # fmt: skip


def _fault(error: Exception) -> tuple[str, str]:
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return ("smtp-no-starttls" if "STARTTLS" in str(error) else "smtp-no-login"), ""
    rule, reason = next((rule, reason) for kind, rule, reason in _FAULTS if isinstance(error, kind))
    return rule, _words(reason(error))


def _is_final(error: Exception) -> bool:
    """Whether a server refused the reader or the message for good, as 5xx says (RFC 5321, 4.2.1).

    A 53x is about whoever sends, such as a password that is missing (RFC 4954): that can be set right.
    """
    code = 0
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
    elif isinstance(error, smtplib.SMTPDataError):
        code = error.smtp_code
    return code >= 500 and code // 10 != 53


def _connected(server: Server) -> smtplib.SMTP:
    """A connection that nobody reads along, unless it is wanted without."""
    trusted = ssl.create_default_context()
    if server.security == "ssl":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=trusted)
    connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    try:
        if server.security == "starttls":
            connection.starttls(context=trusted)
    except BaseException:
        connection.close()
        raise
    return connection


def _words(said: object) -> str:
    """What a server says of a refusal, in one line."""
    return " ".join((said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)).split())[:300]
