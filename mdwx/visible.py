"""Text with everything that a terminal or a reader's eye might obey made visible."""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["visible"]

# Control, surrogates, line and paragraph separators. The whole of Cf would take
# the joiner that emoji are made with.
_MOVING: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNING_CLASSES: Final = "LRE RLE LRO RLO PDF LRI RLI FSI PDI"
_TURNING: Final = frozenset(_TURNING_CLASSES.split())


def visible(text: str, *, keep: str = "") -> str:
    """The text with what moves a cursor, turns or breaks a line written out."""
    return "".join(
        character
        if character in keep or _is_harmless(character)
        else f"\\u{ord(character):04x}"
        for character in text
    )


def _is_harmless(character: str) -> bool:
    is_turning = unicodedata.bidirectional(character) in _TURNING
    return unicodedata.category(character) not in _MOVING and not is_turning
