"""Boxes, elements and lines of text, as a browser laid them out.

Lengths are CSS pixels from the top left corner of the column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

__all__ = ["Box", "Element", "Layout", "Line", "read_layout"]

INK: Final = 0.8
"""Of its size, what a sign fills: the rest of a line box is air. A Chinese sign
fills about nine tenths, a Latin one from the ascender to the descender as much."""

INLINE: Final = frozenset({"inline", "contents", "ruby", "ruby-text", "ruby-base"})
SCROLLING: Final = frozenset({"auto", "scroll"})


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Halfway down."""
        return (self.top + self.bottom) / 2

    def within(self, other: Box, *, across: bool = True, down: bool = True) -> Box:
        """The part of it that lies in another, or is cut on one axis only."""
        return Box(
            max(self.left, other.left) if across else self.left,
            max(self.top, other.top) if down else self.top,
            min(self.right, other.right) if across else self.right,
            min(self.bottom, other.bottom) if down else self.bottom,
        )

    def beyond(self, other: Box) -> float:
        """By how much it sticks out of another at the left or the right."""
        return max(other.left - self.left, self.right - other.right)

    def above_or_below(self, other: Box) -> float:
        """By how much it sticks out of another at the top or the bottom."""
        return max(other.top - self.top, self.bottom - other.bottom)

    def overlap(self, other: Box) -> float:
        """The smaller side of what two boxes share; negative where nothing is."""
        shared = self.within(other)
        return min(shared.width, shared.height)


@dataclass(frozen=True, eq=False)
class Element:
    """One element at one width."""

    number: int
    """Its place in the article, in document order."""
    tag: str
    parent: Element | None
    box: Box
    inner: Box
    """Without its borders: what it lets be seen where it hides the rest."""
    display: str
    overflow: tuple[str, str]
    visible: bool
    turned: bool
    """Whether it is rotated or skewed: its box says little then."""
    paints: bool
    """Whether its edges can be seen: a background, a border, a shadow."""
    bleeds: bool
    """Whether a negative margin takes it out of its place, on purpose."""
    fixed: bool
    """Whether its own width is given in pixels."""
    excused: bool
    """Whether the official checker is told to leave its width alone."""
    spills: float
    """By how much what it holds is wider than it."""

    @property
    def is_inline(self) -> bool:
        """Whether it is a piece of a line."""
        return self.display in INLINE

    @property
    def scrolls(self) -> bool:
        """Whether what it holds can be moved sideways by a finger."""
        return not self.is_inline and self.overflow[0] in SCROLLING

    @property
    def hides(self) -> bool:
        """Whether what sticks out of it cannot be seen."""
        return not self.is_inline and "visible" not in self.overflow

    @cached_property
    def ancestors(self) -> tuple[Element, ...]:
        """From its parent up to the article."""
        above = self.parent
        return () if above is None else (above, *above.ancestors)

    @cached_property
    def block(self) -> Element:
        """The block whose lines it is in, or itself."""
        if not self.is_inline or self.parent is None:
            return self
        return self.parent.block

    @property
    def in_scroller(self) -> bool:
        """Whether a box around it can be moved sideways."""
        return any(it.scrolls for it in self.ancestors)


@dataclass(frozen=True, eq=False)
class Line:
    """The words of one element on one line."""

    element: Element
    ink: Box
    """What its signs fill."""
    middle: float
    """Halfway down its row, wherever its signs are in it."""
    size_px: float
    """Of the text as it is seen, shrunk with its surroundings."""
    scale: float
    drawn: bool
    """Whether it is part of a drawing."""
    words: str
    """The first of its element."""

    @property
    def block(self) -> Element:
        """The block it is a line of."""
        return self.element.block

    @cached_property
    def holders(self) -> tuple[Element, ...]:
        """All boxes it is in, from the inside out."""
        return (self.element, *self.element.ancestors)


@dataclass(frozen=True, eq=False)
class Layout:
    """An article in a column of one width."""

    width: int
    elements: Sequence[Element]
    lines: Sequence[Line]

    @property
    def column(self) -> Box:
        """What can be seen of an article: as wide as it is, without an end."""
        return Box(0, 0, self.width, float("inf"))


def read_layout(facts: Mapping[str, Any]) -> Layout:
    """The measurements of ``measure.js`` at one width."""
    elements: dict[int, Element] = {}
    for fact in facts["elements"]:
        elements[fact["number"]] = read_element(fact, elements)
    return Layout(
        width=facts["width"],
        elements=list(elements.values()),
        lines=list(read_lines(facts["lines"], elements)),
    )


def read_element(fact: Mapping[str, Any], known: Mapping[int, Element]) -> Element:
    """One element; its parent came before it."""
    left, top, right, bottom = fact["borders"]
    box = Box(*fact["box"])
    inner = replace(
        box,
        left=box.left + left,
        top=box.top + top,
        right=box.right - right,
        bottom=box.bottom - bottom,
    )
    names = (
        *("number", "tag", "display", "visible", "turned", "paints", "bleeds"),
        *("fixed", "excused", "spills"),
    )
    return Element(
        parent=known.get(fact["parent"]),
        box=box,
        inner=inner,
        overflow=tuple(fact["overflow"]),
        **{name: fact[name] for name in names},
    )


def read_lines(
    facts: Sequence[Mapping[str, Any]], known: Mapping[int, Element]
) -> Iterator[Line]:
    """Each line, at the nearest element that is not inside a drawing."""
    for fact in facts:
        box, size = Box(*fact["box"]), fact["size"]
        half = min(box.height, size) * INK / 2
        top, bottom = fact["ink"] or (box.middle - half, box.middle + half)
        yield Line(
            element=known[fact["element"]],
            ink=replace(box, top=top, bottom=bottom),
            middle=box.middle,
            size_px=size,
            scale=fact["scale"],
            drawn=fact["drawn"],
            words=fact["words"],
        )
