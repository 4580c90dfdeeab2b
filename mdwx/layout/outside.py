"""Words that stick out of the box they are set in.

A line that cannot break in a narrow box, more lines than a fixed height has room
for: nothing is cut off, but the words lie beside their frame. Official: structure
rules 1.4 and 1.5, 2026-08-07.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mdwx.layout.faults import TOLERANCE_PX, Fault, named
from mdwx.layout.geometry import Layout, Line
from mdwx.model import Severity, Text

__all__ = ["check"]

ABOVE_OR_BELOW: Final = 0.2
"""Of the text's size: raised signs and tight lines stick out by as much."""


def check(layout: Layout) -> Iterator[Fault]:
    """Find lines that leave their block, where nothing scrolls or hides them."""
    for line in layout.lines:
        block = line.block
        if line.drawn or block.turned or not block.paints:
            continue
        if any(it.scrolls or it.hides for it in line.holders):
            continue
        if not leaves(line) or line.ink.beyond(layout.column) > TOLERANCE_PX:
            continue
        yield Fault(
            "W010",
            Severity.WARNING,
            block,
            Text(
                zh=f"“{line.words}”伸到了{named(block).zh}的外面",
                en=f"“{line.words}” sticks out of {named(block).en}",
            ),
            Text(
                zh="让文字换行，去掉固定的宽度和高度",
                en="let the words wrap, and take out fixed widths and heights",
            ),
        )


def leaves(line: Line) -> bool:
    """Whether a line lies beyond the edges of its block."""
    box = line.block.box
    if line.ink.beyond(box) > TOLERANCE_PX:
        return True
    return line.ink.above_or_below(box) > ABOVE_OR_BELOW * line.size_px
