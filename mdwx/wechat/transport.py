"""The one seam between mdwx and WeChat: a request in, a response out.

The network and the sandbox are the same type, so the client cannot tell them
apart and tests need neither a socket nor a patched internal.
"""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable
from urllib.parse import urlsplit

from mdwx import __version__
from mdwx.config import Secret
from mdwx.config.rules import is_private
from mdwx.errors import OutcomeUnknownError, UnreachableError, UsageError
from mdwx.model import Text
from mdwx.records import dataclass

if TYPE_CHECKING:
    import requests

__all__ = ["Closable", "HttpTransport", "Request", "Response", "Transport"]

CONNECT_TIMEOUT_S: Final = 10.0
MAX_REPLY_BYTES: Final = 64 * 1024 * 1024
"""Twenty drafts of a megabyte each, escaped, fit in well."""
IDLE_S: Final = 20.0
"""A connection unused for longer is not trusted: routers forget them in silence,
and a write that is lost that way leaves its outcome unknown."""
CHUNK_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """One call of WeChat's API, before any host is known.

    ``query`` and ``body`` carry credentials, so ``repr`` leaves them out.
    """

    method: str
    path: str
    """From the root of the API host: ``/cgi-bin/draft/add``."""
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)
    client_ip: str = "127.0.0.1"
    """Who asks; only the sandbox reads it, for the IP allow-list."""


@dataclass(frozen=True, slots=True)
class Response:
    """What came back, undecoded: WeChat's charset header is not to be trusted."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class Transport(Protocol):
    """Carries one request.

    Raises ``UnreachableError`` when nothing was sent, ``OutcomeUnknownError``
    when the request left and no whole answer came back.
    """

    def send(self, request: Request, *, timeout_s: float) -> Response: ...


@runtime_checkable
class Closable(Protocol):
    """A transport that holds something open."""

    def close(self) -> None: ...


class HttpTransport:
    """The network: one API host, no redirects, no proxy from the environment."""

    def __init__(
        self, api_base: str, *, proxy: Secret | None = None, idle_s: float = IDLE_S
    ) -> None:
        # It logs whole addresses, and WeChat wants the access_token in them.
        logging.getLogger("urllib3.connectionpool").disabled = True
        require_https(api_base)
        self._base = api_base.rstrip("/")
        self._host = urlsplit(api_base).netloc
        self._idle_s = idle_s
        self._proxy = proxy
        self._free: list[tuple[requests.Session, float]] = []
        """Sessions nobody uses, each with the time it was last used. Threads share
        none: requests does not promise that they may."""

    def send(self, request: Request, *, timeout_s: float) -> Response:
        import requests
        import urllib3

        body = Outgoing(request.body)
        try:
            with self._session() as session:
                return self._exchange(session, request, body, timeout_s=timeout_s)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            failure = self._explain(error, left=body.left(error))
        # Raised out here because the error of requests, which quotes the
        # address with the access_token, would stay behind as __context__.
        raise failure

    def close(self) -> None:
        """Let go of the open connections."""
        while self._free:
            self._free.pop()[0].close()

    @contextmanager
    def _session(self) -> Iterator[requests.Session]:
        """A session for one call; after a pause it opens its connection anew."""
        try:
            session, used_at = self._free.pop()
        except IndexError:
            session, used_at = self._new_session(), time.monotonic()
        if time.monotonic() - used_at > self._idle_s:
            session.close()
        try:
            yield session
        finally:
            self._free.append((session, time.monotonic()))

    def _new_session(self) -> requests.Session:
        import requests

        session = requests.Session()
        # HTTP_PROXY, .netrc and the like would send secrets where no site file
        # says so, and change the address that WeChat's allow-list sees.
        session.trust_env = False
        session.headers.clear()
        session.headers["User-Agent"] = f"mdwx/{__version__}"
        session.headers["Accept-Encoding"] = "identity"
        if self._proxy is not None:
            proxy = self._proxy.reveal()
            session.proxies = dict.fromkeys(("http", "https"), proxy)
        return session

    def _exchange(
        self,
        session: requests.Session,
        request: Request,
        body: Outgoing,
        *,
        timeout_s: float,
    ) -> Response:
        ends_at = time.monotonic() + timeout_s
        with session.request(
            request.method,
            self._base + request.path,
            params=request.query,
            headers=request.headers,
            data=body if request.body else None,
            timeout=(min(CONNECT_TIMEOUT_S, timeout_s), timeout_s),
            allow_redirects=False,
            stream=True,
        ) as reply:
            return Response(
                status=reply.status_code,
                headers=dict(reply.headers),
                body=self._read(reply, ends_at=ends_at),
            )

    def _read(self, reply: requests.Response, *, ends_at: float) -> bytes:
        """The whole body, within the bounds of size and time."""
        body = bytearray()
        for chunk in reply.iter_content(CHUNK_BYTES):
            body += chunk
            if len(body) > MAX_REPLY_BYTES:
                raise self._lost(Text(zh="答复过大", en="the answer is too large"))
            if time.monotonic() > ends_at:
                raise self._lost(Text(zh="答复太慢", en="the answer is too slow"))
        return bytes(body)

    def _explain(
        self, error: Exception, *, left: bool
    ) -> UnreachableError | UsageError:
        """Our own sentence for it; that of requests may quote credentials."""
        # What requests and urllib3 say of an address they cannot use.
        if isinstance(error, ValueError):
            return UsageError(
                Text(
                    zh=f"{self._host} 的 api_base 或 proxy 不是可用的网址",
                    en=f"api_base or proxy for {self._host} is not a usable address",
                ),
                hint=Text(
                    zh="例如 https://api.weixin.qq.com 和 http://user:password@host:3128",
                    en="such as https://api.weixin.qq.com and"
                    " http://user:password@host:3128",
                ),
            )
        reason = reason_of(error)
        if left:
            return self._lost(reason)
        return UnreachableError(
            Text(
                zh=f"连不上 {self._host}：{reason.zh}",
                en=f"cannot reach {self._host}: {reason.en}",
            ),
            hint=Text(
                zh="检查网络、代理和 api_base，然后再运行一次",
                en="check the network, the proxy and api_base, then run it again",
            ),
        )

    def _lost(self, reason: Text) -> OutcomeUnknownError:
        return OutcomeUnknownError(
            Text(
                zh=f"请求已发往 {self._host}，但没有收到完整的答复：{reason.zh}",
                en=f"a request left for {self._host}"
                f" but no whole answer came back: {reason.en}",
            )
        )


class Outgoing(io.BytesIO):
    """A body that knows whether any of it was handed to the connection.

    WeChat cannot act on a request whose body never left, whatever went wrong.
    """

    touched = False

    def read(self, size: int | None = -1, /) -> bytes:
        self.touched = True
        return super().read(size)

    def left(self, error: Exception) -> bool:
        """Whether WeChat may have seen the request that ended in ``error``."""
        from urllib3.exceptions import MaxRetryError

        if self.getbuffer().nbytes:
            return self.touched
        # With no body to watch: urllib3 gives up "after retries", of which we
        # allow none, only when it could not connect.
        return not (error.args and isinstance(error.args[0], MaxRetryError))


def require_https(api_base: str) -> None:
    """Refuse to send a secret in the clear, except to this machine."""
    if not is_private(urlsplit(api_base)):
        raise UsageError(
            Text(
                zh=f"api_base 必须以 https:// 开头：{api_base}",
                en=f"api_base must start with https://: {api_base}",
            ),
            hint=Text(
                zh="只有本机地址（127.0.0.1、localhost）可以用 http",
                en="only addresses of this machine (127.0.0.1, localhost) may use http",
            ),
        )


def reason_of(error: Exception) -> Text:
    """What went wrong, in words that quote nothing."""
    from requests import exceptions
    from urllib3.exceptions import NameResolutionError

    cause = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(error, exceptions.ProxyError):
        return Text(zh="代理不接受连接", en="the proxy does not take the connection")
    if isinstance(error, exceptions.SSLError):
        return Text(
            zh="对方的证书或 TLS 不可信", en="its certificate or TLS is not trusted"
        )
    if isinstance(error, exceptions.Timeout):
        return Text(zh="超时", en="it took too long")
    if isinstance(cause, NameResolutionError):
        return Text(zh="找不到这个域名", en="its name cannot be found")
    return Text(zh="连接被拒绝或中断", en="the connection was refused or cut")
