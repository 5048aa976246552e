"""Asks addresses of other sites whether they still lead somewhere: slowly, and one at a time for each host.

An address is asked at the numbers that its name stands for, once these were looked at: none of this machine or of a
local network, whatever they are written like, and wherever an answer leads on to. Of an answer only its head is read.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from queue import Empty, Queue
from threading import Thread, Timer
from typing import Final, NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

HOSTS_AT_ONCE: Final = 8
GONE: Final = (404, 410)
LEADS_ON: Final = (301, 302, 303, 307, 308)
MOST_STEPS: Final = 10
LONGEST: Final = 2_000
"""Letters of an address that is asked at all."""
_NO_HEAD: Final = (400, 403, 404, 405, 406, 501)
"""With which servers answer that know no HEAD: these are asked again as a browser would."""
ALIVE, DEAD, UNSURE, LOCAL, MALFORMED = "alive", "dead", "unsure", "local", "malformed"
PORTS: Final = {"http": 80, "https": 443}
_WITHIN: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
"""Numbers of the sixth version that end in one of the fourth (RFC 6052, RFC 4291), beside those Python knows."""
Address = IPv4Address | IPv6Address


class LinkStatus(NamedTuple):
    """The state of an address: alive, dead, or unsure (perhaps only for now, or only for us).

    Or why it was not asked: it is local, or malformed.
    """

    verdict: str
    detail: str = ""


class _Refused(Exception):
    """An address that is not asked; `answer` says why."""

    def __init__(self, answer: LinkStatus) -> None:
        super().__init__(answer)
        self.answer = answer


def is_public(number: Address) -> bool:
    """Whether a number is one of the internet's: of no machine or network that only we can reach."""
    if isinstance(number, IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour or (number.teredo or (None, None))[1]
        if inner is None and any(number in network for network in _WITHIN):
            inner = IPv4Address(int(number) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if number.is_site_local:
            return False
    return number.is_global and not number.is_multicast and not number.is_reserved


@dataclass(frozen=True)
class Bounds:
    """How long is waited, in seconds, and who is asked."""

    patience: float = 20.0
    """For one question as a whole, with all the steps that an answer leads on."""
    total: float = 45 * 60.0
    """For all questions together; those that are left then are not asked."""
    may_ask: Callable[[Address], bool] = is_public
    """Of a number that a name stands for. Only a test that has servers of its own gives another answer."""


class _RequestRules(NamedTuple):
    """How one asks: who says to be asking, how many seconds a host is left alone, and when all must have an end."""

    agent: str
    pause: float
    bounds: Bounds
    end: float


def ask(addresses: Iterable[str], agent: str, pause: float, bounds: Bounds | None = None) -> Mapping[str, LinkStatus]:
    """Every address's answer. `agent` says who asks; `pause` is how many seconds a host is left alone in between."""
    bounds = bounds or Bounds()
    rules = _RequestRules(agent, pause, bounds, time.monotonic() + bounds.total)
    by_host: defaultdict[str, list[str]] = defaultdict(list)
    for address in dict.fromkeys(addresses):
        by_host[_host_of(address)].append(address)

    def ask_host(wanted: list[str]) -> dict[str, LinkStatus]:
        return {address: _ask_twice(address, rules) for address in wanted}

    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        return {address: answer for found in pool.map(ask_host, by_host.values()) for address, answer in found.items()}


def _host_of(address: str) -> str:
    with suppress(_Refused):
        return str(_parts(address).hostname).rstrip(".")
    return ""


def _ask_twice(address: str, rules: _RequestRules) -> LinkStatus:
    """Once more, and as a browser, where the first answer may be due to a bad moment or to the way of asking."""
    answer, again = _ask(address, "HEAD", rules)
    if again:
        _wait(rules)
        answer, _ = _ask(address, "GET", rules)
    if answer.verdict not in (LOCAL, MALFORMED):
        _wait(rules)
    return answer


def _wait(rules: _RequestRules) -> None:
    time.sleep(max(0.0, min(rules.pause, rules.end - time.monotonic())))


def _ask(address: str, method: str, rules: _RequestRules) -> tuple[LinkStatus, bool]:
    """The answer, and whether it is worth asking again."""
    deadline = min(rules.end, time.monotonic() + rules.bounds.patience)
    if time.monotonic() >= rules.end:
        return LinkStatus(UNSURE, "not asked"), False
    try:
        code = _followed(address, method, rules, deadline)
    except _Refused as refused:
        return refused.answer, refused.answer.verdict == UNSURE
    except ssl.SSLCertVerificationError:
        return LinkStatus(DEAD, "TLS"), True
    except (OSError, HTTPException, ValueError) as error:
        late = time.monotonic() >= deadline
        return LinkStatus(UNSURE, "TimeoutError" if late else type(error).__name__), True
    if code < 400:
        return LinkStatus(ALIVE), False
    return LinkStatus(DEAD if code in GONE else UNSURE, str(code)), code in _NO_HEAD or code >= 500


def _followed(address: str, method: str, rules: _RequestRules, deadline: float) -> int:
    """The code at the end of the way that an address leads on."""
    parts, seen = _parts(address), set[SplitResult]()
    while True:
        code, onward = _step(parts, method, rules, deadline)
        seen.add(parts)
        if code not in LEADS_ON or not onward:
            return code
        parts = _onward(parts, onward)
        if parts in seen or len(seen) > MOST_STEPS:
            raise _Refused(LinkStatus(UNSURE, "redirect loop"))


def _onward(parts: SplitResult, onward: str) -> SplitResult:
    try:  # headers are read as Latin letters, whatever was sent
        return _parts(urljoin(parts.geturl(), onward.encode("latin-1", "ignore").decode("utf-8", "replace")))
    except (_Refused, ValueError):
        raise _Refused(LinkStatus(UNSURE, "redirect")) from None


def _step(parts: SplitResult, method: str, rules: _RequestRules, deadline: float) -> tuple[int, str]:
    """One question: the code, and where the answer leads on."""
    port = parts.port or PORTS[parts.scheme]
    numbers = _numbers(str(parts.hostname), port, deadline)
    if not all(rules.bounds.may_ask(ip_address(number.partition("%")[0])) for number in numbers):
        raise _Refused(LinkStatus(LOCAL, str(parts.hostname)))
    with _asking(parts, numbers, port, deadline) as connection:
        path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        connection.request(method, path, headers={"User-Agent": rules.agent, "Accept": "*/*", "Connection": "close"})
        answer: HTTPResponse = connection.getresponse()
        if time.monotonic() >= deadline:  # what is cut in the middle of its head would count as whole
            raise TimeoutError
        return answer.status, answer.getheader("Location", "")


def _numbers(host: str, port: int, deadline: float) -> list[str]:
    """All that a name stands for. A thread asks for it, since a slow name server cannot be told to stop."""
    answers: Queue[list[str] | OSError] = Queue()

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
        except (OSError, ValueError) as error:
            answers.put(error if isinstance(error, OSError) else OSError(str(error)))

    Thread(target=look_up, daemon=True).start()
    try:
        found = answers.get(timeout=max(0.0, deadline - time.monotonic()))
    except Empty:
        raise TimeoutError from None
    if isinstance(found, socket.gaierror):
        raise _Refused(LinkStatus(DEAD if found.errno == socket.EAI_NONAME else UNSURE, "DNS"))
    if isinstance(found, OSError):
        raise found
    return found


@contextmanager
def _asking(parts: SplitResult, numbers: list[str], port: int, deadline: float) -> Iterator[HTTPConnection]:
    """A connection to the first of the numbers that answers. At the deadline it is cut, whatever it is waiting for.

    A limit for each read would not do: a server may send one byte now and then.
    """
    lines = [_connected(numbers, port, deadline)]
    cut = Timer(max(0.0, deadline - time.monotonic()), _cut, [lines])
    cut.daemon = True
    cut.start()
    try:
        if parts.scheme == "https":
            name, context = str(parts.hostname).rstrip("."), ssl.create_default_context()
            secure = context.wrap_socket(lines[0], server_hostname=name, do_handshake_on_connect=False)
            lines.append(secure)
            secure.do_handshake()
        connection = HTTPConnection(str(parts.hostname), port)
        connection.default_port = PORTS[parts.scheme]
        connection.sock = lines[-1]
        yield connection
    finally:
        cut.cancel()
        lines[-1].close()


def _cut(lines: list[socket.socket]) -> None:
    """Ends what another thread is waiting for, on the line itself: a farewell in TLS might wait as well."""
    with suppress(OSError):
        socket.socket.shutdown(lines[-1], socket.SHUT_RDWR)


def _connected(numbers: list[str], port: int, deadline: float) -> socket.socket:
    for place, number in enumerate(numbers):
        try:
            return socket.create_connection((number, port), max(0.1, deadline - time.monotonic()))
        except OSError:
            if place == len(numbers) - 1:
                raise
    raise OSError("no number")


def _parts(address: str) -> SplitResult:
    """The address as it goes over the wire: Greek letters of names and paths encoded (RFC 3986, RFC 5891).

    Names and passwords in front of the host are left out. Raises _Refused where it is none of the web.
    """
    try:
        parts = urlsplit(address)
        host = str(parts.hostname or "")
        host = host if host.isascii() else host.encode("idna").decode()
        if not _is_host(host) or parts.scheme not in PORTS or len(address) > LONGEST or parts.port == 0:
            raise ValueError(address)
        named = f"[{host}]" if ":" in host else host
        place = named if parts.port is None else f"{named}:{parts.port}"
    except ValueError:
        raise _Refused(LinkStatus(MALFORMED)) from None
    safe = "%/:=&?~#+!$,;'@()*[]"
    return urlsplit(urlunsplit((parts.scheme, place, quote(parts.path, safe), quote(parts.query, safe), "")))


def _is_host(host: str) -> bool:
    """Whether a name can be asked for: parts of 63 letters at most, none empty but for a last dot."""
    parts = host.removesuffix(".").split(".")
    return host.isprintable() and not set(host) & set(" /\\@%<>\"'") and all(0 < len(part) < 64 for part in parts)
