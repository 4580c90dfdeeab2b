"""Pictures beside one another: rows, galleries and sliders.

Several pictures on one line of the source are a row; ``section.row``,
``section.gallery`` and ``section.slider`` hold any number. A paragraph cannot hold
them: their widths are parts of the column, which only a box can have. Where the
sizes are known, all pictures of a line become equally high.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from types import MappingProxyType
from typing import Final

from lxml import etree

from mdwx.config import Markdown
from mdwx.model import PostType, Text
from mdwx.page import Page
from mdwx.page.styles import read_style
from mdwx.page.tree import (
    LINE,
    elements,
    is_block,
    make,
    parent_tag,
    tag_of,
    text_of,
)
from mdwx.transforms.figures import add_caption

__all__ = ["LINED_UP", "line_up_pictures"]

LINED_UP: Final = "mdwx-pictures"
"""Private attribute of a box of figures that stand beside one another: "line",
"row" or "slider"."""

MOST: Final = MappingProxyType({"line": 4, "row": 4, "gallery": 3})
"""How many pictures a phone has room for beside one another."""

CONTAINERS: Final = frozenset({"row", "gallery", "slider"})
PIXELS: Final = "px"
HINT: Final = "左右滑动看图"


def line_up_pictures(page: Page, options: Markdown) -> None:
    """Put pictures that belong beside one another into boxes of figures."""
    if page.post.type is PostType.NEWSPIC:
        return
    for box in elements(page.root, "section"):
        if box.get("class") in CONTAINERS:
            fill_container(page, box, options)
    for paragraph in elements(page.root, "p"):
        if parent_tag(paragraph) not in {"td", "th"} and is_line(paragraph):
            figures = figures_of(paragraph, options)
            paragraph.tag, paragraph.text = "section", None
            paragraph.set("class", "row")
            paragraph.extend(boxes_of(figures, "line"))


def is_line(paragraph: etree._Element) -> bool:
    """Whether a paragraph is a line of pictures that share the column.

    Pictures with a size in px, such as icons, stand in their line as they are.
    """
    pictures = pictures_of(paragraph)
    return len(pictures) > 1 and not any(
        read_style(image).get("width", "").endswith(PIXELS)
        for image in elements(paragraph, "img")
    )


def pictures_of(box: etree._Element) -> list[etree._Element]:
    """The pictures of a box that holds nothing else, each with its link."""
    if tag_of(box) == "img":
        return [box]
    alone = not any(map(is_block, box)) and not text_of(box).strip()
    found = [it for it in box if tag_of(it) == "img" or is_linked_picture(it)]
    return found if alone and len(found) == len(box) else []


def is_linked_picture(element: etree._Element) -> bool:
    """Whether this is a link around one picture."""
    return tag_of(element) == "a" and [tag_of(it) for it in element] == ["img"]


def fill_container(page: Page, box: etree._Element, options: Markdown) -> None:
    """Gather the pictures of a container; words between them stay between them."""
    kind = box.get("class", "")
    runs: list[list[etree._Element]] = [[]]
    others: list[etree._Element] = []
    for child in list(box):
        if figures := figures_of(child, options):
            runs[-1] += figures
        else:
            runs.append([])
            others.append(child)
    if not any(runs):
        if not any(LINED_UP in child.attrib for child in box):
            note_empty(page, box, kind)
        return
    if runs[-2:-1] != [[]] and is_caption(others[-1:], runs[-1]):
        others[-1].set("class", "caption")
    for child in list(box):
        box.remove(child)
    for index, run in enumerate(runs):
        box.extend(boxes_of(run, kind))
        box.extend(others[index : index + 1])


def figures_of(child: etree._Element, options: Markdown) -> list[etree._Element]:
    """The figures a child of a container comes to, if it is pictures only."""
    if tag_of(child) == "section" and child.get("class") == "figure":
        return [child]
    is_holder = tag_of(child) in {"p", "img", "a"}
    found = [child] if is_linked_picture(child) else pictures_of(child)
    return [figure_of(it, options) for it in found] if is_holder else []


def figure_of(picture: etree._Element, options: Markdown) -> etree._Element:
    """A picture in a box of its own, with its caption."""
    figure = make("section", class_="figure")
    picture.tail = None
    figure.append(picture)
    for image in elements(figure, "img"):
        if line := image.get(LINE):
            figure.set(LINE, line)
        add_caption(figure, image, options)
    return figure


def is_caption(last: Sequence[etree._Element], run: Sequence[etree._Element]) -> bool:
    """Whether the last thing in a container is words below its pictures."""
    return (
        bool(last) and not run and tag_of(last[0]) == "p" and not last[0].get("class")
    )


def boxes_of(figures: list[etree._Element], kind: str) -> Iterator[etree._Element]:
    """The lines of a row or a gallery, or the track of a slider."""
    if len(figures) < 2:
        yield from figures
    elif kind == "slider":
        track = make("section", mdwx_pictures="slider")
        track.extend(figures)
        yield track
        yield make("p", HINT, class_="slider-hint")
    else:
        for line in lines_of(figures, MOST[kind]):
            row = make("section", mdwx_pictures="line" if kind == "line" else "row")
            row.extend(line)
            yield row


def lines_of(
    figures: list[etree._Element], most: int
) -> Iterator[list[etree._Element]]:
    """Lines of nearly as many each; the first ones hold fewer, larger pictures."""
    count = len(figures)
    lines = ceil(count / most)
    for index in range(lines):
        start, end = index * count // lines, (index + 1) * count // lines
        yield figures[start:end]


def note_empty(page: Page, box: etree._Element, kind: str) -> None:
    """Say that a container of pictures holds none."""
    page.note(
        box,
        "I066",
        Text(
            zh=f"::: {kind} 里没有图片",
            en=f"::: {kind} holds no picture",
        ),
        hint=Text(zh="每张图片一行，写在里面", en="write one picture a line inside it"),
    )
