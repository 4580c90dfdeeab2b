"""Longhands put together again: the same declarations in fewer bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from mdwx.style import grounds
from mdwx.style.pieces import SIDES, around
from mdwx.style.shorthands import (
    BORDER_INITIAL,
    CORNERS,
    DECORATION_INITIAL,
    FLEX_WORDS,
    OUTLINE_INITIAL,
    WIDE,
    Declarations,
)

__all__ = ["joined"]


def joined(longhands: Mapping[str, str]) -> Declarations:
    """The same declarations, written with the shorthands that save bytes."""
    left = dict(longhands)
    boxes: Declarations = {}
    for prefix in ("margin", "padding"):
        keys = [f"{prefix}-{side}" for side in SIDES]
        values = [left[key] for key in keys if key in left]
        if len(values) == len(keys) and (text := unless_wide(around)(values)):
            boxes[prefix] = text
            for key in keys:
                del left[key]
    borders = taken_borders(left)
    drop_initial_ground(left)
    for shorthand, (names, write) in WRITERS.items():
        left = together(left, shorthand, names, write)
    return {**boxes, **left, **borders}


Writer = Callable[[list[str]], str | None]


def together(
    left: Declarations, shorthand: str, names: Sequence[str], write: Writer
) -> Declarations:
    """One shorthand in the place of its longhands, if all are there and it can be."""
    if not all(name in left for name in names):
        return left
    value = write([left[name] for name in names])
    if value is None:
        return left
    out: Declarations = {}
    for name, each in left.items():
        if name in names:
            out[shorthand] = value
        else:
            out[name] = each
    return out


def drop_initial_ground(left: Declarations) -> None:
    """Leave out what goes without saying of a background."""
    has_image = left.get("background-image", "none") != "none"
    for name, initial in grounds.INITIAL.items():
        if name == "background-color" or name not in left:
            continue
        matters = has_image or name == "background-clip"
        if not matters or set(left[name].split(",")) == {initial}:
            del left[name]


def taken_borders(left: Declarations) -> Declarations:
    """Take the borders out of ``left`` and write them side by side."""
    sides: Declarations = {}
    for side in SIDES:
        keys = [f"border-{side}-{part}" for part in BORDER_INITIAL]
        values = [left[key] for key in keys if key in left]
        if len(values) == len(keys) and (text := unless_wide(border_words)(values)):
            sides[side] = text
            for key in keys:
                del left[key]
    if len(sides) < 4:
        return {f"border-{side}": value for side, value in sides.items()}
    values = list(sides.values())
    common = max(values, key=values.count)
    differing = {f"border-{s}": v for s, v in sides.items() if v != common}
    return {"border": common, **differing}


def border_words(parts: list[str]) -> str:
    """Width, style and colour of one side, without what goes without saying."""
    return "0" if parts[1] == "none" else said(parts, BORDER_INITIAL)


def said(parts: list[str], initial: Mapping[str, str]) -> str:
    """The words of a shorthand without those that go without saying."""
    pairs = zip(parts, initial.values(), strict=True)
    return " ".join(word for word, usual in pairs if word.lower() != usual)


def corner_words(corners: list[str]) -> str:
    """Radii going round, those down behind a slash where they differ."""
    pairs = [(*corner.split(" "), corner.split(" ")[-1])[:2] for corner in corners]
    across = around([pair[0] for pair in pairs])
    down = around([pair[1] for pair in pairs])
    return across if across == down else f"{across}/{down}"


def same_word(values: list[str]) -> str | None:
    """One word for both; two of them are younger than some phones."""
    return values[0] if values[0] == values[1] else None


def flex_words(values: list[str]) -> str:
    """``flex`` by its name, its one number, or in full."""
    text = " ".join(values)
    by_value = {value: name for name, value in FLEX_WORDS.items()}
    if values[1:] == ["1", "0%"]:
        return values[0]
    return by_value.get(text, text)


def unless_wide(write: Callable[[list[str]], str | None]) -> Writer:
    """Words that stand for a whole shorthand cannot stand in one."""

    def written(values: list[str]) -> str | None:
        if WIDE.isdisjoint(value.lower() for value in values):
            return write(values)
        return values[0] if len(set(values)) == 1 else None

    return written


WRITERS: Final[Mapping[str, tuple[tuple[str, ...], Writer]]] = {
    "border-radius": (
        tuple(f"border-{corner}-radius" for corner in CORNERS),
        unless_wide(corner_words),
    ),
    "outline": (
        tuple(f"outline-{part}" for part in OUTLINE_INITIAL),
        unless_wide(border_words),
    ),
    "text-decoration": (
        tuple(f"text-decoration-{part}" for part in DECORATION_INITIAL),
        unless_wide(lambda values: said(values, DECORATION_INITIAL) or "none"),
    ),
    "overflow": (("overflow-x", "overflow-y"), same_word),
    "flex": (
        ("flex-grow", "flex-shrink", "flex-basis"),
        unless_wide(flex_words),
    ),
}
"""The longhands of each shorthand, and what writes their values as one."""
