"""How a block of code is laid out, carried on its ``pre`` until it has its styles."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from mdwx.markdown.fences import Mark, Stretch
from mdwx.records import dataclass

__all__ = ["LAYOUT", "Layout", "runs"]

LAYOUT: Final = "mdwx-layout"
"""Private attribute of a ``pre`` that has its box: what ``Layout.written`` gives."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What is known of a block's lines before they are coloured."""

    first_number: int | None = None
    """Of its first line; None for a block without numbers."""
    wraps: bool = False
    is_diff: bool = False
    stretches: tuple[Stretch, ...] = ()
    """Later ones win."""

    def written(self) -> str:
        """The layout as an attribute's value."""
        lines = [[it.first, it.last, it.mark] for it in self.stretches]
        return json.dumps([self.first_number, self.wraps, self.is_diff, lines])

    @classmethod
    def read(cls, value: str) -> Layout:
        """The layout that was written."""
        first, wraps, is_diff, lines = json.loads(value)
        stretches = tuple(Stretch(a, b, Mark(mark)) for a, b, mark in lines)
        return cls(first, wraps, is_diff, stretches)

    def marks(self, count: int) -> list[Mark | None]:
        """The mark of each of so many lines."""
        marks: list[Mark | None] = [None] * count
        for it in self.stretches:
            first, last = max(1, it.first), min(count, it.last)
            marks[first - 1 : last] = [it.mark] * max(0, last - first + 1)
        return marks


def runs(marks: Sequence[Mark | None]) -> Iterator[tuple[Mark | None, int, int]]:
    """Neighbouring lines of one mark, as it and their bounds, the end left out."""
    start = 0
    for index in range(1, len(marks) + 1):
        if index == len(marks) or marks[index] is not marks[start]:
            yield marks[start], start, index
            start = index
