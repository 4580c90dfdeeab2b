"""The looks an author wrote as HTML attributes become declarations.

Attributes of presentation do not survive WeChat's editor, declarations do.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from lxml import etree

from mdwx.config import Markdown
from mdwx.page import Page
from mdwx.page.styles import add_style
from mdwx.page.tree import elements, make, replace, tag_of, take

__all__ = ["replace_ruby", "style_attributes", "style_old_tags"]

FONT_SIZES: Final = MappingProxyType(
    dict(
        zip(
            "1234567",
            ("12px", "13px", "16px", "18px", "24px", "32px", "40px"),
            strict=True,
        )
    )
)
LENGTH: Final = re.compile(r"\d+(\.\d+)?(px|%)?")
DESIGN_WIDTH: Final = 677
"""Width of the article column on a desktop in px (Measured 2026-04)."""


def style_attributes(page: Page, options: Markdown) -> None:
    """Rules A11 and C12: ``align``, ``width``, ``bgcolor`` … become styles.

    Widths become percentages, since a phone is not as wide as a desktop.
    """
    for element in elements(page.root):
        found = dict(attribute_styles(element))
        if found:
            add_style(element, found, yielding=True)


def attribute_styles(element: etree._Element) -> list[tuple[str, str]]:
    """The declarations that stand for the element's old attributes."""
    tag = tag_of(element)
    found: list[tuple[str, str]] = []
    align = take(element, "align").lower()
    if align in {"left", "right", "center", "justify"}:
        found += aligned(tag, align)
    if valign := take(element, "valign").lower():
        found.append(("vertical-align", valign))
    if colour := take(element, "bgcolor"):
        found.append(("background-color", colour))
    if tag == "img":
        take(element, "height")
    width = take(element, "width").strip() if tag != "svg" else ""
    if LENGTH.fullmatch(width):
        found.append(("width", percentage(width)))
    return found


def aligned(tag: str, align: str) -> list[tuple[str, str]]:
    """Where a box puts its lines, or a picture stands in its line."""
    if tag not in {"img", "table"}:
        return [("text-align", align)]
    if align == "center":
        return [("margin-left", "auto"), ("margin-right", "auto")]
    return []


def percentage(width: str) -> str:
    """A width in px as a share of the article's column, at most all of it."""
    if width.endswith("%"):
        return width
    share = min(100.0, float(width.removesuffix("px")) * 100 / DESIGN_WIDTH)
    return f"{share:.4g}%"


def style_old_tags(page: Page, options: Markdown) -> None:
    """Rule T13: ``font``, ``center``, ``big`` and ``tt`` as their styles."""
    for element in elements(page.root, "font"):
        style = {}
        if colour := take(element, "color"):
            style["color"] = colour
        if size := FONT_SIZES.get(take(element, "size")):
            style["font-size"] = size
        element.tag = "span"
        add_style(element, style, yielding=True)
    for element in elements(page.root, "center"):
        element.tag = "section"
        add_style(element, {"text-align": "center"}, yielding=True)
    for element in elements(page.root, "big"):
        element.tag = "span"
        add_style(element, {"font-size": "1.2em"}, yielding=True)
    for element in elements(page.root, "tt"):
        element.tag = "code"
    for element in elements(page.root, "strike", "s"):
        element.tag = "del"


def replace_ruby(page: Page, options: Markdown) -> None:
    """Write a reading behind its word: nobody has seen ``ruby`` survive."""
    for element in elements(page.root, "rp"):
        replace(element, [])
    for element in elements(page.root, "rt"):
        reading = make("span", f"（{''.join(map(str, element.itertext()))}）")
        replace(element, [reading])
    for element in elements(page.root, "ruby", "rb"):
        element.tag = "span"
