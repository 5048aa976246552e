"""Web addresses that no reader can or should follow: with a password or a key in them, or of a network at home."""

from __future__ import annotations

import ipaddress
import re
import socket
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import SplitResult, parse_qsl, urlsplit

PASSWORD: Final = "address-with-password"  # noqa: S105 - the name of a rule
KEY: Final = "address-with-key"
LOCAL: Final = "address-local"
LOOK_ALIKE: Final = "address-look-alike"
_URL: Final = re.compile(
    r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}:/{1,3}(?:[^\s<>\"'/?#@\]]{1,200}@)?(?:\[[^\]\s]{1,60}\])?[^\s<>\"'\]|]*"
    r"|(?<![\w\\])\\{1,2}[\w-]{2,}(?:\.[\w-]+)*\\[\w$][^\s\"'<>|]*|\b[A-Za-z]:\\[\w][^\s\"'<>|]*|(?i:\bfile:[^\s\"'<>|]+)"
)
_BARE: Final = re.compile(
    r"(?<![\w.:/@-])(?:localhost(?::\d{2,5}|/)|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|192\.168\.\d{1,3}\.\d{1,3})(?![\w.]*\w)",
    re.IGNORECASE,
)
_LOCAL_NAMES: Final = re.compile(
    r"(?:^|\.)(?:localhost|localdomain|local|internal|intranet|lan|corp|private|home|home\.arpa|fritz\.box)$"
)
_NUMBERS: Final = re.compile(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){0,3}")
_KEYS: Final = re.compile(
    r"(?:[a-z]+[_-])?(?:token|api[_-]?key|password|passwd|passcode|pwd|secret|signature|sig|auth|authorization"
    r"|session|session[_-]?id|phpsessid|jsessionid|sid|x-(?:amz|goog)-(?:signature|security-token|credential))"
)
"""Names of URL parameters that act as a password: whoever has the address can do what its owner can."""
_ASKED: Final = frozenset({"http", "https", "ftp", "ftps", "sftp", "ws", "wss", "ssh", "rtsp"})
"""Schemes whose addresses name a host."""
_KEY_LENGTH: Final = 6
_SPOKEN: Final = re.compile(r"(?:[a-z]+[_-])?(?:pass|passw|password|passwd|passcode|pwd|otp|pin)")
"""Names that mark a password however short its value is."""
_SPOKEN_LENGTH: Final = 4
_MAY_BE: Final = re.compile(r"(?:access[_-]?)?(?:key|code|k)")
"""Names with other meanings too: they mark a password only if the value looks random."""
_BY_CHANCE: Final = re.compile(r"(?=\D*\d)(?=[^a-zA-Z]*[a-zA-Z])[\w~+/=.-]{16,}")
_ALPHABETS: Final = tuple(
    re.compile(f"[{letters}]") for letters in ("a-z", "\u0370-\u03ff\u1f00-\u1fff", "\u0400-\u052f")
)
_SEEMS_LATIN: Final = re.compile("(?=[0-9-]*[асԁеһіјӏорԛѕԝхуѵ])[0-9асԁеһіјӏорԛѕԝхуѵ-]*")
"""Digits, and Cyrillic letters each of which is drawn as a Latin one."""
_OF_MEETINGS: Final = ("zoom.us", "zoom.com")
"""Whose addresses carry a meeting's password by design, for all who are invited."""


PREVIEWS: Final = ("127.0.0.1", "localhost", "0.0.0.0", "[::1]")  # noqa: S104 - names to look for, none to listen at
"""Where `make serve` shows the site, for one person alone."""
_OF_PREVIEW: Final = re.compile(
    rf"https?://(?:{'|'.join(map(re.escape, PREVIEWS))})(?::\d+)?(?:/[^.?#]*)?(?:[?#].*)?", re.IGNORECASE
)


def is_page_of_preview(address: str) -> bool:
    """Whether it leads to a page of the site as one person saw it: what it should be instead can be told."""
    return _OF_PREVIEW.fullmatch(address) is not None


class Url(NamedTuple):
    """An address of a text: where it begins and ends, what is wrong with it if anything, and how to show it."""

    start: int
    end: int
    rule: str
    shown: str


def urls(text: str) -> Iterator[Url]:
    """Every address in a text that is written in full, and those of a network at home in short as well."""
    for match in _URL.finditer(text):
        rule, shown = judged(match.group())
        yield Url(match.start(), match.end(), rule, shown)
    for match in _BARE.finditer(text):
        yield Url(match.start(), match.end(), LOCAL, match.group().rstrip("/"))


def judged(address: str) -> tuple[str, str]:
    """The rule that an address breaks, or nothing; and the address as far as it may be shown."""
    if re.match(r"(?i)\\|[a-z]:\\|(?:file|smb|afp|nfs):", address):
        return LOCAL, re.split(r"[\\/]", address.strip("\\"))[0] + "…"
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return "", address
    if "@" in parts.netloc:
        return PASSWORD, f"{parts.scheme}://…@{host}"
    if is_look_alike(host):
        return LOOK_ALIKE, f"{parts.scheme}://{host}/"
    key = _key(parts, host)
    if key:
        return KEY, f"{parts.scheme}://{host}/…{key}=…"
    is_asked = parts.scheme.lower() in _ASKED and re.search(r"\w", host)
    return (LOCAL, host) if is_asked and is_local(host) else ("", address)


def _key(parts: SplitResult, host: str) -> str:
    if host.endswith(_OF_MEETINGS):
        return ""
    for given in (parts.query, parts.fragment):
        for name, value in parse_qsl(given, max_num_fields=None) if "=" in given else ():
            if _is_secret(name.lower(), value):
                return name
    return ""


def _is_secret(name: str, value: str) -> bool:
    if _SPOKEN.fullmatch(name):
        return len(value) >= _SPOKEN_LENGTH
    if _KEYS.fullmatch(name):
        return len(value) >= _KEY_LENGTH
    return bool(_MAY_BE.fullmatch(name) and _BY_CHANCE.fullmatch(value))


def is_look_alike(host: str) -> bool:
    """Whether a host may be taken for another one: a part of it has letters of two alphabets, or Cyrillic ones that all
    look like Latin ones, or signs that only look like letters and digits. No registry gives out such names (Unicode
    Technical Standard 39, 5.1 and 5.2); one in a single alphabet, such as Greek, is a name like any other.
    """
    if host.isascii() and "xn--" not in host:
        return False
    parts = [_readable(part) for part in host.split(".")]
    if unicodedata.normalize("NFKC", ".".join(parts)) != unicodedata.normalize("NFC", ".".join(parts)):
        return True
    return any(sum(bool(one.search(part)) for one in _ALPHABETS) > 1 or _SEEMS_LATIN.fullmatch(part) for part in parts)


def _readable(part: str) -> str:
    """A part of a host as people read it; as it is where it cannot be read (RFC 3492)."""
    if not part.startswith("xn--"):
        return part
    try:
        return part[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return part


def is_local(host: str) -> bool:
    """Whether a host is this machine or one of its own network, by whatever name or number."""
    host = host.lower().strip("[]").partition("%")[0]
    if _NUMBERS.fullmatch(host):
        try:
            host = socket.inet_ntoa(socket.inet_aton(host))  # as browsers read 2130706433 and 0x7f.1
        except OSError:
            return False
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or _LOCAL_NAMES.search(host) is not None
