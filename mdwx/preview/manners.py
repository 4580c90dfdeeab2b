"""How long a connection may take, and how many there may be.

A server of ours has one user. Whoever opens connections and says nothing, or says it
letter by letter, holds only what is let go of again soon.
"""

from __future__ import annotations

import asyncio
from typing import Final

from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["STRICT", "PatientProtocol"]

PATIENCE_S: Final = 30.0
"""Until a request must have come, whole."""
MOST_CONNECTIONS: Final = 200
"""Browsers open six to one host; programs of a test bench perhaps a dozen."""
STRICT: Final[tuple[tuple[bytes, bytes], ...]] = (
    (b"x-content-type-options", b"nosniff"),
    # "no-referrer" would make a browser send "Origin: null" with our own forms.
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (
        b"content-security-policy",
        b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox",
    ),
)
"""Headers of whatever is no page of ours: text, pictures, errors."""


class PatientProtocol(H11Protocol):
    """HTTP as uvicorn speaks it, within bounds."""

    patience_s = PATIENCE_S
    most_connections = MOST_CONNECTIONS
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn narrows it too
        super().connection_made(transport)
        if len(self.connections) > self.most_connections:
            transport.abort()
            return
        self.expect_request()

    def data_received(self, data: bytes) -> None:
        if not self.is_serving():
            self.expect_request()
        super().data_received(data)
        if self.is_serving():
            self.stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        self.stop_waiting()
        super().connection_lost(exc)

    def expect_request(self) -> None:
        """Begin to wait for a request, unless it is waited for already."""
        if self._late is None:
            self._late = self.loop.call_later(self.patience_s, self.too_late)

    def stop_waiting(self) -> None:
        """Nothing is waited for."""
        if self._late is not None:
            self._late.cancel()
        self._late = None

    def too_late(self) -> None:
        """Hang up on a client that has not said all it wants."""
        self._late = None
        if not self.is_serving():
            self.transport.abort()

    def is_serving(self) -> bool:
        """Whether a request is here, whole, and not yet answered."""
        cycle = self.cycle
        return cycle is not None and not cycle.more_body and not cycle.response_complete

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, as strictly as all else is answered."""
        headers = (*STRICT, (b"content-type", b"text/plain; charset=utf-8"))
        lines = [b"%s: %s\r\n" % header for header in headers]
        start = b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\n"
        self.transport.write(start + b"".join(lines) + b"\r\n" + msg.encode("ascii"))
        self.transport.close()
