"""Marks inside a line, by the names of their tokens."""

from __future__ import annotations

from typing import Final

from mdwx.markdown.findings import FINDING

__all__ = ["SEEN_THROUGH"]

SEEN_THROUGH: Final = (
    frozenset({FINDING})
    | frozenset(
        f"{name}_{end}"
        for name in (
            *("em", "strong", "s", "mark", "ins", "sub", "sup", "link"),
            *("reading", "meaning"),
        )
        for end in ("open", "close")
    )
    | {"comment"}
)
"""Those that put nothing between the characters on their two sides."""
