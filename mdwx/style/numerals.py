"""Numbers as CSS counters write them: ``counter(chapter, upper-roman)``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

__all__ = ["NUMERALS", "numeral"]

ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
GREEK: Final = "αβγδεζηθικλμνξοπρστυφχψω"
LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
INFORMAL: Final = "零一二三四五六七八九"
FORMAL: Final = "零壹贰叁肆伍陆柒捌玖"
DIGITS: Final = "〇一二三四五六七八九"

Write = Callable[[int], str]


def numeral(number: int, style: str) -> str:
    """A number in a style; decimal where the style cannot write it."""
    return NUMERALS.get(style, str)(number) or str(number)


def roman(number: int) -> str:
    """A number in small Roman numerals."""
    if not 0 < number < 4000:
        return ""
    written = ""
    for value, letters in ROMAN:
        times, number = divmod(number, value)
        written += letters * times
    return written


def lettered(number: int, *, letters: str) -> str:
    """a to z, then aa, ab and so on."""
    written = ""
    while number > 0:
        number, place = divmod(number - 1, len(letters))
        written = letters[place] + written
    return written


def cyclic(number: int, *, letters: str) -> str:
    """As far as there are letters."""
    return letters[number - 1] if 0 < number <= len(letters) else ""


def placed(number: int, *, digits: str) -> str:
    """Decimal, with other digits."""
    written = "".join(digits[int(digit)] for digit in str(abs(number)))
    return f"负{written}" if number < 0 else written


def chinese(number: int, *, digits: str, units: str) -> str:
    """一百二十三, as a person says it; up to 9999, as CSS has it."""
    if abs(number) > 9999:
        return ""
    if number < 0:
        return f"负{chinese(-number, digits=digits, units=units)}"
    written = ""
    for place, digit in enumerate(reversed(str(number))):
        if digit != "0":
            written = digits[int(digit)] + units[place].strip() + written
        elif written and not written.startswith(digits[0]):
            written = digits[0] + written
    is_ten = 10 <= number < 20 and units[1] == "十"
    return written[is_ten:] or digits[0]


def padded(number: int) -> str:
    """At least two digits."""
    return f"{number:03d}" if number < 0 else f"{number:02d}"


informal = partial(chinese, digits=INFORMAL, units=" 十百千")
formal = partial(chinese, digits=FORMAL, units=" 拾佰仟")
alpha = partial(lettered, letters=LATIN)

NUMERALS: Final[Mapping[str, Write]] = MappingProxyType(
    {
        "decimal": str,
        "decimal-leading-zero": padded,
        "lower-roman": roman,
        "upper-roman": lambda number: roman(number).upper(),
        "lower-alpha": alpha,
        "lower-latin": alpha,
        "upper-alpha": lambda number: alpha(number).upper(),
        "upper-latin": lambda number: alpha(number).upper(),
        "lower-greek": partial(lettered, letters=GREEK),
        "cjk-decimal": partial(placed, digits=DIGITS),
        "cjk-ideographic": informal,
        "simp-chinese-informal": informal,
        "trad-chinese-informal": partial(chinese, digits=INFORMAL, units=" 十百千"),
        "simp-chinese-formal": formal,
        "cjk-heavenly-stem": partial(cyclic, letters=STEMS),
        "cjk-earthly-branch": partial(cyclic, letters=BRANCHES),
        "disc": lambda number: "•",
        "circle": lambda number: "◦",
        "square": lambda number: "▪",
        "none": lambda number: "",
    }
)
"""Predefined styles of CSS Counter Styles 3, those that a reader here may meet."""
