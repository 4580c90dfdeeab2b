"""The widths of pictures that stand beside one another.

Every width is a part of the column, so that a line looks the same on a phone, in
the editor and on a desktop (Official: structure rules 1.4). Pictures of known size
share a line by their proportions and become equally high. No ``gap``: it needs
newer WebViews than WeChat's, margins do not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from lxml import etree

from mdwx.model import Picture
from mdwx.page import Page
from mdwx.page.styles import SCROLLING, add_style, read_style
from mdwx.page.tree import (
    add_text,
    elements,
    move_children,
    parent_of,
    tag_of,
    take,
)
from mdwx.transforms.rows import LINED_UP

__all__ = ["lay_out_rows"]

GAP: Final = 2.0
"""Between two pictures, in percent of the column."""

NARROWEST: Final = 14.0
"""The least a picture of a line gets: beside a panorama it would vanish."""

SLIDE: Final = 88.0
"""How wide a slide becomes, so that the next one shows at the edge."""

TALLEST: Final = 120.0
"""How high a slide becomes, in percent of the column's width."""

THINNEST: Final = 0.45
WIDEST: Final = 2.0
"""Proportions between which slides become equally high."""

ICON_PX: Final = 160
"""A line of pictures that all are this narrow stays a line of text."""


def lay_out_rows(page: Page, pictures: Mapping[str, Picture]) -> None:
    """Give each picture of a row or a slider its part of the column."""
    for box in elements(page.root, "section"):
        kind = take(box, LINED_UP)
        if not kind:
            continue
        sizes = [size_of(figure, pictures) for figure in box]
        if kind == "slider":
            lay_out_slider(box, sizes)
        elif kind == "line" and are_icons(box, sizes):
            restore_line(box)
        else:
            lay_out_row(box, sizes)


def size_of(
    figure: etree._Element, pictures: Mapping[str, Picture]
) -> tuple[int, int] | None:
    """Width and height of the one picture of a figure, if they are known."""
    sources = [image.get("src", "") for image in figure.iter("img")]
    picture = pictures.get(sources[0]) if len(sources) == 1 else None
    if picture is None or not picture.width or not picture.height:
        return None
    return picture.width, picture.height


Sizes = Sequence[tuple[int, int] | None]


def lay_out_row(box: etree._Element, sizes: Sizes) -> None:
    """A line of pictures: together they fill the column."""
    add_style(box, {"display": "flex"})
    if (below := box.getnext()) is not None and LINED_UP in below.attrib:
        add_style(box, {"margin-bottom": f"{GAP:g}%"})
    shares = authors_shares(box)
    if shares:
        add_style(box, {"justify-content": "center"})
    shares = shares or even_shares(sizes)
    for index, (figure, share) in enumerate(zip(box, shares, strict=True)):
        style = {"width": f"{share:.4g}%", "margin": "0"}
        if index:
            style["margin-left"] = f"{GAP:g}%"
        add_style(figure, style)
        fill(figure)


def authors_shares(box: etree._Element) -> list[float]:
    """The widths in percent, where the author gave one to every picture."""
    widths = [
        read_style(image).get("width", "")
        for figure in box
        for image in figure.iter("img")
    ]
    if len(widths) != len(box) or not all(width.endswith("%") for width in widths):
        return []
    room = 100 - GAP * (len(widths) - 1)
    shares = [float(width[:-1]) for width in widths]
    total = sum(shares)
    if not total or "100%" in widths:
        return []
    return [share * min(1.0, room / total) for share in shares]


def even_shares(sizes: Sizes) -> list[float]:
    """The widths at which all pictures are equally high, in percent."""
    room = 100 - GAP * (len(sizes) - 1)
    ratios = [size[0] / size[1] for size in sizes if size]
    if len(ratios) != len(sizes):
        ratios = [1.0] * len(sizes)
    wanted = [ratio / sum(ratios) * room for ratio in ratios]
    narrow = [share < NARROWEST for share in wanted]
    wide = sum(share for share, is_so in zip(wanted, narrow, strict=True) if not is_so)
    rest = room - NARROWEST * sum(narrow)
    return [
        NARROWEST if is_so else share / wide * rest
        for share, is_so in zip(wanted, narrow, strict=True)
    ]


def lay_out_slider(box: etree._Element, sizes: Sizes) -> None:
    """A track wider than the column, which scrolls sideways.

    Its slides are inline blocks, not flex items: those would shrink to fit. The
    official checker is told that their places are meant.
    """
    add_style(box, {**SCROLLING, "white-space": "nowrap", "text-align": "left"})
    box.set("data-ignore-width", "")
    last = box[-1]
    for figure, width in zip(box, slide_widths(sizes), strict=True):
        style = {
            "display": "inline-block",
            "width": f"{width:.4g}%",
            "margin": "0" if figure is last else f"0 {GAP:g}% 0 0",
            "vertical-align": "top",
            "white-space": "normal",
        }
        add_style(figure, style)
        fill(figure)
        for element in elements(figure, "section", "p", "img"):
            element.set("data-ignore-width", "")


def slide_widths(sizes: Sizes) -> list[float]:
    """The widths at which slides are equally high, in percent of the column."""
    ratios = [
        min(WIDEST, max(THINNEST, size[0] / size[1])) if size else 1.0 for size in sizes
    ]
    height = min(TALLEST, SLIDE / max(ratios))
    return [height * ratio for ratio in ratios]


def fill(figure: etree._Element) -> None:
    """Let the picture of a figure be as wide as the figure."""
    for image in figure.iter("img"):
        add_style(image, {"width": "100%"})


def are_icons(box: etree._Element, sizes: Sizes) -> bool:
    """Whether a line shows icons and badges, not pictures to look at."""
    row = parent_of(box)
    has_captions = any((caption.text or "").strip() for caption in elements(row, "p"))
    is_small = all(size is not None and size[0] <= ICON_PX for size in sizes)
    return is_small and not has_captions and len(row) == 1


def restore_line(box: etree._Element) -> None:
    """Make a row the line of text it was."""
    row = parent_of(box)
    row.tag = "p"
    take(row, "class")
    row.remove(box)
    for figure in list(box):
        if len(row):
            add_text(row, " ")
        for part in list(figure):
            if tag_of(part) == "p":
                move_children(part, row)
            else:
                row.append(part)
