"""Pictures at ``http`` and ``https`` addresses, fetched with care, and only once.

A post may be someone else's text, so its addresses must not reach into the
network around us: each host is resolved first, every address it has is
checked, and the connection goes to the very address that passed, so that a
second look-up cannot answer differently. No cookie, no referrer, no proxy of
the environment, nothing that tells who asks.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from mdwx import __version__
from mdwx.errors import SourceError
from mdwx.media.addresses import is_faked, is_public, resolve
from mdwx.media.bounds import SOURCE_BYTES
from mdwx.media.source import refuse
from mdwx.model import ImageRef, Text
from mdwx.records import dataclass

__all__ = ["Fetcher"]

TOTAL_S: Final = 60.0
SILENCE_S: Final = 15.0
REDIRECTS: Final = 5
CHUNK_BYTES: Final = 65536
MOVED: Final = frozenset({301, 302, 303, 307, 308})
HEADERS: Final = {
    "User-Agent": f"mdwx/{__version__}",
    "Accept": "image/png,image/jpeg,image/gif,image/webp,image/*;q=0.8,*/*;q=0.5",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
Resolve = Callable[[str, int], list[str]]
Allow = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches pictures; ``allow`` decides which IP addresses may be asked."""

    allow: Allow = is_public
    resolve: Resolve = resolve
    total_s: float = TOTAL_S
    limit_bytes: int = SOURCE_BYTES

    def fetch(self, ref: ImageRef) -> bytes:
        """The bytes at the address, redirects followed and checked again."""
        end_s = time.monotonic() + self.total_s
        address = "https:" + ref.src if ref.src.startswith("//") else ref.src
        for _ in range(REDIRECTS + 1):
            url = split(ref, address)
            answer = self.ask(ref, url, end_s=end_s)
            if isinstance(answer, bytes):
                return answer
            address = onward(ref, address, answer)
            if url.scheme == "https" and address[:5].lower() == "http:":
                raise downgraded(ref)
        raise refuse(
            ref,
            zh=f"的地址转了 {REDIRECTS} 次以上",
            en=f"was redirected more than {REDIRECTS} times",
            hint=SAVE_IT,
        )

    def ask(self, ref: ImageRef, url: SplitResult, *, end_s: float) -> bytes | str:
        """One request: the bytes, or the address it points on to."""
        try:
            with self.connection(ref, url, end_s=end_s) as connection:
                connection.request("GET", target(url), headers=HEADERS)
                with closing(connection.getresponse()) as response:
                    return self.answer(ref, response, end_s=end_s)
        except (OSError, http.client.HTTPException, ValueError) as error:
            if time.monotonic() >= end_s:
                raise too_slow(ref, self.total_s) from error
            raise unreachable(ref, error) from error

    def answer(
        self, ref: ImageRef, response: http.client.HTTPResponse, *, end_s: float
    ) -> bytes | str:
        """What a response holds, or where it points."""
        if response.status in MOVED and response.headers["Location"]:
            return str(response.headers["Location"])
        if response.status != 200:
            raise refused_by_host(ref, response.status)
        return self.drain(ref, response, end_s=end_s)

    def drain(
        self, ref: ImageRef, response: http.client.HTTPResponse, *, end_s: float
    ) -> bytes:
        """Read the body, never more than the limit, never past the end."""
        body = bytearray()
        while chunk := response.read1(CHUNK_BYTES):
            body += chunk
            if len(body) > self.limit_bytes:
                raise too_large(ref, self.limit_bytes)
            if time.monotonic() >= end_s:
                raise too_slow(ref, self.total_s)
        if response.length:
            raise http.client.IncompleteRead(b"", response.length)
        if time.monotonic() >= end_s:
            raise too_slow(ref, self.total_s)
        return bytes(body)

    @contextmanager
    def connection(
        self, ref: ImageRef, url: SplitResult, *, end_s: float
    ) -> Iterator[http.client.HTTPConnection]:
        """A connection to a checked address, cut when the time is over."""
        host = str(url.hostname)
        port = url.port or (443 if url.scheme == "https" else 80)
        plain = dial(self.checked(ref, host, port), port, end_s=end_s)
        # A timeout of a socket starts anew with each byte; this one does not. TLS
        # takes the socket over, and a copy of it cuts the line all the same.
        line = plain.dup()
        cut = threading.Timer(max(0.0, end_s - time.monotonic()), hang_up, [line])
        cut.daemon = True
        cut.start()
        connection = http.client.HTTPConnection(host, url.port)
        try:
            connection.sock = plain
            if url.scheme == "https":
                connection.default_port = 443
                connection.sock = encrypted(plain, host)
            yield connection
        finally:
            cut.cancel()
            connection.close()
            plain.close()
            line.close()

    def checked(self, ref: ImageRef, host: str, port: int) -> list[str]:
        """The addresses of a host, all of which may be asked."""
        addresses = self.resolve(host, port)
        for address in addresses:
            if not self.allow(address):
                raise private(ref, host, address)
        if not addresses:
            raise OSError("the host has no address")
        return addresses


def onward(ref: ImageRef, address: str, answer: str) -> str:
    """Where a redirect leads; hosts send nonsense too."""
    try:
        return urljoin(address, answer)
    except ValueError as error:
        raise malformed(ref) from error


def downgraded(ref: ImageRef) -> SourceError:
    return refuse(
        ref,
        zh="从 https 转到了不加密的 http",
        en="was redirected from https to plain http",
        hint=SAVE_IT,
    )


def split(ref: ImageRef, address: str) -> SplitResult:
    """Take an address apart, refusing what is no plain web address."""
    try:
        url = urlsplit(address)
        host, _ = url.hostname, url.port
        if host and not host.isascii():
            host.encode("idna")
    except ValueError as error:
        raise malformed(ref) from error
    if url.scheme not in {"http", "https"} or not host:
        raise refuse(
            ref,
            zh="转到了不是 http 或 https 的地址",
            en="leads to an address that is neither http nor https",
        )
    if url.username is not None:
        raise refuse(
            ref,
            zh="的地址里带有用户名或密码",
            en="has a user name or password in its address",
            hint=SAVE_IT,
        )
    return url


def target(url: SplitResult) -> str:
    """What is asked of the host, with Chinese and spaces percent-encoded."""
    path = quote(url.path or "/", safe="/%:=&~+!$,;'@()*[]")
    query = quote(url.query, safe="/%:=&?~+!$,;'@()*[]")
    return f"{path}?{query}" if query else path


def dial(addresses: list[str], port: int, *, end_s: float) -> socket.socket:
    """Connect to the first address that answers."""
    failure = OSError("no time left")
    for address in addresses:
        left_s = end_s - time.monotonic()
        if left_s <= 0:
            break
        try:
            return socket.create_connection((address, port), min(SILENCE_S, left_s))
        except OSError as error:
            failure = error
    raise failure


def encrypted(plain: socket.socket, host: str) -> ssl.SSLSocket:
    """TLS with the certificate of the host by its name, not its address."""
    import certifi

    context = ssl.create_default_context()
    # Python of python.org has no certificates of its own on macOS.
    context.load_verify_locations(certifi.where())
    return context.wrap_socket(plain, server_hostname=host)


def hang_up(plain: socket.socket) -> None:
    try:
        plain.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


SAVE_IT: Final = Text(
    zh="把图片存到文章旁边，改用路径",
    en="save the picture beside the post and write its path",
)


def malformed(ref: ImageRef) -> SourceError:
    return refuse(ref, zh="的地址写错了", en="has a malformed address")


def private(ref: ImageRef, host: str, address: str) -> SourceError:
    hint = SAVE_IT
    if is_faked(address):
        hint = Text(
            zh="代理软件在用 fake-ip 模式解析域名；关掉它，或把图片存到文章旁边",
            en="a proxy program answers names in fake-ip mode; turn that off, "
            "or save the picture beside the post",
        )
    return refuse(
        ref,
        zh=f"的主机 {host} 指向内网或保留地址 {address}，不会去取",
        en=f"is on {host}, a private or reserved address ({address}): not fetched",
        hint=hint,
    )


def refused_by_host(ref: ImageRef, status: int) -> SourceError:
    return refuse(
        ref,
        zh=f"取不到：HTTP {status}",
        en=f"cannot be fetched: HTTP {status}",
        hint=SAVE_IT,
    )


def too_slow(ref: ImageRef, total_s: float) -> SourceError:
    return refuse(
        ref,
        zh=f"在 {total_s:g} 秒内没有取完",
        en=f"could not be fetched within {total_s:g} seconds",
        hint=SAVE_IT,
    )


def too_large(ref: ImageRef, limit_bytes: int) -> SourceError:
    megabytes = limit_bytes / 1024 / 1024
    return refuse(
        ref, zh=f"超过 {megabytes:g} MB", en=f"has more than {megabytes:g} MB"
    )


def unreachable(ref: ImageRef, error: Exception) -> SourceError:
    reason = str(error) or type(error).__name__
    return refuse(
        ref, zh=f"取不到：{reason}", en=f"cannot be fetched: {reason}", hint=SAVE_IT
    )
