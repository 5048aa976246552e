"""Signing in by a link in a mail: single use, for 15 minutes, only in the browser that asked; and sessions.

Only digests of links and sessions are kept, so that whoever reads the database can't sign in with it.
"""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass
from typing import Final

from .database import Database
from .people import Account, Clock, account_of, log, normal

LINK_SECONDS: Final = 15 * 60
IDLE_SECONDS: Final = 8 * 60 * 60
"""After which a session ends that nobody used."""
LONGEST_SECONDS: Final = 30 * 24 * 60 * 60
"""After which any session ends."""
MINUTE, HOUR = 60, 60 * 60
MOST_LINKS: Final = 5
"""Links for one address in an hour."""
MOST_ASKED: Final = 30
"""Links that one network may ask for in an hour."""
MOST_TRIED: Final = 60
"""Links that one network may try in an hour."""


class TooOften(Exception):
    """Someone asked too often; they are to wait an hour."""


@dataclass(frozen=True, slots=True)
class Session:
    """Someone who is signed in. `digest` names the session in the database."""

    digest: str
    account: Account


def digest_of_secret(secret: str) -> str:
    """What is kept of a link, a session or a browser's mark."""
    return hashlib.sha256(secret.encode()).hexdigest()


def network_of(host: str) -> str:
    """The network that an address of the Internet belongs to: of IPv6 what one customer usually has."""
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return "unknown"
    found = getattr(found, "ipv4_mapped", None) or found
    size = 24 if found.version == 4 else 56
    return str(ipaddress.ip_network(f"{found}/{size}", strict=False))


class SignIn:
    """Links and sessions."""

    def __init__(self, database: Database, now: Clock) -> None:
        self._database, self._now = database, now

    def asked(self, address: str, network: str, browser: str) -> tuple[Account, str] | None:
        """The secret of a new link, with whom it is for; None where the address is not known.

        Raises TooOften, whether the address is known or not.
        """
        address, now = normal(address), self._now()
        self._count(f"network {network}", MOST_ASKED)
        self._count(f"address {address}", MOST_LINKS)
        with self._database.writing() as db:
            row = db.execute("select * from people where address = ?", (address,)).fetchone()
            db.execute("delete from links where made_at < ?", (now - LINK_SECONDS,))
            if row is None:
                return None
            secret = secrets.token_urlsafe(32)
            values = (digest_of_secret(secret), address, digest_of_secret(browser), now)
            db.execute("insert into links values (?, ?, ?, ?)", values)
            log(db, now, address, "asked", "")
        return account_of(row), secret

    def opened(self, secret: str, network: str, browser: str) -> str | None:
        """The secret of a new session for whoever holds a link; None where it was used, is over or not of this browser.

        A link is used up only by the browser that asked for it. Raises TooOften.
        """
        self._count(f"tried {network}", MOST_TRIED)
        now, made = self._now(), secrets.token_urlsafe(32)
        with self._database.writing() as db:
            found = db.execute(
                "delete from links where digest = ? and browser = ? and made_at >= ? returning address",
                (digest_of_secret(secret), digest_of_secret(browser), now - LINK_SECONDS),
            ).fetchone()
            if found is None:
                return None
            db.execute("insert into sessions values (?, ?, ?, ?)", (digest_of_secret(made), found["address"], now, now))
            log(db, now, found["address"], "signed-in", "")
        return made

    def session(self, secret: str) -> Session | None:
        """The session that a browser names; None where there is none any more."""
        now, digest = self._now(), digest_of_secret(secret)
        oldest = (now - IDLE_SECONDS, now - LONGEST_SECONDS)
        with self._database.reading() as db:
            row = db.execute(
                "select people.*, seen_at from sessions join people using (address)"
                " where digest = ? and seen_at >= ? and made_at >= ?",
                (digest, *oldest),
            ).fetchone()
        if row is None:
            return None
        if row["seen_at"] < now - MINUTE:
            self._seen(digest, now)
        return Session(digest, account_of(row))

    def _seen(self, digest: str, now: float) -> None:
        """Notes, once a minute, that a session is used; sessions that are over go."""
        oldest = (now - IDLE_SECONDS, now - LONGEST_SECONDS)
        with self._database.writing() as db:
            db.execute("update sessions set seen_at = ? where digest = ?", (now, digest))
            db.execute("delete from sessions where seen_at < ? or made_at < ?", oldest)

    def end(self, session: Session, everywhere: bool = False) -> None:
        """Ends a session, or all of that person."""
        with self._database.writing() as db:
            if everywhere:
                db.execute("delete from sessions where address = ?", (session.account.address,))
            else:
                db.execute("delete from sessions where digest = ?", (session.digest,))
            log(db, self._now(), session.account.address, "signed-out", "")

    def _count(self, key: str, most: int) -> None:
        """Notes that something was tried. Raises TooOften where it was tried too often within an hour.

        Of what was tried a digest is kept: it may be the address of someone who was never invited.
        """
        now, key = self._now(), digest_of_secret(key)
        with self._database.writing() as db:
            db.execute("delete from attempts where at < ?", (now - HOUR,))
            [count] = db.execute("select count(*) from attempts where key = ?", (key,)).fetchone()
            if count < most:
                db.execute("insert into attempts values (?, ?)", (key, now))
        if count >= most:
            raise TooOften
