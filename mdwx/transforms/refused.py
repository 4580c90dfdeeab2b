"""Declarations that leave, as a table: code, name and value of each rule."""

from __future__ import annotations

import re
from typing import Final

from mdwx.patterns import pattern
from mdwx.records import dataclass

__all__ = ["ADVISED", "REFUSALS", "UNKNOWABLE", "WORKED_OUT", "Refusal"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Declarations that leave, by name and value."""

    code: str
    name: re.Pattern[str]
    value: re.Pattern[str] | None = None

    def meets(self, name: str, value: str) -> bool:
        """Whether this rule refuses the declaration."""
        if not self.name.fullmatch(name):
            return False
        return self.value is None or bool(self.value.search(value))


def refuse(code: str, name: str, value: str | None = None) -> Refusal:
    """A row of the table."""
    refused = pattern(value, re.IGNORECASE) if value else None
    return Refusal(code, pattern(name, re.IGNORECASE), refused)


REFUSALS: Final = (
    # C01: removed by the editor, 0 of 22 kept (Measured 2026-04); layout rule 4.2.2.
    refuse("C001", r"position|top|right|bottom|left|inset.*|z-index"),
    # C02, C03, C04 and C05: never seen in 30 000 published styles (counted 2026-08).
    refuse("C002", r"animation.*|transition.*|will-change|cursor|resize"),
    refuse("C002", r"content|counter-.*|-webkit-tap-highlight-color|quotes"),
    refuse("C003", r"(backdrop-)?filter|(-webkit-)?mask.*|mix-blend-mode"),
    refuse("C003", r"clip-path", r"url\("),
    refuse("C004", r"--.*"),
    refuse("C004", r".*", r"\b(var|calc|min|max|clamp|env|attr|expression)\("),
    refuse(
        "C005", r".*", r"(?<![\w#.-])-?[\d.]+(rem|vmin|vmax|pt|pc|cm|mm|in|ch|ex)\b"
    ),
    # C06: addresses that are not the platform's (Official: draft/add page, 2025-12).
    refuse("C006", r"list-style-image|border-image.*", r"url\("),
    # C08: a font of one's own breaks the platform's (Official: structure rules §3).
    refuse("C008", r"font"),
    # C10 and C11: lines and boxes lower than their text (Official: 1.3 and 1.5).
    refuse("C010", r"line-height", r"^0?\.\d+$|^0(px|em|%)?$"),
    refuse("C011", r"(max-)?height", r"^0(px|em|%)?$"),
    # C14: a caret nobody sees (Official: 1.2). C18: old WebViews know no gap (peers).
    refuse("C014", r"caret-color"),
    refuse("C018", r"(row-|column-|grid-)?gap|grid-(row|column)-gap"),
    # C21: prefixes of browsers that show no article (counted 2026-08).
    refuse("C021", r".*", r"^-(moz|ms|o)-"),
    refuse("C021", r"-(moz|ms|o)-.*"),
)
WORKED_OUT: Final = frozenset({"C004", "C005"})
"""Variables, arithmetic and units: computing the style resolves most of them."""

UNKNOWABLE: Final = pattern(
    r"\b(env|attr|expression)\(|\d(vmin|vmax|ch|ex)\b", re.IGNORECASE
)
"""What only the reader's phone knows: its font, its screen."""

ADVISED: Final = (
    refuse("C021", r"display", r"\bgrid\b"),
    refuse("C021", r"columns|column-(count|width)|writing-mode|aspect-ratio|object-.*"),
)
"""Kept, since they may work; an author should know that they may not."""
