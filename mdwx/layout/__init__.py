"""Rules of layout, judged on what a browser measured.

Styles alone do not tell where words end up: that takes fonts and a column to break
lines in. One rule a file, each a pure ``check(layout)`` of an article in a column of
one width, or of all; what several widths show is one finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from mdwx.layout import (
    askew,
    clipped,
    lines,
    off_screen,
    official,
    outside,
    overflow,
    overlap,
    pictures,
    shrunk,
)
from mdwx.layout.faults import Fault, finding_of
from mdwx.layout.geometry import Layout, read_layout
from mdwx.model import Finding, Severity, Span

__all__ = ["WIDTHS", "Layout", "judge", "read_layout"]

WIDTHS: Final = (335, 375, 585, 677)
"""Of the column: a phone of 375 px less WeChat's gaps (measured on live articles,
2026-08), then the three that the official checker uses (structure rules 1.4)."""

Rule = Callable[[Layout], Iterator[Fault]]
Comparison = Callable[[Sequence[Layout]], Iterator[tuple[int, Fault]]]

RULES: Final[tuple[Rule, ...]] = (
    overflow.check,
    off_screen.check,
    clipped.check,
    overlap.check,
    lines.check,
    pictures.check,
    outside.check,
    official.check,
)
COMPARISONS: Final[tuple[Comparison, ...]] = (askew.check, shrunk.check)
"""Rules that take several widths to see something, and say at which it is."""


def judge(layouts: Sequence[Layout], places: Sequence[Span]) -> list[Finding]:
    """What is wrong with an article, each thing once, from its top."""
    seen: dict[tuple[str, int], dict[int, Fault]] = {}
    for width, fault in faults(layouts):
        met = seen.setdefault((fault.code, fault.element.number), {})
        met.setdefault(width, fault)
    found = [
        finding_of(worst(met.values()), places[number], widths=list(met))
        for (_, number), met in seen.items()
    ]
    return sorted(found, key=lambda it: (it.where and it.where.line) or 0)


def faults(layouts: Sequence[Layout]) -> Iterator[tuple[int, Fault]]:
    """Everything the rules say, with the width at which they say it."""
    for comparison in COMPARISONS:
        yield from comparison(layouts)
    for layout in layouts:
        for rule in RULES:
            for fault in rule(layout):
                yield layout.width, fault


def worst(met: Iterable[Fault]) -> Fault:
    """The one that matters most, of the narrowest width."""
    return min(met, key=lambda it: it.severity is not Severity.ERROR)
