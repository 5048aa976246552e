"""An issue on its way to readers: as a draft in the service that sends it, as a test to one address; and its settings.

Nothing is sent to a list from here: a person looks at the draft in the service, and sends it there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from ..content.library import EMAIL, Item
from ..content.problems import Misuse, Place, Problem
from ..files import tree
from ..settings import CONFIG_FILE, Sender, Settings, is_mail_address

if TYPE_CHECKING:
    from ..engines.listmonk import Pushed
    from ..engines.smtp import Server
    from ..outputs.email import Letter
    from ..pipeline.read import Reading

ACCESS_FILE: Final = "mail.env"
"""Beside mkdocs.yml, for those who don't want to set variables each time: `NAME=value`, one a line; never in git."""
ACCESS: Final = ("LISTMONK_URL", "LISTMONK_USER", "LISTMONK_TOKEN")
LISTS: Final = "LISTMONK_LISTS"
"""Language and list, as in `el=3 en=4` or `el=Ενημερωτικό; en=Newsletter`: numbers, UUIDs or names."""
SMTP: Final = ("SMTP_HOST", "SMTP_PORT", "SMTP_SECURITY", "SMTP_USER", "SMTP_PASSWORD")
MOST_BYTES: Final = 16 * 1024
_PLACEHOLDER: Final = re.compile(r"(^|[@.])(example(\.(com|net|org))?|test|invalid|localhost)$|✎", re.IGNORECASE)
"""Names that no one has (RFC 2606), and the sign for what is to be replaced."""
_HERE: Final = ("localhost", "127.0.0.1", "::1")
"""This machine: what is sent there passes no one."""


def judge(settings: Settings) -> Iterator[Problem]:
    """What of the newsletter's settings stands for something else, or is missing: no more than warnings."""
    yield from placeholders(settings)
    if settings.sender and not settings.subscribe:  # without a sender there is nothing to subscribe to
        yield Problem(CONFIG_FILE, "subscribe-unset", _place("newsletter", settings), "newsletter")


def placeholders(settings: Settings) -> Iterator[Problem]:
    """A warning for each address of the newsletter that no one has."""
    for name, value in _stated(settings.sender) if settings.sender else ():
        if _PLACEHOLDER.search(value):
            yield Problem(CONFIG_FILE, "newsletter-placeholder", _place(name, settings), name, {"value": value})


def _stated(sender: Sender) -> Iterator[tuple[str, str]]:
    """Setting and value, where it is an address that must be a real one."""
    yield "sender", sender.address
    if sender.unsubscribe:
        yield "unsubscribe", urlsplit(sender.unsubscribe).hostname or ""
    for line in dict.fromkeys(line.strip() for lines in sender.postal.values() for line in lines):
        yield "address", line


def _place(name: str, settings: Settings) -> Place:
    """The first line that begins with a setting's name, or with that of the group; else the file as a whole."""
    lines = settings.config.decode("utf-8", "replace").splitlines()
    for begun in (f"{name}:", "newsletter:"):
        for number, line in enumerate(lines, 1):
            if line.lstrip().startswith(begun):
                return Place(number, 1)
    return Place()


def read_access(root: Path) -> Mapping[str, str]:
    """The variables of the environment, and below them those of ACCESS_FILE. Raises Misuse where that is in git."""
    try:
        text = tree.read(root, ACCESS_FILE, MOST_BYTES).decode("utf-8")
    except FileNotFoundError:
        return os.environ
    except UnicodeDecodeError:
        raise Misuse("mail-file", path=ACCESS_FILE) from None
    from ..engines import git

    if git.run(root, "ls-files", "--error-unmatch", ACCESS_FILE).returncode == 0:
        raise Misuse("mail-file-tracked", path=ACCESS_FILE)
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        name, sign, value = line.partition("=")
        if line.strip() and not line.lstrip().startswith("#"):
            if not sign or name.strip() not in (*ACCESS, LISTS, *SMTP):
                raise Misuse(
                    "mail-file-line", path=f"{ACCESS_FILE}:{number}", choices=", ".join((*ACCESS, LISTS, *SMTP))
                )
            found[name.strip()] = value.strip().strip("\"'")
    return {**found, **os.environ}


def sender_of(settings: Settings) -> Sender:
    """Raises Misuse where the newsletter is not sent by mail."""
    if settings.sender is None:
        raise Misuse("mail-no-sender")
    return settings.sender


def push(reading: Reading, issue: Item, access: Mapping[str, str]) -> list[Pushed]:
    """Makes a draft of an issue in each language, or renews the one that is there. Raises Misuse."""
    from ..engines.listmonk import Access, Campaign, Listmonk, ListmonkError, subject_template

    sender = sender_of(reading.settings)
    lacking = [name for name in ACCESS if not access.get(name, "").strip()]
    if lacking:
        raise Misuse("listmonk-access", names=", ".join(lacking), path=ACCESS_FILE)
    url, user, token = (access[name].strip() for name in ACCESS)
    _refuse_open(url)
    lists = _lists(reading.settings, access.get(LISTS, ""))
    campaigns = [
        Campaign(
            letter.name, subject_template(letter.subject), letter.sender, letter.listmonk.html, letter.listmonk.text,
            lists[letter.language], ("newsletter", letter.language),
        )
        for letter in _letters(reading, issue, sender)
    ]  # fmt: skip
    try:
        with Listmonk(Access(url, user, token)) as service:
            return service.push(campaigns)
    except ListmonkError as error:
        raise Misuse(error.rule, **error.facts) from None


def _letters(reading: Reading, issue: Item, sender: Sender) -> Iterator[Letter]:
    from ..outputs.email import letters
    from ..pipeline.build import context_of

    return letters(context_of(reading), issue, sender)


def _refuse_open(url: str) -> None:
    """A token goes to no address where others can read along. Raises Misuse."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("http", "https"):
        raise Misuse("listmonk-address", url=url)
    if parts.scheme == "http" and host not in _HERE:
        raise Misuse("listmonk-open", url=url)


def _lists(settings: Settings, given: str) -> Mapping[str, str]:
    """Language → its list: as LISTS says, else that of the form for subscribing. Raises Misuse."""
    parts = re.split(r"[;\n]" if ";" in given else r"\s+", given.strip()) if given.strip() else []
    named = {name.strip(): value.strip() for name, _, value in (part.partition("=") for part in parts if part.strip())}
    for language, form in settings.subscribe.items():
        uuids = [value for name, value in form.hidden if name == "l"]
        if form.service == "listmonk" and len(uuids) == 1 and not parts:
            named[language] = uuids[0]
    mailed = settings.offered.making(EMAIL)
    if set(named) != set(mailed) or not all(named.values()):
        example = " ".join(f"{language}={number}" for number, language in enumerate(mailed, 3))
        raise Misuse("listmonk-lists", name=LISTS, example=example, path=ACCESS_FILE)
    return named


class Sent(NamedTuple):
    """A test that a mail server took."""

    language: str
    subject: str


def send_test(
    reading: Reading, issue: Item, reader: str, access: Mapping[str, str], now: datetime
) -> list[Sent]:  # fmt: skip
    """Sends an issue to one address, a message for each language. Raises Misuse."""
    from ..engines.smtp import SmtpError, send
    from ..outputs.email import to_one

    if not is_mail_address(reader):
        raise Misuse("mail-reader", value=reader)
    sender = sender_of(reading.settings)
    server = server_of(access)
    letters = list(_letters(reading, issue, sender))
    try:
        send(server, sender.address, reader, [to_one(letter.message, reader, now) for letter in letters])
    except SmtpError as error:
        raise Misuse(error.rule, **error.facts) from None
    return [Sent(letter.language, letter.subject) for letter in letters]


def server_of(access: Mapping[str, str]) -> Server:
    """The mail server that the variables name. Raises Misuse."""
    from ..engines.smtp import PORTS, Server

    host, port, security, user, password = (access.get(name, "").strip() for name in SMTP)
    security = security.lower() or "starttls"
    if not host or bool(user) != bool(password):
        raise Misuse("smtp-access", names=", ".join(SMTP), path=ACCESS_FILE)
    if security not in PORTS:
        raise Misuse("smtp-how", value=security, choices=", ".join(PORTS))
    if port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise Misuse("smtp-port", value=port)
    if security == "none" and host not in _HERE:
        raise Misuse("smtp-open", host=host)
    return Server(host, int(port) if port else PORTS[security], security, user, password)
