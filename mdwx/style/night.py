"""An article by day and by night: which colours stand on which.

Walks a finished page as the reader's dark mode does (``darkmode``): in document
order, inline styles only, backgrounds before text, drawings and the pixels of
pictures left as they are. Checks read the scenes, previews show the darkened tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from lxml import etree

from mdwx.page.styles import set_style, style_of, written
from mdwx.page.tree import outside, text_of
from mdwx.style.scenes import DAY, GRADIENT, Look, Scene, enter

__all__ = ["darken", "scenes"]

LEFT_OUT: Final = ("svg", "iframe", "mpcps")
"""What stays as by day, with all it holds."""

CELLS: Final = frozenset({"table", "tr", "td", "th"})
"""Elements whose ``bgcolor`` counts, and whose class may stand for a ground."""

OLD: Final = CELLS | {"font"}
"""Elements that may say their colours in attributes."""

CLASS_GROUNDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ue-table-interlace-color-single": "#fcfcfc",
        "ue-table-interlace-color-double": "#f7faff",
    }
)
"""Rows that the older web editor striped (``wechatjs/mp-darkmode``, v1.2.1)."""


def darken(root: etree._Element, styles: Sequence[str] = ()) -> None:
    """Give every element the colours it has by night.

    ``styles`` are those that ``scenes`` found for a tree like this one.
    """
    known = styles or [style for _, _, style in scenes(root)]
    for element, style in zip(lit(root), known, strict=True):
        set_style(element, style)


def scenes(root: etree._Element) -> Iterator[tuple[etree._Element, Scene, str]]:
    """Each element with its colours and its style by night, in document order."""
    within: dict[etree._Element | None, Scene] = {}
    for element in lit(root):
        above = within.get(element.getparent(), DAY)
        scene, style = enter(look_of(element), above)
        within[element] = scene
        yield element, scene, style


def lit(root: etree._Element) -> list[etree._Element]:
    """The elements that dark mode recolours."""
    return [it for it in outside(root, *LEFT_OUT) if it.tag not in LEFT_OUT]


def look_of(element: etree._Element) -> Look:
    """What decides the colours of an element."""
    tag = str(element.tag)
    style = element.get("style", "")
    if tag in OLD:
        told = (element.get("class", ""), element.get("bgcolor"), element.get("color"))
        style = declared(tag, style, *told)
    return Look(
        style,
        tag == "a",
        element.get("data-no-dark") is not None,
        GRADIENT in style and not text_of(element).strip(),
    )


@lru_cache(maxsize=1024)
def declared(
    tag: str, text: str, classes: str, bgcolor: str | None, color: str | None
) -> str:
    """The inline style, and the old attributes that the reader takes for one."""
    style = dict(style_of(text))
    if tag in CELLS and not any(name.startswith("background") for name in style):
        striped = next(filter(None, map(CLASS_GROUNDS.get, classes.split())), None)
        if ground := bgcolor or striped:
            style["background-color"] = ground
    if tag == "font" and "color" not in style and color is not None:
        style["color"] = color
    return written(style)
