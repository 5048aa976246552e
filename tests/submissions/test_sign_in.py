"""Links and sessions by the clock: how long each lives, what ends it, how often one may ask."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from submissions.database import Database
from submissions.people import Account, People, Role, is_name, is_reachable, plain
from submissions.sign_in import (
    HOUR,
    IDLE_SECONDS,
    LINK_SECONDS,
    LONGEST_SECONDS,
    MOST_ASKED,
    MOST_LINKS,
    MOST_TRIED,
    SignIn,
    TooOften,
    network_of,
)

ADDRESS = "maria@north.example"


@dataclass
class Clock:
    at: float = 1_000_000.0

    def __call__(self) -> float:
        return self.at


@dataclass
class Door:
    clock: Clock
    people: People
    sign_in: SignIn

    def link(self, network: str = "n") -> str:
        found = self.sign_in.asked(ADDRESS, network, "browser")
        assert found
        return found[1]

    def session(self) -> str:
        found = self.sign_in.opened(self.link(), "n", "browser")
        assert found
        return found


@pytest.fixture
def door(tmp_path: Path) -> Door:
    clock = Clock()
    database = Database(tmp_path / "data.db")
    people = People(database, clock)
    people.invite(Account(ADDRESS, "Maria", Role.EDITOR, "north", "el"), "")
    return Door(clock, people, SignIn(database, clock))


@pytest.mark.parametrize(("after", "works"), [(0, True), (LINK_SECONDS - 1, True), (LINK_SECONDS + 1, False)])
def test_a_link_lives_fifteen_minutes(door: Door, after: int, works: bool) -> None:
    secret = door.link()
    door.clock.at += after
    assert bool(door.sign_in.opened(secret, "n", "browser")) == works


def test_a_link_works_once_and_for_its_browser(door: Door) -> None:
    secret = door.link()
    assert door.sign_in.opened(secret, "n", "another") is None
    assert door.sign_in.opened(secret, "n", "browser")
    assert door.sign_in.opened(secret, "n", "browser") is None


def test_links_beside_each_other_work(door: Door) -> None:
    first, second = door.link(), door.link()
    assert door.sign_in.opened(first, "n", "browser")
    assert door.sign_in.opened(second, "n", "browser")


def test_a_session_ends_when_nobody_uses_it(door: Door) -> None:
    secret = door.session()
    for _ in range(3):
        door.clock.at += IDLE_SECONDS - 1
        assert door.sign_in.session(secret)
    door.clock.at += IDLE_SECONDS + 1
    assert door.sign_in.session(secret) is None


def test_a_session_ends_however_often_it_is_used(door: Door) -> None:
    secret, begun = door.session(), door.clock.at
    while door.clock.at + HOUR < begun + LONGEST_SECONDS:
        door.clock.at += HOUR
        assert door.sign_in.session(secret)
    door.clock.at = begun + LONGEST_SECONDS + 1
    assert door.sign_in.session(secret) is None


@pytest.mark.parametrize("everywhere", [False, True])
def test_signing_out_ends_one_session_or_all(door: Door, everywhere: bool) -> None:
    here, there = door.session(), door.session()
    session = door.sign_in.session(here)
    assert session
    door.sign_in.end(session, everywhere)
    assert door.sign_in.session(here) is None
    assert bool(door.sign_in.session(there)) != everywhere


@pytest.mark.parametrize("how", ["removed", "invited again"])
def test_sessions_and_links_end_with_the_account(door: Door, how: str) -> None:
    secret, link = door.session(), door.link()
    if how == "removed":
        door.people.remove(ADDRESS, "")
        assert door.sign_in.opened(link, "n", "browser") is None
    else:
        door.people.invite(Account(ADDRESS, "", Role.COORDINATOR, "", "en"), "")
    assert door.sign_in.session(secret) is None


def test_an_address_is_sent_so_many_links_in_an_hour(door: Door) -> None:
    for number in range(MOST_LINKS):
        door.link(f"network {number}")
    with pytest.raises(TooOften):
        door.sign_in.asked(f" {ADDRESS.upper()}", "another", "browser")
    door.clock.at += HOUR + 1
    door.link()


def test_a_network_asks_for_so_many_links_in_an_hour(door: Door) -> None:
    for number in range(MOST_ASKED):
        assert door.sign_in.asked(f"x{number}@nowhere.example", "n", "b") is None
    with pytest.raises(TooOften):
        door.sign_in.asked(ADDRESS, "n", "b")
    assert door.sign_in.asked(ADDRESS, "m", "b")
    door.clock.at += HOUR + 1
    assert door.sign_in.asked(ADDRESS, "n", "b")


def test_a_network_tries_so_many_links_in_an_hour(door: Door) -> None:
    secret = door.link()
    for number in range(MOST_TRIED):
        assert door.sign_in.opened(str(number), "n", "browser") is None
    with pytest.raises(TooOften):
        door.sign_in.opened(secret, "n", "browser")
    assert door.sign_in.opened(secret, "m", "browser")


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"), ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2ff::1", "2001:db8:1:200::/56"),
        ("", "unknown"), ("x", "unknown"), ("999.1.1.1", "unknown"), ("1.2.3.4:80", "unknown"),
    ],
)  # fmt: skip
def test_a_network_is_what_one_customer_has(host: str, network: str) -> None:
    assert network_of(host) == network


def test_nothing_of_someone_removed_is_kept(door: Door, tmp_path: Path) -> None:
    door.people.invite(Account("friend@north.example", "", Role.EDITOR, "north", "el"), ADDRESS)
    door.people.remove(ADDRESS, "friend@north.example")
    with Database(tmp_path / "data.db").reading() as db:
        for table in ("people", "links", "sessions", "proposals", "log"):
            assert ADDRESS not in str([tuple(row) for row in db.execute(f"select * from {table}")])


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (" a  b ", "a b"),
        ("a\r\nb", "a b"),
        ("a\0b", "a b"),
        ("\u202eevil", "evil"),
        ("Ο κήπος", "Ο κήπος"),
        ("\u200b", ""),
    ],
)
def test_names_are_what_is_seen_of_them(said: str, shown: str) -> None:
    assert plain(said) == shown


def test_names_and_addresses_that_git_and_mail_take() -> None:
    assert [name for name in ("Μαρία", "O’Neil", "王", ".", "", "''", "a<b", "x" * 81) if is_name(name)] == [
        "Μαρία", "O’Neil", "王",
    ]  # fmt: skip
    assert [one for one in ("a@b.gr", "μ@b.gr", "a@b", f"{'a' * 65}@b.gr", "a@b.gr\n") if is_reachable(one)] == [
        "a@b.gr"
    ]
