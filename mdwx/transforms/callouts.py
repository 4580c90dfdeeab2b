"""Icons of callouts, and blanks of a given height, drawn on the styled page.

An icon is a drawing of strokes in the colour of its title, so dark mode, which
changes no drawing, changes it with the title. A theme hides them all with
``.callout-icon { display: none }``.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from lxml import etree

from mdwx.page import Page
from mdwx.page.styles import write_style
from mdwx.page.tree import elements, parent_of, take

__all__ = ["draw_icons", "set_spacers"]

ROUND: Final = "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13z"
TICK: Final = "M5.2 8.2l2 2 3.8-4.2"
ICONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "note": "M10.8 2.2l3 3L5.5 13.5l-3.8.8.8-3.8zM9 4l3 3",
        "abstract": "M3.5 1.8h9v12.4h-9zM6 5.2h4M6 8h4M6 10.8h2.5",
        "info": f"{ROUND}M8 7.2v4M8 4.8v.1",
        "todo": f"M2.2 2.2h11.6v11.6H2.2z{TICK}",
        "tip": "M6 11.4C5.8 9.6 3.7 8.8 3.7 6a4.3 4.3 0 0 1 8.6 0c0 2.8-2.1 3.6-2.3 "
        "5.4zM6.2 14.2h3.6",
        "important": "M2 2.2h12v8.6H8.2L5 13.8v-3H2zM8 4.4v2.4M8 8.8v.1",
        "success": ROUND + TICK,
        "question": f"{ROUND}M6.2 6.4a1.8 1.8 0 1 1 2.7 1.5c-.6.4-.9.7-.9 "
        "1.3M8 11.4v.1",
        "warning": "M8 1.9l6.6 11.9H1.4zM8 6.2v3.6M8 11.8v.1",
        "caution": "M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2zM8 4.8v3.8M8 "
        "11v.1",
        "failure": f"{ROUND}M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4",
        "danger": "M9 1.5L3 9.2h4.4L6.8 14.5 13 6.8H8.5z",
        "bug": "M4.7 6.2h6.6V10a3.3 3.3 0 0 1-6.6 0zM5.8 6.2V5a2.2 2.2 0 0 1 4.4 "
        "0v1.2M8 6.2v7M4.7 8.8H1.8M14.2 8.8h-2.9M4.8 6.6L2.6 4.8M11.2 6.6l2.2-1.8M5 "
        "11.4l-2.2 1.8M11 11.4l2.2 1.8",
        "example": "M6 4h8M6 8h8M6 12h8M2.4 4v.1M2.4 8v.1M2.4 12v.1",
        "quote": "M6.6 4C4 4.4 2.4 6.2 2.4 9v2.6h4V8H4.2M13.6 4c-2.6.4-4.2 2.2-4.2 "
        "5v2.6h4V8h-2.2",
        "details": "M3 5.5l5 5 5-5",
    }
)
"""Strokes on a field of 16 by 16, drawn for mdwx."""

LOOK: Final = "width:16px;vertical-align:-2px"
"""Its height follows from its field."""
PREFIX: Final = "callout-"


def draw_icons(page: Page) -> None:
    """Rules S01, S07 and S08: no id, size in the style, the colour of the text."""
    for place in elements(page.root, "span"):
        if place.get("class") != "callout-icon" or len(place) or place.text:
            continue
        kind = kind_around(place)
        if kind in ICONS:
            place.append(icon(kind))


def kind_around(place: etree._Element) -> str:
    """The kind of the callout an icon belongs to."""
    box = next(parent_of(place).iterancestors("section"), None)
    names = (box.get("class", "") if box is not None else "").split()
    kinds = [name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX)]
    return kinds[0] if kinds else ""


def icon(kind: str) -> etree._Element:
    """The drawing of one kind."""
    drawing = etree.Element("svg")
    for name, value in {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": "0 0 16 16",
        "fill": "none",
        "stroke": "currentColor",
        "stroke-width": "1.5",
        "stroke-linecap": "round",
        "stroke-linejoin": "round",
        "style": LOOK,
    }.items():
        drawing.set(name, value)
    etree.SubElement(drawing, "path").set("d", ICONS[kind])
    return drawing


def set_spacers(page: Page) -> None:
    """Give each blank its height, as padding: a fixed height may clip (C11)."""
    for spacer in elements(page.root, "p"):
        height = take(spacer, "mdwx-spacer")
        if height:
            padding = f"{height}px 0 0"
            look = {"margin": "0", "padding": padding, "font-size": "0"}
            write_style(spacer, {**look, "line-height": "1"})
