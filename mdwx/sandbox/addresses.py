"""Addresses on WeChat's hosts: pictures and articles."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

from mdwx.patterns import pattern

__all__ = ["Link", "is_platform_picture", "link_of", "picture_key", "stored_picture"]

PLATFORM: Final = (
    r"(?:https?:)?//(?:mmbiz\.qpic\.cn|mmecoa\.qpic\.cn|mmbiz\.qlogo\.cn)/"
)
PLATFORM_PICTURE: Final = pattern(PLATFORM, re.IGNORECASE)
PICTURE: Final = pattern(
    rf"{PLATFORM}(?:sz_)?mm(?:biz|ecoa)(?:_\w+)?"
    r"/(?P<key>[^/?#]+)(?:/(?P<size>\d+))?/?(?P<rest>[?#].*)?",
    re.IGNORECASE | re.DOTALL,
)
HOST: Final = "mp.weixin.qq.com"
SHORT: Final = pattern(r"/s/[A-Za-z0-9_-]{22}/?")
HOME: Final = frozenset({"/mp/profile_ext", "/mp/homepage"})


def is_platform_picture(address: str) -> bool:
    """Whether an address is on WeChat's picture hosts, whoever uploaded it."""
    return PLATFORM_PICTURE.match(address.strip()) is not None


def picture_key(address: str) -> str | None:
    """What names a picture in its address; None where it is not WeChat's."""
    found = PICTURE.fullmatch(address.strip())
    return found["key"] if found else None


def stored_picture(address: str) -> str:
    """The address as the server stores it: ``/640`` and ``from=appmsg``.

    Measured 2026-09-28.
    """
    found = PICTURE.fullmatch(address.strip())
    if found is None or found["size"] != "0":
        return address
    start, end = address.strip()[: found.end("key")], found["rest"] or ""
    if "from=" in end or end.startswith("#"):
        return f"{start}/640{end}"
    return f"{start}/640{end}&from=appmsg" if end else f"{start}/640?from=appmsg"


class Link:
    """Where a link of an article goes, as far as the server cares."""

    def __init__(self, href: str) -> None:
        self.href = href.strip()
        try:
            parts = urlsplit(self.href)
            self.host = (parts.hostname or "").lower()
        except ValueError:
            self.scheme = self.host = self.path = self.query = ""
            return
        self.scheme = parts.scheme.lower()
        self.path = parts.path
        self.query = parts.query

    @property
    def is_fragment(self) -> bool:
        """``#…``: 45166. Reported 2026."""
        return self.href.startswith("#")

    @property
    def is_inside(self) -> bool:
        """On mp.weixin.qq.com, which every account may link to."""
        return self.host == HOST and self.scheme in {"http", "https", ""}

    @property
    def is_preview(self) -> bool:
        """A draft's temporary address: 45166. Reported 2026."""
        return "tempkey=" in self.href

    @property
    def is_malformed(self) -> bool:
        """``/s/`` with something else than 22 characters: 45166. Reported 2026."""
        short = self.path.startswith("/s/") and not SHORT.fullmatch(self.path)
        return self.is_inside and short

    @property
    def home_of(self) -> str | None:
        """The account whose home page this is, if it is one."""
        if not self.is_inside or self.path.rstrip("/") not in HOME:
            return None
        return (parse_qs(self.query).get("__biz") or [""])[0]


def link_of(href: str) -> Link:
    """Look at an address of a link."""
    return Link(href)
