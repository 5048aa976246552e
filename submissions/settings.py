"""What the server is told when it starts: where its data lies, by which address it is known, who sends its mail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from gazette.content.problems import Misuse
from gazette.content.wording import misuse
from gazette.editorial.mailing import SMTP, server_of
from gazette.engines.smtp import Server
from gazette.files.generated import WORK
from gazette.settings import PROJECT, is_mail_address

PORT: Final = 8765
"""The port on this machine, where none is given."""
GITHUB: Final = "https://api.github.com/"
VARIABLES: Final = {
    "SUBMISSIONS_URL": "the address in the browser, such as https://write.example.org/",
    "SUBMISSIONS_DATA": "the folder of the database and of the repository",
    "SUBMISSIONS_PORT": "the port on this machine",
    "SUBMISSIONS_SENDER": "the address that mail comes from",
    "SUBMISSIONS_BRANCH": "the branch that is published",
    "SUBMISSIONS_FORGE": "the repository on GitHub, such as cities/site",
    "SUBMISSIONS_FORGE_URL": f"{GITHUB}, or https://github.example.org/api/v3/ of a GitHub Enterprise Server",
    "SUBMISSIONS_FORGE_TOKEN": "the token that may push branches and open pull requests there",
}
"""The variables of the environment that are read, and what each is."""
NEEDED: Final = ("SUBMISSIONS_URL", "SUBMISSIONS_DATA")
"""What a settings file must say: the usual values are for trying the server on one's own machine."""
_REPOSITORY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
_TOKEN: Final = re.compile(r"[!-~]{1,255}")
_HOST: Final = re.compile(r"[A-Za-z0-9.-]{1,253}(:\d{1,5})?")
_HERE: Final = ("localhost", "127.0.0.1")
_USUAL_PORTS: Final = {"http": 80, "https": 443}


class NotConfigured(Exception):
    """A variable is missing or wrong; the text says which and how to mend it."""


@dataclass(frozen=True, slots=True)
class ForgeSettings:
    """A repository on GitHub, or on a GitHub Enterprise Server. `url` is that of the API, and ends in a slash."""

    url: str
    repository: str
    token: str


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """`url` ends in a slash. Without a mail server, messages are written into a folder below `data`."""

    data: Path
    url: str
    port: int
    sender: str
    branch: str = "main"
    mail: Server | None = None
    forge: ForgeSettings | None = None

    @property
    def origin(self) -> str:
        """How a browser names where a page of ours comes from."""
        return self.url.rstrip("/")

    @property
    def host(self) -> str:
        """Name and port, as in the header Host."""
        return urlsplit(self.url).netloc

    @property
    def repository(self) -> Path:
        """The bare repository with what is published and all proposals."""
        return self.data / "site.git"

    @property
    def database(self) -> Path:
        return self.data / "submissions.db"

    @property
    def outbox(self) -> Path:
        """Where messages are written that no mail server takes."""
        return self.data / "mail"

    @property
    def work(self) -> Path:
        """What can be made again: copies of the site, previews."""
        return self.data / "work"


def read_settings(given: Mapping[str, str]) -> ServerSettings:
    """The settings in the environment. Raises NotConfigured."""
    port = _port(given.get("SUBMISSIONS_PORT", ""))
    url = _url(given.get("SUBMISSIONS_URL", "") or f"http://localhost:{port}/")
    sender = given.get("SUBMISSIONS_SENDER", "") or ("editors@localhost.localdomain" if _is_here(url) else "")
    if not is_mail_address(sender):
        raise NotConfigured(f"SUBMISSIONS_SENDER is {sender or 'missing'}: write {VARIABLES['SUBMISSIONS_SENDER']}")
    return ServerSettings(
        Path(given.get("SUBMISSIONS_DATA", "") or PROJECT / WORK / "submissions").resolve(), url, port, sender,
        given.get("SUBMISSIONS_BRANCH", "") or "main", _mail(given, url), _forge(given),
    )  # fmt: skip


def read_settings_file(path: Path) -> dict[str, str]:
    """The variables in a file: `NAME=value`, one a line, as systemd and shells write them. Raises NotConfigured."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise NotConfigured(f"{path} cannot be read: {getattr(error, 'strerror', '') or error}") from None
    found, known = {}, (*VARIABLES, *SMTP)
    for number, line in enumerate(map(str.strip, lines), 1):
        name, sign, value = (part.strip() for part in line.partition("="))
        if not line or line.startswith("#"):
            continue
        if not sign or name not in known:  # the line is not told: it may hold a password
            raise NotConfigured(f"{path}:{number}: write NAME=value, where NAME is one of {', '.join(known)}")
        is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
        found[name] = value[1:-1] if is_quoted else value
    if lacking := [name for name in NEEDED if not found.get(name)]:
        raise NotConfigured(f"{lacking[0]} is missing in {path}: write {VARIABLES[lacking[0]]}")
    return found


def _port(given: str) -> int:
    if given and not (given.isascii() and given.isdigit() and 0 < int(given) < 65536):
        raise NotConfigured(f"SUBMISSIONS_PORT is {given}: write a number from 1 to 65535")
    return int(given or PORT)


def _url(given: str) -> str:
    """The address as browsers write it: in small letters, and without the port that is the usual one."""
    try:
        parts = urlsplit(given)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    is_bare = host and ":" not in host and "@" not in given and parts.path in ("", "/") and not parts.query
    if not is_bare or parts.scheme not in _USUAL_PORTS:
        raise NotConfigured(f"SUBMISSIONS_URL is {given}: write {VARIABLES['SUBMISSIONS_URL']}")
    if parts.scheme == "http" and not _is_here(given):
        raise NotConfigured(f"SUBMISSIONS_URL is {given}: sessions need https:// anywhere but on this machine")
    shown = "" if port in (None, _USUAL_PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{host}{shown}/"


def _is_here(url: str) -> bool:
    return urlsplit(url).hostname in _HERE


def _mail(given: Mapping[str, str], url: str) -> Server | None:
    if not given.get(SMTP[0], "").strip() and _is_here(url):
        return None
    try:
        return server_of(given)
    except Misuse as error:
        needed = "SMTP_HOST must be set, and SMTP_USER and SMTP_PASSWORD both or neither"
        raise NotConfigured(needed if error.rule == "smtp-access" else misuse(error, "en")) from None


def _forge(given: Mapping[str, str]) -> ForgeSettings | None:
    repository, token = given.get("SUBMISSIONS_FORGE", ""), given.get("SUBMISSIONS_FORGE_TOKEN", "")
    if not repository:
        return None
    if not _REPOSITORY.fullmatch(repository):
        raise NotConfigured(f"SUBMISSIONS_FORGE is {repository}: write {VARIABLES['SUBMISSIONS_FORGE']}")
    if not _TOKEN.fullmatch(token):  # never told: whoever reads the output could use it
        raise NotConfigured(f"SUBMISSIONS_FORGE_TOKEN is missing or no token: {VARIABLES['SUBMISSIONS_FORGE_TOKEN']}")
    return ForgeSettings(_forge_url(given.get("SUBMISSIONS_FORGE_URL", "") or GITHUB), repository, token)


def _forge_url(given: str) -> str:
    """The address of the API, which ends in `api/v3/` anywhere but on GitHub's own host."""
    url = given.rstrip("/") + "/"
    parts = urlsplit(url)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and _is_here(url))
    if not (is_safe and _HOST.fullmatch(parts.netloc) and (url == GITHUB or parts.path == "/api/v3/")):
        raise NotConfigured(f"SUBMISSIONS_FORGE_URL is {given}: write {VARIABLES['SUBMISSIONS_FORGE_URL']}")
    return url
