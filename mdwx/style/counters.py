"""CSS counters, counted through the article in document order.

A counter lives from the element that resets it to the end of that element's
parent, as CSS Lists 3 has it; one inside another of its name makes "1.2".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Final

from lxml import etree

from mdwx.patterns import pattern
from mdwx.records import dataclass

__all__ = ["COUNTING", "Counters"]

COUNTING: Final = ("counter-reset", "counter-increment", "counter-set")
LARGEST: Final = 10**9
WORD: Final = pattern(r"(-?[^\s\d-][^\s]*)(?:\s+([+-]?\d{1,10}))?(?=\s|$)")


@dataclass(slots=True)
class Counter:
    """One counter and the element whose end is its own."""

    scope: etree._Element | None
    value: int


@dataclass(slots=True)
class Counters:
    """Every counter that is alive at one place of an article."""

    alive: dict[str, list[Counter]] = field(default_factory=dict)

    def count(self, element: etree._Element, style: Mapping[str, str]) -> None:
        """Do what an element's style says to counters."""
        scope = element.getparent()
        for name, number in pairs(style.get("counter-reset", ""), default=0):
            self.start(name, scope, number)
        for name, number in pairs(style.get("counter-increment", ""), default=1):
            counter = self.nearest(name, scope)
            counter.value = max(-LARGEST, min(counter.value + number, LARGEST))
        for name, number in pairs(style.get("counter-set", ""), default=0):
            self.nearest(name, scope).value = number

    def start(self, name: str, scope: etree._Element | None, value: int) -> Counter:
        """A new counter, in the place of one that a sibling before started."""
        living = self.alive.setdefault(name, [])
        if living and living[-1].scope is scope:
            living.pop()
        living.append(Counter(scope, value))
        return living[-1]

    def nearest(self, name: str, scope: etree._Element | None) -> Counter:
        """The innermost counter of a name; without any, one starts here."""
        living = self.alive.get(name)
        return living[-1] if living else self.start(name, scope, 0)

    def leave(self, element: etree._Element) -> None:
        """Forget the counters that end with an element."""
        for living in self.alive.values():
            while living and living[-1].scope is element:
                living.pop()

    def values(self, name: str) -> list[int]:
        """The numbers of a name, outermost first; one nobody started is 0."""
        return [counter.value for counter in self.alive.get(name, ())] or [0]


def pairs(value: str, *, default: int) -> Iterator[tuple[str, int]]:
    """The names of a value and their numbers."""
    for name, number in WORD.findall(value):
        if name not in ("none", "inherit", "initial", "unset"):
            yield name, max(-LARGEST, min(int(number or default), LARGEST))
