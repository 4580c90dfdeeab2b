"""Words that lie outside the screen: no finger can bring them in.

A line that cannot break, a negative indent, a shift. Official: structure rules 1.4,
2026-08-07.
"""

from __future__ import annotations

from collections.abc import Iterator

from mdwx.layout.faults import TOLERANCE_PX, Fault
from mdwx.layout.geometry import Layout, Line
from mdwx.layout.overflow import overflowing
from mdwx.layout.seeing import sight_of
from mdwx.model import Severity, Text

__all__ = ["check"]


def check(layout: Layout) -> Iterator[Fault]:
    """Find lost words whose box does not explain it."""
    wide = overflowing(layout)
    for line in layout.lines:
        lost = lost_px(line, layout)
        if lost <= TOLERANCE_PX or any(it in wide for it in line.holders):
            continue
        yield Fault(
            "W002",
            Severity.ERROR,
            line.block,
            Text(
                zh=f"“{line.words}”这里的文字有 {round(lost)}px 在屏幕外面，看不到",
                en=f"words at “{line.words}” lie {round(lost)}px outside the screen",
            ),
            Text(
                zh="让它换行（white-space: normal），去掉负的缩进和位移",
                en="let it wrap (white-space: normal), and take out negative indents"
                " and shifts",
            ),
        )


def lost_px(line: Line, layout: Layout) -> float:
    """How much of a line cannot be seen for the column's edges."""
    seen = sight_of(line)
    if seen.hidden_by is not None:
        return 0
    return max(seen.box.beyond(layout.column), seen.box.above_or_below(layout.column))
