"""SVG that an engine drew, believed only in what is named here.

A drawing passes through a cache and a child process before it stands in an
article, so it is read like a stranger's: shapes and words stay, all else leaves.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from mdwx.page.elements import names
from mdwx.page.tree import clean_text, make
from mdwx.patterns import pattern

__all__ = ["read_vector"]

NAMESPACE: Final = "http://www.w3.org/2000/svg"
SHAPES: Final = names("g rect circle ellipse line polyline polygon path text tspan")
ATTRIBUTES: Final = names(
    "d points x y x1 x2 y1 y2 cx cy r rx ry dx dy width height transform viewBox"
    " fill stroke stroke-width stroke-dasharray stroke-linecap stroke-linejoin"
    " stroke-opacity fill-opacity fill-rule opacity text-anchor text-decoration"
    " font-size font-weight font-style style"
)
SAFE: Final = pattern(r"[-\w\s.,#%()+/:;]*")
REACHING: Final = pattern(r"(url|image|expression|var|env)\s*\(|/[/*]|@", re.I)
DEEPEST: Final = 100


def read_vector(markup: str) -> etree._Element:
    """The drawing in ``markup``; ValueError if it is none."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(markup.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("not a drawing") from error
    if local_name(root) != "svg" or not root.get("viewBox"):
        raise ValueError("not a drawing")
    drawing = copied(root, "svg")
    drawing.set("xmlns", NAMESPACE)
    copy_shapes(root, drawing)
    return drawing


def copy_shapes(source: etree._Element, target: etree._Element) -> None:
    """Copy the shapes and words below ``source`` to ``target``."""
    waiting = [(source, target, 0)]
    while waiting:
        original, copy, depth = waiting.pop()
        for child in original:
            tag = local_name(child)
            if tag not in SHAPES or depth > DEEPEST:
                continue
            inner = copied(child, tag)
            if tag in {"text", "tspan"}:
                inner.text = clean_text(child.text or "") or None
                inner.tail = (
                    child.tail if local_name(original) == "text" else ""
                ) or None
            copy.append(inner)
            waiting.append((child, inner, depth + 1))


def copied(element: etree._Element, tag: str) -> etree._Element:
    """The element with the attributes that are believed."""
    copy = make(tag)
    for name in map(str, element.keys()):
        value = element.get(name, "")
        if name in ATTRIBUTES and is_believed(value):
            copy.set(name, value)
    return copy


def is_believed(value: str) -> bool:
    """Whether a value reaches for nothing outside; a path of numbers has no means."""
    if SAFE.fullmatch(value) is None:
        return False
    return not ("(" in value or "/" in value) or REACHING.search(value) is None


def local_name(element: etree._Element) -> str:
    """The name of an element of SVG, or nothing."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.removeprefix(f"{{{NAMESPACE}}}")
