"""Boxes that fill a phone and hang askew on a desktop.

The official checker wants the share of the column and the centring of a box to hold
from 375 to 677 px. What has a width of its own in between is cut to a phone and
narrower than a desktop. Official: structure rules 1.4; measured with engine 0.2.10,
2026-08: pictures of 376 to 676 px fail, those in a padded box pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from mdwx.layout.faults import Fault, named
from mdwx.layout.geometry import Element, Layout
from mdwx.model import Severity, Text

__all__ = ["check"]

FILLS: Final = 0.995
PHONE_PX: Final = 375
"""The narrowest column of the official checker."""


def check(layouts: Sequence[Layout]) -> Iterator[tuple[int, Fault]]:
    """Find boxes that fill a phone and leave a gap elsewhere, with the width there."""
    phones = [layout for layout in layouts if layout.width == PHONE_PX]
    filling = {
        element.number
        for phone in phones
        for element in phone.elements
        if has_own_width(element) and fills(element, phone)
    }
    for layout in layouts:
        if layout.width <= PHONE_PX:
            continue
        for element in layout.elements:
            if element.number in filling and not fills(element, layout):
                yield layout.width, fault_of(element)


def fills(element: Element, layout: Layout) -> bool:
    """Whether it is as wide as the column."""
    return element.box.width >= layout.width * FILLS


def has_own_width(element: Element) -> bool:
    """Whether it, and not its surroundings, says how wide it is."""
    is_own = element.tag == "img" or (element.fixed and not element.is_inline)
    parent = element.parent
    is_excused = element.excused or (parent is not None and parent.excused)
    return is_own and element.visible and not element.in_scroller and not is_excused


def fault_of(element: Element) -> Fault:
    """At one width."""
    width = f"{element.box.width:.0f}"
    return Fault(
        "W007",
        Severity.WARNING,
        element,
        Text(
            zh=f"{named(element).zh}宽 {width}px：手机上占满，宽屏上偏窄",
            en=f"{named(element).en} of {width}px fills a phone and leaves a gap"
            " on wider screens",
        ),
        Text(
            zh="宽度写成百分比，如 80% 或 100%",
            en="give the width as a share, as 80% or 100%",
        ),
    )
