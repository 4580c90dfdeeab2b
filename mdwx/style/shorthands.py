"""Shorthands taken apart before the cascade, and put together after it.

premailer merges rule by rule and property by property: without this,
``margin: 0`` of a later rule would lose to ``margin-top`` of an earlier one,
and WeChat's editor and dark mode both prefer ``background-color`` to
``background``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

__all__ = ["Declarations", "around", "expanded", "four_of", "joined"]

Declarations = dict[str, str]

SIDES: Final = ("top", "right", "bottom", "left")
LINES: Final = re.compile(
    "none|hidden|dotted|dashed|solid|double|groove|ridge|inset|outset", re.IGNORECASE
)
BORDER_INITIAL: Final[Mapping[str, str]] = {
    "width": "medium",
    "style": "none",
    "color": "currentcolor",
}
FLOW_RELATIVE: Final[Mapping[str, tuple[str, ...]]] = {
    "block": ("top", "bottom"),
    "inline": ("left", "right"),
    "block-start": ("top",),
    "block-end": ("bottom",),
    "inline-start": ("left",),
    "inline-end": ("right",),
}


def words(value: str) -> list[str]:
    """Split at white space outside parentheses and quotes."""
    return re.findall(
        r"(?:[^\s()\"']|\([^()]*(?:\([^()]*\)[^()]*)*\)|\"[^\"]*\"|'[^']*')+", value
    )


def expanded(name: str, value: str) -> Iterator[tuple[str, str]]:
    """The longhands of one declaration; a longhand gives itself."""
    for shape, expand in EXPANSIONS:
        if match := shape.fullmatch(name):
            yield from expand(match, value)
            return
    yield name, value


def four_sides(match: re.Match[str], value: str) -> Iterator[tuple[str, str]]:
    """``margin``, ``padding``, ``border-width``, ``-style``, ``-color``."""
    values = words(value)
    if not 1 <= len(values) <= 4:
        return
    prefix, suffix = match["prefix"], match["suffix"] or ""
    for side, each in zip(SIDES, four_of(values), strict=True):
        yield f"{prefix}-{side}{suffix}", each


def four_of(values: list[str]) -> list[str]:
    """Top, right, bottom and left of one to four values."""
    return [*values, values[1]] if len(values) == 3 else (values * 4)[:4]


def flow_relative(match: re.Match[str], value: str) -> Iterator[tuple[str, str]]:
    """``margin-block`` and its like; Chinese articles run left to right."""
    sides = FLOW_RELATIVE[match["side"]]
    values = words(value)
    for index, side in enumerate(sides):
        yield f"{match['prefix']}-{side}", values[min(index, len(values) - 1)]


def border(match: re.Match[str], value: str) -> Iterator[tuple[str, str]]:
    """``border`` and ``border-left``: width, style and colour in any order."""
    parts = dict(BORDER_INITIAL)
    for word in words(value):
        if LINES.fullmatch(word):
            parts["style"] = word.lower()
        elif re.match(r"[\d.]|thin$|medium$|thick$", word):
            parts["width"] = word
        else:
            parts["color"] = word
    for side in [match["side"]] if match["side"] else SIDES:
        for part, each in parts.items():
            yield f"border-{side}-{part}", each


def background(match: re.Match[str], value: str) -> Iterator[tuple[str, str]]:
    """``background`` with one layer; a picture keeps its position and repeat."""
    images = [w for w in words(value) if re.match(r"url\(|[\w-]*gradient\(|none$", w)]
    repeats = [
        w for w in words(value) if w.endswith("repeat") or w.startswith("repeat-")
    ]
    colours = [w for w in words(value) if re.match(r"#|rgba?\(|[a-z]+$", w, re.I)]
    positions = {"left", "right", "top", "bottom", "center", "fixed", "scroll", "local"}
    colours = [w for w in colours if w not in {*images, *repeats, *positions}]
    yield "background-color", colours[-1] if colours else "transparent"
    yield "background-image", images[0] if images else "none"
    if images and repeats:
        yield "background-repeat", " ".join(repeats)
    placed = [w for w in words(value) if w not in {*images, *repeats, *colours}]
    position, _, size = " ".join(placed).partition("/")
    if images and position.strip():
        yield "background-position", position.strip()
    if images and size.strip():
        yield "background-size", size.strip()


def font(match: re.Match[str], value: str) -> Iterator[tuple[str, str]]:
    """``font`` without its family, which an article must not set."""
    shape = re.compile(
        r"(?P<before>.*?)(?P<size>[\d.]+(?:px|em|%))(?:\s*/\s*(?P<line>\S+))?(?:\s|$)"
    )
    found = shape.match(value)
    if found is None:
        return
    yield "font-size", found["size"]
    yield "line-height", found["line"] or "normal"
    for word in words(found["before"]):
        if re.fullmatch(r"bold|bolder|lighter|[1-9]00", word):
            yield from font_weight(match, word)
        elif word in ("italic", "oblique"):
            yield "font-style", word


def list_style(match: re.Match[str], value: str) -> Iterator[tuple[str, str]]:
    """``list-style``: a marker's kind; its picture could not be shown."""
    for word in words(value):
        if word in ("inside", "outside"):
            yield "list-style-position", word
        elif not word.startswith("url("):
            yield "list-style-type", word


def font_weight(match: re.Match[str], value: str) -> Iterator[tuple[str, str]]:
    """``font-weight`` as a number, which is shorter than its name."""
    yield "font-weight", {"bold": "700", "normal": "400"}.get(value, value)


Expansion = Callable[[re.Match[str], str], Iterator[tuple[str, str]]]

EXPANSIONS: Final[tuple[tuple[re.Pattern[str], Expansion], ...]] = (
    (re.compile(r"(?P<prefix>margin|padding)(?P<suffix>)"), four_sides),
    (re.compile(r"(?P<prefix>border)(?P<suffix>-(?:width|style|color))"), four_sides),
    (
        re.compile(
            r"(?P<prefix>margin|padding)-(?P<side>(?:block|inline)(?:-start|-end)?)"
        ),
        flow_relative,
    ),
    (re.compile(r"border(?:-(?P<side>top|right|bottom|left))?"), border),
    (re.compile(r"background"), background),
    (re.compile(r"font"), font),
    (re.compile(r"font-weight"), font_weight),
    (re.compile(r"list-style"), list_style),
)


def joined(longhands: Mapping[str, str]) -> Declarations:
    """The same declarations, written with the shorthands that save bytes."""
    left = dict(longhands)
    out: Declarations = {}
    for prefix in ("margin", "padding"):
        values = [left.get(f"{prefix}-{side}") for side in SIDES]
        if None not in values:
            out[prefix] = around([str(value) for value in values])
            for side in SIDES:
                del left[f"{prefix}-{side}"]
    borders = taken_borders(left)
    if left.get("background-image") == "none":
        del left["background-image"]
    return {**out, **{k: v for k, v in left.items() if k not in borders}, **borders}


def around(values: list[str]) -> str:
    """Four sides in one to four words."""
    top, right, bottom, left = values
    if right == left:
        if top == bottom:
            return top if top == right else f"{top} {right}"
        return f"{top} {right} {bottom}"
    return " ".join(values)


def taken_borders(left: Declarations) -> Declarations:
    """Take the borders out of ``left`` and write them side by side."""
    sides: Declarations = {}
    for side in SIDES:
        keys = [f"border-{side}-{part}" for part in BORDER_INITIAL]
        if all(key in left for key in keys):
            sides[side] = border_words([left.pop(key) for key in keys])
    if len(sides) < 4:
        return {f"border-{side}": value for side, value in sides.items()}
    values = list(sides.values())
    common = max(values, key=values.count)
    differing = {f"border-{s}": v for s, v in sides.items() if v != common}
    return {"border": common, **differing}


def border_words(parts: list[str]) -> str:
    """Width, style and colour of one side, without what goes without saying."""
    if parts[1] == "none":
        return "0"
    said = [
        word
        for word, initial in zip(parts, BORDER_INITIAL.values(), strict=True)
        if word.lower() != initial
    ]
    return " ".join(said)
