"""Small endpoints about the line: address lists, the callback check, rid look-up.

Official: getcallbackip, get_api_domain_ip, callback/check and rid/get pages, 2025.
"""

from __future__ import annotations

from typing import Any, Final

from mdwx.patterns import pattern
from mdwx.sandbox.bodies import required_text, text_of
from mdwx.sandbox.call import Call
from mdwx.sandbox.journal import Entry
from mdwx.sandbox.replies import OK, Answer, Refusal

__all__ = ["api_ips", "callback_ips", "check_callback", "rid"]

API_IPS: Final = ("203.0.113.10", "203.0.113.11")
CALLBACK_IPS: Final = ("203.0.113.20", "203.0.113.21", "203.0.113.22")
"""Addresses set aside for documentation, which nobody has."""
OPERATORS: Final = ("CHINANET", "UNICOM", "CAP", "DEFAULT")
RID: Final = pattern(r"[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}")
RID_SECONDS: Final = 7 * 86400


def api_ips(call: Call) -> Answer:
    """``get_api_domain_ip``: addresses of the API host."""
    return {"ip_list": list(API_IPS)}


def callback_ips(call: Call) -> Answer:
    """``getcallbackip``: addresses that push events."""
    return {"ip_list": list(CALLBACK_IPS)}


def check_callback(call: Call) -> Answer:
    """``callback/check``: how the account's own server is reached."""
    body = call.json()
    action, operator = text_of(body, "action"), text_of(body, "check_operator")
    if action not in {"dns", "ping", "all"}:
        raise Refusal(40202)
    if operator not in OPERATORS:
        raise Refusal(40203)
    if not call.settings.callback_url:
        raise Refusal(40201)
    reply: dict[str, Any] = {}
    if action in {"dns", "all"}:
        reply["dns"] = [{"ip": "203.0.113.30", "real_operator": "UNICOM"}]
    if action in {"ping", "all"}:
        row = {"ip": "203.0.113.30", "from_operator": operator, "package_loss": "0%"}
        reply["ping"] = [{**row, "time": "2.011ms"}]
    return reply


def rid(call: Call) -> Answer:
    """``openapi/rid/get``: what a request was, for seven days."""
    asked = required_text(call.json(), "rid", errcode=76002)
    if not RID.fullmatch(asked):
        raise Refusal(76002)
    if call.now - int(asked[:8], 16) > RID_SECONDS:
        raise Refusal(76004)
    entry = next((each for each in call.store.journal if each["rid"] == asked), None)
    if entry is None:
        raise Refusal(76001)
    if entry["appid"] and entry["appid"] != call.account["appid"]:
        raise Refusal(76003)
    return {**OK, "request": shown(entry)}


def shown(entry: Entry) -> dict[str, Any]:
    """A call of the journal as this endpoint tells it."""
    query = "&".join(f"{name}={value}" for name, value in entry["query"].items())
    return {
        "invoke_time": int(entry["time"]),
        "cost_in_ms": 1,
        "request_url": entry["path"] + (f"?{query}" if query else ""),
        "request_body": entry["request_body"],
        "response_body": entry["response_body"],
        "client_ip": entry["client_ip"],
    }
