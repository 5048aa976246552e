"""How long a connection is kept on which no request is being answered.

Uvicorn waits without end for the rest of a request's head, and for whoever sends on after an answer: a few hundred such
connections would keep everyone else out.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Final

from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE: Final = 25.0
"""Seconds in which the head of a request must have come, and between two looks at how an answer is taken."""


class TimedProtocol(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it; ends connections whose other side keeps it waiting."""

    _timer: asyncio.TimerHandle | None = None
    _left: int = sys.maxsize

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins to wait for a request."""
        super().connection_made(transport)
        self._wait(sys.maxsize)

    def on_response_complete(self) -> None:
        """Begins to wait for the next request."""
        super().on_response_complete()
        self._wait(sys.maxsize)

    def connection_lost(self, exc: Exception | None) -> None:
        """Waits no more."""
        super().connection_lost(exc)
        if self._timer:
            self._timer.cancel()

    def _wait(self, left: int) -> None:
        if self._timer:
            self._timer.cancel()
        self._left = left
        self._timer = self.loop.call_later(PATIENCE, self._look)

    def _look(self) -> None:
        """Ends the connection, unless a request is being answered or the answer is still being taken."""
        if self.cycle is not None and not self.cycle.response_complete:
            return
        left = self.transport.get_write_buffer_size()
        if 0 < left < self._left:
            self._wait(left)
        else:
            self.transport.abort()
