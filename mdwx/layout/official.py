"""What the official checker takes for an overflow although it scrolls.

It looks at each paragraph by itself: a ``pre`` whose own lines are too long, and a
table in a box that scrolls, unless ``data-ignore-width`` stands on the table.
Official: structure rules 1.4 and 1.8; measured with engine 0.2.10, 2026-08.
"""

from __future__ import annotations

from collections.abc import Iterator

from mdwx.layout.faults import TOLERANCE_PX, Fault, named
from mdwx.layout.geometry import Element, Layout
from mdwx.model import Severity, Text

__all__ = ["check"]


def check(layout: Layout) -> Iterator[Fault]:
    """Find ``pre`` that are too narrow for their lines, and tables that scroll."""
    for element in layout.elements:
        if element.visible and (spills(element) or scrolls_unexcused(element)):
            yield Fault(
                "W011",
                Severity.WARNING,
                element,
                Text(
                    zh=f"微信的检查工具会说{named(element).zh}太宽，虽然它可以滑动",
                    en=f"WeChat's own checker calls {named(element).en} too wide,"
                    " although it scrolls",
                ),
                Text(
                    zh="表格上加 data-ignore-width；代码写成代码块（```）",
                    en="put data-ignore-width on the table; make code a fenced block",
                ),
            )


def spills(element: Element) -> bool:
    """Whether a ``pre`` holds lines longer than it is wide."""
    return element.tag == "pre" and element.spills > TOLERANCE_PX


def scrolls_unexcused(element: Element) -> bool:
    """Whether a table is wider than the box that scrolls it."""
    if element.tag != "table" or element.excused:
        return False
    box = next((it for it in element.ancestors if it.scrolls), None)
    return box is not None and element.box.width > box.inner.width + TOLERANCE_PX
