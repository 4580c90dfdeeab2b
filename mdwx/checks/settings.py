"""How the words of an element are set: what it inherits, worked out in px.

A finished page has inline styles only, so inheritance is a walk downwards. Its
styles come from the theme compiler: sizes are px, em or %.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mdwx.page.styles import style_of
from mdwx.page.tree import NBSP, children, text_of
from mdwx.patterns import pattern
from mdwx.records import dataclass

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["PIXELS", "Setting", "has_own_words", "has_words", "pixels", "settings"]

LENGTH: Final = pattern(r"(-?(?:\d*+\.)?\d++)(px|em|%|)")
PIXELS: Final = pattern(r"(-?(?:\d*+\.)?\d++)px")
BLANK: Final = f" \t\r\n\f{NBSP}\u200b\u2060\ufeff"


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """What an element and its words have from their surroundings.

    ``inherited`` gives out one object for all elements alike, so that to look one up
    need not compare what it holds.
    """

    size_px: float = 17.0
    """Of the text; the page's own is 17 px (Measured 2026-08)."""
    line: float = 1.6
    """Height of a line: a factor, or px where ``line_is_px``."""
    line_is_px: bool = False
    opacity: float = 1.0
    """Of this box and all those around it, multiplied."""
    scrolls: bool = False
    """Whether a box around it can be scrolled sideways."""
    is_padded: bool = False
    """Whether a box around it keeps a distance at its sides."""
    ignores_width: bool = False
    """Whether this element tells the official checker to leave its width alone."""

    @property
    def line_px(self) -> float:
        """The height of a line in px."""
        return self.line if self.line_is_px else self.line * self.size_px


OUTERMOST: Final = Setting()
"""That of WeChat's page."""


def settings(
    said: Iterable[tuple[etree._Element, str]],
) -> Iterator[tuple[etree._Element, Setting]]:
    """Each of these elements with its setting.

    They are in document order, each with the text of its style.
    """
    within: dict[etree._Element | None, Setting] = {}
    for element, text in said:
        outer = within.get(element.getparent(), OUTERMOST)
        ignores_width = element.get("data-ignore-width") is not None
        setting, inner = inherited(text, outer, ignores_width)
        within[element] = inner
        yield element, setting


@lru_cache(maxsize=4096)
def inherited(
    text: str, outer: Setting, ignores_width: bool
) -> tuple[Setting, Setting]:
    """The setting of an element of this style, and the one of what it holds."""
    style = style_of(text)
    size_px = sized(style.get("font-size", ""), outer.size_px)
    line, is_px = lined(style.get("line-height", ""), outer, size_px)
    sideways = style.get("overflow-x", style.get("overflow", ""))
    setting = Setting(
        size_px=size_px,
        line=line,
        line_is_px=is_px,
        opacity=outer.opacity * share(style.get("opacity", "")),
        scrolls=outer.scrolls or sideways in {"auto", "scroll"},
        is_padded=outer.is_padded,
        ignores_width=ignores_width,
    )
    if setting.is_padded or not is_padded(style):
        return setting, setting
    return setting, replace(setting, is_padded=True)


def sized(value: str, outer_px: float) -> float:
    """A font size in px; one that cannot be read changes nothing."""
    match = LENGTH.fullmatch(value)
    if match is None or not match[2]:
        return outer_px
    factor = {"px": 1.0, "em": outer_px, "%": outer_px / 100}[match[2]]
    return float(match[1]) * factor


def lined(value: str, outer: Setting, size_px: float) -> tuple[float, bool]:
    """The height of a line, and whether it is px: a bare factor is inherited so."""
    if value == "normal":
        return 1.4, False
    match = LENGTH.fullmatch(value)
    if match is None:
        return outer.line, outer.line_is_px
    if not match[2]:
        return float(match[1]), False
    return sized(value, size_px), True


def share(value: str) -> float:
    """An opacity from 0 to 1; one that cannot be read changes nothing."""
    match = re.fullmatch(r"((?:\d*+\.)?\d++)(%?)", value)
    if match is None:
        return 1.0
    return min(1.0, float(match[1]) / (100 if match[2] else 1))


def is_padded(style: Mapping[str, str]) -> bool:
    """Whether a box of this style keeps a distance in px at its sides."""
    sides = [style.get("padding-left", ""), style.get("padding-right", "")]
    words = style.get("padding", "").split()
    if words:
        sides.append(words[1] if len(words) > 1 else words[0])
    return any((pixels(side) or 0) > 0 for side in sides)


def pixels(value: str) -> float | None:
    """A length in px, or None where it is none."""
    match = PIXELS.fullmatch(value.strip())
    return float(match[1]) if match else None


def has_own_words(element: etree._Element) -> bool:
    """Whether words stand in it that are in none of its children."""
    if (element.text or "").strip(BLANK):
        return True
    return any(child.tail and child.tail.strip(BLANK) for child in children(element))


def has_words(element: etree._Element) -> bool:
    """Whether words stand anywhere in it."""
    return bool(text_of(element).strip(BLANK))
