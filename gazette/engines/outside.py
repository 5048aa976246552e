"""Asks addresses of other sites whether they still lead somewhere: slowly, and one at a time for each host."""

from __future__ import annotations

import socket
import ssl
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from typing import Final, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import Request, urlopen

TIMEOUT: Final = 20.0
"""Seconds to wait for an answer."""
HOSTS_AT_ONCE: Final = 8
GONE: Final = (404, 410)
_NO_HEAD: Final = (400, 403, 404, 405, 406, 501)
"""With which servers answer that know no HEAD: these are asked again as a browser would."""
ALIVE, DEAD, UNSURE = "alive", "dead", "unsure"
Pause = Callable[[], None]


class Answer(NamedTuple):
    """What an address answered: alive, dead, or unsure where it may only be so now, or only for us."""

    verdict: str
    detail: str = ""


def ask(addresses: Iterable[str], agent: str, pause: float) -> Mapping[str, Answer]:
    """Every address's answer. `agent` says who asks; `pause` is how many seconds a host is left alone in between."""
    by_host: defaultdict[str, list[str]] = defaultdict(list)
    for address in dict.fromkeys(addresses):
        by_host[urlsplit(address).netloc.lower()].append(address)

    def ask_host(wanted: list[str]) -> dict[str, Answer]:
        return {address: _ask_twice(address, agent, lambda: time.sleep(pause)) for address in wanted}

    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        return {address: answer for found in pool.map(ask_host, by_host.values()) for address, answer in found.items()}


def _ask_twice(address: str, agent: str, pause: Pause) -> Answer:
    """Once more, and as a browser, where the first answer may be due to a bad moment or to the way of asking."""
    answer, again = _ask(address, "HEAD", agent)
    pause()
    if again:
        answer, _ = _ask(address, "GET", agent)
        pause()
    return answer


def _ask(address: str, method: str, agent: str) -> tuple[Answer, bool]:
    """The answer, and whether it is worth asking again."""
    try:
        request = Request(_in_ascii(address), method=method, headers={"User-Agent": agent, "Accept": "*/*"})  # noqa: S310 - the checker takes http alone
        with urlopen(request, timeout=TIMEOUT):  # noqa: S310 - the same
            return Answer(ALIVE), False
    except HTTPError as error:
        error.close()
        verdict = DEAD if error.code in GONE else UNSURE
        return Answer(verdict, str(error.code)), error.code in _NO_HEAD or error.code >= 500
    except URLError as error:
        return _without_answer(error.reason), True
    except (OSError, HTTPException, ValueError) as error:
        return Answer(UNSURE, type(error).__name__), True


def _without_answer(reason: object) -> Answer:
    """A name that no one knows and a certificate that does not hold stay so; all else may pass."""
    if isinstance(reason, socket.gaierror):
        return Answer(DEAD if reason.errno == socket.EAI_NONAME else UNSURE, "DNS")
    if isinstance(reason, ssl.SSLCertVerificationError):
        return Answer(DEAD, "TLS")
    return Answer(UNSURE, type(reason).__name__)


def _in_ascii(address: str) -> str:
    """The address as it goes over the wire: Greek letters of names and paths encoded (RFC 3986, RFC 5891)."""
    parts = urlsplit(address)
    host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    safe = "%/:=&?~#+!$,;'@()*[]"
    return urlunsplit((parts.scheme, host, quote(parts.path, safe), quote(parts.query, safe), ""))
