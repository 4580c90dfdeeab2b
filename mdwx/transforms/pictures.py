"""Pictures get what the page needs to reserve their space."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from mdwx.errors import SourceError
from mdwx.model import Picture, Text
from mdwx.page import Page, images
from mdwx.page.styles import add_style, read_style, write_style
from mdwx.page.tree import elements, take
from mdwx.patterns import pattern
from mdwx.rules import finding
from mdwx.transforms.authors_style import HEIGHT, safe_width
from mdwx.transforms.filmstrips import lay_out_rows

__all__ = ["place_pictures", "report_unreadable"]

NARROWEST_SPLIT, WIDEST_SPLIT = 376, 676
"""Widths in px that fill a phone but not the desktop column (Measured 2026-08)."""

ZOOM: Final = pattern(r"((?:\d*+\.)?\d++)(%?)")
"""``zoom:50%`` or ``zoom:.5``, as Typora writes the size of a picture."""


def place_pictures(page: Page, pictures: Mapping[str, Picture]) -> None:
    """Rules A10, A12 and A13: size, proportion, safe width, one line of alt."""
    for image in elements(page.root, "img"):
        image.set("alt", " ".join(image.get("alt", "").split()))
        picture = pictures.get(image.get("src", ""))
        if picture is None or not picture.width:
            continue
        image.set("data-w", str(picture.width))
        image.set("data-ratio", f"{picture.height / picture.width:.6g}")
        settle_zoom(image, picture.width)
        settle_height(image, picture)
        if is_split(picture.width) and "width" not in read_style(image):
            add_style(image, {"width": "100%"})
    lay_out_rows(page, pictures)


def settle_zoom(image: etree._Element, width: int) -> None:
    """Write an author's zoom as the width it comes to."""
    style = read_style(image)
    zoom = ZOOM.fullmatch(style.pop("zoom", ""))
    if zoom is None:
        return
    share = float(zoom[1]) / (100 if zoom[2] else 1)
    write_style(image, {"width": safe_width(f"{round(width * share)}px"), **style})


def settle_height(image: etree._Element, picture: Picture) -> None:
    """Write a height the author gave as the width it comes to.

    The page sets ``height: auto`` for every picture, and nothing else counts.
    """
    height = take(image, HEIGHT)
    if height and picture.height and "width" not in read_style(image):
        width = float(height) * picture.width / picture.height
        add_style(image, {"width": safe_width(f"{round(width)}px")})


def is_split(width: int) -> bool:
    """Whether the official checker finds this width centred inconsistently."""
    return NARROWEST_SPLIT <= width <= WIDEST_SPLIT


def report_unreadable(
    page: Page, prepared: Mapping[str, Picture | SourceError]
) -> dict[str, Picture]:
    """The pictures that could be read; each of the others is an error."""
    pictures: dict[str, Picture] = {}
    for ref in images(page):
        found = (prepared.get(ref.src) if ref.src.strip() else None) or missing()
        if isinstance(found, Picture):
            pictures[ref.src] = found
            page.report.findings.extend(found.findings)
            continue
        where = found.where or ref.where
        page.report.findings.append(
            finding("R020", found.problem, hint=found.hint, where=where)
        )
    return pictures


def missing() -> SourceError:
    """What is said of a picture without an address."""
    return SourceError(
        Text(zh="图片没有地址", en="a picture has no address"),
        hint=Text(
            zh="在圆括号里写上图片的路径", en="write its path in the parentheses"
        ),
    )
