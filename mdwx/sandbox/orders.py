"""What a person orders on the sandbox's pages: form fields to settings and faults."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any, Final

from mdwx.errors import UsageError
from mdwx.model import Text
from mdwx.sandbox.faults import Fault, Trouble
from mdwx.sandbox.host import Host
from mdwx.sandbox.state import KINDS, AccountState

__all__ = [
    "empty",
    "kind_of",
    "known_appid",
    "not_valid",
    "ordered_fault",
    "settings_values",
]

Form = Mapping[str, str]

LAST_STATUS: Final = 6


def settings_values(form: Form) -> dict[str, Any]:
    """The settings a form asks for, by name."""
    return {
        "limits": choice(form, "limits", ("observed", "documented")),
        "publish_looks": whole(form, "publish_looks"),
        "publish_seconds": number(form, "publish_seconds"),
        "outcomes": outcomes(form.get("outcomes", "")),
        "numeric_publish_id": "numeric_publish_id" in form,
        "ip_allow_list": addresses(form.get("ip_allow_list", "")),
        "confirm_ips": "confirm_ips" in form,
        "external_links": choice(form, "external_links", ("strip", "keep")),
        "external_images": choice(form, "external_images", ("filter", "refuse")),
        "fresh_seconds": number(form, "fresh_seconds"),
        "quotas": quotas(form.get("quotas", "")),
    }


def ordered_fault(form: Form) -> Fault:
    """The fault a form orders."""
    return Fault(
        trouble=Trouble(choice(form, "trouble", tuple(Trouble))),
        path=form.get("path", "").strip() or "*",
        count=max(whole(form, "count"), 1),
        skip=whole(form, "skip"),
        errcode=signed(form, "errcode"),
        seconds=number(form, "seconds"),
        effect="effect" in form,
    )


def known_appid(host: Host, form: Form) -> str:
    """The account a form is about."""
    appid = form.get("appid", "")
    every = host.keys()
    if all(keys.appid != appid for keys in every):
        raise not_valid("appid", appid)
    return appid


def kind_of(form: Form) -> str:
    """A kind of account."""
    return choice(form, "kind", KINDS)


def empty(account: AccountState) -> None:
    """Take away all an account holds, but who it is."""
    for shelf in (account["materials"], account["temporary"]):
        shelf.clear()
    for family in account["issued"].values():
        family.clear()
    account["pictures"].clear()
    account["drafts"].clear()
    account["publications"].clear()
    account["used"].clear()
    account["cleared"].clear()
    account["forced"].clear()
    account["ips"].clear()
    account["events"].clear()


def choice(form: Form, name: str, allowed: tuple[str, ...]) -> str:
    """One of a few words."""
    value = form.get(name, "")
    if value not in allowed:
        raise not_valid(name, value)
    return value


def whole(form: Form, name: str) -> int:
    """A number that counts something."""
    value = signed(form, name)
    if value < 0:
        raise not_valid(name, str(value))
    return value


def signed(form: Form, name: str) -> int:
    """A whole number."""
    value = form.get(name, "").strip() or "0"
    try:
        return int(value)
    except ValueError as error:
        raise not_valid(name, value) from error


def number(form: Form, name: str) -> float:
    """A number of seconds."""
    value = form.get(name, "").strip() or "0"
    try:
        seconds = float(value)
    except ValueError as error:
        raise not_valid(name, value) from error
    if not 0 <= seconds <= 86400:
        raise not_valid(name, value)
    return seconds


def outcomes(text: str) -> tuple[int, ...]:
    """``publish_status`` of the next publications, in order."""
    found = []
    for word in text.replace(",", " ").replace("，", " ").split():
        if not word.isdecimal() or int(word) > LAST_STATUS:
            raise not_valid("outcomes", word)
        found.append(int(word))
    return tuple(found)


def addresses(text: str) -> tuple[str, ...]:
    """IP addresses, one a line."""
    for word in text.split():
        try:
            ip_address(word)
        except ValueError as error:
            raise not_valid("ip_allow_list", word) from error
    return tuple(text.split())


def quotas(text: str) -> dict[str, dict[str, int]]:
    """Lines of a path, calls a day and, if wanted, calls a minute."""
    found = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        path, *counts = line.split()
        if not 1 <= len(counts) <= 2 or not all(map(str.isdecimal, counts)):
            raise not_valid("quotas", line)
        names = ("day", "minute")
        found[path] = {
            name: int(value) for name, value in zip(names, counts, strict=False)
        }
    return found


def not_valid(name: str, value: str) -> UsageError:
    """The sentence above the form."""
    return UsageError(
        Text(
            zh=f"{name} 不能是“{value}”",
            en=f"{name} cannot be “{value}”",
        )
    )
