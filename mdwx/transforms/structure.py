"""The last look at the shape of the tree: nothing hidden, empty or too deep."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from mdwx.model import Text
from mdwx.page import Page
from mdwx.page.elements import INLINES, names
from mdwx.page.styles import style_at, write_style
from mdwx.page.tree import (
    NBSP,
    drop,
    elements,
    holds_content,
    make,
    move_children,
    parent_of,
    tag_of,
    text_of,
    words_of,
)
from mdwx.patterns import pattern
from mdwx.style.pieces import around, four_of

__all__ = [
    "collapse_chains",
    "drop_hidden",
    "fill_or_drop_empties",
    "move_root_box",
    "protect_first_box",
    "trim_box_edges",
]

BOXES: Final = names("section p h1 h2 h3 h4 h5 h6 ul ol li")
CELLS: Final = ("td", "th")
FILLABLE: Final = (BOXES | INLINES | frozenset(CELLS)) - {"br", "img"}
DECORATED: Final = pattern(r"(?:^|;)(?:background|border|height|min-height)")
ROOT_BOX: Final = pattern(r"padding.*|background.*")
VISIBLE: Final = pattern(r"(?:^|;)(?:background|border-left:(?!none|0))")
LONGEST_CHAIN: Final = 10
"""Boxes alike inside one another (Official: structure rules 2.1)."""

FIRST_LINE: Final = "font-size:0"
"""Its margin and the factor of its height are counted in its size: there is neither."""


def drop_hidden(page: Page) -> None:
    """Rule C17: what is hidden leaves, and if it had words, we say so."""
    for element in elements(page.root):
        style = style_at(element)
        is_hidden = (
            style.get("display") == "none" or style.get("visibility") == "hidden"
        )
        if not is_hidden or element is page.root or not is_attached(page, element):
            continue
        if holds_content(element):
            words = words_of(element)[:20]
            page.note(
                element,
                "C017",
                Text(
                    zh=f"被隐藏的内容不会发出：{words}",
                    en=f"hidden content is left out: {words}",
                ),
            )
        drop(element)


def is_attached(page: Page, element: etree._Element) -> bool:
    """Whether the element is still part of the page."""
    return page.root in element.iterancestors()


def fill_or_drop_empties(page: Page) -> None:
    """Rule T14: the editor removes what is empty.

    A box that shows by its background or border gets a blank; the rest leaves.
    """
    for element in reversed(elements(page.root, *FILLABLE)):
        if (element.text or "").strip(" \t\r\n") or element is page.root:
            continue
        if holds_content(element) or has_break(element):
            continue
        if tag_of(element) in CELLS or DECORATED.search(element.get("style", "")):
            if NBSP not in (element.text or ""):
                element.text = NBSP
        elif NBSP not in text_of(element):
            drop(element)


def has_break(element: etree._Element) -> bool:
    """Whether it holds a line break, which the editor keeps."""
    return next(element.iter("br"), None) is not None


def collapse_chains(page: Page) -> None:
    """Rule T19: boxes in boxes that add nothing become one.

    The editor takes such chains apart by itself, from the tenth on.
    """
    for box in elements(page.root, "section"):
        if box is not page.root and not is_attached(page, box):
            continue
        while (inner := only_box(box)) is not None and is_bare(box, inner):
            absorb(box, inner)
        for _ in range(chain_length(box) - LONGEST_CHAIN + 1):
            absorb(box, box[0])


def is_bare(box: etree._Element, inner: etree._Element) -> bool:
    """Whether one of two boxes has no looks of its own."""
    return not inner.get("style") or not box.get("style")


def absorb(box: etree._Element, inner: etree._Element) -> None:
    """Make two boxes one, with the looks of both."""
    box.remove(inner)
    move_children(inner, box)
    for name, value in inner.attrib.items():
        if name not in box.attrib:
            box.set(name, value)


def chain_length(box: etree._Element) -> int:
    """How many boxes alike stand one inside the other, from here on."""
    length = 1
    while (inner := only_box(box)) is not None and alike(box, inner):
        box = inner
        length += 1
    return length


def only_box(box: etree._Element) -> etree._Element | None:
    """The section that is all this section holds."""
    if len(box) != 1 or box.text or box[0].tail:
        return None
    return box[0] if tag_of(box[0]) == "section" else None


def alike(box: etree._Element, inner: etree._Element) -> bool:
    """Whether two boxes look the same."""
    return box.get("style", "") == inner.get("style", "")


def trim_box_edges(page: Page) -> None:
    """Give the first and last block of a visible box no margin to its edge.

    Margins are reset by the page, so each block brings its own; inside a
    padded box they would add to the padding.
    """
    for box in elements(page.root, "section"):
        if box is page.root or not len(box) or not VISIBLE.search(styled(box)):
            continue
        for end, side in ((0, 0), (-1, 2)):
            inner: etree._Element = box
            while len(inner) and (inner is box or not VISIBLE.search(styled(inner))):
                inner = inner[end]
                clear_margin(inner, side)


def styled(box: etree._Element) -> str:
    """The style of an element as it is written."""
    return box.get("style", "")


def clear_margin(element: etree._Element, side: int) -> None:
    """Set the margin of one side, counted from the top, to nothing."""
    style = style_at(element)
    values = style.get("margin", "").split()
    if tag_of(element) not in BOXES or not 1 <= len(values) <= 4:
        return
    four = four_of(values)
    if four[side] != "0":
        four[side] = "0"
        write_style(element, {**style, "margin": around(four)})


def move_root_box(page: Page) -> None:
    """Rule C26: pasting cleans padding and background off the outermost box."""
    style = style_at(page.root)
    moved = {name: value for name, value in style.items() if ROOT_BOX.fullmatch(name)}
    if not moved:
        return
    inner = make("section")
    write_style(inner, moved)
    move_children(page.root, inner)
    page.root.append(inner)
    kept = {name: value for name, value in style.items() if name not in moved}
    write_style(page.root, kept)


def protect_first_box(page: Page) -> None:
    """Rule T24: a drawing or a styled box loses its style as the first node.

    A line without height goes before it, which the official checker accepts.
    """
    first = page.root[0] if len(page.root) and not page.root.text else None
    if first is None:
        return
    is_box = tag_of(first) == "section" and DECORATED.search(first.get("style", ""))
    if is_box or tag_of(first) == "svg":
        height = style_at(page.root).get("line-height", "1")
        is_factor = re.fullmatch(r"[\d.]+", height)
        style = FIRST_LINE if is_factor else f"{FIRST_LINE};line-height:1"
        line = make("p", NBSP, style=style)
        parent_of(first).insert(0, line)
