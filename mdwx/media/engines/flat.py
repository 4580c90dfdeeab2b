"""The SVG of an engine -> SVG that survives WeChat, nothing else left in it.

The server strips ids and style elements, and the reader has no custom
properties: so every colour stands on its shape, and only shapes and words stay.
What is not named here is left out, so no engine can let anything through.
Dark mode leaves drawings as they are: each brings its own light ground.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from lxml import etree

from mdwx.page.elements import names
from mdwx.patterns import pattern
from mdwx.records import dataclass

__all__ = ["flatten", "read_drawing"]

NAMESPACE: Final = "http://www.w3.org/2000/svg"
SHAPES: Final = names("g rect circle ellipse line polyline polygon path text tspan")
WORDS: Final = frozenset({"text", "tspan"})
UNWRAPPED: Final = frozenset({"a", "switch"})
ATTRIBUTES: Final = names(
    "d points x y x1 x2 y1 y2 cx cy r rx ry dx dy width height transform fill"
    " stroke stroke-width stroke-dasharray stroke-linecap stroke-linejoin"
    " stroke-opacity fill-opacity fill-rule opacity text-anchor text-decoration"
    " font-size font-weight font-style"
)
GROUND: Final = "#ffffff"
MARGIN: Final = 10
"""Round the drawing, in pixels."""

VARIABLE: Final = pattern(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
DEEPEST: Final = 8
"""Variables that name variables."""
LONGEST_CHARS: Final = 200_000
"""Of one value: the path of a long curve."""
SAFE: Final = pattern(r"[-\w\s.,#%()+/]*")
REFERENCE: Final = pattern(r"url\(#([\w.-]+)\)")
NONE: Final = MappingProxyType[str, str]({})


def read_drawing(markup: str) -> etree._Element:
    """What an engine drew; ValueError if it is no picture."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        return etree.fromstring(markup.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("the engine drew no picture") from error


def flatten(
    root: etree._Element, variables: Mapping[str, str] = NONE, *, size_px: float
) -> str:
    """The drawing with its looks on its shapes, as markup."""
    paint = Paint({**own_variables(root), **variables}, first_stops(root))
    x, y, width, height = box_of(root)
    box = (x - MARGIN, y - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN)
    flat = etree.Element("svg")
    flat.set("xmlns", NAMESPACE)
    flat.set("viewBox", " ".join(f"{number:g}" for number in box))
    flat.set("style", sheet(box[2], size_px))
    ground = etree.SubElement(flat, "rect", fill=GROUND)
    for name, number in zip(("x", "y", "width", "height"), box, strict=True):
        ground.set(name, f"{number:g}")
    # Words without a colour of their own take that of the drawing.
    whole = etree.SubElement(flat, "g", fill=paint.resolved(root.get("fill", "#000")))
    copy_children(root, whole, paint)
    return etree.tostring(flat, encoding="unicode")


def box_of(root: etree._Element) -> tuple[float, float, float, float]:
    """The view box of a drawing; ValueError if it has none."""
    numbers = [float(it) for it in root.get("viewBox", "").split()]
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        raise ValueError("the engine drew no picture")
    return numbers[0], numbers[1], numbers[2], numbers[3]


@dataclass(frozen=True, slots=True)
class Paint:
    """What stands behind the names of colours."""

    variables: Mapping[str, str]
    """Custom properties."""
    stops: Mapping[str, str]
    """The first colour of each gradient, by its id."""

    def resolved(self, value: str) -> str:
        """A value without names, or nothing if it is not plain."""
        for _ in range(DEEPEST):
            if "var(" not in value:
                break
            value = VARIABLE.sub(
                lambda it: self.variables.get(it[1], it[2] or ""), value
            )
            if len(value) > LONGEST_CHARS:
                return ""
        value = REFERENCE.sub(lambda it: self.stops.get(it[1], "none"), value)
        is_plain = "url(" not in value and "var(" not in value and SAFE.fullmatch(value)
        return value.strip() if is_plain else ""


def sheet(width: float, size_px: float) -> str:
    """How the drawing lies in the page; what the page would do to words is undone."""
    return (
        f"display:block;width:{width:g}px;max-width:100%;height:auto;margin:0 auto;"
        f"font-size:{size_px:g}px;letter-spacing:0"
    )


def own_variables(root: etree._Element) -> dict[str, str]:
    """The custom properties that the root declares."""
    declared = (part.partition(":") for part in root.get("style", "").split(";"))
    return {
        name.strip(): value.strip()
        for name, _, value in declared
        if name.strip().startswith("--")
    }


def first_stops(root: etree._Element) -> dict[str, str]:
    """The first colour of each gradient: gradients work by reference and are lost."""
    stops: dict[str, str] = {}
    for gradient in root.iter("{*}linearGradient", "{*}radialGradient"):
        stop = gradient.find("{*}stop")
        if stop is None:
            continue
        colour = declarations(stop.get("style", "")).get("stop-color")
        stops[gradient.get("id", "")] = colour or stop.get("stop-color") or "none"
    return stops


def copy_children(source: etree._Element, target: etree._Element, paint: Paint) -> None:
    """Copy what may stay, with its looks as attributes."""
    for child in source.iterchildren(etree.Element):
        tag = etree.QName(child).localname
        if tag in UNWRAPPED:
            copy_children(child, target, paint)
        elif tag == "svg":
            copy_children(child, etree.SubElement(target, "g", placed(child)), paint)
        elif tag in SHAPES:
            made = etree.SubElement(target, tag, painted(child, paint))
            if tag in WORDS:
                made.text = child.text or ""
            copy_children(child, made, paint)
            if tag == "g" and not len(made):
                target.remove(made)


def placed(inner: etree._Element) -> dict[str, str]:
    """The transform that puts a drawing within a drawing in its place."""
    x, y, width, _ = box_of(inner)
    scale = float(inner.get("width") or width) / (width or 1)
    left, top = float(inner.get("x") or 0), float(inner.get("y") or 0)
    moved = f"translate({left - x * scale:g},{top - y * scale:g}) scale({scale:g})"
    return {"transform": moved}


def painted(element: etree._Element, paint: Paint) -> dict[str, str]:
    """Attributes and declarations of an element that mean its shape or its look."""
    stated = {str(k): str(v) for k, v in element.attrib.items()}
    stated |= declarations(stated.get("style", ""))
    plain = {k: paint.resolved(v) for k, v in stated.items() if k in ATTRIBUTES}
    return {name: value for name, value in plain.items() if value}


def declarations(style: str) -> dict[str, str]:
    """A style attribute as names and values."""
    parts = (part.partition(":") for part in style.split(";"))
    return {
        name.strip(): value.replace("!important", "").strip()
        for name, _, value in parts
        if value
    }
