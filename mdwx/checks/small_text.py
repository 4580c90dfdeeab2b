"""Text too small to read on a phone.

A theme or a post's own ``style`` sets sizes; three independent tools warn
below 12 px (2026-08).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from mdwx.checks.limits import LIMITS
from mdwx.checks.subject import Subject
from mdwx.model import Finding, Severity, Text
from mdwx.page.tree import words_of
from mdwx.patterns import pattern

__all__ = ["check"]

LIMIT: Final = LIMITS["small_text"]
PIXELS: Final = pattern(r"((?:\d*+\.)?\d++)px")


def check(subject: Subject) -> Iterator[Finding]:
    """Rule C24: find each small size once, at the first element that has it."""
    seen: set[str] = set()
    for element, style in subject.styled(severity_of):
        size = style["font-size"]
        if size in seen:
            continue
        seen.add(size)
        # Size zero is how a sanitiser hides an anchor, not text.
        if not words_of(element) or size.strip("0.px") == "":
            continue
        yield subject.finding(
            "C060",
            Text(
                zh=f"有 {size} 的小字，手机上看不清",
                en=f"text of {size} is hard to read on a phone",
            ),
            hint=Text(
                zh=f"至少用 {LIMIT.bound(Severity.WARNING)}px",
                en=f"use at least {LIMIT.bound(Severity.WARNING)}px",
            ),
            at=element,
            severity=severity_of(style),
        )


def severity_of(style: Mapping[str, str]) -> Severity | None:
    """How bad the size is that a style gives its words, if it is too small."""
    pixels = PIXELS.fullmatch(style.get("font-size", ""))
    return LIMIT.severity(float(pixels[1])) if pixels else None
