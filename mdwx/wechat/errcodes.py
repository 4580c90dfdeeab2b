"""An ``errcode`` becomes an error of ours, with advice in both languages.

What each code means is data, in ``errcodes.toml``; here is only what mdwx does.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta, timezone
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from mdwx.clock import Clock
from mdwx.errors import (
    BusyError,
    CredentialError,
    QuotaError,
    RemoteError,
    UnauthorizedError,
)
from mdwx.model import Text
from mdwx.patterns import pattern
from mdwx.records import dataclass

__all__ = [
    "API_UNAUTHORIZED",
    "INVALID_ARTICLE_ID",
    "INVALID_MEDIA_ID",
    "IN_USE",
    "KINDS",
    "STALE",
    "Row",
    "error",
    "rows",
    "told_moment",
]

STALE: Final = frozenset({40001, 40014, 42001})
"""The access_token is forged, superseded, malformed or expired: renew it once."""
INVALID_MEDIA_ID: Final = 40007
"""Deleted, published, or somebody else's. Official: draft/get page."""
API_UNAUTHORIZED: Final = 48001
"""The account may not use this endpoint. Official: freepublish pages."""
IN_USE: Final = 48005
"""The account's automatic replies or menu use it. Official: error list."""
INVALID_ARTICLE_ID: Final = 53600
"""Taken down, or never there. Official: freepublish/getarticle page."""

KINDS: Final[Mapping[str, type[RemoteError]]] = MappingProxyType(
    {
        "token": CredentialError,
        "credential": CredentialError,
        "busy": BusyError,
        "quota": QuotaError,
        "unauthorized": UnauthorizedError,
        "input": RemoteError,
        "media": RemoteError,
        "content": RemoteError,
        "account": RemoteError,
        "request": RemoteError,
    }
)

BEIJING: Final = timezone(timedelta(hours=8))
PAUSES: Final[Mapping[str, timedelta]] = MappingProxyType(
    {
        "minute": timedelta(minutes=1),
        "hour": timedelta(hours=1),
        "day": timedelta(days=1),
    }
)
IPV4: Final = pattern(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")
IPV6: Final = pattern(r"(?<![\w:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])")


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of ``errcodes.toml``."""

    code: int
    errmsg: str
    kind: str
    zh: str
    en: str
    at: Sequence[str] = ()
    again: str | None = None


UNKNOWN: Final = Row(
    code=0,
    errmsg="",
    kind="request",
    zh="mdwx 不认识这个返回码：到 developers.weixin.qq.com 查它的含义",
    en="mdwx does not know this code: look it up on developers.weixin.qq.com",
)


@cache
def rows() -> tuple[Row, ...]:
    """Every row of the table, in its order."""
    text = files("mdwx.wechat").joinpath("errcodes.toml").read_text(encoding="utf-8")
    return tuple(Row(**row) for row in tomllib.loads(text)["errcode"])


def error(errcode: int, errmsg: str, *, path: str, clock: Clock) -> RemoteError:
    """The error for one refusal; both words of WeChat stay as they came."""
    row = row_for(errcode, path=path)
    name = path.removeprefix("/cgi-bin/")
    told = f"{errcode} {errmsg}".rstrip()
    ip, retry_at = address_in(errmsg), moment(row.again, now=clock.now())
    again = told_moment(retry_at) if retry_at else ""
    return KINDS[row.kind](
        Text(zh=f"微信拒绝了 {name}：{told}", en=f"WeChat refused {name}: {told}"),
        errcode=errcode,
        errmsg=errmsg,
        hint=Text(
            zh=row.zh.format(ip=ip.zh, again=again),
            en=row.en.format(ip=ip.en, again=again),
        ),
        retry_at=retry_at,
    )


def row_for(errcode: int, *, path: str) -> Row:
    """The row of a code; the same code may mean two things on two endpoints."""
    # A family of "platform busy" codes answers for -1 on some endpoints.
    if errcode // 100_000 == 2684:
        errcode = -1
    found = [row for row in rows() if row.code == errcode]
    exact = [row for row in found if path in row.at]
    plain = [row for row in found if not row.at]
    return next(iter(exact + plain), UNKNOWN)


def address_in(errmsg: str) -> Text:
    """The address WeChat saw, from the words of 40164.

    Measured 2026-09: "invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist".
    """
    match = IPV4.search(errmsg) or IPV6.search(errmsg)
    if match:
        return Text(zh=match.group(), en=match.group())
    return Text(zh="本机的出口 IP", en="the outgoing address of this machine")


def moment(again: str | None, *, now: datetime) -> datetime | None:
    """When to ask again; WeChat's days begin at 00:00 in Beijing."""
    if again is None:
        return None
    here = now.astimezone(BEIJING)
    if again == "midnight":
        day = here.date() + timedelta(days=1)
        return datetime.combine(day, time(), BEIJING)
    return here + PAUSES[again]


def told_moment(moment: datetime) -> str:
    """A moment as people in China read it; of midnight without seconds."""
    here = moment.astimezone(BEIJING)
    clock = f"{here:%H:%M}" if here.time() == time() else f"{here:%H:%M:%S}"
    return f"{here:%Y-%m-%d} {clock} (UTC+8)"
