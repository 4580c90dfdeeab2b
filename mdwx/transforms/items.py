"""Items of lists without the boxes that WeChat's editor puts round their words.

Whatever is copied from there comes as ``li > section > p``; a marker before the
box would stand on a line of its own.
"""

from __future__ import annotations

from lxml import etree

from mdwx.config import Markdown
from mdwx.page import Page
from mdwx.page.styles import read_style, write_style
from mdwx.page.tree import elements, is_block, tag_of, unwrap

__all__ = ["open_items"]


def open_items(page: Page, options: Markdown) -> None:
    """Take the first box of each item apart, unless it has a look of its own."""
    for item in elements(page.root, "li"):
        while len(item) and not (item.text or "").strip() and is_plain_box(item[0]):
            hand_down(item[0])
            unwrap(item[0])


def is_plain_box(box: etree._Element) -> bool:
    """Whether a box holds blocks only, and gives them nothing they cannot have."""
    if tag_of(box) not in {"section", "div"} or box.get("class") or not len(box):
        return False
    if (box.text or "").strip() or not all(map(is_block, box)):
        return False
    return len(box) == 1 or not read_style(box)


def hand_down(box: etree._Element) -> None:
    """Give the style of a box to the one block in it."""
    if style := read_style(box):
        write_style(box[0], {**style, **read_style(box[0])})
