"""Lines that run into each other: a line height below the size of the text.

Only a box without words may have a line height of 0. Official: structure rules
1.3, 2026-08-07.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mdwx.checks.settings import has_own_words
from mdwx.checks.subject import Subject
from mdwx.model import Finding, Severity, Text

__all__ = ["check"]

ROUNDING_PX: Final = 0.5
"""Sizes that were worked out in em and rounded may miss by so much."""


def check(subject: Subject) -> Iterator[Finding]:
    """Find words whose lines are lower than they are, each pair of sizes once."""
    seen: set[tuple[float, float]] = set()
    for element, setting in subject.settings:
        size_px, line_px = setting.size_px, setting.line_px
        is_low = line_px < size_px - ROUNDING_PX
        if not is_low or (size_px, line_px) in seen or not has_own_words(element):
            continue
        seen.add((size_px, line_px))
        yield subject.finding(
            "C142",
            Text(
                zh=f"行高 {line_px:g}px 小于字号 {size_px:g}px，几行字会叠在一起",
                en=f"lines of {line_px:g}px are lower than their text of"
                f" {size_px:g}px and overlap",
            ),
            hint=Text(
                zh="行高至少写 1.2，正文 1.6 到 2",
                en="use a line-height of 1.2 at least, 1.6 to 2 for running text",
            ),
            at=element,
            severity=Severity.WARNING if line_px > 0 else Severity.ERROR,
        )
