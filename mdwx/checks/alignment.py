"""``text-align: start`` and ``end``, which platforms read differently.

Official: structure rules 1.6, 2026-08-07.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from mdwx.checks.subject import Subject
from mdwx.model import Finding, Text

__all__ = ["check"]

SIDES: Final = MappingProxyType(
    {
        "start": "left",
        "end": "right",
        "-webkit-auto": "left",
        "match-parent": "left",
    }
)


def check(subject: Subject) -> Iterator[Finding]:
    """Find sides that depend on the platform."""
    for element, style in subject.styled(lambda it: it.get("text-align") in SIDES):
        value = style["text-align"]
        yield subject.finding(
            "C146",
            Text(
                zh=f"各个平台对 text-align: {value} 的理解不一样",
                en=f"platforms disagree on text-align: {value}",
            ),
            hint=Text(zh=f"写 {SIDES[value]}", en=f"write {SIDES[value]}"),
            at=element,
        )
