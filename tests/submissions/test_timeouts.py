"""Slow clients: each is ended after a while, whatever it drips, and no one else waits for it."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from submissions import guard, timeouts
from submissions.guard import Guard
from submissions.timeouts import TimedProtocol
from tools.viewing.forms import free_port

SHORT = 0.4
LARGE = 32 * 1024 * 1024


async def body(request: Request) -> Response:
    try:
        return PlainTextResponse(str(len(await request.body())))
    except TimeoutError:
        return PlainTextResponse("slow", 408)


async def large(request: Request) -> Response:
    del request
    return Response(bytes(LARGE))


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(guard, "PATIENCE", SHORT)
    monkeypatch.setattr(guard, "SLOWEST", 10**6)
    monkeypatch.setattr(timeouts, "PATIENCE", SHORT)
    found = free_port()
    app = Starlette(routes=[Route("/", body, methods=["POST"]), Route("/large", large)])
    guarded = Guard(app, f"localhost:{found}", f"http://localhost:{found}", {})
    config = uvicorn.Config(
        guarded, host="127.0.0.1", port=found, http=TimedProtocol, log_level="error", lifespan="off", ws="none"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield found
    server.should_exit = True
    thread.join()


def dripped(port: int, data: bytes, drip: bytes, seconds: float = 10) -> tuple[bytes, float]:
    """What is answered to someone who sends `drip` again and again, and after how long the connection is ended."""
    with closing(socket.create_connection(("127.0.0.1", port), 5)) as connection:
        connection.sendall(data)
        connection.settimeout(0.1)
        started, said = time.monotonic(), b""
        while time.monotonic() - started < seconds:
            try:
                if drip:
                    connection.sendall(drip)
                if not (more := connection.recv(65536)):
                    return said, time.monotonic() - started
                said += more
            except TimeoutError:
                continue
            except OSError:
                return said, time.monotonic() - started
    raise AssertionError("the connection is never ended")


HEAD = "POST / HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\n"


@pytest.mark.parametrize("drip", [b"", b"X: y\r\n"], ids=["silent", "dripping"])
@pytest.mark.parametrize("begun", ["", "GET / HT", HEAD])
def test_a_head_that_never_ends_is_not_waited_for(port: int, begun: str, drip: bytes) -> None:
    _, took = dripped(port, begun.format(port=port).encode(), drip if begun else b"G" * bool(drip))
    assert took < 8


@pytest.mark.parametrize("drip", [b"", b"a"], ids=["silent", "dripping"])
def test_a_body_that_never_ends_is_not_waited_for(port: int, drip: bytes) -> None:
    said, took = dripped(port, f"{HEAD}Content-Length: 60000\r\n\r\n".format(port=port).encode(), drip)
    assert b" 408 " in said.splitlines()[0]
    assert took < 8


def test_whoever_sends_on_after_an_answer_is_ended(port: int) -> None:
    head = f"{HEAD}Content-Length: 60000\r\n\r\n".format(port=port).replace("http://", "http://evil.")
    said, took = dripped(port, head.encode(), b"a")
    assert b" 403 " in said.splitlines()[0]
    assert took < 8


def test_an_answer_that_no_one_takes_is_given_up(port: int) -> None:
    with closing(socket.create_connection(("127.0.0.1", port), 5)) as connection:
        connection.sendall(f"GET /large HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode())
        time.sleep(6 * SHORT)
        received = 0
        with pytest.raises(ConnectionResetError):
            while more := connection.recv(65536):
                received += len(more)
            raise ConnectionResetError
        assert received < LARGE


def test_an_answer_that_is_taken_slowly_comes_whole(port: int) -> None:
    with closing(socket.create_connection(("127.0.0.1", port), 5)) as connection:
        connection.sendall(f"GET /large HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode())
        received, started = 0, time.monotonic()
        while received < LARGE:
            received += len(connection.recv(1024 * 1024))
            time.sleep(0.02)
        assert time.monotonic() - started > SHORT


def test_others_are_answered_meanwhile_and_go_on(port: int) -> None:
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(30)]
    origin = f"http://localhost:{port}"
    with httpx.Client(verify=False) as client:
        for _ in range(3):
            assert client.post(origin, content=b"abc", headers={"Origin": origin}).text == "3"
            time.sleep(SHORT / 2)
    for connection in slow:
        connection.close()
