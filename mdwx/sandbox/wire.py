"""The sandbox's API over HTTP, byte for byte: what came in, what goes out.

A fault that cuts the line does so here too: the connection closes and the client
sees no answer.
"""

from __future__ import annotations

import asyncio
from typing import Final
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from mdwx.errors import UnreachableError
from mdwx.preview.manners import PatientProtocol
from mdwx.wechat.transport import Request, Response, Transport

__all__ = ["CuttingProtocol", "Wire"]

LONGEST_BODY_BYTES: Final = 64 << 20
"""Well above every limit of the API: a video may have 10 MB."""
PATIENCE_S: Final = 3600.0
"""The client decides how long a slow answer may take."""


class CuttingProtocol(PatientProtocol):
    """Hands each request its connection, so that an application can close it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn narrows it too
        super().connection_made(transport)
        self.app_state = {**self.app_state, "connection": transport}


class Wire:
    """An application that carries each request to the host."""

    def __init__(self, host: Transport) -> None:
        self.host = host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await read_body(receive)
        if body is None:
            cut(scope)
            return
        request = request_of(scope, body)
        try:
            response = await run_in_threadpool(
                self.host.send, request, timeout_s=PATIENCE_S
            )
        except UnreachableError:
            cut(scope)
            # The server answers for an application that says nothing, unless the
            # client is gone: so wait until it is.
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        await answer(response, send)


async def read_body(receive: Receive) -> bytes | None:
    """The whole body; None when the client left, or when it is beyond reason."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > LONGEST_BODY_BYTES:
            return None
        if not message.get("more_body", False):
            return bytes(body)


def request_of(scope: Scope, body: bytes) -> Request:
    """The request as the host reads it."""
    query = scope["query_string"].decode("latin-1")
    headers = {
        name.decode("latin-1"): value.decode("latin-1")
        for name, value in scope["headers"]
    }
    return Request(
        method=scope["method"],
        path=scope["path"],
        query=dict(parse_qsl(query, keep_blank_values=True)),
        headers=headers,
        body=body,
        client_ip=scope["client"][0] if scope.get("client") else "127.0.0.1",
    )


async def answer(response: Response, send: Send) -> None:
    """Send the host's bytes and headers, and none of ours."""
    headers = [
        (name.lower().encode("latin-1"), value.encode("latin-1"))
        for name, value in response.headers.items()
    ]
    start = {"type": "http.response.start", "status": response.status}
    await send({**start, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})


def cut(scope: Scope) -> None:
    """Close the connection without an answer."""
    scope["state"]["connection"].close()
