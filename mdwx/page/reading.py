"""What a reader sees of a page, as plain text.

It is measured against WeChat's limits, and it is the content of a newspic.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from mdwx.page.tree import elements, is_block, tag_of

__all__ = ["measure_text", "read_text"]


def read_text(root: etree._Element) -> str:
    """The words of a page: one line a block, list markers written out."""
    lines = ("".join(pieces(root))).replace("\N{NO-BREAK SPACE}", " ").split("\n")
    return "\n".join(filter(None, (line.strip() for line in lines)))


def pieces(element: etree._Element) -> Iterator[str]:
    """The words of an element in order, with a new line round each block."""
    tag = tag_of(element)
    around = " " if tag in {"td", "th"} else "\n" if is_block(element) else ""
    if tag == "br":
        yield "\n"
        return
    yield around
    yield marker(element)
    yield element.text or ""
    for child in element:
        yield from pieces_of_child(child)
    yield around


def pieces_of_child(child: etree._Element) -> Iterator[str]:
    """The words of a child, and those behind it."""
    is_item_box = tag_of(child) == "section" and parent_tag(child) == "li"
    if is_item_box:
        # The one section of a native item is no line of its own.
        yield child.text or ""
        for inner in child:
            yield from pieces_of_child(inner)
    else:
        yield from pieces(child)
    yield child.tail or ""


def parent_tag(element: etree._Element) -> str:
    """The name of the element around this one."""
    parent = element.getparent()
    return "" if parent is None else tag_of(parent)


def marker(element: etree._Element) -> str:
    """What the browser puts in front of a native list item."""
    if tag_of(element) != "li":
        return ""
    parent = element.getparent()
    if parent is None or tag_of(parent) != "ol":
        return "• "
    return f"{elements(parent, 'li').index(element) + 1}. "


def measure_text(text: str) -> int:
    """How many characters a reader sees, white space left out."""
    return len("".join(text.split()))
