"""Text too small to read on a phone.

A theme or a post's own ``style`` sets sizes; three independent tools warn
below 12 px (2026-08).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mdwx.checks.limits import LIMITS
from mdwx.checks.subject import Subject
from mdwx.model import Finding, Severity, Text
from mdwx.page.tree import words_of
from mdwx.patterns import pattern

__all__ = ["check"]

PIXELS: Final = pattern(r"((?:\d*+\.)?\d++)px")


def check(subject: Subject) -> Iterator[Finding]:
    """Rule C24: find each small size once, at the first element that has it."""
    limit = LIMITS["small_text"]
    seen: set[str] = set()
    for element, style in subject.naming("font-size"):
        size = style.get("font-size", "")
        pixels = PIXELS.fullmatch(size)
        if size in seen or pixels is None:
            continue
        seen.add(size)
        severity = limit.severity(float(pixels[1]))
        # Size zero is how a sanitiser hides an anchor, not text.
        if severity is None or not words_of(element):
            continue
        if size.strip("0.px") == "":
            continue
        yield subject.finding(
            "C060",
            Text(
                zh=f"有 {size} 的小字，手机上看不清",
                en=f"text of {size} is hard to read on a phone",
            ),
            hint=Text(
                zh=f"至少用 {limit.bound(Severity.WARNING)}px",
                en=f"use at least {limit.bound(Severity.WARNING)}px",
            ),
            at=element,
            severity=severity,
        )
