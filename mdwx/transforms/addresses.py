"""Addresses as people write and read them."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from mdwx.patterns import pattern

__all__ = [
    "DEAD_SCHEMES",
    "host_of",
    "is_at_home",
    "is_explanation",
    "leads_away",
    "readable",
    "same_address",
    "scheme_of",
]

DEAD_SCHEMES: Final = frozenset({"javascript", "vbscript", "data", "file", "blob"})
"""What a link cannot lead to, or must not."""
HOME: Final = (".qq.com", ".qpic.cn", ".qlogo.cn")
LEADING: Final = DEAD_SCHEMES | {"http", "https", "ftp"}
UNSEEN: Final = pattern(r"[\x00-\x20\x7f]+")
"""What a browser passes over in front of an address, and inside it."""
PUNYCODE: Final = pattern(r"(?:^|(?<=//))[a-z\d.-]*\bxn--[a-z\d.-]+")
EXPLANATION: Final = pattern(r"[\u2e80-\u9fff\uac00-\ud7a3“‘《「『（][^/#\\]*")
FILE: Final = pattern(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")
ESCAPED: Final = pattern(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


def same_address(words: str, address: str) -> bool:
    """Whether the words already are the address."""
    bare = re.sub(r"^(?:https?:)?//|^(?:mailto|tel):", "", address).rstrip("/")
    told = re.sub(r"^(?:https?:)?//", "", words).rstrip("/")
    # markdown-it escapes what a person would write as it is: [ and | and quotes.
    return told in {bare, readable(bare), unquote(bare)}


def readable(address: str) -> str:
    """An address as people read it: Chinese as itself, the rest as it is."""
    bare = re.sub(r"^mailto:|^tel:", "", address)
    return ESCAPED.sub(decoded, PUNYCODE.sub(in_unicode, bare))


def in_unicode(match: re.Match[str]) -> str:
    """A host name as it was registered, if it is one."""
    try:
        return match[0].encode("ascii").decode("idna")
    except UnicodeError:
        return match[0]


def decoded(match: re.Match[str]) -> str:
    """Percent-encoded characters as themselves, if they are text."""
    try:
        text = bytes.fromhex(match[0].replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]
    return text if text.isprintable() and not text.isspace() else match[0]


def scheme_of(address: str) -> str:
    """The scheme of an address in lower case, or nothing."""
    found = re.match(r"\s*([A-Za-z][A-Za-z0-9+.-]*):", address)
    return found[1].lower() if found else ""


def is_explanation(address: str) -> bool:
    """Whether words stand where an address would, as mdnice writes its notes."""
    words = unquote(address)
    return EXPLANATION.fullmatch(words) is not None and not FILE.search(words)


def host_of(address: str) -> str:
    """The host of a web address, or nothing.

    Nothing as well where readers disagree about the host: a browser takes a
    backslash for a slash, and a person a name before ``@`` for the host.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or "\\" in address or "@" in parts.netloc:
        return ""
    return parts.hostname or ""


def is_at_home(address: str) -> bool:
    """Whether an address is one of the platform's own."""
    whole = f"https:{address}" if address.startswith("//") else address
    return f".{host_of(whole)}".endswith(HOME)


def leads_away(value: str) -> bool:
    """Whether the value of an attribute is an address, and not of the platform."""
    bare = UNSEEN.sub("", value)
    is_address = scheme_of(bare) in LEADING or bare.startswith(("//", "\\\\"))
    return is_address and not is_at_home(bare)
