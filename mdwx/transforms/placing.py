"""Formulas and diagrams take their places as SVG, once styles are computed.

Until then each is an element that carries its kind and its source in private
attributes, and shows its source as text: what cannot be drawn stays readable.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from mdwx.model import Drawing, DrawingKind, Severity, Undrawn
from mdwx.page import Page
from mdwx.page.tree import elements

__all__ = ["KIND", "SOURCE", "drawings", "place_drawings"]

KIND: Final = "mdwx-drawing"
"""Private attribute: a ``DrawingKind``."""

SOURCE: Final = "mdwx-source"
"""Private attribute: what to draw."""


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


def place_drawings(page: Page, drawn: Mapping[Drawing, str | Undrawn]) -> None:
    """Put each drawing in place of its source; say which could not be made."""
    for element in asking(page):
        found = drawn[drawing_of(element)]
        if isinstance(found, Undrawn):
            page.note(
                element,
                "M080",
                found.problem,
                hint=found.hint,
                severity=Severity.WARNING,
            )
            continue
        for child in list(element):
            element.remove(child)
        element.text = None
        element.append(etree.fromstring(found))
