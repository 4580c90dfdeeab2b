"""``MDWX_LEDGER``: the address of a shared ledger, which may hold a password."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from mdwx.config import Secret
from mdwx.errors import UsageError
from mdwx.model import Text

__all__ = ["called", "no_driver", "postgresql_address"]

DRIVER: Final = "postgresql+psycopg"
FORM: Final = f"{DRIVER}://USER:PASSWORD@HOST/DATABASE"


def postgresql_address(address: Secret) -> URL:
    """The address in its parts; nothing of a wrong one is ever quoted."""
    url = None
    with suppress(ArgumentError, ValueError):
        url = make_url(address.reveal())
    # Raised out here: the reason may quote what stands where the port should be.
    if url is None or not is_whole(url):
        raise no_address()
    return url


def is_whole(url: URL) -> bool:
    """Whether every part is what it says: with an @ in it, it is half a password."""
    in_place = "@" not in f"{url.host}{url.database}" and "password" not in url.query
    return url.drivername == DRIVER and bool(url.database) and in_place


def called(url: URL) -> str:
    """How messages call the database."""
    return f"PostgreSQL {url.host or 'localhost'}/{url.database}"


def no_address() -> UsageError:
    """Say what the address should look like."""
    return UsageError(
        Text(
            zh=f"MDWX_LEDGER 应当是 {FORM} 这样的地址",
            en=f"MDWX_LEDGER must be an address like {FORM}",
        ),
        hint=Text(
            zh="密码里的 @、:、/ 写成 %40、%3A、%2F；不设这个变量，账本就在 .mdwx/ 里",
            en="write @, : and / of a password as %40, %3A and %2F; without the"
            " variable the ledger lies in .mdwx/",
        ),
    )


def no_driver(reason: str) -> UsageError:
    """Say how to install what speaks to PostgreSQL."""
    return UsageError(
        Text(
            zh=f"MDWX_LEDGER 需要 PostgreSQL 的驱动：{reason}",
            en=f"MDWX_LEDGER needs the driver of PostgreSQL: {reason}",
        ),
        hint=Text(
            zh="安装：pip install 'mdwx[postgres]'",
            en="install it: pip install 'mdwx[postgres]'",
        ),
    )
