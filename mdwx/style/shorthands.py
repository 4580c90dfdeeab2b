"""Shorthands taken apart before the cascade; ``joining`` puts them together again.

premailer merges rule by rule and property by property: without this,
``margin: 0`` of a later rule would lose to ``margin-top`` of an earlier one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from mdwx.patterns import pattern
from mdwx.style.grounds import background
from mdwx.style.pieces import SIDES, four_of, words

__all__ = [
    "BORDER_INITIAL",
    "CORNERS",
    "DECORATION_INITIAL",
    "FLEX_WORDS",
    "OUTLINE_INITIAL",
    "WIDE",
    "Declarations",
    "expanded",
]

Declarations = dict[str, str]

WIDE: Final = frozenset({"inherit", "initial", "unset", "revert", "revert-layer"})
"""Words that every property takes, for itself and for all longhands of it."""

LINES: Final = pattern(
    "none|hidden|dotted|dashed|solid|double|groove|ridge|inset|outset", re.IGNORECASE
)
WIDTH: Final = pattern(r"\.?\d\S*|thin|medium|thick|auto|from-font", re.IGNORECASE)
BORDER_INITIAL: Final = MappingProxyType(
    {"width": "medium", "style": "none", "color": "currentcolor"}
)
OUTLINE_INITIAL: Final = MappingProxyType(
    {"width": "medium", "style": "none", "color": "currentcolor"}
)
DECORATION_INITIAL: Final = MappingProxyType(
    {"line": "none", "style": "solid", "color": "currentcolor", "thickness": "auto"}
)
DECORATION_LINE: Final = pattern(
    "none|underline|overline|line-through|blink", re.IGNORECASE
)
DECORATION_STYLE: Final = pattern("solid|double|dotted|dashed|wavy", re.IGNORECASE)
CORNERS: Final = ("top-left", "top-right", "bottom-right", "bottom-left")
FLEX_WORDS: Final = MappingProxyType(
    {"none": "0 0 auto", "auto": "1 1 auto", "initial": "0 1 auto"}
)
FLOW_RELATIVE: Final[Mapping[str, tuple[str, ...]]] = {
    "block": ("top", "bottom"),
    "inline": ("left", "right"),
    "block-start": ("top",),
    "block-end": ("bottom",),
    "inline-start": ("left",),
    "inline-end": ("right",),
}
FONT_SIZE: Final = pattern(
    r"\.?\d[\d.]*(px|em|%|vw|vh|ex|ch)|(xx?-)?(small|large)|medium|smaller|larger|0",
    re.IGNORECASE,
)
FONT_WEIGHT: Final = pattern(r"bold|bolder|lighter|[1-9]\d\d", re.IGNORECASE)

Longhands = Iterator[tuple[str, str]]
Expansion = Callable[[re.Match[str], str], Longhands]


def expanded(name: str, value: str) -> Longhands:
    """The longhands of one declaration; a longhand gives itself.

    What says nothing of a longhand resets it, as in a browser.
    """
    for shape, (expand, sample) in EXPANSIONS.items():
        if match := shape.fullmatch(name):
            if value.lower() in WIDE:
                yield from ((each, value) for each, _ in expand(match, sample))
            else:
                yield from expand(match, value)
            return
    yield name, value


def four_sides(match: re.Match[str], value: str) -> Longhands:
    """``margin``, ``padding``, ``border-width``, ``-style``, ``-color``."""
    values = words(value)
    if not 1 <= len(values) <= 4:
        return
    prefix, suffix = match["prefix"], match["suffix"] or ""
    for side, each in zip(SIDES, four_of(values), strict=True):
        yield f"{prefix}-{side}{suffix}", each


def flow_relative(match: re.Match[str], value: str) -> Longhands:
    """``margin-block`` and its like; Chinese articles run left to right."""
    sides = FLOW_RELATIVE[match["side"]]
    values = words(value)
    for index, side in enumerate(sides):
        yield f"{match['prefix']}-{side}", values[min(index, len(values) - 1)]


def border(match: re.Match[str], value: str) -> Longhands:
    """``border`` and ``border-left``: width, style and colour in any order."""
    parts = sorted_out(value, BORDER_INITIAL)
    for side in [match["side"]] if match["side"] else SIDES:
        for part, each in parts.items():
            yield f"border-{side}-{part}", each


def outline(match: re.Match[str], value: str) -> Longhands:
    """``outline``, which goes round as one."""
    for part, each in sorted_out(value, OUTLINE_INITIAL).items():
        yield f"outline-{part}", each


def sorted_out(value: str, initial: Mapping[str, str]) -> dict[str, str]:
    """Width, style and colour by their names."""
    parts = dict(initial)
    for word in words(value):
        if LINES.fullmatch(word):
            parts["style"] = word.lower()
        elif WIDTH.fullmatch(word):
            parts["width"] = word
        else:
            parts["color"] = word
    return parts


def radius(match: re.Match[str], value: str) -> Longhands:
    """``border-radius``: one to four radii across, and down behind a slash."""
    across, _, down = (part.strip() for part in value.partition("/"))
    pairs = zip(four_of(words(across)), four_of(words(down or across)), strict=True)
    for corner, (one, other) in zip(CORNERS, pairs, strict=True):
        both = one if one == other else f"{one} {other}"
        yield f"border-{corner}-radius", both


def overflow(match: re.Match[str], value: str) -> Longhands:
    """``overflow`` sideways, and down."""
    values = words(value)
    yield "overflow-x", values[0]
    yield "overflow-y", values[-1]


def flex(match: re.Match[str], value: str) -> Longhands:
    """``flex``: two numbers and a length, or a word for all three."""
    parts = words(FLEX_WORDS.get(value.lower(), value))
    numbers = [part for part in parts if re.fullmatch(r"(?:\d*+\.)?\d++", part)]
    lengths = [part for part in parts if part not in numbers]
    # A third number can only be the length 0.
    basis = [*lengths, *numbers[2:], "0%"][0]
    yield "flex-grow", [*numbers, "1"][0]
    yield "flex-shrink", [*numbers[1:2], "1"][0]
    yield "flex-basis", basis


def font(match: re.Match[str], value: str) -> Longhands:
    """``font`` without its family, which an article must not set."""
    parts = words(value)
    sizes = [number for number, word in enumerate(parts) if FONT_SIZE.fullmatch(word)]
    if not sizes:
        return
    before, (size, *after) = parts[: sizes[0]], parts[sizes[0] :]
    line = "normal"
    if after[:1] == ["/"]:
        line, after = after[1], after[2:]
    if not after:
        # A browser wants a family.
        return
    italic = [it for it in before if re.fullmatch("italic|oblique", it, re.IGNORECASE)]
    weights = [it for it in before if FONT_WEIGHT.fullmatch(it)]
    yield "font-style", [*italic, "normal"][0]
    yield from font_weight(match, [*weights, "400"][0])
    yield "font-size", size
    yield "line-height", line


def font_weight(match: re.Match[str], value: str) -> Longhands:
    """``font-weight`` as a number, which is shorter than its name."""
    yield "font-weight", {"bold": "700", "normal": "400"}.get(value, value)


def list_style(match: re.Match[str], value: str) -> Longhands:
    """``list-style``: a marker's kind; its picture could not be shown."""
    parts = [word for word in words(value) if not word.lower().startswith("url(")]
    places = [word for word in parts if word.lower() in ("inside", "outside")]
    kinds = [word for word in parts if word not in places]
    yield "list-style-type", [*kinds, "disc"][0]
    yield "list-style-position", [*places, "outside"][0]


def text_decoration(match: re.Match[str], value: str) -> Longhands:
    """``text-decoration``: lines, their style, colour and thickness."""
    parts = dict(DECORATION_INITIAL)
    lines = [word for word in words(value) if DECORATION_LINE.fullmatch(word)]
    for word in words(value):
        if DECORATION_STYLE.fullmatch(word):
            parts["style"] = word
        elif WIDTH.fullmatch(word):
            parts["thickness"] = word
        elif word not in lines:
            parts["color"] = word
    parts["line"] = " ".join(lines) or "none"
    for part, each in parts.items():
        yield f"text-decoration-{part}", each


EXPANSIONS: Final[Mapping[re.Pattern[str], tuple[Expansion, str]]] = {
    pattern(shape): (expand, sample)
    for shape, expand, sample in (
        (r"(?P<prefix>margin|padding)(?P<suffix>)", four_sides, "0"),
        (
            r"(?P<prefix>border)(?P<suffix>-(?:width|style|color))",
            four_sides,
            "0",
        ),
        (
            r"(?P<prefix>margin|padding)-(?P<side>(?:block|inline)(?:-start|-end)?)",
            flow_relative,
            "0",
        ),
        (r"border(?:-(?P<side>top|right|bottom|left))?", border, "0"),
        (r"border-radius", radius, "0"),
        (r"outline", outline, "0"),
        (r"background", lambda _, value: background(value), "none"),
        (r"font", font, "1em serif"),
        (r"font-weight", font_weight, "400"),
        (r"list-style", list_style, "none"),
        (r"text-decoration", text_decoration, "none"),
        (r"overflow", overflow, "auto"),
        (r"flex", flex, "1"),
    )
}
"""What takes each shorthand apart, and a value that shows all its longhands."""
