"""Attacks on the way in: other pages' requests, forged hosts, links, sessions, guessing, bodies. None gets through."""

from __future__ import annotations

import json
import re
import socket
import stat
import time
from collections.abc import Mapping
from contextlib import closing
from urllib.parse import quote, urlencode, urlsplit

import pytest

from submissions.sign_in import MOST_ASKED, MOST_LINKS, MOST_TRIED
from tests.submissions.conftest import ANNA, NORTH, House
from tests.support.submissions_visitor import FORM, Visitor, invite

JSON = "application/json"
STRANGERS = [
    {"Origin": None}, {"Origin": "null"}, {"Origin": "https://evil.example"}, {"Origin": "{origin}.evil.example"},
    {"Origin": "http://localhost"}, {"Origin": "{origin}@evil.example"}, {"Origin": "{origin}/"}, {"Origin": ""},
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
]  # fmt: skip


def filled(headers: Mapping[str, str | None], house: House) -> dict[str, str | None]:
    origin = house.running.url.rstrip("/")
    return {name: value and value.replace("{origin}", origin) for name, value in headers.items()}


def count(house: House, table: str) -> int:
    [[found]] = house.ask(f"select count(*) from {table}")
    assert isinstance(found, int)
    return found


# ---- requests of other pages


@pytest.mark.parametrize("headers", STRANGERS, ids=str)
def test_a_form_of_another_page_is_refused(house: House, headers: Mapping[str, str | None]) -> None:
    before = count(house, "proposals")
    house.north.get("/proposals")
    assert house.north.post("/proposals", filled(headers, house), name="x").status_code == 403
    assert count(house, "proposals") == before


@pytest.mark.parametrize("headers", STRANGERS, ids=str)
def test_an_order_of_another_page_is_refused(house: House, headers: Mapping[str, str | None]) -> None:
    content = json.dumps({"action": "site", "params": {}})
    answer = house.north.send(
        "POST", "/proposals/x/form/api/v1", content, filled({"Content-Type": JSON, **headers}, house)
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "", None, JSON, f"x{FORM}"])
def test_a_form_of_another_kind_is_refused(house: House, kind: str | None) -> None:
    house.north.get("/proposals")
    assert house.north.post("/proposals", {"Content-Type": kind}, name="x").status_code == 415


@pytest.mark.parametrize("kind", ["text/plain", FORM, "", "application/jsonx"])
def test_an_order_of_another_kind_is_refused(house: House, kind: str) -> None:
    """Other pages can send these without asking first."""
    key = draft(house)
    content = json.dumps({"action": "site", "params": {}})
    answer = house.north.send("POST", f"/proposals/{key}/form/api/v1", content, {"Content-Type": kind})
    assert answer.status_code == 415


def draft(house: House) -> str:
    if "draft" not in house.known:
        house.north.get("/proposals")
        house.known["draft"] = house.draft(house.north)
    return house.known["draft"]


@pytest.mark.parametrize(
    "which", ["missing", "empty", "made up", "another's", "a stranger's", "changed", "of a cookie"]
)
def test_a_form_without_the_mark_of_its_session_is_refused(house: House, which: str) -> None:
    house.north.get("/proposals")
    house.south.get("/proposals")
    stranger = house.anyone()
    stranger.get("/sign-in")
    token = {
        "empty": "", "made up": "x.y", "another's": house.south.token, "a stranger's": stranger.token,
        "changed": house.north.token[:-2] + "aa", "of a cookie": house.north.cookies["__Host-session"],
    }.get(which)  # fmt: skip
    before = count(house, "proposals")
    body = urlencode({"name": "x", **({"token": token} if token is not None else {})})
    assert house.north.send("POST", "/proposals", body).status_code == 403
    assert count(house, "proposals") == before


def test_a_mark_of_an_earlier_session_is_refused(house: House) -> None:
    who = house.signed_in("twice@north.example", "north")
    old = who.token
    who.post("/sign-out")
    who.sign_in(house.inbox, "twice@north.example")
    assert who.post("/proposals", name="x", token=old).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "FOO"])
def test_other_methods_are_refused(house: House, method: str) -> None:
    head = f"{method} /proposals HTTP/1.1\r\nHost: {house.host}\r\nOrigin: {house.running.url[:-1]}\r\n\r\n"
    assert b" 405 " in house.raw(head.encode()).splitlines()[0]


def test_nothing_is_done_by_looking(house: House) -> None:
    """What changes something is asked for by POST alone."""
    key, before = draft(house), house.ask("select * from proposals")
    for path in ("/sign-out", f"/proposals/{key}/withdraw", f"/proposals/{key}/send", "/account/delete"):
        assert house.north.get(path).status_code == 303
    assert house.north.get("/account").status_code == 200
    assert house.ask("select * from proposals") == before


# ---- hosts


@pytest.mark.parametrize(
    "head",
    [
        "GET /sign-in HTTP/1.1\r\nHost: evil.example",
        "GET /sign-in HTTP/1.1\r\nHost: {host}.evil.example",
        "GET /sign-in HTTP/1.1\r\nHost: evil.example@{host}",
        "GET /sign-in HTTP/1.1\r\nHost: {host}, evil.example",
        "GET /sign-in HTTP/1.1\r\nHost: {host}\r\nHost: evil.example",
        "GET /sign-in HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: {host}",
        "GET /sign-in HTTP/1.1\r\nX: y",
        "GET /sign-in HTTP/1.0\r\nX: y",
        "GET /sign-in HTTP/1.1\r\nHost : {host}",
        "GET /sign-in HTTP/1.1\r\nHost:",
        "GET http://evil.example/sign-in HTTP/1.1\r\nHost: evil.example",
        "GET http://evil.example/sign-in HTTP/1.1\r\nHost: {host}",
    ],
)
def test_another_host_is_not_answered_for(house: House, head: str) -> None:
    said = house.raw(f"{head.format(host=house.host)}\r\nConnection: close\r\n\r\n".encode())
    assert said.split(b" ")[1] in (b"400", b"404", b"421")
    assert b"evil.example" not in said.partition(b"\r\n\r\n")[0]


@pytest.mark.parametrize(
    "header", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix"]
)
def test_a_forged_header_changes_no_link(house: House, header: str) -> None:
    who = house.anyone()
    value = {"Forwarded": "host=evil.example", "X-Original-URL": "/people"}.get(header, "evil.example")
    assert "evil.example" not in who.get("/sign-in", **{header: value}).text
    seen, address = len(house.inbox.messages), f"host{house.networks}@north.example"
    invite(house.running, address, "north")
    assert who.post("/sign-in", {header: value}, address=address).status_code == 200
    assert house.inbox.sign_in_link(address, seen).startswith(house.running.url)


@pytest.mark.parametrize("method", ["POST", "GET", "HEAD"])
def test_a_request_cannot_be_smuggled(house: House, method: str) -> None:
    origin = house.running.url[:-1]
    head = f"{method} /sign-in HTTP/1.1\r\nHost: {house.host}\r\nOrigin: {origin}\r\nContent-Type: {FORM}\r\n"
    inner = f"GET /health HTTP/1.1\r\nHost: {house.host}\r\n\r\n"
    said = house.raw(f"{head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{inner}".encode())
    assert said.split(b" ")[1] in (b"400", b"411")
    assert b"\r\nconnection: close\r\n" in said.lower()
    assert b"\nok\n" not in said


# ---- links and sessions


def link_for(house: House, who: Visitor, address: str) -> str:
    seen = len(house.inbox.messages)
    assert who.ask_for_link(address).status_code == 200
    return urlsplit(house.inbox.sign_in_link(address, seen)).path


def test_a_link_works_once_and_only_where_it_was_asked_for(house: House) -> None:
    invite(house.running, "links@north.example", "north")
    who, thief = house.anyone(), house.anyone()
    path = link_for(house, who, "links@north.example")
    thief.get(path)
    assert thief.post(path).status_code == 403
    assert "__Host-session" not in thief.cookies
    who.get(path)
    assert who.post(path).status_code == 303
    session = who.cookies["__Host-session"]
    again = house.anyone()
    again.cookies = {"__Host-browser": "x"}
    again.get(path)
    assert again.post(path).status_code == 403
    who.get(path)
    assert who.post(path).status_code == 403
    assert who.cookies["__Host-session"] == session


def test_an_old_link_is_over(house: House) -> None:
    invite(house.running, "late@north.example", "north")
    who = house.anyone()
    path = link_for(house, who, "late@north.example")
    house.ask("update links set made_at = made_at - 901 where address = 'late@north.example'")
    who.get(path)
    assert who.post(path).status_code == 403


def test_a_program_that_looks_at_links_uses_none_up(house: House) -> None:
    invite(house.running, "scan@north.example", "north")
    who = house.anyone()
    path = link_for(house, who, "scan@north.example")
    for _ in range(3):
        house.anyone().get(path)
    who.get(path)
    assert who.post(path).status_code == 303


def test_a_session_is_never_one_that_was_there_before(house: House) -> None:
    invite(house.running, "fixed@north.example", "north")
    who = house.anyone()
    who.cookies["__Host-session"] = "chosen"
    who.sign_in(house.inbox, "fixed@north.example")
    assert who.cookies["__Host-session"] != "chosen"
    attacker = house.anyone()
    attacker.cookies["__Host-session"] = "chosen"
    assert attacker.get("/account").headers["location"] == "/sign-in"


def test_signing_in_leaves_no_mark_that_a_stranger_may_know(house: House) -> None:
    who = house.signed_in("mark@north.example", "north")
    assert "__Host-browser" not in who.cookies


@pytest.mark.parametrize("cookie", ["", "x", "x" * 3000, 'a"b', "%00", "{digest}", "' or 1=1 --"])
def test_a_session_cannot_be_made_up(house: House, cookie: str) -> None:
    [[digest], *_] = house.ask("select digest from sessions")
    who = house.anyone()
    who.cookies["__Host-session"] = cookie.replace("{digest}", str(digest))
    assert who.get("/account").headers.get("location") == "/sign-in"
    assert who.order("x", "site").status_code == 401


@pytest.mark.parametrize("ended", ["removed", "idle", "too long", "signed out", "everywhere", "changed"])
def test_a_session_that_is_over_opens_nothing(house: House, ended: str) -> None:
    address = f"{ended.replace(' ', '')}@north.example"
    who = house.signed_in(address, "north")
    session = who.cookies["__Host-session"]
    if ended == "removed":
        house.anna.get("/people")
        assert house.anna.post("/people/remove", address=address, sure="yes").status_code == 303
    elif ended == "changed":
        house.anna.get("/people")
        fields = {"address": address, "name": "", "role": "editor", "member": "south", "language": "en", "sure": "yes"}
        assert house.anna.post("/people", **fields).status_code == 303
    elif ended in ("idle", "too long"):
        column, days = ("seen_at", 0.4) if ended == "idle" else ("made_at", 31)
        house.ask(f"update sessions set {column} = {column} - ? where address = ?", days * 86400, address)
    else:
        who.post("/sign-out", **({"everywhere": "on"} if ended == "everywhere" else {}))
    who.cookies["__Host-session"] = session
    assert who.get("/proposals").headers.get("location") == "/sign-in"
    assert who.order(draft(house), "site").status_code == 401


def test_someone_who_now_writes_for_another_municipality_sees_theirs_alone(house: House) -> None:
    who = house.signed_in("moved@north.example", "north")
    assert who.get(f"/proposals/{draft(house)}/").status_code == 200
    who = house.signed_in("moved@north.example", "south")
    assert who.get(f"/proposals/{draft(house)}/").status_code == 404


def test_a_link_cannot_be_guessed(house: House) -> None:
    who = house.anyone()
    who.get("/link/x")
    answers = [who.post(f"/link/{number}").status_code for number in range(MOST_TRIED + 2)]
    assert answers == [403] * MOST_TRIED + [429, 429]


# ---- who is known


def test_no_answer_tells_whether_an_address_is_known(house: House) -> None:
    said = []
    for address in ("who1@north.example", "who2@north.example"):
        who = house.anyone()
        if address.startswith("who1"):
            invite(house.running, address, "north")
        answer = who.ask_for_link(address)
        page = re.sub(r'value="[^"]*"', "", answer.text).replace(address, "").replace(quote(address), "")
        cookies = [line.partition("=")[0] for line in answer.headers.get_list("set-cookie")]
        said.append((answer.status_code, page, sorted(answer.headers.keys()), cookies))
    assert said[0] == said[1]


@pytest.mark.parametrize("address", ["often1@north.example", "nobody@nowhere.example"])
def test_no_one_is_sent_many_links(house: House, address: str) -> None:
    """From however many networks."""
    if address.startswith("often1"):
        invite(house.running, address, "north")
    spelled = [address, address.upper(), f" {address} ", address.title()]
    answers = [house.anyone().ask_for_link(spelled[number % 4]).status_code for number in range(MOST_LINKS + 2)]
    assert answers == [200] * MOST_LINKS + [429, 429]


def test_a_network_asks_for_so_many_links_whatever_it_says_of_itself(house: House) -> None:
    """A proxy writes the last address; those before are what the other side made up."""
    answers = []
    for number in range(MOST_ASKED + 2):
        who = house.anyone()
        who.network = f"10.{number}.1.1, 127.0.0.{number + 2}, 203.0.113.{number + 1}"
        answers.append(who.ask_for_link(f"x{number}@nowhere.example").status_code)
    assert answers == [200] * MOST_ASKED + [429, 429]


@pytest.mark.parametrize("network", ["", "x", "::1%eth0", "999.1.1.1", "a" * 3000, "1.2.3.4:80", "[::1]", "\x00" * 3])
def test_a_network_without_sense_is_one_network(house: House, network: str) -> None:
    who = house.anyone()
    who.network = network.replace("\x00", "0")
    assert who.ask_for_link("x@nowhere.example").status_code in (200, 429)


# ---- bodies


@pytest.mark.parametrize(
    ("length", "status"),
    [
        ("1073741824", b"413"), ("65537", b"413"), ("9" * 18, b"413"), ("9" * 30, b"400"), ("-1", b"400"),
        ("+5", b"400"), ("0x5", b"400"), ("5 5", b"400"), ("", b"400"), (None, b"411"), ("chunked", b"411"),
        ("5\r\nContent-Length: 6", b"400"),
    ],
)  # fmt: skip
def test_the_size_of_a_body_is_told_and_small(house: House, length: str | None, status: bytes) -> None:
    head = f"POST /sign-in HTTP/1.1\r\nHost: {house.host}\r\nOrigin: {house.running.url[:-1]}\r\n"
    head += f"Content-Type: {FORM}\r\n"
    if length == "chunked":
        head += "Transfer-Encoding: chunked\r\n"
    elif length is not None:
        head += f"Content-Length: {length}\r\n"
    said = house.raw(f"{head}\r\nhello".encode())
    assert said.split(b" ")[1] == status


def test_the_size_of_an_order_is_bounded(house: House) -> None:
    head = f"POST /proposals/{draft(house)}/form/api/v1 HTTP/1.1\r\nHost: {house.host}\r\n"
    head += f"Origin: {house.running.url[:-1]}\r\nContent-Type: {JSON}\r\nContent-Length: 1073741824\r\n\r\n"
    assert house.raw(head.encode()).split(b" ")[1] == b"413"


def test_whoever_is_not_signed_in_sends_no_large_order(house: House) -> None:
    head = f"POST /proposals/x/form/api/v1 HTTP/1.1\r\nHost: {house.host}\r\nOrigin: {house.running.url[:-1]}\r\n"
    head += f"Content-Type: {JSON}\r\nContent-Length: 90000000\r\n\r\n"
    assert house.raw(head.encode()).split(b" ")[1] == b"401"


@pytest.mark.parametrize("path", ["/sign-in", "/proposals"])
def test_whoever_leaves_in_the_middle_does_no_harm(house: House, path: str) -> None:
    cookie = f"Cookie: __Host-session={house.north.cookies['__Host-session']}\r\n"
    head = f"POST {path} HTTP/1.1\r\nHost: {house.host}\r\nOrigin: {house.running.url[:-1]}\r\n{cookie}"
    house.raw(f"{head}Content-Type: {FORM}\r\nContent-Length: 500\r\n\r\nname=x".encode(), leaving=True)
    house.raw(
        f"{head}Content-Type: {JSON}\r\nContent-Length: 500\r\n\r\n".replace(
            path, f"/proposals/{draft(house)}/form/api/v1"
        ).encode(),
        leaving=True,
    )
    assert house.anyone().get("/sign-in").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"&".join(b"a%d=1" % number for number in range(8000)), b"\xff\xfe=1", b"a", b"%", b"=&=&=", b"a=1;b=2",
        b"token=%FF%FE", b"token=%00", b"address=%ED%A0%80", b"a=1&" * 51,
    ],
    ids=lambda body: repr(body[:12]),
)  # fmt: skip
def test_a_form_without_sense_is_refused(house: House, body: bytes) -> None:
    assert house.anyone().send("POST", "/sign-in", body).status_code in (400, 403)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\xff\xfe", b"{", b"NaN", b"[]", b"1", b'"x"', b"null", b"[" * 60000, b'{"a":' * 60000, b"9" * 5000,
        b'{"action":NaN}', b'{"action":[]}', b'{"action":"\\ud800"}', b'{"action":"__class__"}', b'{"action":"site"',
        b'{"action":"save","params":[]}', b'{"action":"save","params":{"changes":1e999}}',
        b'{"action":"open","params":{"folder":"\\ud800"}}', b'{"action":"open","params":{"folder":"\xc3\x28"}}',
        b'{"action":"save","params":{"changes":{"files":{"\\ud800":"x"}},"expected":{}}}',
    ],
    ids=lambda body: repr(body[:40]),
)  # fmt: skip
def test_an_order_without_sense_is_refused(house: House, body: bytes) -> None:
    answer = house.north.send("POST", f"/proposals/{draft(house)}/form/api/v1", body, {"Content-Type": JSON})
    assert answer.status_code in (400, 422)


USUAL = {
    "open": {"folder": "content/stories/garden"}, "picture": {"path": "content/stories/garden/garden.png"}, "site": {},
    "save": {"changes": {"files": {}, "pictures": {}}, "expected": {}}, "drop": {"draft": ""},
    "check": {"changes": {"files": {}, "pictures": {}}, "folders": [], "language": "el"},
    "preview": {"changes": {"files": {}, "pictures": {}}, "folder": "content/stories/garden", "language": "el"},
    "rename": {"folder": "content/stories/only-greek", "slug": "x", "apply": False},
    "remove": {"folder": "content/stories/only-greek", "apply": False, "withdraw": False},
    "read_date": {"text": "3 Μαρτίου", "precision": "date"}, "read_html": {"html": "<p>x"},
    "read_word": {"name": "x.docx", "content": "UEsDBA=="},
}  # fmt: skip
WRONG = [
    None, True, -1, 10**30, "", "\ud800", "\0", "9" * 5000, "٣²", [None], [[]], {"a": None}, {"\ud800": "x"},
    {"files": {"content/stories/x/story.yml": {}}, "pictures": {"content/stories/x/a.png": {"sha256": []}}},
    {"files": {"content/stories/x/story.yml": "[" * 50000, "content/stories/x/el.md": "---\na: &a [*a]\n---\nx"}},
    {"files": {"content/stories/x/story.yml": "members: {? [a] : b}\ndate: " + "9" * 5000 + "\n"}},
]  # fmt: skip


@pytest.mark.parametrize("action", USUAL)
def test_no_wrong_value_is_a_fault(house: House, action: str) -> None:
    """Each parameter of each order in turn; what is answered is judged after the test."""
    key = draft(house)
    for name in (*USUAL[action], "draft"):
        for wrong in WRONG:
            content = json.dumps({"action": action, "params": {**USUAL[action], name: wrong}})
            house.north.send("POST", f"/proposals/{key}/form/api/v1", content, {"Content-Type": JSON})


@pytest.mark.parametrize("html", ["<div>" * 20000, "<ul><li>" * 3000, "<table>" * 3000, "<b" * 20000, "&#" * 20000])
def test_no_paste_is_a_fault(house: House, html: str) -> None:
    assert house.north.order(draft(house), "read_html", html=html).status_code in (200, 422)


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nHost: {host}\r\nX: " + b"a" * 70000, b"GET /" + b"a" * 70000 + b" HTTP/1.1\r\nHost: {host}",
        b"\x16\x03\x01\x02\x00", b"GET / HTTP/9.9\r\nHost: {host}", b"\x00" * 100, b"GET  / HTTP/1.1\r\nHost: {host}",
        b"GET / HTTP/1.1\r\nHost: {host}\r\nCookie: \xff\xfe=\xfd", b"GET /%ff%fe%00 HTTP/1.1\r\nHost: {host}",
        b"GET /?said=%ff%00&said=x HTTP/1.1\r\nHost: {host}",
        b"GET /sign-in?address=%0d%0aSet-Cookie:x=y HTTP/1.1\r\nHost: {host}",
        b"GET /language/el%0d%0aSet-Cookie:x=y HTTP/1.1\r\nHost: {host}",
        b"GET /sign-in HTTP/1.1\r\nHost: {host}\r\nAccept-Language: " + b"\xff" * 500,
        b"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket",
    ],
    ids=lambda head: repr(head[:40]),
)  # fmt: skip
def test_a_head_without_sense_is_refused_or_ignored(house: House, head: bytes) -> None:
    said = house.raw(head.replace(b"{host}", house.host.encode()) + b"\r\nConnection: close\r\n\r\n")
    assert not said or said.split(b" ")[1] in (b"200", b"303", b"400", b"404"), said[:200]
    assert b"\r\nSet-Cookie:x" not in said.partition(b"\r\n\r\n")[0]


def test_many_slow_connections_keep_no_one_out(house: House) -> None:
    port = int(house.host.rpartition(":")[2])
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(250)]
    for number, connection in enumerate(slow):
        connection.sendall(b"GET / HT" if number % 2 else f"POST /sign-in HTTP/1.1\r\nHost: {house.host}\r\n".encode())
    started = time.monotonic()
    assert house.anyone().get("/sign-in").status_code == 200
    assert time.monotonic() - started < 20
    for connection in slow:
        with closing(connection):
            pass


# ---- what lies on the disk


def test_no_secret_can_be_read_from_the_database(house: House) -> None:
    who = house.anyone()
    invite(house.running, "secret@north.example", "north")
    link = link_for(house, who, "secret@north.example").rpartition("/")[2]
    secrets = [link, who.cookies["__Host-browser"], house.north.cookies["__Host-session"], house.north.token]
    files = [path for path in house.running.data.iterdir() if path.name.startswith("submissions.db")]
    stored = b"".join(path.read_bytes() for path in files)
    assert files
    assert not [secret for secret in secrets if secret.encode() in stored]


def test_what_the_server_writes_is_for_no_one_else(house: House) -> None:
    data = house.running.data
    open_to_all = {"site.git", "pages", ".pages.next"}  # what is published, within folders that are for no one else
    mine = [data, *(path for path in data.rglob("*") if not open_to_all & {*path.parts} and not path.is_symlink())]
    assert not [path for path in mine if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077]


def test_the_coordinator_is_still_there(house: House) -> None:
    assert house.anna.get("/review").status_code == 200
    assert ANNA in house.anna.get("/people").text
    assert NORTH in house.anna.get("/people").text
