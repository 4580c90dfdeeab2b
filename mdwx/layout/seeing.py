"""What is left to see of a box, once those around it hide and scroll."""

from __future__ import annotations

from collections.abc import Sequence

from mdwx.layout.faults import TOLERANCE_PX
from mdwx.layout.geometry import Box, Element, Line
from mdwx.records import dataclass

__all__ = ["Sight", "sight", "sight_of"]


@dataclass(frozen=True, slots=True)
class Sight:
    """The part of a box that can be seen, and what took the rest."""

    box: Box
    hidden_by: Element | None = None
    """The first box that cuts it off for good: what a box scrolls is not lost."""


def sight(box: Box, holders: Sequence[Element]) -> Sight:
    """Follow a box from the inside out through all that hold it."""
    hidden_by: Element | None = None
    for holder in holders:
        if not (holder.scrolls or holder.hides):
            continue
        inner = holder.inner
        cut = max(box.beyond(inner), box.above_or_below(inner))
        if not holder.scrolls and cut > TOLERANCE_PX and hidden_by is None:
            hidden_by = holder
        box = box.within(inner)
    return Sight(box, hidden_by)


def sight_of(line: Line) -> Sight:
    """What can be seen of a line."""
    return sight(line.ink, line.holders)
