"""Who may come in: people by their mail address, each for a municipality or as a coordinator; and what they did."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from sqlite3 import Connection, Row
from typing import Final, NamedTuple

import idna

from gazette.content.wording import MESSAGE_LANGUAGES
from gazette.engines.git import Person
from gazette.settings import is_mail_address

from .database import Database

Clock = Callable[[], float]
"""Seconds since 1970."""
LANGUAGES: Final = tuple(sorted(MESSAGE_LANGUAGES))
"""Of the pages and of mail; the first is the usual one."""
LONGEST_ADDRESS, LONGEST_LOCAL = 254, 64
"""Letters of a mail address, and of what is before its `@`."""
LONGEST_NAME: Final = 80


class Role(Enum):
    """What someone may do."""

    EDITOR = "editor"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True)
class Account:
    """Someone who may sign in. `member` is the municipality of an editor, by its folder; nothing for coordinators."""

    address: str
    name: str
    role: Role
    member: str
    language: str

    @property
    def is_coordinator(self) -> bool:
        return self.role is Role.COORDINATOR

    @property
    def person(self) -> Person:
        """Whose commits are theirs."""
        return Person(self.name or self.address, self.address)


class LogEntry(NamedTuple):
    """What someone did: when, in seconds since 1970; `what` is a word that words.yml has a sentence for."""

    at: float
    who: str
    what: str
    about: str


def normal(address: str) -> str:
    """A mail address as it is compared and written to: a domain in Greek as mail servers know it (RFC 5891).

    >>> normal(" Maria@δήμος-καρδίτσας.ελ"), normal("anna@Example.org")
    ('maria@xn----slbehbnd0cq4azihmo.xn--qxam', 'anna@example.org')
    """
    local, sign, domain = address.strip().lower().rpartition("@")
    if domain.isascii():
        return f"{local}{sign}{domain}"
    try:
        return f"{local}{sign}{idna.encode(domain, uts46=True).decode()}"
    except idna.IDNAError:
        return f"{local}{sign}{domain}"


def readable(address: str) -> str:
    """A mail address as people read it. Domains are shown in Greek letters, in no others: some look like Latin ones.

    >>> readable("maria@xn----slbehbnd0cq4azihmo.xn--qxam"), readable("a@xn--80ak6aa92e.com")
    ('maria@δήμος-καρδίτσας.ελ', 'a@xn--80ak6aa92e.com')
    """
    local, sign, domain = address.rpartition("@")
    try:
        return f"{local}{sign}{'.'.join(map(_in_greek, domain.split('.')))}"
    except idna.IDNAError:
        return address


def _in_greek(label: str) -> str:
    """A part of a domain in Greek letters, where it has no others."""
    found = idna.decode(label) if label.startswith("xn--") else label
    is_greek = all(unicodedata.name(sign, "").startswith("GREEK") for sign in found if sign.isalpha())
    return found if is_greek else label


def is_reachable(address: str) -> bool:
    """Whether it is a mail address that any mail server takes: no other letters, not too long (RFC 5321, 4.5.3.1)."""
    local, _, _ = address.rpartition("@")
    is_short = len(address) <= LONGEST_ADDRESS and len(local) <= LONGEST_LOCAL
    return address.isascii() and is_short and is_mail_address(address)


def plain(said: str) -> str:
    """What someone calls something, on one line, without signs that are not seen: they make names look like others."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in said).split())


def excess(said: str, most: int) -> dict[str, int]:
    """By how much something is too long, as its sentence tells it; nothing where it fits.

    >>> excess("Maria", 3), excess("Maria", 5)
    ({'count': 5, 'most': 3, 'over': 2}, {})
    """
    return {"count": len(said), "most": most, "over": len(said) - most} if len(said) > most else {}


def is_name(said: str) -> bool:
    """Whether someone can be called that. Git takes no name that is made of signs alone."""
    return len(said) <= LONGEST_NAME and any(map(str.isalnum, said)) and not set(said) & set("<>")


class LastCoordinator(Exception):
    """What was asked for would leave the server without a coordinator: nobody could decide or invite any more."""


class People:
    """The accounts and the log."""

    def __init__(self, database: Database, now: Clock) -> None:
        self._database, self._now = database, now

    def invite(self, account: Account, by: str) -> None:
        """Lets someone in, or changes what they may do. Sessions of theirs end, since their rights may be others.

        Raises LastCoordinator.
        """
        with self._database.writing() as db:
            if not account.is_coordinator:
                _keep_a_coordinator(db, account.address)
            db.execute("delete from sessions where address = ?", (account.address,))
            db.execute(
                "insert into people values (?, ?, ?, ?, ?, ?, ?) on conflict (address) do update set role ="
                " excluded.role, member = excluded.member, language = excluded.language, invited_at ="
                " excluded.invited_at, invited_by = excluded.invited_by,"
                " name = coalesce(nullif(name, ''), excluded.name)",
                (account.address, account.name, account.role.value, account.member, account.language, self._now(), by),
            )
            log(db, self._now(), by, "invited", account.address)

    def find(self, address: str) -> Account | None:
        """The account of an address."""
        with self._database.reading() as db:
            row = db.execute("select * from people where address = ?", (normal(address),)).fetchone()
        return account_of(row) if row else None

    def everyone(self) -> list[Account]:
        """All accounts, coordinators first."""
        with self._database.reading() as db:
            return [account_of(row) for row in db.execute("select * from people order by role, member, address")]

    def reached(self, member: str) -> list[Account]:
        """The accounts of a municipality."""
        return [one for one in self.everyone() if one.member == member and not one.is_coordinator]

    def describe(self, address: str, name: str, language: str) -> None:
        """Changes what someone is called, and the language that they are written to in."""
        with self._database.writing() as db:
            db.execute("update people set name = ?, language = ? where address = ?", (name, language, address))
            log(db, self._now(), address, "described", address)

    def remove(self, address: str, by: str) -> None:
        """Takes an account away, with its sessions and links. The log names no address of theirs any more.

        Raises LastCoordinator.
        """
        with self._database.writing() as db:
            _keep_a_coordinator(db, address)
            db.execute("delete from people where address = ?", (address,))
            db.execute("update people set invited_by = '' where invited_by = ?", (address,))
            db.execute("update proposals set author = '' where author = ?", (address,))
            db.execute("update log set who = '' where who = ?", (address,))
            db.execute("update log set about = '' where about = ?", (address,))
            db.execute("update log set about = '' where instr(about, ?) = 1", (f"{address}: ",))  # of a letter
            log(db, self._now(), "" if by == address else by, "removed", "")

    def entries(self, most: int = 1000) -> Sequence[LogEntry]:
        """What was done, the latest first."""
        with self._database.reading() as db:
            rows = db.execute("select at, who, what, about from log order by number desc limit ?", (most,))
            return [LogEntry(*row) for row in rows]

    def note(self, who: str, what: str, about: str) -> None:
        """Writes into the log what someone did."""
        with self._database.writing() as db:
            log(db, self._now(), who, what, about)


def _keep_a_coordinator(db: Connection, address: str) -> None:
    """Raises LastCoordinator where an address is the only coordinator's."""
    found = [row["address"] for row in db.execute("select address from people where role = 'coordinator'")]
    if found == [address]:
        raise LastCoordinator


def account_of(row: Row) -> Account:
    """The account in a row of the table of people."""
    return Account(row["address"], row["name"], Role(row["role"]), row["member"], row["language"])


def log(db: Connection, at: float, who: str, what: str, about: str) -> None:
    """A line of the log, kept with the work that it tells of."""
    db.execute("insert into log (at, who, what, about) values (?, ?, ?, ?)", (at, who, what, about))
