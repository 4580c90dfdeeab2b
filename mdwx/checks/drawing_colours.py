"""Drawings in dark ink on no paper of their own, which vanish at night.

Dark mode leaves drawings as they are: black lines stay black while the page turns
dark. ``currentColor`` follows the text; a light shape behind everything is paper.
Official: structure rules 4.4, 2026-08-07.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from mdwx.checks.subject import Subject
from mdwx.model import Finding, Text
from mdwx.page.styles import read_style
from mdwx.page.tree import tag_of
from mdwx.style.colours import Rgba, colour_of
from mdwx.style.darkmode import brightness

__all__ = ["check"]

SHAPES: Final = frozenset(
    re.findall(r"\S+", "path rect circle ellipse line polyline polygon text")
)
DARK: Final = 90
"""Below this brightness ink cannot be told from the page of dark mode."""
LIGHT: Final = 160
"""From here on a ground is light enough for dark ink."""
MEASURES: Final = ("d", "points", "x1", "x2", "y2", "r", "rx", "width", "height")
"""A shape with none of these draws nothing."""


def check(subject: Subject) -> Iterator[Finding]:
    """Find drawings with dark ink, each once."""
    for drawing in subject.root.iter("svg"):
        inner = drawing.iterancestors("svg")
        if next(inner, None) is not None or has_paper(drawing):
            continue
        ink = next(filter(None, map(dark_ink, drawing.iter("*"))), None)
        if ink is None:
            continue
        yield subject.finding(
            "C153",
            Text(
                zh=f"图形里 {ink} 的线条或色块在深色模式下看不见",
                en=f"what is {ink} in this drawing cannot be seen at night",
            ),
            hint=Text(
                zh="用 currentColor，或者先画一块浅色的底",
                en="use currentColor, or draw a light ground first",
            ),
            at=drawing,
        )


def has_paper(drawing: etree._Element) -> bool:
    """Whether a light ground lies under everything it shows."""
    style = read_style(drawing)
    ground = style.get("background-color", style.get("background", ""))
    if is_light(colour_of(ground)):
        return True
    first = next((it for it in drawing.iter("*") if tag_of(it) in SHAPES), None)
    if first is None or first.tag != "rect":
        return False
    fill = read_style(first).get("fill", first.get("fill", ""))
    return is_light(colour_of(fill))


def is_light(colour: Rgba | None) -> bool:
    """Whether dark ink shows on it."""
    return colour is not None and colour[3] > 0.5 and brightness(colour) >= LIGHT


def dark_ink(shape: etree._Element) -> str | None:
    """The dark colour a shape is drawn in, as it was written."""
    if tag_of(shape) not in SHAPES:
        return None
    is_drawn = tag_of(shape) == "text" or any(shape.get(it) for it in MEASURES)
    # ``fill`` is black unless somebody says otherwise.
    for name, default in (("fill", "#000"), ("stroke", "none")):
        value = painted(shape, name) or default
        colour = colour_of(value)
        if is_drawn and colour and colour[3] > 0.2 and brightness(colour) < DARK:
            return value
    return None


def painted(shape: etree._Element, name: str) -> str:
    """The value of a paint, from the nearest element that gives one."""
    for element in (shape, *shape.iterancestors()):
        value = read_style(element).get(name) or element.get(name)
        if value and value != "inherit":
            return str(value)
        if element.tag == "svg":
            break
    return ""
