"""One call of an endpoint: sent, counted, read, and repeated where that is safe."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from typing import Final

from mdwx.clock import Clock
from mdwx.errors import (
    BusyError,
    OutcomeUnknownError,
    QuotaError,
    UnreachableError,
)
from mdwx.wechat import errcodes
from mdwx.wechat.endpoints import PAUSES_S, REPEATED, Effect, Endpoint
from mdwx.wechat.replies import Reply, errcode_of, read_reply
from mdwx.wechat.transport import Request, Transport

__all__ = ["Exchange", "json_request", "media_request"]

MINUTES: Final = 3
"""Calls side by side may use up the next minute before one has its turn."""
MEDIA_TYPES: Final[Mapping[str, str]] = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "bmp": "image/bmp",
}


class Exchange:
    """Speaks to one transport; knows nothing of access tokens."""

    def __init__(self, transport: Transport, *, clock: Clock) -> None:
        self._transport = transport
        self._clock = clock
        self._counting = threading.Lock()
        self.requests = 0
        """Calls of WeChat's API attempted so far."""
        self.on_quota: Callable[[QuotaError], bool] = let_it_stand
        """Told that WeChat was asked too often; True has the call sent again."""

    def ask(self, endpoint: Endpoint, request: Request) -> Reply:
        """Send, and again when whoever watches the quotas has waited a minute."""
        for _ in range(MINUTES):
            try:
                return self._persist(endpoint, request)
            except QuotaError as error:
                # What is refused for its quota has had no effect.
                if not self.on_quota(error):
                    raise
        return self._persist(endpoint, request)

    def _persist(self, endpoint: Endpoint, request: Request) -> Reply:
        """Send until there is an answer or nothing more may be tried."""
        for pause_s in PAUSES_S:
            try:
                return self._ask_once(endpoint, request)
            except (BusyError, UnreachableError) as error:
                if type(error) not in REPEATED[endpoint.effect]:
                    raise
            self._clock.sleep(pause_s)
        return self._ask_once(endpoint, request)

    def _ask_once(self, endpoint: Endpoint, request: Request) -> Reply:
        with self._counting:
            self.requests += 1
        try:
            response = self._transport.send(request, timeout_s=endpoint.timeout_s)
            reply = read_reply(response, endpoint)
        except OutcomeUnknownError as error:
            if endpoint.effect is Effect.LASTING:
                raise
            raise UnreachableError(error.problem, hint=error.hint) from error
        errcode = errcode_of(reply)
        if errcode:
            errmsg = str(reply.get("errmsg", ""))
            raise errcodes.error(errcode, errmsg, path=endpoint.path, clock=self._clock)
        return reply


def let_it_stand(_: QuotaError) -> bool:
    """Wait for nothing; what an exchange does until someone watches it."""
    return False


def json_request(endpoint: Endpoint, body: Mapping[str, object] | None) -> Request:
    """A request with raw UTF-8, because WeChat keeps ``\\u4f60`` as six letters.

    Measured 2026-09 with draft/add: what is escaped is stored and counted escaped.
    """
    if body is None:
        return Request(endpoint.method, endpoint.path)
    raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Length": str(len(raw)),
    }
    return Request(endpoint.method, endpoint.path, headers=headers, body=raw)


def media_request(
    endpoint: Endpoint, data: bytes, *, name: str, query: Mapping[str, str]
) -> Request:
    """A multipart request with its length: WeChat refuses chunked uploads.

    The type is sniffed from the bytes, but the name should fit them. Letters
    beyond ASCII in it are best avoided.
    """
    from urllib3 import encode_multipart_formdata

    if not name.isascii():
        raise ValueError(f"an upload needs an ASCII name, not {name!r}")
    kind = MEDIA_TYPES[name.rpartition(".")[2].lower()]
    body, content_type = encode_multipart_formdata([("media", (name, data, kind))])
    headers = {"Content-Type": content_type, "Content-Length": str(len(body))}
    return Request(
        endpoint.method, endpoint.path, query=query, headers=headers, body=body
    )
