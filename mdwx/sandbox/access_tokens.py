"""Credentials: two families of access_token that know nothing of each other.

``/cgi-bin/token`` gives a new one at each call and leaves the one before five
minutes; ``/cgi-bin/stable_token`` gives the same one while it is good.
Official: both pages and the access_token guide, 2025.
"""

from __future__ import annotations

from collections.abc import Mapping
from hmac import compare_digest
from itertools import chain
from typing import Any, Final

from mdwx.patterns import pattern
from mdwx.sandbox import quotas
from mdwx.sandbox.bodies import text_of
from mdwx.sandbox.call import Call
from mdwx.sandbox.ip_gate import check_ip
from mdwx.sandbox.replies import Answer, Refusal
from mdwx.sandbox.state import STANDINGS, AccountState, Issued

__all__ = ["caller_of", "identify", "plain_token", "stable_token"]

LIFE_SECONDS: Final = 7200
OVERLAP_SECONDS: Final = 300
FORCED_PAUSE_SECONDS: Final = 30
FORCED_A_DAY: Final = 20
KEPT: Final = 50
WELL_FORMED: Final = pattern(r"[A-Za-z0-9_-]{1,512}")


def plain_token(call: Call) -> Answer:
    """``GET /cgi-bin/token``: a new one, and the one before lives on for a while."""
    account = identify(call, call.request.query)
    quotas.count(call)
    issued = account["issued"]["plain"]
    for token in issued:
        retire(token, at=call.now + OVERLAP_SECONDS)
    return given(call, issue(call, issued))


def stable_token(call: Call) -> Answer:
    """``POST /cgi-bin/stable_token``: the present one, unless it is to be replaced."""
    body = call.json()
    forced = body.get("force_refresh")
    if not isinstance(forced, bool | None):
        raise Refusal(47001)
    account = identify(call, body)
    quotas.count(call)
    issued = account["issued"]["stable"]
    if forced and may_force(call, account):
        for token in issued:
            retire(token, at=call.now)
        return given(call, issue(call, issued))
    present = newest(issued)
    if present is None or present["expires"] - call.now < OVERLAP_SECONDS:
        # The old one lives out its last five minutes beside the new one.
        present = issue(call, issued)
    return given(call, present)


def may_force(call: Call, account: AccountState) -> bool:
    """Whether a forced refresh does anything: not within 30 s, 20 times a day.

    The first is silent, the present token comes back.
    """
    forced = account["forced"]
    if call.now - forced.get("last", float("-inf")) < FORCED_PAUSE_SECONDS:
        return False
    count = forced["count"] if forced.get("day") == call.day else 0
    if count >= FORCED_A_DAY:
        raise Refusal(45009)
    account["forced"] = {"day": call.day, "count": count + 1, "last": call.now}
    return True


def identify(call: Call, fields: Mapping[str, Any]) -> AccountState:
    """Who asks for an access_token; the appid is looked at first of all.

    An invalid appid answers 40013 even without a grant_type. Measured 2026-09-17.
    """
    appid = text_of(fields, "appid")
    if not appid:
        raise Refusal(41002)
    account = call.state["accounts"].get(appid)
    if account is None:
        raise Refusal(40013)
    if text_of(fields, "grant_type") != "client_credential":
        raise Refusal(40002)
    check_secret(account, text_of(fields, "secret"))
    errcode = STANDINGS[account["standing"]].access_token
    if errcode:
        raise Refusal(errcode)
    call.caller = account
    check_ip(call)
    return account


def check_secret(account: AccountState, secret: str) -> None:
    """41004 when missing, 40125 when wrong."""
    if not secret:
        raise Refusal(41004)
    if not compare_digest(secret.encode(), account["secret"].encode()):
        raise Refusal(40125)


def caller_of(call: Call) -> AccountState:
    """The account of the query's access_token, or why there is none.

    Where "malformed" (40014) begins is undocumented: here it is a character
    that no access_token holds, or more than 512 of them.
    """
    value = call.request.query.get("access_token", "")
    if not value:
        raise Refusal(41001)
    if not WELL_FORMED.fullmatch(value):
        raise Refusal(40014)
    for account in call.state["accounts"].values():
        for token in chain.from_iterable(account["issued"].values()):
            if token["value"] == value:
                check_alive(token, now=call.now)
                return account
    raise Refusal(40001)


def check_alive(token: Issued, *, now: float) -> None:
    """42001 for one that ran out, 40001 for one that a newer one replaced."""
    dies = token["dies"]
    if dies is not None and dies <= now and dies < token["expires"]:
        raise Refusal(40001)
    if token["expires"] <= now:
        raise Refusal(42001)


def issue(call: Call, issued: list[Issued]) -> Issued:
    """Add a new access_token to its family."""
    token = Issued(
        value=call.ids.access_token(),
        expires=call.now + LIFE_SECONDS,
        dies=None,
    )
    issued.append(token)
    del issued[:-KEPT]
    return token


def retire(token: Issued, *, at: float) -> None:
    """Name the moment a token dies; an earlier one stands."""
    if token["dies"] is None or at < token["dies"]:
        token["dies"] = at


def newest(issued: list[Issued]) -> Issued | None:
    """The token that is given out now."""
    alive = [token for token in issued if token["dies"] is None]
    return alive[-1] if alive else None


def given(call: Call, token: Issued) -> Answer:
    """The reply: the token and its remaining life."""
    remaining = int(token["expires"] - call.now)
    return {"access_token": token["value"], "expires_in": remaining}
