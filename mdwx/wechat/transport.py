"""The one seam between mdwx and WeChat: a request in, a response out.

The network and the sandbox are the same type, so the client cannot tell them
apart and tests need neither a socket nor a patched internal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

__all__ = ["Request", "Response", "Transport"]


@dataclass(frozen=True, slots=True)
class Request:
    """One call of WeChat's API, before any host is known."""

    method: str
    path: str
    """From the root of the API host: ``/cgi-bin/draft/add``."""
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    client_ip: str = "127.0.0.1"
    """Who asks; only the sandbox reads it, for the IP allow-list."""


@dataclass(frozen=True, slots=True)
class Response:
    """What came back, undecoded: WeChat's charset header is not to be trusted."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport(Protocol):
    """Carries one request.

    Raises ``UnreachableError`` when nothing was sent, ``OutcomeUnknownError``
    when the request left and no whole answer came back.
    """

    def send(self, request: Request, *, timeout_s: float) -> Response: ...
