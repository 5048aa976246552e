"""The database: people, links, sessions, the states of proposals, and the log. One file, by SQLite."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

PATIENCE: Final = 20.0
"""Seconds to wait for another writer."""
VERSION: Final = 3
_SCHEMA: Final = """
create table people (
    address text primary key, name text not null, role text not null check (role in ('editor', 'coordinator')),
    member text not null, language text not null, invited_at real not null, invited_by text not null
) strict;
create table links (
    digest text primary key, address text not null references people on delete cascade, browser text not null,
    made_at real not null
) strict;
create table sessions (
    digest text primary key, address text not null references people on delete cascade, made_at real not null,
    seen_at real not null
) strict;
create table proposals (
    id text primary key, name text not null, member text not null, author text not null, state text not null,
    made_at real not null, changed_at real not null, sent text not null default '', merged text not null default '',
    comment text not null default '', pull integer, returned text not null default '',
    remark text not null default ''
) strict;
create table previews (
    digest text primary key, proposal text not null references proposals on delete cascade, commit_name text not null,
    expires_at real not null
) strict;
create table attempts (key text not null, at real not null) strict;
create index attempts_by_key on attempts (key, at);
create table log (
    number integer primary key, at real not null, who text not null, what text not null, about text not null
) strict;
create table secrets (name text primary key, value text not null) strict;
"""


_LATER: Final = {
    1: "alter table proposals add column returned text not null default ''",
    2: "alter table proposals add column remark text not null default ''",
}
"""Version of a database → what makes it one of the next version."""


class DatabaseError(Exception):
    """The file is of another version of the server; the text says so."""


class Database:
    """Opens the file for each piece of work, so that threads share nothing. `path` is made where it is not there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self.writing() as db:
            [version] = db.execute("pragma user_version").fetchone()
            if version == 0:
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    db.execute(statement)
                db.execute(f"pragma user_version = {VERSION}")
                db.execute("insert into secrets values ('signing', ?)", (secrets.token_hex(32),))
            while version in _LATER:
                db.execute(_LATER[version])
                version += 1
                db.execute(f"pragma user_version = {version}")
            if version not in (0, VERSION):
                raise DatabaseError(f"{path} is of version {version} of the server, and this one reads {VERSION}")
        path.chmod(0o600)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection; rows are read by name."""
        with closing(sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None)) as db:
            db.row_factory = sqlite3.Row
            db.execute("pragma foreign_keys = on")
            db.execute("pragma journal_mode = wal")
            db.execute("pragma synchronous = full")
            yield db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection whose work is kept as a whole, or not at all where it ends in an exception."""
        with self.reading() as db:
            db.execute("begin immediate")
            try:
                yield db
            except BaseException:
                db.execute("rollback")
                raise
            db.execute("commit")

    def secret(self) -> str:
        """What signatures are made with."""
        with self.reading() as db:
            return str(db.execute("select value from secrets where name = 'signing'").fetchone()[0])
