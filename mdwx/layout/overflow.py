"""Boxes wider than the screen that nothing scrolls.

The column hides what sticks out of it, so a table that does not shrink ends in the
middle of a word. Official: structure rules 1.4, 2026-08-07.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mdwx.layout.faults import TOLERANCE_PX, Fault, named
from mdwx.layout.geometry import Element, Layout
from mdwx.layout.seeing import sight
from mdwx.model import Severity, Text

__all__ = ["check", "overflowing"]

HINT: Final = Text(
    zh="宽度用百分比；缩不了的放进可以左右滑动的盒子（overflow-x: auto）",
    en="use a share of the width; put what cannot shrink into a box that scrolls"
    " (overflow-x: auto)",
)


def check(layout: Layout) -> Iterator[Fault]:
    """Find the outermost boxes that stick out; an error if words are cut off."""
    for element in overflowing(layout):
        if element.tag == "img":
            continue
        cuts = any(
            element in line.holders and line.ink.beyond(layout.column) > TOLERANCE_PX
            for line in layout.lines
        )
        width = round(element.box.width)
        yield Fault(
            "W001",
            Severity.ERROR if cuts else Severity.WARNING,
            element,
            Text(
                zh=f"{named(element).zh}宽 {width}px，超出屏幕，不能左右滑动",
                en=f"{named(element).en} of {width}px leaves the screen,"
                " and nothing scrolls it",
            ),
            HINT,
        )


def overflowing(layout: Layout) -> list[Element]:
    """The outermost boxes that stick out of the column and could be seen there."""
    found: list[Element] = []
    for element in layout.elements:
        if not is_wide(element, layout) or not set(found).isdisjoint(element.ancestors):
            continue
        found.append(element)
    return found


def is_wide(element: Element, layout: Layout) -> bool:
    """Whether a box sticks out, and was not put there by a negative margin."""
    if element.is_inline or not element.visible or element.bleeds:
        return False
    if not (element.paints or element.tag in {"img", "svg", "table"}):
        return False
    seen = sight(element.box, element.ancestors).box
    return seen.beyond(layout.column) > TOLERANCE_PX
