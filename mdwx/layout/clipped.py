"""Words that their box cuts off: a fixed height, or what sticks out is hidden.

Readers set the size of the text themselves, so what just fits today is cut on the
next phone. Official: structure rules 1.5, 2026-08-07.
"""

from __future__ import annotations

from collections.abc import Iterator

from mdwx.layout.faults import Fault, named
from mdwx.layout.geometry import Layout
from mdwx.layout.seeing import sight_of
from mdwx.model import Severity, Text

__all__ = ["check"]


def check(layout: Layout) -> Iterator[Fault]:
    """Find each box that hides words for good; what scrolls hides nothing."""
    for line in layout.lines:
        box = sight_of(line).hidden_by
        if box is None:
            continue
        yield Fault(
            "W003",
            Severity.ERROR,
            box,
            Text(
                zh=f"{named(box).zh}切掉了里面的文字：“{line.words}”",
                en=f"{named(box).en} cuts off words inside: “{line.words}”",
            ),
            Text(
                zh="去掉固定的高度和 overflow: hidden，让盒子跟着文字长",
                en="take out the fixed height and overflow: hidden, and let the box"
                " grow with its words",
            ),
        )
