"""How a line of code stands out: a wash of colour, and a bar at its left."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from mdwx.markdown.fences import Mark
from mdwx.style.code import Spans
from mdwx.style.colours import spelled
from mdwx.style.darkmode import brightness, brought_to

__all__ = ["bar", "settled", "tint"]

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

MIDDLING: Final = re.compile(r"(?<![-\w])color:#([0-9a-f]{6}|[0-9a-f]{3})\b")
LIFTED: Final = 72
LEFT: Final = 110
"""Brightness of text on a tint: up to the first it is lifted, to the second faint."""


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


def settled(line: Spans, mark: Mark | None, *, is_bright: bool) -> Spans:
    """A line whose words can be read on its tint at night.

    The reader takes a tint for a dark ground and leaves text of middle brightness
    as it is; a little darker, and it is lifted.
    """
    if mark is None or not is_bright:
        return line
    return tuple((text, MIDDLING.sub(darker, look)) for text, look in line)


def darker(found: re.Match[str]) -> str:
    """A colour of middle brightness, darkened until the reader lifts it."""
    digits = found[1] if len(found[1]) == 6 else "".join(2 * it for it in found[1])
    red, green, blue = (value / 255 for value in bytes.fromhex(digits))
    colour = (red, green, blue, 1.0)
    if not LIFTED <= brightness(colour) <= LEFT:
        return found[0]
    return f"color:{spelled(brought_to(LIFTED, colour))}"
