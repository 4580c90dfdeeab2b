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

Thing = Line | Element
Placed = tuple[Box, Thing]


def check(layout: Layout) -> Iterator[Fault]:
    """Find words on words of another block, and words on pictures."""
    placed = [*visible_lines(layout), *visible_pictures(layout)]
    placed.sort(key=lambda it: it[0].top)
    for one, other in pairs(placed):
        if isinstance(one, Line) and isinstance(other, Line):
            if one.block is not other.block:
                first, later = sorted((one, other), key=lambda it: it.element.number)
                yield words_on_words(first, later)
        elif isinstance(one, Line):
            yield from words_on_picture(one, other)
        elif isinstance(other, Line):
            yield from words_on_picture(other, one)


def visible_lines(layout: Layout) -> Iterator[Placed]:
    """What can be seen of each line that stands upright, outside drawings."""
    for line in layout.lines:
        if not line.drawn and not line.element.turned:
            yield sight_of(line).box, line


def visible_pictures(layout: Layout) -> Iterator[Placed]:
    """What can be seen of each picture and drawing that stands upright."""
    for element in layout.elements:
        is_one = element.tag in {"img", "svg"} and element.visible
        if is_one and not element.turned:
            yield sight(element.box, element.ancestors).box, element


def pairs(placed: Iterable[Placed]) -> Iterator[tuple[Thing, Thing]]:
    """Things that share room, of things in order from the top."""
    still: list[Placed] = []
    for box, thing in placed:
        still = [it for it in still if it[0].bottom > box.top]
        for other_box, other in still:
            if box.overlap(other_box) > SHARED_PX:
                yield other, thing
        still.append((box, thing))


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


def words_on_picture(line: Line, picture: Thing) -> Iterator[Fault]:
    """At the words, unless they stand in it."""
    if isinstance(picture, Line) or picture in line.holders:
        return
    what = named(picture)
    yield Fault(
        "W005",
        Severity.WARNING,
        line.block,
        Text(
            zh=f"“{line.words}”压在{what.zh}上面",
            en=f"“{line.words}” lies on {what.en}",
        ),
        HINT,
    )
