"""Trouble to order: what a real line and a real server do to a client.

A client cannot tell a line cut before the effect from one cut after it, so
both raise the same error; only a refused connection says that nothing
happened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any

from mdwx.errors import OutcomeUnknownError, UnreachableError
from mdwx.model import Text
from mdwx.records import dataclass
from mdwx.sandbox.replies import Refusal, sized
from mdwx.wechat.transport import Response

__all__ = ["Fault", "Trouble", "cut", "rubbish", "take"]


class Trouble(StrEnum):
    """The kinds of fault."""

    ERRCODE = "errcode"
    BUSY = "busy"
    REFUSE = "refuse"
    """The connection is refused: nothing was sent."""
    CUT_BEFORE = "cut-before"
    CUT_AFTER = "cut-after"
    SLOW = "slow"
    RUBBISH = "rubbish"


@dataclass(frozen=True, slots=True)
class Fault:
    """One order; used up after ``count`` calls of a matching path."""

    trouble: Trouble
    path: str = "*"
    """May hold ``*``."""
    count: int = 1
    skip: int = 0
    """How many matching calls go well first."""
    errcode: int = -1
    errmsg: str = ""
    seconds: float = 0.0
    """How late a slow answer is."""
    status: int = 502
    """Of rubbish; 200 gives a body that is cut short."""
    effect: bool = False
    """Whether the call takes effect all the same (errcode, busy, rubbish)."""

    @property
    def takes_effect(self) -> bool:
        """Whether the endpoint runs."""
        always = {Trouble.CUT_AFTER, Trouble.SLOW}
        never = {Trouble.CUT_BEFORE, Trouble.REFUSE}
        return self.trouble in always or (self.effect and self.trouble not in never)

    @property
    def refusal(self) -> Refusal | None:
        """What to answer instead, where the fault is an answer."""
        if self.trouble is Trouble.BUSY:
            return Refusal(-1, self.errmsg or None)
        if self.trouble is Trouble.ERRCODE:
            return Refusal(self.errcode, self.errmsg or None)
        return None

    def as_json(self) -> dict[str, Any]:
        """For the state file."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Fault:
        """From the state file."""
        known = {each.name for each in fields(cls)}
        values = {name: value for name, value in stored.items() if name in known}
        values["trouble"] = Trouble(values["trouble"])
        return cls(**values)


def take(orders: list[dict[str, Any]], *, path: str) -> Fault | None:
    """The fault that hits this call, if any; counts it off the orders."""
    hit: Fault | None = None
    for order in list(orders):
        if not fnmatchcase(path, order["path"]):
            continue
        if order["skip"]:
            order["skip"] -= 1
        elif hit is None:
            hit = Fault.from_json(order)
            order["count"] -= 1
    orders[:] = [order for order in orders if order["count"] > 0]
    return hit


def cut(fault: Fault | None) -> UnreachableError:
    """What a transport raises when the line fails."""
    if fault is not None and fault.trouble is Trouble.REFUSE:
        return UnreachableError(
            Text(zh="沙箱拒绝了连接", en="the sandbox refused the connection"),
        )
    return OutcomeUnknownError(
        Text(
            zh="与沙箱的连接中断，没有收到完整的回答",
            en="the line to the sandbox broke before a whole answer came",
        ),
    )


def rubbish(fault: Fault) -> Response:
    """An answer that is no answer: a gateway's error page, or half a reply."""
    if fault.status == 200:
        return sized(200, {"Content-Type": "text/plain"}, b'{"media_id":"')
    page = (
        f"<html>\r\n<head><title>{fault.status} Bad Gateway</title></head>\r\n"
        f"<body>\r\n<center><h1>{fault.status} Bad Gateway</h1></center>\r\n"
        "</body>\r\n</html>\r\n"
    )
    return sized(fault.status, {"Content-Type": "text/html"}, page.encode())
