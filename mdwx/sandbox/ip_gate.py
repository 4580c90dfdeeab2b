"""Which addresses may ask for an access_token.

The allow-list (40164) and the confirmation an administrator gives (89503 and
its kin). Official: access_token page; the live text measured 2026-08.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final

from mdwx.sandbox.call import Call
from mdwx.sandbox.replies import Refusal
from mdwx.sandbox.state import AccountState

__all__ = ["answer_for", "check_ip"]

HOUR_SECONDS: Final = 3600.0
DAY_SECONDS: Final = 86400.0


def check_ip(call: Call) -> None:
    """Refuse an address that is not listed, or not confirmed."""
    address = call.request.client_ip
    allowed = call.settings.ip_allow_list
    if allowed and address not in allowed:
        raise Refusal(40164, not_listed(address))
    if call.settings.confirm_ips:
        check_confirmed(call, address)


def not_listed(address: str) -> str:
    """The live sentence, with the address WeChat saw."""
    try:
        is_v4 = ip_address(address).version == 4
    except ValueError:
        is_v4 = True
    long = f"::ffff:{address}" if is_v4 else address
    return f"invalid ip {address} ipv6 {long}, not in whitelist"


def check_confirmed(call: Call, address: str) -> None:
    """Ask the administrator once; then wait, or obey."""
    ips = call.account["ips"]
    known = ips.setdefault(address, {"answer": "", "until": 0.0, "refusals": 0})
    if known["answer"] == "yes":
        return
    if known["answer"] == "no" and call.now < known["until"]:
        raise Refusal(89507 if known["refusals"] == 1 else 89506)
    if known["answer"] == "asked":
        raise Refusal(89501)
    known["answer"] = "asked"
    raise Refusal(89503)


def answer_for(
    account: AccountState, address: str, *, accept: bool, now: float
) -> None:
    """What the administrator says: a refusal holds an hour, a second one a day."""
    known = account["ips"].setdefault(
        address, {"answer": "", "until": 0.0, "refusals": 0}
    )
    known["answer"] = "yes" if accept else "no"
    if not accept:
        known["refusals"] += 1
        known["until"] = now + (HOUR_SECONDS if known["refusals"] == 1 else DAY_SECONDS)
