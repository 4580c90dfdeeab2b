"""``background`` taken apart: a colour, and for each layer a picture with its place.

WeChat's editor and dark mode both prefer ``background-color`` to ``background``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Final

from mdwx.patterns import pattern
from mdwx.style.pieces import layers, words

__all__ = ["INITIAL", "background"]

INITIAL: Final[Mapping[str, str]] = {
    "background-color": "transparent",
    "background-image": "none",
    "background-repeat": "repeat",
    "background-attachment": "scroll",
    "background-position": "0% 0%",
    "background-size": "auto",
    "background-origin": "padding-box",
    "background-clip": "border-box",
}
IMAGE: Final = pattern(
    r"none|url\(.*|(?<![\w-])[\w-]*(gradient|image-set|image)\(.*", re.I
)
REPEAT: Final = pattern(r"repeat(-[xy])?|no-repeat|space|round", re.I)
ATTACHMENT: Final = pattern("scroll|fixed|local", re.I)
BOX: Final = pattern("(border|padding|content)-box|text", re.I)
LENGTH: Final = pattern(r"[-+]?\.?\d\S*|auto|cover|contain|calc\(.*", re.I)
PLACE: Final = pattern("left|right|top|bottom|center", re.I)


def background(value: str) -> Iterator[tuple[str, str]]:
    """All longhands: what is not said is as if nothing had been."""
    found = [layer(each) for each in layers(value)]
    colour = found[-1].pop("background-color", INITIAL["background-color"])
    yield "background-color", colour
    for name, initial in INITIAL.items():
        if name != "background-color":
            yield name, ",".join(each.get(name, initial) for each in found)


def layer(value: str) -> dict[str, str]:
    """What one layer says."""
    said: dict[str, list[str]] = {}
    parts = words(value)
    if "/" in parts:
        slash = parts.index("/")
        size = list(takewhile(LENGTH.fullmatch, parts[slash + 1 : slash + 3]))
        said["background-size"] = size
        parts[slash : slash + 1 + len(size)] = []
    for word in parts:
        said.setdefault(kind_of(word), []).append(word)
    boxes = said.pop("box", [])
    if boxes:
        said["background-origin"], said["background-clip"] = boxes[:1], boxes[-1:]
    return {name: " ".join(each) for name, each in said.items()}


def kind_of(word: str) -> str:
    """Which longhand a word is of; what is nothing else is a colour."""
    for shape, name in KINDS:
        if shape.fullmatch(word):
            return name
    return "background-color"


KINDS: Final = (
    (IMAGE, "background-image"),
    (REPEAT, "background-repeat"),
    (ATTACHMENT, "background-attachment"),
    (BOX, "box"),
    (LENGTH, "background-position"),
    (PLACE, "background-position"),
)
