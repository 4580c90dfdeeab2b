"""Drawings an author wrote as SVG, without what the server strips.

It removes every id and the style element, so all that points at one is dead
(31 probes read back through the API, Measured 2026-06).
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from mdwx.config import Markdown
from mdwx.model import Text
from mdwx.page import Page
from mdwx.page.elements import VECTOR, names
from mdwx.page.styles import BLACK
from mdwx.page.tree import drop, elements, tag_of, take, unwrap
from mdwx.patterns import pattern
from mdwx.transforms.addresses import is_at_home, leads_away

__all__ = ["clean_drawings"]

NAMESPACE: Final = "http://www.w3.org/2000/svg"
LOST: Final = names(
    "defs use symbol marker mask pattern clipPath filter linearGradient radialGradient "
    "foreignObject"
)
"""Rules S03 and S04: they work by reference, or hold HTML that is removed."""

ANIMATED: Final = names(
    "x y width height cx cy r opacity d points fill stroke-width stroke-linecap "
    "stroke-dashoffset stroke-dasharray visibility transform"
)
"""Rule S06: what layout vendors agreed on in 2016 and T/CASME 1609 lists."""

ATTRIBUTES: Final = names(
    "style fill stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit "
    "stroke-dasharray stroke-dashoffset stroke-opacity fill-opacity fill-rule "
    "clip-rule clip-path opacity color display visibility overflow paint-order "
    "vector-effect shape-rendering text-rendering image-rendering pointer-events "
    "transform transform-origin x y x1 y1 x2 y2 cx cy r rx ry dx dy width height d "
    "points rotate viewBox preserveAspectRatio pathLength textLength lengthAdjust "
    "font-family font-size font-style font-weight font-variant font-stretch "
    "text-anchor dominant-baseline alignment-baseline baseline-shift letter-spacing "
    "word-spacing text-decoration writing-mode attributeName attributeType begin end "
    "dur min max repeatCount repeatDur restart from to by values calcMode keyTimes "
    "keySplines keyPoints additive accumulate type path xmlns href version role "
    "aria-hidden aria-label data-ignore-width data-ignore-dm data-no-dark data-w "
    "data-ratio"
)
"""How a drawing looks and moves: all the server was seen to keep, and no more."""

ENDS: Final = ("from", "to", "by", "values")
"""What an animation changes a value to."""

PICTURE_DATA: Final = pattern(r"\s*data:image/(png|jpe?g|gif|webp)[;,]", re.I)
INERT: Final = names("script style title metadata desc")


def clean_drawings(page: Page, options: Markdown) -> None:
    """Rules S01 to S09, for each drawing."""
    for drawing in elements(page.root, "svg"):
        if drawing.getparent() is None:
            continue
        # Rule S09: without it, a phone reads words and no drawing (peers, 2026-08).
        drawing.set("xmlns", NAMESPACE)
        if "fill" not in drawing.attrib:
            drawing.set("fill", "currentColor")
        for name in ("width", "height"):
            move_size(drawing, name)
        for element in elements(drawing):
            if element is drawing or drawing in element.iterancestors():
                clean(page, drawing, element)


def move_size(drawing: etree._Element, name: str) -> None:
    """Rule S07: sizes belong into the style; the column is the limit."""
    size = take(drawing, name)
    style = drawing.get("style", "").rstrip("; ")
    if size and name not in style:
        length = f"{size}px" if size.replace(".", "", 1).isdigit() else in_em(size)
        drawing.set("style", f"{style};{name}:{length}".lstrip(";"))
    if "max-width" not in drawing.get("style", ""):
        drawing.set("style", f"{drawing.get('style', '')};max-width:100%".lstrip(";"))


def in_em(size: str) -> str:
    """A size that leans on the height of an x, as MathJax writes it, in em."""
    match = re.fullmatch(r"((?:\d*+\.)?\d++)ex", size)
    return f"{float(match[1]) / 2:g}em" if match else size


def clean(page: Page, drawing: etree._Element, element: etree._Element) -> None:
    """Take out of a drawing what will not arrive."""
    tag = tag_of(element)
    if tag in INERT:
        drop(element)
        return
    if tag in LOST or (tag in VECTOR and reaches_out(element)):
        page.note(
            drawing,
            "M103",
            Text(
                zh=f"SVG 里的 <{tag}> 在微信里会失效，已去掉",
                en=f"<{tag}> of the SVG does not work in WeChat and is left out",
            ),
        )
        drop(element)
        return
    if tag not in VECTOR and element is not drawing:
        # Rule S02: links and unknown elements lose their tag.
        unwrap(element)
        return
    rewrite_references(page, drawing, element)


def reaches_out(element: etree._Element) -> bool:
    """Whether it shows or changes an address that is not the platform's own."""
    if element.get("attributeName", "").lower().endswith("href"):
        return True
    if any(leads_away(element.get(name, "")) for name in ENDS):
        return True
    address = element.get("href", "")
    if PICTURE_DATA.match(address):
        return False
    is_lost = tag_of(element) == "image" and not is_at_home(address)
    return is_lost or leads_away(address)


def rewrite_references(
    page: Page, drawing: etree._Element, element: etree._Element
) -> None:
    """Rules S01 and S05: references by id are dead, a touch is a click too."""
    for name in map(str, element.keys()):
        value = element.get(name, "")
        is_reference = "url(" in value.lower() or "\\" in value
        is_ours = name in ATTRIBUTES or name.startswith("mdwx-")
        if not is_ours or "url(#" in value or (is_reference and name != "style"):
            del element.attrib[name]
    for name in ("fill", "stroke"):
        # Rule S08: dark mode keeps the colours of drawings (Official: 4.4).
        if BLACK.fullmatch(element.get(name, "")):
            element.set(name, "currentColor")
    animated = element.get("attributeName", "")
    if animated and animated not in ANIMATED:
        note_animation(page, drawing, animated)
    begin = element.get("begin", "")
    if "touchstart" in begin and "click" not in begin:
        element.set("begin", f"{begin};click")


def note_animation(page: Page, drawing: etree._Element, name: str) -> None:
    """Rule S06: say that an animation may not run."""
    page.note(
        drawing,
        "M106",
        Text(
            zh=f"SVG 动画的 {name} 在微信里可能不动",
            en=f"the animation of {name} may not run in WeChat",
        ),
    )
