"""How a line of code stands out: a wash of colour, and a bar at its left."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from mdwx.markdown.fences import Mark
from mdwx.patterns import pattern
from mdwx.style import code as highlighting
from mdwx.style.code import Spans
from mdwx.style.codecolours import LEAST_DARK, LEAST_LIGHT
from mdwx.style.colours import colour_of, named, spelled
from mdwx.style.darkmode import (
    brightness,
    brought_to,
    contrast,
    dark_background,
    dark_text,
    over,
)

__all__ = ["bar", "legible", "settled", "tint"]

TINTS: Final[Mapping[Mark, str]] = MappingProxyType(
    {
        Mark.MARKED: "47,111,235",
        Mark.ADDED: "32,150,70",
        Mark.REMOVED: "222,62,58",
        Mark.FAILED: "222,62,58",
        Mark.WARNED: "190,140,20",
    }
)
"""Red, green, blue; no brighter than 190, so that dark mode leaves them too."""

COLOUR: Final = pattern(r"(?<![-\w])color:(#?\w+)")
STEP: Final = 4
"""How far a colour moves at once, in steps of brightness."""


def tint(mark: Mark | None, *, is_bright: bool) -> dict[str, str]:
    """The wash behind a line that stands out."""
    if mark is None:
        return {}
    wash = ".1" if is_bright else ".16"
    return {"background-color": f"rgba({TINTS[mark]},{wash})"}


def bar(mark: Mark | None) -> dict[str, str]:
    """A bar at the left of a line that stands out."""
    if mark is None:
        return {}
    return {"box-shadow": f"inset 3px 0 rgba({TINTS[mark]},.75)"}


def settled(line: Spans, mark: Mark | None, *, ground: str) -> Spans:
    """A line whose words can be read on its tint, on a block of this ground."""
    if mark is None:
        return line
    return tuple(
        (text, COLOUR.sub(lambda it: f"color:{legible(it[1], mark, ground)}", look))
        for text, look in line
    )


@lru_cache(maxsize=4096)
def legible(colour: str, mark: Mark, ground: str) -> str:
    """A colour on a tint, set off from it until it can be read by day and by night.

    A tint brings a dark ground nearer to the words on it; and the reader takes it
    for a dark one, on which words of middle brightness are left as they are.
    """
    own, below = colour_of(colour), colour_of(ground)
    is_bright = highlighting.is_bright(ground)
    wash = colour_of(tint(mark, is_bright=is_bright)["background-color"])
    if own is None or below is None or wash is None:
        return colour
    night = dark_background(wash)
    seen = over(wash, below), over(night, dark_background(below))
    start = round(brightness(own))
    for target in (
        range(start, 0 - STEP, -STEP) if is_bright else range(start, 256, STEP)
    ):
        moved = own if target == start else brought_to(max(target, 0), own)
        # As it will be written: a rounded colour may be a shade nearer.
        moved = colour_of(spelled(moved)) or moved
        by_day = contrast(moved, seen[0])
        by_night = contrast(dark_text(moved, on=night), seen[1])
        if by_day >= LEAST_LIGHT and by_night >= LEAST_DARK:
            return colour if target == start else named(spelled(moved))
    return colour
