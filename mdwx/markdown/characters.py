"""What kind of character stands beside another, for spacing and line breaks."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

__all__ = ["is_chinese", "is_wide", "is_word", "lines_join"]

SHARED: Final = frozenset("“”‘’—…·")
"""Punctuation that Chinese and English share: as wide as its neighbour."""


def lines_join(before: str, after: str) -> bool:
    """Whether a line break between two characters is no space."""
    wide = is_wide(before), is_wide(after)
    return any(wide) and all(
        is_so or character in SHARED
        for is_so, character in zip(wide, (before, after), strict=True)
    )


@lru_cache(maxsize=8192)
def is_wide(character: str) -> bool:
    """Whether it fills a square of Chinese text; Korean keeps its spaces."""
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
