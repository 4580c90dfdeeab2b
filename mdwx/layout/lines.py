"""Lines of one block that run into each other.

Official: structure rules 1.3, 2026-08-07: lines lower than their text. Measured, it
also shows where an inline box or a shift brings two lines together.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from mdwx.layout.faults import Fault, named
from mdwx.layout.geometry import Layout, Line
from mdwx.model import Severity, Text

__all__ = ["check"]

SAME_ROW: Final = 0.3
"""Of the text's size: what lies no further apart is one row, raised or not."""

LOWEST: Final = 0.95
"""Of the text's size: the official checker wants lines no lower than their text."""

SHARED_PX: Final = 2.0


def check(layout: Layout) -> Iterator[Fault]:
    """Find blocks with two rows that lie closer than their text is high."""
    upright = [it for it in layout.lines if not it.drawn and not it.element.turned]
    upright.sort(key=lambda it: it.block.number)
    for block, lines in groupby(upright, key=lambda it: it.block):
        for one, other in crowded(list(lines)):
            yield Fault(
                "W006",
                Severity.WARNING,
                block,
                Text(
                    zh=f"{named(block).zh}的行叠在一起：“{one.words}”和“{other.words}”",
                    en=f"lines of {named(block).en} run into each other:"
                    f" “{one.words}” and “{other.words}”",
                ),
                Text(
                    zh="行高至少写 1.2，正文 1.6 到 2",
                    en="use a line-height of 1.2 at least, 1.6 to 2 for running text",
                ),
            )


def crowded(lines: list[Line]) -> Iterator[tuple[Line, Line]]:
    """The first pair of rows that are too close, if any."""
    lines.sort(key=lambda it: it.middle)
    for index, line in enumerate(lines):
        for other in lines[index + 1 :]:
            size = (line.size_px + other.size_px) / 2
            apart = other.middle - line.middle
            if apart >= LOWEST * size:
                break
            across = min(line.ink.right, other.ink.right) - max(
                line.ink.left, other.ink.left
            )
            if apart > SAME_ROW * size and across > SHARED_PX:
                yield line, other
                return
