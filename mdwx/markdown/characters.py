"""What kind of character stands beside another, for spacing and line breaks."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["is_chinese", "is_wide", "is_word"]


@lru_cache(maxsize=8192)
def is_wide(character: str) -> bool:
    """Whether lines join without a space beside it; Korean keeps its spaces."""
    if unicodedata.east_asian_width(character) not in "WF":
        return False
    return not is_hangul(character) and unicodedata.category(character) != "So"


@lru_cache(maxsize=8192)
def is_chinese(character: str) -> bool:
    """Whether it is an ideograph or kana: wide, and a letter."""
    return (
        unicodedata.east_asian_width(character) == "W"
        and unicodedata.category(character) in {"Lo", "Lm", "Nl"}
        and not is_hangul(character)
    )


@lru_cache(maxsize=8192)
def is_word(character: str) -> bool:
    """Whether it is a Latin, Greek or Cyrillic letter, or a digit."""
    if unicodedata.east_asian_width(character) in "WF":
        return False
    return unicodedata.category(character) in {"Lu", "Ll", "Lt", "Nd"}


def is_hangul(character: str) -> bool:
    """Whether it is a Korean syllable or letter."""
    return unicodedata.name(character, "").startswith("HANGUL")
