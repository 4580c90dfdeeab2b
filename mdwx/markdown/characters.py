"""What kind of character stands beside another, for spacing and line breaks.

Line breaks follow CSS Text 4's segment break transformation for Chinese text.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from mdwx.markdown.cjk_friendly import is_cjk

__all__ = ["is_chinese", "is_word", "lines_join"]

ZERO_WIDTH_SPACE: Final = "\u200b"
EMOJI_FORM: Final = "\ufe0f"
IDEOGRAPHIC_PLANES: Final = 0x20000
"""From here on there are ideographs alone, some younger than Python's tables."""
PICTOGRAPHS: Final = range(0x1F000, 0x1FB00)


def lines_join(before: str, after: str) -> bool:
    """Whether a line break between two pieces of text is no space.

    It is none at a zero-width space, between two wide characters, and between a
    wide one and punctuation, symbols or emoji whose width depends on their
    neighbours. Beside Latin it is one, at full-width punctuation too. Korean keeps
    its spaces.
    """
    left, right = last_of(before), first_of(after)
    if ZERO_WIDTH_SPACE in (left, right):
        return True
    if is_hangul(left[0]) or is_hangul(right[0]):
        return False
    wide = is_wide(left), is_wide(right)
    return any(wide) and all(
        is_so or is_adaptable(piece)
        for is_so, piece in zip(wide, (left, right), strict=True)
    )


def last_of(text: str) -> str:
    """The last character of a text, with what varies it."""
    start = len(text) - 1
    while start and unicodedata.category(text[start]) in {"Mn", "Me"}:
        start -= 1
    return text[start:]


def first_of(text: str) -> str:
    """The first character of a text, with the emoji form it may have."""
    return text[:2] if text[1:2] == EMOJI_FORM else text[:1]


def is_wide(piece: str) -> bool:
    """Whether a character fills a square of Chinese text; emoji are apart."""
    return is_cjk(ord(piece[0])) and EMOJI_FORM not in piece


def is_adaptable(piece: str) -> bool:
    """Whether a character is as wide as its neighbours: ``“``, ``…``, ``×``, emoji."""
    if EMOJI_FORM in piece or ord(piece[0]) in PICTOGRAPHS:
        return True
    width = unicodedata.east_asian_width(piece[0])
    is_sign = unicodedata.category(piece[0])[0] in "PS"
    return width == "W" or (width == "A" and is_sign)


@lru_cache(maxsize=8192)
def is_chinese(character: str) -> bool:
    """Whether it is an ideograph or kana: wide, and a letter."""
    code = ord(character)
    is_letter = unicodedata.category(character) in {"Lo", "Lm", "Nl"}
    return (
        is_cjk(code)
        and (is_letter or code >= IDEOGRAPHIC_PLANES)
        and not is_hangul(character)
    )


@lru_cache(maxsize=8192)
def is_word(character: str) -> bool:
    """Whether it is a Latin, Greek or Cyrillic letter, or a digit."""
    if unicodedata.east_asian_width(character) in "WF":
        return False
    return unicodedata.category(character) in {"Lu", "Ll", "Lt", "Nd"}


@lru_cache(maxsize=8192)
def is_hangul(character: str) -> bool:
    """Whether it is a Korean syllable or letter, half-width ones included."""
    name = unicodedata.name(character, "")
    return name.startswith(("HANGUL", "HALFWIDTH HANGUL", "PARENTHESIZED HANGUL"))
