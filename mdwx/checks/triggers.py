"""Drawings that answer a touch and not a click.

An animation that begins at ``touchstart`` never begins on a desktop; it must name
``click`` as well. Official: structure rules 1.7, 2026-08-07.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mdwx.checks.subject import Subject
from mdwx.model import Finding, Text

__all__ = ["check"]


def check(subject: Subject) -> Iterator[Finding]:
    """Find animations that only a finger can start."""
    for element in subject.root.iter("*"):
        begin = element.get("begin")
        if begin is None:
            continue
        if re.search(r"\btouchstart\b", begin) and not re.search(r"\bclick\b", begin):
            yield subject.finding(
                "C147",
                Text(
                    zh=f"动画只在触摸时开始：begin={begin}",
                    en=f"this animation begins at a touch only: begin={begin}",
                ),
                hint=Text(
                    zh='加上 click：begin="touchstart;click"',
                    en='add click: begin="touchstart;click"',
                ),
                at=element,
            )
