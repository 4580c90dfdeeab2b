"""Text that a drawing or a ``transform`` shrinks until nobody can read it.

Small sizes themselves are C060's; here is what only shows once laid out, such as the
labels of a wide drawing on a phone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from mdwx.checks.limits import LIMITS
from mdwx.layout.faults import Fault
from mdwx.layout.geometry import Layout, Line
from mdwx.model import Severity, Text

__all__ = ["check"]

SHRUNK: Final = 0.95
"""Of what it was meant to be: less is not rounding."""


def check(layouts: Sequence[Layout]) -> Iterator[tuple[int, Fault]]:
    """Find text too small to read that was not meant to be, with the width."""
    *_, widest = layouts
    meant_px = {number: it.size_px for number, it in smallest_labels(widest).items()}
    for layout in layouts:
        for number, label in smallest_labels(layout).items():
            # A raised sign of a formula is small at every width, on purpose.
            if label.size_px < SHRUNK * meant_px.get(number, 0):
                yield from too_small(label, layout)
        for line in layout.lines:
            if not line.drawn and line.scale < SHRUNK:
                yield from too_small(line, layout)


def smallest_labels(layout: Layout) -> dict[int, Line]:
    """The smallest text of each drawing, by the drawing's number."""
    labels = [line for line in layout.lines if line.drawn]
    labels.sort(key=lambda it: it.size_px, reverse=True)
    return {it.element.number: it for it in labels}


def too_small(line: Line, layout: Layout) -> Iterator[tuple[int, Fault]]:
    """The fault, if the text is below what can be read."""
    limit = LIMITS["small_text"]
    severity = limit.severity(line.size_px)
    if severity is None:
        return
    least = limit.bound(Severity.WARNING)
    yield (
        layout.width,
        Fault(
            "W009",
            severity,
            line.block,
            Text(
                zh=f"“{line.words}”缩成了 {line.size_px:.1f}px，看不清",
                en=f"“{line.words}” shrinks to {line.size_px:.1f}px, too small to read",
            ),
            Text(
                zh=f"缩小以后至少 {least}px：让图可以左右滑动，或少写一点",
                en=f"at least {least}px once shrunk: let the drawing scroll,"
                " or say less in it",
            ),
        ),
    )
