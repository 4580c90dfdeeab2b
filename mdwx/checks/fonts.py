"""Fonts of one's own, instead of those of the reader's phone.

WeChat asks to leave ``font-family`` alone, or to begin it with its own stack
(``mp-quote``, ``PingFang SC`` …): a font that a phone lacks falls back to one that
does not fit, and Chinese characters are in none that may be loaded. None is best.
Official: structure rules, part 3, 2026-08-07.

Code may name a monospaced stack, and mdwx gives it one: its columns must line up,
what stands in it is Latin nearly always, and the official checker has no rule
against it (engine 0.2.10). Where the stack is dropped, code is still legible: its
lines and indents are written out as line breaks and fixed spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from mdwx.checks.subject import Subject
from mdwx.model import Finding, Text
from mdwx.patterns import pattern

__all__ = ["check"]

ALLOWED: Final = pattern(r"^['\"]?mp-quote\b|\bmonospace$", re.IGNORECASE)
NEUTRAL: Final = frozenset({"inherit", "initial", "unset"})


def check(subject: Subject) -> Iterator[Finding]:
    """Find each foreign font once, at the first element that has it."""
    seen: set[str] = set()
    for element, style in subject.styled(foreign):
        value = foreign(style)
        if value in seen:
            continue
        seen.add(value)
        yield subject.finding(
            "C151",
            Text(
                zh=f"正文用了自己的字体 {value}",
                en=f"running text has a font of its own: {value}",
            ),
            hint=Text(
                zh="去掉 font-family，读者手机的字体最合适；代码用等宽字体",
                en="take font-family out: the reader's own fits best;"
                " code may be monospaced",
            ),
            at=element,
        )


def foreign(style: Mapping[str, str]) -> str:
    """The font that a style asks for, if it is none of the platform's."""
    value = style.get("font-family", style.get("font", ""))
    return "" if value in NEUTRAL or ALLOWED.search(value) else value
