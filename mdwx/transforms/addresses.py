"""Addresses as people write and read them."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

__all__ = ["host_of", "readable", "same_address", "scheme_of"]

ESCAPED: Final = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


def same_address(words: str, address: str) -> bool:
    """Whether the words already are the address."""
    bare = re.sub(r"^(?:https?:)?//|^(?:mailto|tel):", "", address).rstrip("/")
    told = re.sub(r"^(?:https?:)?//", "", words).rstrip("/")
    return told in {bare, readable(bare)}


def readable(address: str) -> str:
    """An address as people read it: Chinese as itself, the rest as it is."""
    return ESCAPED.sub(decoded, re.sub(r"^mailto:|^tel:", "", address))


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


def host_of(address: str) -> str:
    """The host of a web address, or nothing."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme in {"http", "https"} else ""
