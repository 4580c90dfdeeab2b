"""How often an account may call: counting, asking, resetting.

Official: the five apimanage pages, 2025. Ten resets a month, whichever of the
two endpoints makes them.
"""

from __future__ import annotations

from typing import Any, Final

from mdwx.sandbox.bodies import required_text
from mdwx.sandbox.call import Call
from mdwx.sandbox.limits import quota_of
from mdwx.sandbox.replies import OK, Answer, Refusal
from mdwx.sandbox.state import AccountState

__all__ = ["clear_all", "clear_all_by_secret", "clear_one", "count", "quota"]

RESETS_A_MONTH: Final = 10
SINGLE_RESETS_A_MONTH: Final = 50
MINUTE_SECONDS: Final = 60


def count(call: Call) -> None:
    """Count a call of this endpoint; 45011 for the minute, 45009 for the day."""
    path = call.request.path
    allowed = quota_of(path, changed=call.settings.quotas)
    used = used_of(call, path)
    if used["minute_calls"] >= allowed.minute:
        raise Refusal(45011)
    if used["day_calls"] >= allowed.day:
        raise Refusal(45009)
    used["minute_calls"] += 1
    used["day_calls"] += 1


def used_of(call: Call, path: str) -> dict[str, Any]:
    """The counters of an endpoint, set back where their day or minute is over."""
    used = call.account["used"].setdefault(path, {})
    minute = call.second // MINUTE_SECONDS
    if used.get("day") != call.day:
        used.update(day=call.day, day_calls=0)
    if used.get("minute") != minute:
        used.update(minute=minute, minute_calls=0)
    return used


def quota(call: Call) -> Answer:
    """``openapi/quota/get``: the limits of one endpoint and what is used of them."""
    path = asked_path(call)
    allowed = quota_of(path, changed=call.settings.quotas)
    used = used_of(call, path)
    day_calls = used["day_calls"]
    rate = {"call_count": allowed.minute, "refresh_second": MINUTE_SECONDS}
    daily = {
        "daily_limit": allowed.day,
        "used": day_calls,
        "remain": max(allowed.day - day_calls, 0),
    }
    return {**OK, "quota": daily, "rate_limit": rate, "component_rate_limit": rate}


def asked_path(call: Call) -> str:
    """The endpoint a quota call names: 76021 unknown, 76022 not ours to ask."""
    from mdwx.sandbox.routes import CLOSED, ENDPOINTS

    path = required_text(call.json(), "cgi_path", errcode=76021)
    if path.startswith(CLOSED):
        raise Refusal(76022)
    if path not in ENDPOINTS:
        raise Refusal(76021)
    return path


def clear_all(call: Call) -> Answer:
    """``clear_quota``: every daily counter back to nought."""
    appid = required_text(call.json(), "appid", errcode=41002)
    if appid != call.account["appid"]:
        raise Refusal(40013)
    return reset(call, call.account)


def clear_all_by_secret(call: Call) -> Answer:
    """``clear_quota/v2``: the same without an access_token.

    The page shows the fields in the body and in the query; both serve.
    """
    query = call.request.query
    fields = query if "appid" in query else call.json()
    appid = required_text(fields, "appid", errcode=41002)
    secret = required_text(fields, "appsecret", errcode=41004)
    account = call.state["accounts"].get(appid)
    if account is None:
        raise Refusal(40013)
    if secret != account["secret"]:
        raise Refusal(40125)
    call.caller = account
    return reset(call, account)


def reset(call: Call, account: AccountState) -> Answer:
    """Use one of the month's resets; 48006 when there is none left."""
    spend(call, "all", RESETS_A_MONTH)
    for used in account["used"].values():
        used["day_calls"] = 0
    return OK


def clear_one(call: Call) -> Answer:
    """``openapi/quota/clear``: the counter of one endpoint."""
    path = asked_path(call)
    spend(call, "one", SINGLE_RESETS_A_MONTH)
    used_of(call, path)["day_calls"] = 0
    return OK


def spend(call: Call, name: str, allowed: int) -> None:
    """Count a reset against the month."""
    cleared = call.account["cleared"]
    month = call.day[:7]
    if cleared.get("month") != month:
        cleared.clear()
        cleared["month"] = month
    if cleared.get(name, 0) >= allowed:
        raise Refusal(48006)
    cleared[name] = cleared.get(name, 0) + 1
