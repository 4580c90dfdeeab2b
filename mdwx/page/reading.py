"""What a reader sees of a page, as plain text.

It is measured against WeChat's limits, and it is the content of a newspic.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from mdwx.page.tree import GENERATED, NBSP, is_block, parent_tag, tag_of

__all__ = ["measure_text", "opening", "read_text"]

OPENING_CHARS: Final = 54
"""Official: draft/add page, ``digest``, 2025-12-19."""

Counts = dict[etree._Element, int]
"""How many items of each numbered list were read."""


def read_text(root: etree._Element) -> str:
    """The words of a page: one line a block, list markers written out."""
    words = "".join(pieces(root, {}))
    lines = words.replace(NBSP, " ").split("\n")
    return "\n".join(filter(None, (line.strip() for line in lines)))


def pieces(element: etree._Element, counts: Counts) -> Iterator[str]:
    """The words of an element in order, with a new line round each block."""
    tag = tag_of(element)
    if GENERATED in element.attrib:
        # A theme's words are not the author's.
        return
    around = " " if tag in {"td", "th"} else "\n" if is_block(element) else ""
    if tag == "br":
        yield "\n"
        return
    if tag == "svg" and "aria-label" in element.attrib:
        # A formula reads as its source; the words in its drawing are part of it.
        yield element.get("aria-label", "")
        return
    yield around
    yield marker(element, counts)
    yield element.text or ""
    for child in element:
        yield from pieces_of_child(child, counts)
    yield around


def pieces_of_child(child: etree._Element, counts: Counts) -> Iterator[str]:
    """The words of a child, and those behind it."""
    is_item_box = tag_of(child) == "section" and parent_tag(child) == "li"
    if is_item_box:
        # The one section of a native item is no line of its own.
        yield child.text or ""
        for inner in child:
            yield from pieces_of_child(inner, counts)
    else:
        yield from pieces(child, counts)
    yield child.tail or ""


def marker(element: etree._Element, counts: Counts) -> str:
    """What the browser puts in front of a native list item, counted as it goes."""
    if tag_of(element) != "li":
        return ""
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
