"""White space as WeChat's editor reads it: between blocks, every blank counts.

A new line between tags becomes an empty list item or paragraph there, and one
inside a paragraph may become a hard break (reported by many tools).
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from mdwx.config import Markdown
from mdwx.markdown.characters import lines_join
from mdwx.page import Page
from mdwx.page.elements import BLOCKS
from mdwx.page.tree import children, is_block, outside, tag_of, text_of
from mdwx.patterns import pattern

__all__ = ["join_lines", "strip_between_blocks", "strip_invisible"]

INVISIBLE: Final = pattern("[\u200b\ufeff]")
BREAK: Final = pattern(r"(?<![ \t])[ \t]*+\n[ \t\n]*+")
BLANKS: Final = pattern(r"[ \t\n]+")
BLANK: Final = " \t\n"
"""White space; nbsp is none here."""
UNEVEN: Final = pattern(r"[\t\n]|  ")
"""Blanks that are not one space."""
KEEPING: Final = ("pre", "code", "svg", "textarea")


def strip_invisible(page: Page, options: Markdown) -> None:
    """Rule L06: zero-width characters break lines on some phones.

    In code they may be meant, and readers copy it: there they stay, with a note.
    """
    if not INVISIBLE.search(text_of(page.root)):
        return
    for element in flowing(page.root):
        if element.text and tag_of(element) not in KEEPING:
            element.text = INVISIBLE.sub("", element.text)
        if element.tail:
            element.tail = INVISIBLE.sub("", element.tail)


def join_lines(page: Page, options: Markdown) -> None:
    """Rule L07: a new line in the author's HTML is a space, or nothing.

    Between two wide characters it is nothing, as ``softbreaks`` has it in Markdown.
    """
    for element in flowing(page.root):
        text, tail = element.text, element.tail
        if text and UNEVEN.search(text) and tag_of(element) not in KEEPING:
            element.text = joined(text)
        if tail and UNEVEN.search(tail):
            element.tail = joined(tail)


def flowing(root: etree._Element) -> list[etree._Element]:
    """Every element outside code and drawings, and those themselves."""
    return outside(root, *KEEPING)


def joined(text: str) -> str:
    """``text`` on one line."""
    return BLANKS.sub(" ", BREAK.sub(blank_between, text))


def blank_between(match: re.Match[str]) -> str:
    """What stands for a line break inside a run of text."""
    text, start, end = match.string, match.start(), match.end()
    before, after = text[max(0, start - 4) : start], text[end : end + 2]
    return "" if before and after and lines_join(before, after) else " "


def strip_between_blocks(page: Page, options: Markdown) -> None:
    """Rule T18: no white space beside a block, at its start, or at its end."""
    for element in flowing(page.root):
        if element.tag not in KEEPING and (is_block(element) or element is page.root):
            strip_inside(element)


def strip_inside(block: etree._Element) -> None:
    """Strip a block's start and end, and both sides of its inner blocks."""
    put_text(block, (block.text or "").lstrip(BLANK))
    before: etree._Element | None = None
    for child in children(block):
        if child.tag in BLOCKS or child.tag == "br":
            put_tail(child, (child.tail or "").lstrip(BLANK))
            strip_end(block, before)
        before = child
    strip_end(block, before)


def strip_end(block: etree._Element, last: etree._Element | None) -> None:
    """Strip the end of the words behind ``last``, or of those before any child."""
    if last is None:
        put_text(block, (block.text or "").rstrip(BLANK))
    else:
        put_tail(last, (last.tail or "").rstrip(BLANK))


def put_text(element: etree._Element, text: str) -> None:
    """Set the text of an element, where it is another: to read costs less."""
    if (element.text or "") != text:
        element.text = text or None


def put_tail(element: etree._Element, text: str) -> None:
    """The same for the text behind an element."""
    if (element.tail or "") != text:
        element.tail = text or None
