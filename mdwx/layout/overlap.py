"""Words that lie on other words, or on a picture.

A negative margin or a shift that fits one width does not fit the next; what
overlaps is not understood by dark mode either. Official: structure rules 4.2.2,
2026-08-07.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from mdwx.layout.faults import Fault, named
from mdwx.layout.geometry import Box, Element, Layout, Line
from mdwx.layout.seeing import sight, sight_of
from mdwx.model import Severity, Text

__all__ = ["check"]

SHARED_PX: Final = 2.0
"""Less than this is an overhanging sign."""

HINT: Final = Text(
    zh="去掉负的边距、位移和固定的高度",
    en="take out negative margins, shifts and fixed heights",
)

Placed = tuple[Box, Line]


def check(layout: Layout) -> Iterator[Fault]:
    """Find words on words of another block, and words on pictures."""
    placed = sorted(visible_lines(layout), key=lambda it: it[0].top)
    for one, other in pairs(placed):
        if one.block is not other.block:
            later = max(one, other, key=lambda it: it.element.number)
            first = other if later is one else one
            yield words_on_words(first, later)
    pictures = [it for it in layout.elements if is_picture(it)]
    for box, line in placed:
        for picture in pictures:
            seen = sight(picture.box, picture.ancestors).box
            if box.overlap(seen) > SHARED_PX and picture not in line.holders:
                yield words_on_picture(line, picture)


def visible_lines(layout: Layout) -> Iterator[Placed]:
    """What can be seen of each line that stands upright, outside drawings."""
    for line in layout.lines:
        if not line.drawn and not line.element.turned:
            yield sight_of(line).box, line


def pairs(placed: Iterable[Placed]) -> Iterator[tuple[Line, Line]]:
    """Lines that share room, of lines in order from the top."""
    open_lines: list[Placed] = []
    for box, line in placed:
        open_lines = [it for it in open_lines if it[0].bottom > box.top]
        for other_box, other in open_lines:
            if box.overlap(other_box) > SHARED_PX:
                yield other, line
        open_lines.append((box, line))


def is_picture(element: Element) -> bool:
    """Whether it shows something that words should not lie on."""
    is_one = element.tag in {"img", "svg"} and element.visible
    return is_one and not element.turned


def words_on_words(first: Line, later: Line) -> Fault:
    """At the later of the two."""
    return Fault(
        "W004",
        Severity.ERROR,
        later.block,
        Text(
            zh=f"“{later.words}”压在“{first.words}”上面",
            en=f"“{later.words}” lies on “{first.words}”",
        ),
        HINT,
    )


def words_on_picture(line: Line, picture: Element) -> Fault:
    """At the words."""
    what = named(picture)
    return Fault(
        "W005",
        Severity.WARNING,
        line.block,
        Text(
            zh=f"“{line.words}”压在{what.zh}上面",
            en=f"“{line.words}” lies on {what.en}",
        ),
        HINT,
    )
