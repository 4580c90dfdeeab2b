"""Pictures wider than the column: their right side is never seen.

The page caps every picture at its box; ``min-width`` and ``transform`` get past that.
Official: structure rules 1.4, 2026-08-07.
"""

from __future__ import annotations

from collections.abc import Iterator

from mdwx.layout.faults import TOLERANCE_PX, Fault
from mdwx.layout.geometry import Layout
from mdwx.layout.seeing import sight
from mdwx.model import Severity, Text

__all__ = ["check"]


def check(layout: Layout) -> Iterator[Fault]:
    """Find pictures that leave the screen, or that a box cuts at the side."""
    for element in layout.elements:
        if element.tag != "img" or not element.visible:
            continue
        seen = sight(element.box, element.ancestors)
        lost = seen.box.beyond(layout.column)
        if lost <= TOLERANCE_PX:
            continue
        yield Fault(
            "W008",
            Severity.WARNING,
            element,
            Text(
                zh=f"图片有 {lost:.0f}px 在屏幕外面",
                en=f"{lost:.0f}px of a picture lie outside the screen",
            ),
            Text(
                zh="去掉图片的 min-width、transform 和负的边距",
                en="take min-width, transform and negative margins off the picture",
            ),
        )
