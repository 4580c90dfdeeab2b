"""The looks an author wrote as HTML attributes become declarations.

Attributes of presentation do not survive WeChat's editor, declarations do.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from lxml import etree

from mdwx.config import Markdown
from mdwx.page import Page
from mdwx.page.elements import VECTOR, names
from mdwx.page.styles import add_style
from mdwx.page.tree import elements, make, replace, tag_of, take, text_of
from mdwx.patterns import pattern

__all__ = [
    "HEIGHT",
    "replace_ruby",
    "safe_width",
    "style_attributes",
    "style_old_tags",
]

FONT_SIZES: Final = MappingProxyType(
    dict(
        zip(
            "1234567",
            ("12px", "13px", "16px", "18px", "24px", "32px", "40px"),
            strict=True,
        )
    )
)
HEIGHT: Final = "mdwx-height"
"""Private attribute of a picture: its height in px, until its size is known."""

PIXELS: Final = pattern(r"([1-9]\d{0,4})(?:px)?")
LENGTH: Final = pattern(r"\d+(\.\d+)?(px|%)?")
OLD: Final = names("align valign bgcolor width height")
"""Attributes that stand for a style."""
NARROW: Final = 320
"""The widest px width that fits every phone (Official: structure rules 1.4)."""


def style_attributes(page: Page, options: Markdown) -> None:
    """Rules A11 and C12: ``align``, ``width``, ``bgcolor`` … become styles."""
    for element in elements(page.root):
        if tag_of(element) in VECTOR or OLD.isdisjoint(element.keys()):
            continue
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
    if tag == "img" and (height := PIXELS.fullmatch(take(element, "height").strip())):
        element.set(HEIGHT, height[1])
    width = take(element, "width").strip()
    if LENGTH.fullmatch(width):
        found.append(("width", safe_width(width)))
    return found


def aligned(tag: str, align: str) -> list[tuple[str, str]]:
    """Where a box puts its lines, or a picture stands in its line."""
    if tag not in {"img", "table"}:
        return [("text-align", align)]
    if align == "center":
        return [("margin-left", "auto"), ("margin-right", "auto")]
    return []


def safe_width(width: str) -> str:
    """A width that fits every phone: px for small things, else the column."""
    if width.endswith("%"):
        return f"{min(100.0, float(width[:-1])):g}%"
    pixels = float(width.removesuffix("px"))
    return f"{pixels:g}px" if pixels <= NARROW else "100%"


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
        said = text_of(element).strip()
        reading = make("span", f"（{said}）", class_="reading")
        replace(element, [reading] if said else [])
    for element in elements(page.root, "ruby", "rb"):
        element.tag = "span"
