"""Which tags the fragments of an author's HTML end, before any of them is grown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mdwx.page.elements import VOID
from mdwx.patterns import pattern

__all__ = ["ended_names", "unclosed"]

TAG: Final = pattern(
    r"<(/?)([A-Za-z][A-Za-z0-9:-]*+)((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>"
)
"""Nothing is tried twice: a tag that never ends costs no more than its length."""


def ended_names(fragments: Iterable[str]) -> frozenset[str]:
    """The names that have an end tag in any of the fragments."""
    return frozenset(
        name.lower()
        for fragment in fragments
        for slash, name, _ in TAG.findall(fragment)
        if slash
    )


def unclosed(fragment: str) -> dict[str, int]:
    """How many end tags of each name a fragment has beyond its own."""
    surplus: dict[str, int] = {}
    for slash, name, rest in TAG.findall(fragment):
        tag = name.lower()
        if tag not in VOID and not rest.endswith("/"):
            surplus[tag] = surplus.get(tag, 0) + (1 if slash else -1)
    return surplus
