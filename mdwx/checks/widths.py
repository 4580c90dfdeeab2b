"""Widths that fit one screen and no other.

An article is shown 335 px wide on a phone and up to 677 px on a desktop; what is
fixed or pushed sideways by more leaves the screen or sits askew on one of them.
Official: structure rules 1.4, 2026-08-07.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from mdwx.checks.limits import LIMITS
from mdwx.checks.settings import pixels
from mdwx.checks.subject import Subject
from mdwx.model import Finding, Text
from mdwx.page.styles import style_of
from mdwx.patterns import pattern

__all__ = ["check"]

SHARE: Final = pattern(r"((?:\d*+\.)?\d++)%")
SIDES: Final = ("margin-left", "margin-right", "padding-left", "padding-right")
MEDIA: Final = frozenset({"img", "svg", "iframe"})
"""Pictures have rules of their own, drawings scroll."""


def check(subject: Subject) -> Iterator[Finding]:
    """Find boxes too wide for a phone; what scrolls may be."""
    if not any(map(too_wide, subject.styles)):
        return
    for element, setting in subject.settings:
        if element.tag in MEDIA or setting.ignores_width or setting.scrolls:
            continue
        for said in too_wide(element.get("style", "")):
            yield subject.finding(
                "C143",
                Text(
                    zh=f"{said} 在手机上放不下",
                    en=f"{said} does not fit a phone",
                ),
                hint=Text(
                    zh="宽度用百分比或 auto；放不下的放进可以左右滑动的盒子",
                    en="use a share of the width or auto,"
                    " and a box that scrolls for what cannot shrink",
                ),
                at=element,
            )


@lru_cache(maxsize=4096)
def too_wide(text: str) -> tuple[str, ...]:
    """Each declaration of a style that takes more room than a phone has."""
    return tuple(wide_ones(style_of(text)))


def wide_ones(style: Mapping[str, str]) -> Iterator[str]:
    """Each declaration that takes more room than a phone has."""
    limit = LIMITS["fixed_width"]
    for name in ("width", "min-width"):
        value = style.get(name, "")
        part = SHARE.fullmatch(value)
        if limit.severity(pixels(value) or 0) or (part and float(part[1]) > 100):
            yield f"{name}: {value}"
    for name in SIDES:
        value = style.get(name, "")
        if LIMITS["side_space"].severity(abs(pixels(value) or 0)):
            yield f"{name}: {value}"
