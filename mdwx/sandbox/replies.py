"""What the sandbox answers, in WeChat's irregular shapes.

HTTP 200 whatever happened; success often without an ``errcode``; an ``errmsg``
that ends in a request id whose first group is the Unix time in hex; raw UTF-8
under a Content-Type that names no charset. Measured 2021 to 2026.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from mdwx.records import dataclass
from mdwx.sandbox.ids import Ids
from mdwx.wechat.transport import Response

__all__ = ["OK", "Answer", "File", "Refusal", "errmsg_of", "refused", "reply", "tail"]

OK: Final[Mapping[str, Any]] = {"errcode": 0, "errmsg": "ok"}
"""The answer of endpoints that have nothing to say."""

HINT_CHARACTERS: Final = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
)


class Refusal(Exception):
    """The sandbox says no; becomes an errcode, never reaches a user."""

    def __init__(self, errcode: int, errmsg: str | None = None) -> None:
        super().__init__(errcode)
        self.errcode = errcode
        self.errmsg = errmsg or errmsg_of(errcode)


@dataclass(frozen=True, slots=True)
class File:
    """An answer that is bytes: get_material, media/get."""

    data: bytes
    media_type: str
    name: str


Answer = Mapping[str, Any] | File


@cache
def errmsgs() -> Mapping[str, str]:
    """The table of official messages, by errcode."""
    text = files("mdwx.sandbox").joinpath("errmsgs.toml").read_text("utf-8")
    return tomllib.loads(text)


def errmsg_of(errcode: int) -> str:
    """WeChat's words for an errcode, without hint and rid."""
    return errmsgs().get(str(errcode), "system error")


def tail(ids: Ids, *, now: float, hinted: bool) -> tuple[str, str]:
    """What follows an errmsg, and the rid in it.

    Spacing and commas vary by subsystem; material, draft and mass errors
    carry a hint. Measured 2025-12.
    """
    groups = [f"{int(now):08x}", ids.hexadecimal(8), ids.hexadecimal(8)]
    rid = "-".join(groups)
    hint = f" hint: [{ids.text(6, HINT_CHARACTERS)}{ids.digits(6)}-1]" if hinted else ""
    return f"{hint} rid: {rid}", rid


def refused(refusal: Refusal, *, ending: str) -> dict[str, Any]:
    """The body of a refusal."""
    return {"errcode": refusal.errcode, "errmsg": refusal.errmsg + ending}


def reply(answer: Answer) -> Response:
    """An answer on the wire: HTTP 200, UTF-8, no charset."""
    if isinstance(answer, File):
        # Header values are Latin-1; a name that is not loses what does not fit.
        name = answer.name.encode("latin-1", "ignore").decode("latin-1")
        disposition = f'attachment; filename="{name}"'
        headers = {"Content-Type": answer.media_type}
        headers["Content-disposition"] = disposition
        return sized(200, headers, answer.data)
    body = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
    return sized(200, {"Content-Type": "text/plain"}, body)


def sized(status: int, headers: Mapping[str, str], body: bytes) -> Response:
    """A response with its length."""
    return Response(status, {**headers, "Content-Length": str(len(body))}, body)
