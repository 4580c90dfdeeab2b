"""What a reader sees of a page, as plain text.

It is measured against WeChat's limits, and it is the content of a newspic.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from mdwx.page.tree import GENERATED, NBSP, children, is_block, tag_of

__all__ = ["measure_text", "opening", "read_text"]

OPENING_CHARS: Final = 54
"""Official: draft/add page, ``digest``, 2025-12-19."""

Counts = dict[etree._Element, int]
"""How many items of each numbered list were read."""


def read_text(root: etree._Element) -> str:
    """The words of a page: one line a block, list markers written out."""
    pieces: list[str] = []
    read(root, pieces, {})
    lines = "".join(pieces).replace(NBSP, " ").split("\n")
    return "\n".join(filter(None, (line.strip() for line in lines)))


def read(element: etree._Element, pieces: list[str], counts: Counts) -> None:
    """Add the words of an element in order, with a new line round each block."""
    tag = tag_of(element)
    if element.get(GENERATED) is not None:
        # A theme's words are not the author's.
        return
    if tag == "br":
        pieces.append("\n")
        return
    if tag == "svg" and "aria-label" in element.attrib:
        # A formula reads as its source; the words in its drawing are part of it.
        pieces.append(element.get("aria-label", ""))
        return
    around = " " if tag in {"td", "th"} else "\n" if is_block(element) else ""
    mark = marker(element, counts) if tag == "li" else ""
    pieces += (around, mark, element.text or "")
    for child in children(element):
        read_child(child, pieces, counts, is_in_item=tag == "li")
    pieces.append(around)


def read_child(
    child: etree._Element, pieces: list[str], counts: Counts, *, is_in_item: bool
) -> None:
    """Add the words of a child, and those behind it."""
    if is_in_item and child.tag == "section":
        # The one section of a native item is no line of its own.
        pieces.append(child.text or "")
        for inner in children(child):
            read_child(inner, pieces, counts, is_in_item=False)
    else:
        read(child, pieces, counts)
    pieces.append(child.tail or "")


def marker(element: etree._Element, counts: Counts) -> str:
    """What the browser puts in front of a native list item, counted as it goes."""
    parent = element.getparent()
    if parent is None or tag_of(parent) != "ol":
        return "• "
    counts[parent] = counts.get(parent, 0) + 1
    return f"{counts[parent]}. "


def measure_text(text: str) -> int:
    """How many characters a reader sees, white space left out."""
    return len("".join(text.split()))


def opening(text: str) -> str:
    """The first words, which WeChat makes a digest of where none is written."""
    return " ".join(text.split())[:OPENING_CHARS]
