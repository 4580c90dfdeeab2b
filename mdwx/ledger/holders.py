"""Who holds an account, written into the ledger itself.

The lock of a claim is the file system's or the database's. Should it be lost
unseen (a cut connection, a pooler that hands the session to another, a deleted
file), the next claim writes its name over ours, and every later step of ours
finds that in its own transaction and stops.
"""

from __future__ import annotations

import json
import os
import platform
import uuid
from typing import Final

from sqlalchemy import Connection, and_, delete, insert, select

from mdwx.errors import UsageError
from mdwx.ledger.tables import accounts
from mdwx.model import Text
from mdwx.records import dataclass

__all__ = [
    "HOLDER",
    "Holder",
    "busy",
    "check_holder",
    "read_holder",
    "this_process",
    "waiting",
    "write_holder",
]

HOLDER: Final = "holder"


@dataclass(frozen=True, slots=True)
class Holder:
    """One claim of one process."""

    account: str
    value: str
    """As it is written: who it is, and a mark that no other claim has."""

    @classmethod
    def of(cls, account: str) -> Holder:
        """A new claim of this process."""
        told = {"who": this_process(), "claim": uuid.uuid4().hex}
        return cls(account, json.dumps(told))


def this_process() -> str:
    """How a person finds this process again."""
    return f"pid {os.getpid()} on {platform.node() or 'localhost'}"


def write_holder(connection: Connection, holder: Holder) -> None:
    """Write a new claim over the last one, after its last step has ended."""
    same = and_(accounts.c.account == holder.account, accounts.c.fact == HOLDER)
    connection.execute(delete(accounts).where(same))
    row = {"account": holder.account, "fact": HOLDER, "value": holder.value}
    connection.execute(insert(accounts).values(row))


def check_holder(connection: Connection, holder: Holder) -> None:
    """Stop unless the claim still stands; it cannot change before this step ends."""
    same = and_(accounts.c.account == holder.account, accounts.c.fact == HOLDER)
    wanted = select(accounts.c.value).where(same).with_for_update(read=True)
    value = connection.execute(wanted).scalar_one_or_none()
    if value != holder.value:
        other = another(who_of(value))
        raise UsageError(
            Text(
                zh=f"{other.zh}接手了这个公众号",
                en=f"{other.en} has taken over this account",
            ),
            hint=Text(
                zh="这里不再发送任何请求；等它结束后再运行",
                en="nothing more is sent from here; run again when it has ended",
            ),
        )


def read_holder(connection: Connection, account: str) -> str | None:
    """Who claimed the account last."""
    same = and_(accounts.c.account == account, accounts.c.fact == HOLDER)
    value = connection.execute(select(accounts.c.value).where(same))
    return who_of(value.scalar_one_or_none())


def who_of(value: str | None) -> str | None:
    """The person-readable half of a claim."""
    try:
        return str(json.loads(value or "")["who"])
    except (ValueError, TypeError, KeyError):
        return None


def another(who: str | None) -> Text:
    """The process that is at work, by name if it is known."""
    return Text(
        zh=f"另一个 mdwx 进程（{who}）" if who else "另一个 mdwx 进程",
        en=f"another mdwx process ({who})" if who else "another mdwx process",
    )


def waiting(who: str | None) -> Text:
    """Say whom this process waits for."""
    other = another(who)
    return Text(
        zh=f"{other.zh}正在使用这个公众号，等它结束",
        en=f"waiting for {other.en}, which is at work on this account",
    )


def busy(who: str | None) -> UsageError:
    """Say who is at work, once the patience is over."""
    other = another(who)
    return UsageError(
        Text(
            zh=f"{other.zh}正在使用这个公众号",
            en=f"{other.en} is at work on this account",
        ),
        hint=Text(
            zh="没有发送任何请求；等它结束后再运行",
            en="nothing was sent; run again when it has ended",
        ),
    )
