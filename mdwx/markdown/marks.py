"""Marks inside a line, by the names of their tokens."""

from __future__ import annotations

from typing import Final

__all__ = ["SEEN_THROUGH"]

SEEN_THROUGH: Final = frozenset(
    f"{name}_{end}"
    for name in ("em", "strong", "s", "mark", "link")
    for end in ("open", "close")
)
"""Those that put nothing between the characters on their two sides."""
