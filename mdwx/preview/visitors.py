"""Phones on the same network: let in once with a key, to look and not to act.

The address that is printed has a key in it, for one device: the first to open it gets a
cookie, and a new key is made for the next. Whoever comes without either sees nothing.
The person at this machine needs no key.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import socket
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from mdwx.config.settings import LOOPBACK_HOSTS
from mdwx.model import Text
from mdwx.preview.guard import ANY_ADDRESS, name_in
from mdwx.records import dataclass

__all__ = ["Visitors", "is_visitor", "network_address"]

COOKIE: Final = "mdwx"
KEY: Final = "key"
MARK: Final = "mdwx.visitor"
"""In the scope of a request that came from another device."""
READING: Final = frozenset({"GET", "HEAD"})
NOT_LET_IN: Final = Text(
    zh="请扫 mdwx watch 在终端里显示的二维码（每个二维码只给一台设备用）",
    en="scan the QR code that mdwx watch shows in its terminal (each is for one"
    " device)",
)
LOOK_ONLY: Final = Text(
    zh="在这台设备上只能看", en="on this device you may look, not act"
)


@dataclass(frozen=True, slots=True)
class Guest:
    """A device that was let in."""

    asker: str
    """The address it came from."""
    cookie: str


class Visitors:
    """Lets in who sits here, and who has a key or got a cookie for one.

    ``invite`` is called with each new key, to be shown to the person.
    """

    def __init__(
        self, app: ASGIApp, *, invite: Callable[[str], None], language: str
    ) -> None:
        self.app = app
        self.invite = invite
        self.language = language
        self.key = ""
        self.guests: dict[str, Guest] = {}
        """By the key that let them in."""
        self.renew()

    def renew(self) -> None:
        """Make a key for the next device."""
        self.key = secrets.token_urlsafe(18)
        self.invite(self.key)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or sits_here(scope):
            await self.app(scope, receive, send)
            return
        answer = self.answer(scope)
        if answer is not None:
            await answer(scope, receive, send)
            return
        await self.app({**scope, MARK: True}, receive, send)

    def answer(self, scope: Scope) -> Response | None:
        """What a device gets instead of a page; None if it is let in."""
        fields = parse_qsl(scope["query_string"].decode("latin-1"))
        given = dict(fields).get(KEY)
        guest = self.guest(given, address_of(scope)) if given else None
        if guest is not None:
            return welcome(scope, fields, guest)
        cookie = cookie_in(Headers(scope=scope).get("cookie", ""))
        if not self.knows(cookie):
            return self.refusal(NOT_LET_IN)
        return None if scope["method"] in READING else self.refusal(LOOK_ONLY)

    def guest(self, given: str, asker: str) -> Guest | None:
        """Who comes with a key; it is theirs, and a new one is made for the next.

        A browser may open an address twice before it keeps a cookie.
        """
        key = given.encode()
        if hmac.compare_digest(key, self.key.encode()):
            self.guests[self.key] = Guest(asker, secrets.token_urlsafe(24))
            self.renew()
        for known, guest in self.guests.items():
            if hmac.compare_digest(key, known.encode()) and guest.asker == asker:
                return guest
        return None

    def knows(self, cookie: str) -> bool:
        """Whether a cookie is one of ours."""
        given = cookie.encode()
        known = (guest.cookie.encode() for guest in self.guests.values())
        return any(hmac.compare_digest(given, cookie) for cookie in known)

    def refusal(self, why: Text) -> Response:
        """Nothing, and the way in."""
        return PlainTextResponse(why.said(self.language), status_code=403)


def welcome(scope: Scope, fields: list[tuple[str, str]], guest: Guest) -> Response:
    """Hand out the cookie, and take the key out of the address."""
    rest = urlencode([field for field in fields if field[0] != KEY])
    # One slash: two would lead to another host.
    path = "/" + quote(scope["path"].lstrip("/\\"))
    answer = RedirectResponse(f"{path}?{rest}" if rest else path, status_code=303)
    answer.set_cookie(COOKIE, guest.cookie, httponly=True, samesite="lax", path="/")
    return answer


def is_visitor(scope: Scope) -> bool:
    """Whether a request comes from a device that may only look."""
    return bool(scope.get(MARK))


def sits_here(scope: Scope) -> bool:
    """Whether a request comes from this machine and names it."""
    named = name_in(Headers(scope=scope).get("host", ""))
    try:
        is_local = ipaddress.ip_address(address_of(scope)).is_loopback
    except ValueError:
        return False
    return is_local and named in LOOPBACK_HOSTS


def address_of(scope: Scope) -> str:
    """The address a request comes from."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def cookie_in(header: str) -> str:
    """Our cookie among those a browser sent."""
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def network_address(host: str) -> str:
    """Where others on the network find this machine: its own name for ``host``."""
    if host not in ANY_ADDRESS:
        return host
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # A datagram socket only looks up the way; nothing is sent. The addresses are
    # kept for documentation (RFC 5737 and 3849).
    far = "2001:db8::1" if ":" in host else "192.0.2.1"
    with socket.socket(family, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect((far, 9))
            return str(asking.getsockname()[0])
        except OSError:
            return "127.0.0.1"
