"""Who is answered: the person at this machine, and no page of another site.

Any page in that person's browser may point a name of its own at 127.0.0.1 (DNS
rebinding), or send a form to it. So a request must name us by an address or a name
we know, and must not come from elsewhere.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mdwx.config.settings import LOOPBACK_HOSTS
from mdwx.patterns import pattern
from mdwx.preview.manners import STRICT

__all__ = ["ANY_ADDRESS", "guarded"]

ANY_ADDRESS: Final = frozenset({"0.0.0.0", "::", ""})
HOST: Final = pattern(r"(?:\[([\da-f:.]+)\]|([\w.-]+))(?::\d{0,5})?", re.ASCII)
PAGE_POLICY: Final = (b"content-security-policy", b"frame-ancestors 'none'")
"""What a page cannot ask for in its own policy, which says all else."""
DOING: Final = "/_do/"
TOKEN_HEADER: Final = "x-mdwx-token"
READING: Final = frozenset({"GET", "HEAD"})
ELSEWHERE: Final = frozenset({"cross-site", "same-site"})
"""``same-site`` is another port of this machine: another program's pages."""


def guarded(app: ASGIApp, *, host: str, token: str = "") -> ASGIApp:
    """The application behind the checks, with our headers on each answer.

    ``token``: what a page of ours must say to change anything under ``/_do/``.
    """
    return WithHeaders(Guard(app, host=host, token=token))


class Guard:
    """Answers only requests that name this machine and come from its person."""

    def __init__(self, app: ASGIApp, *, host: str, token: str) -> None:
        self.app = app
        self.host = host
        self.token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (refusal := self.refusal(scope)):
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def refusal(self, scope: Scope) -> PlainTextResponse | None:
        """Why a request is not answered, if it is not."""
        headers = only_values(scope)
        named = headers.get("host", "")
        if not self.knows(name_in(named)):
            return PlainTextResponse("unknown host", status_code=421)
        if is_from_elsewhere(scope["method"], headers, named=named):
            return PlainTextResponse("not from another site", status_code=403)
        if scope["path"].startswith(DOING):
            return self.refusal_to_do(scope, headers, name=name_in(named))
        return None

    def refusal_to_do(
        self, scope: Scope, headers: Mapping[str, str], *, name: str
    ) -> PlainTextResponse | None:
        """Why a request that changes something is not answered, if it is not.

        Only a page that we served, and at this machine itself, says our token: a
        header of its own keeps forms out, and a name that is not the loopback's
        keeps out whoever is let in from the network.
        """
        if scope["method"] != "POST":
            return PlainTextResponse("only by POST", status_code=405)
        asker = (scope.get("client") or ("",))[0]
        if name not in LOOPBACK_HOSTS or not is_here(asker):
            return PlainTextResponse("only at this machine", status_code=403)
        given = headers.get(TOKEN_HEADER, "").encode("latin-1")
        if not self.token or not hmac.compare_digest(given, self.token.encode()):
            return PlainTextResponse("not without the page's token", status_code=403)
        return None

    def knows(self, name: str) -> bool:
        """Whether a Host header names us.

        An address cannot be rebound, so any will do where all are served.
        """
        if not name:
            return False
        if name in LOOPBACK_HOSTS or name == self.host.lower():
            return True
        return self.host in ANY_ADDRESS and is_address(name)


def only_values(scope: Scope) -> Mapping[str, str]:
    """The headers that matter here; one that is given twice says nothing."""
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1"), []).append(value.decode("latin-1"))
    return {
        name: "".join(values[:1] * (len(values) == 1)) for name, values in found.items()
    }


def name_in(host: str) -> str:
    """The name in a Host header; nothing where that holds more than it should."""
    match = HOST.fullmatch(host.lower())
    return (match[1] or match[2]) if match else ""


def is_from_elsewhere(method: str, headers: Mapping[str, str], *, named: str) -> bool:
    """Whether a page of another site asks; following its link to a page is fine.

    Browsers say so in Sec-Fetch-Site, older ones only in Origin and only of what
    changes something. Programs send neither.
    """
    if headers.get("sec-fetch-site") in ELSEWHERE:
        follows = headers.get("sec-fetch-mode") == "navigate" and method in READING
        return not follows
    if method in READING or "origin" not in headers:
        return False
    try:
        return urlsplit(headers["origin"]).netloc.lower() != named.lower()
    except ValueError:
        return True


def is_address(name: str) -> bool:
    """Whether this is an IP address and not a name."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_here(address: str) -> bool:
    """Whether whoever asks sits at this machine."""
    return is_address(address) and ipaddress.ip_address(address).is_loopback


class WithHeaders:
    """Adds the headers that keep a browser strict with our pages."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_more(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": strict(message["headers"])}
            await send(message)

        await self.app(scope, receive, send_more)


def strict(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Headers of an answer with ours: a page has its own policy, inside or here."""
    if any(name.lower() == PAGE_POLICY[0] for name, _ in headers):
        return [*headers, *(it for it in STRICT if it[0] != PAGE_POLICY[0])]
    is_page = any(
        name.lower() == b"content-type" and value.startswith(b"text/html")
        for name, value in headers
    )
    ours = [it for it in STRICT if not (is_page and it[0] == PAGE_POLICY[0])]
    return [*headers, *ours, *([PAGE_POLICY] if is_page else [])]
