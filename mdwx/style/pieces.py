"""The pieces of a value, and values that go round a box."""

from __future__ import annotations

from typing import Final

import tinycss2

from mdwx.patterns import pattern
from mdwx.style.colours import split_at_commas

__all__ = ["SIDES", "around", "four_of", "layers", "words"]

SIDES: Final = ("top", "right", "bottom", "left")
WORD: Final = pattern(
    r"(?:[^\s()\"'/]|\([^()]*(?:\([^()]*\)[^()]*)*\)|\"[^\"]*\"|'[^']*')+|/"
)


def words(value: str) -> list[str]:
    """Split at white space and slashes, outside parentheses and quotes."""
    return WORD.findall(value)


def layers(value: str) -> list[str]:
    """Split at commas outside parentheses and quotes."""
    nodes = tinycss2.parse_component_value_list(value)
    return [tinycss2.serialize(part).strip() for part in split_at_commas(nodes)]


def four_of(values: list[str]) -> list[str]:
    """Top, right, bottom and left of one to four values."""
    return [*values, values[1]] if len(values) == 3 else (values * 4)[:4]


def around(values: list[str]) -> str:
    """Four sides in one to four words."""
    top, right, bottom, left = values
    if right == left:
        if top == bottom:
            return top if top == right else f"{top} {right}"
        return f"{top} {right} {bottom}"
    return " ".join(values)
