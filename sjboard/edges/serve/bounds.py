"""How much of us one reader may take: connections, and time to ask and to listen.

Knows uvicorn's HTTP protocol, which bounds neither: a request's first byte may come and its last never.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any, ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

PER_ADDRESS = 48
"""Connections of one address: six for each browser window, and some to spare."""
TOTAL = 256
ASKING = 10.0
"""Seconds in which a request has to be whole, from the connection's beginning or its first byte on."""
LISTENING = 30.0
"""Seconds for which a reader may take nothing of what is sent."""
LONGEST_HEAD = 16 * 1024


class Bounded(H11Protocol):
    """uvicorn's protocol with these bounds."""

    _open: ClassVar[Counter[str]] = Counter()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._timer: asyncio.TimerHandle | None = None
        self._stalled: asyncio.TimerHandle | None = None
        self._address = self.client[0] if self.client else ""
        self._open[self._address] += 1
        if self._open[self._address] > PER_ADDRESS:
            transport.abort()
            return
        self._timer = self.loop.call_later(ASKING, transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        self._open[self._address] -= 1
        if not self._open[self._address]:
            del self._open[self._address]
        self._stop_timer()
        self._go_on()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        asking = self.conn.their_state is h11.IDLE
        if not asking or not self.conn.trailing_data[0]:
            self._stop_timer()
        elif self._timer is None:
            self._timer = self.loop.call_later(ASKING, self.transport.abort)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stalled = self.loop.call_later(LISTENING, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._go_on()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _go_on(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None


def settings() -> dict[str, Any]:
    """Give uvicorn's own bounds."""
    return {
        "http": Bounded,
        "limit_concurrency": TOTAL,
        "h11_max_incomplete_event_size": LONGEST_HEAD,
        "timeout_keep_alive": 15,
        "timeout_graceful_shutdown": 1,
    }
