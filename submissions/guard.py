"""What is refused before anything is read: other hosts, requests of other pages, bodies that are too large or too slow.

Every answer leaves with the headers that keep browsers from doing more with it than is meant.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

READ: Final = ("GET", "HEAD")
PATIENCE: Final = 20.0
"""Seconds that a request may stand still while it is read."""
SLOWEST: Final = 32 * 1024
"""Bytes in each second that a body must bring that takes longer than that."""
MOST_BYTES: Final = 64 * 1024
"""Of the body of a request, where nothing else is said."""
POLICY: Final = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
"""The Content Security Policy of the server's own pages, which have no scripts."""
ALWAYS: Final = {
    "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow", "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}  # fmt: skip
"""On every answer that does not say otherwise itself."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Stands before the application. `host` and `origin` are the server's own; `sizes`: end of a path → most bytes."""

    app: ASGIApp
    host: str
    origin: str
    sizes: Mapping[str, int]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal:
            status, words = refusal
            # What follows on the connection may be the body of what was refused, and is never taken for a request.
            answer = PlainTextResponse(words, status, {"Connection": "close"})
            await answer(scope, receive, self._with_headers(send))
            return
        await self.app(scope, self._bounded(receive, Headers(scope=scope)), self._with_headers(send))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Why a request is not even read."""
        headers, method = Headers(scope=scope), scope["method"]
        if headers.getlist("host") != [self.host]:
            return 421, "This server does not answer for that host.\n"
        # Browsers send no transfer-encoding; where there is a size too, servers disagree on where the request ends.
        if "transfer-encoding" in headers or (method == "POST" and not _is_sized(headers)):
            return 411, "The size of the request must be given.\n"
        if method in READ:
            return None
        if method != "POST":
            return 405, "Only GET and POST are understood.\n"
        site = headers.get("sec-fetch-site", "same-origin")
        if headers.getlist("origin") != [self.origin] or site != "same-origin":
            return 403, "Only pages of this server may send that.\n"
        return (413, "That is too large.\n") if int(headers["content-length"]) > self._most(scope) else None

    def _most(self, scope: Scope) -> int:
        path = scope["path"]
        return next((most for end, most in self.sizes.items() if path.endswith(end)), MOST_BYTES)

    @staticmethod
    def _bounded(receive: Receive, headers: Headers) -> Receive:
        """Reads a body as long as it comes, and comes fast enough. Raises TimeoutError."""
        is_read, ends = False, 0.0
        whole = PATIENCE + int(headers.get("content-length", "0")) / SLOWEST

        async def bounded() -> Message:
            nonlocal is_read, ends
            if is_read:
                return await receive()
            now = asyncio.get_running_loop().time()
            ends = ends or now + whole
            message = await asyncio.wait_for(receive(), min(PATIENCE, max(ends - now, 0)))
            is_read = not message.get("more_body", False)
            return message

        return bounded

    @staticmethod
    def _with_headers(send: Send) -> Send:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
            await send(message)

        return sent


def _is_sized(headers: Headers) -> bool:
    sizes = headers.getlist("content-length")
    return len(sizes) == 1 and sizes[0].isascii() and sizes[0].isdigit()
