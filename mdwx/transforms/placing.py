"""Formulas and diagrams take their places as SVG, once styles are computed.

Until then each is an element that carries its kind and its source in private
attributes, and shows its source as text: what cannot be drawn stays readable.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

from mdwx.model import Drawing, DrawingKind, Text, Undrawn
from mdwx.page import Page
from mdwx.page.styles import SCROLLING, read_style, write_style
from mdwx.page.tree import KIND, SOURCE, elements, make, tag_of, take, text_of
from mdwx.patterns import pattern
from mdwx.transforms.codelayout import LAYOUT, Layout
from mdwx.transforms.vectors import read_vector

__all__ = ["LABEL", "drawing_of", "drawings", "place_drawings", "show_undrawn"]

LABEL: Final = "mdwx-label"
"""Private attribute: what stands for the drawing where none can be seen."""

FORMULAS: Final = frozenset({DrawingKind.FORMULA, DrawingKind.DISPLAY})
COLUMN_PX: Final = 300
"""What surely fits a phone's column of 335 px, inside a quote or a list too."""

FONT_PX: Final = 16.0
EMS: Final = pattern(r"(-?(?:\d*+\.)?\d++)em")
DAMAGED: Final = Undrawn(
    Text(zh="这张图的缓存坏了", en="the drawing in the cache is damaged"),
    Text(zh="删掉 .mdwx/cache 再试", en="delete .mdwx/cache and try again"),
)


def drawings(page: Page) -> tuple[Drawing, ...]:
    """What the page asks to be drawn in place, each once, in order."""
    return tuple(dict.fromkeys(drawing_of(it) for it in asking(page)))


def asking(page: Page) -> list[etree._Element]:
    """The elements that wait for their drawing; pictures are prepared instead."""
    found = elements(page.root)
    return [it for it in found if KIND in it.attrib and it.tag != "img"]


def drawing_of(element: etree._Element) -> Drawing:
    """The drawing an element asks for."""
    return Drawing(DrawingKind(element.get(KIND, "")), element.get(SOURCE, ""))


def show_undrawn(page: Page, drawn: Mapping[Drawing, str | Undrawn]) -> None:
    """Say which drawings could not be made; they stay what they were: code."""
    for element in asking(page) if drawn else ():
        found = drawn[drawing_of(element)]
        if not isinstance(found, Undrawn):
            continue
        page.note(
            element,
            "M080",
            found.problem,
            hint=found.hint,
        )
        show_source(element)


def show_source(element: etree._Element) -> None:
    """Make an element that waits for its drawing a piece of code."""
    label = take(element, LABEL)
    del element.attrib[KIND], element.attrib[SOURCE]
    if tag_of(element) != "section":
        element.tag = "code"
        take(element, "class")
        return
    words = f"$$\n{label}\n$$" if label else text_of(element)
    for child in list(element):
        element.remove(child)
    element.text = None
    element.set("class", "code")
    pre = etree.SubElement(element, "pre")
    pre.set(LAYOUT, Layout().written())
    pre.append(make("code", words))


def place_drawings(page: Page, drawn: Mapping[Drawing, str | Undrawn]) -> None:
    """Put each drawing in place of its source."""
    for element in asking(page) if drawn else ():
        found = drawn[drawing_of(element)]
        if isinstance(found, str):
            place(page, element, found)


def place(page: Page, element: etree._Element, markup: str) -> None:
    """Put one drawing in place; a damaged one leaves its source."""
    try:
        vector = read_vector(markup)
    except ValueError:
        page.note(element, "M080", DAMAGED.problem, hint=DAMAGED.hint)
        return
    if label := " ".join(element.get(LABEL, "").split()):
        # Read aloud, and found by search, where the drawing cannot be seen.
        vector.set("role", "img")
        vector.set("aria-label", label)
    for child in list(element):
        element.remove(child)
    element.text = None
    element.append(vector)
    if element.get(KIND) in FORMULAS:
        fit(page, element, vector)


def fit(page: Page, element: etree._Element, vector: etree._Element) -> None:
    """Let a wide formula keep its size and scroll.

    The page says ``max-width:100% !important`` of all that is in it, which would
    squeeze the drawing. A least width in px is stronger, without any
    ``!important``; ``data-ignore-width`` tells the official checker that the
    overflow is meant (rules C12, C15 and C23).
    """
    style = read_style(vector)
    width = EMS.fullmatch(style.get("width", ""))
    size_px = font_px(element)
    width_px = math.ceil(float(width[1]) * size_px) if width else 0
    if width_px <= COLUMN_PX:
        return
    if tag_of(element) != "section":
        note_wide(page, element)
        return
    for name in ("width", "height"):
        if ems := EMS.fullmatch(style.get(name, "")):
            style[name] = f"{math.ceil(float(ems[1]) * size_px)}px"
    style["min-width"] = style["width"]
    vector.set("data-ignore-width", "")
    write_style(vector, style)
    write_style(element, {**read_style(element), **SCROLLING})


def font_px(element: etree._Element) -> float:
    """The size of the words round an element, in px."""
    factor = 1.0
    for around in (element, *element.iterancestors()):
        size = read_style(around).get("font-size", "")
        number = re.fullmatch(r"((?:\d*+\.)?\d++)(px|em|%)", size)
        if number and number[2] == "px":
            return factor * float(number[1])
        if number:
            factor *= float(number[1]) / (100 if number[2] == "%" else 1)
    return factor * FONT_PX


def note_wide(page: Page, element: etree._Element) -> None:
    """Say that a formula inside a line shrinks until it fits the line."""
    page.note(
        element,
        "M081",
        Text(
            zh="行内公式比手机屏幕还宽，会被缩小",
            en="this formula in a line is wider than a phone and is made smaller",
        ),
        hint=Text(
            zh="用 $$ 让它独占一行，就能左右滑动",
            en="give it lines of its own with $$, and it scrolls",
        ),
    )
