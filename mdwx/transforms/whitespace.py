"""White space as WeChat's editor reads it: between blocks, every blank counts.

A new line between tags becomes an empty list item or paragraph there, and one
inside a paragraph may become a hard break (reported by many tools).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from mdwx.config import Markdown
from mdwx.markdown.characters import lines_join
from mdwx.page import Page
from mdwx.page.elements import BLOCKS
from mdwx.page.tree import is_block, tag_of
from mdwx.patterns import pattern

__all__ = ["join_lines", "strip_between_blocks", "strip_invisible"]

INVISIBLE: Final = pattern("[\u200b\ufeff]")
BREAK: Final = pattern(r"(?<![ \t])[ \t]*+\n[ \t\n]*+")
BLANKS: Final = pattern(r"[ \t\n]+")
KEEPING: Final = ("pre", "code", "svg", "textarea")


def strip_invisible(page: Page, options: Markdown) -> None:
    """Rule L06: zero-width characters break lines on some phones.

    In code they may be meant, and readers copy it: there they stay, with a note.
    """
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
        if tag_of(element) not in KEEPING:
            element.text = joined(element.text)
        element.tail = joined(element.tail)


def flowing(root: etree._Element) -> Iterator[etree._Element]:
    """Every element outside code and drawings, and those themselves."""
    yield root
    if tag_of(root) in KEEPING:
        return
    for child in root:
        yield from flowing(child)


def joined(text: str | None) -> str | None:
    """``text`` on one line."""
    if not text or not BLANKS.search(text):
        return text
    return BLANKS.sub(" ", BREAK.sub(blank_between, text))


def blank_between(match: re.Match[str]) -> str:
    """What stands for a line break inside a run of text."""
    text, start, end = match.string, match.start(), match.end()
    before, after = text[max(0, start - 4) : start], text[end : end + 2]
    return "" if before and after and lines_join(before, after) else " "


def strip_between_blocks(page: Page, options: Markdown) -> None:
    """Rule T18: no white space beside a block, at its start, or at its end."""
    for element in list(flowing(page.root)):
        if tag_of(element) in KEEPING:
            continue
        if is_block(element) or element is page.root:
            strip_inside(element)


def strip_inside(block: etree._Element) -> None:
    """Strip a block's start and end, and both sides of its inner blocks."""
    block.text = lstripped(block.text)
    if not len(block):
        block.text = rstripped(block.text)
        return
    for child in block:
        if tag_of(child) in BLOCKS or tag_of(child) == "br":
            child.tail = lstripped(child.tail)
            before = child.getprevious()
            if before is None:
                block.text = rstripped(block.text)
            else:
                before.tail = rstripped(before.tail)
    block[-1].tail = rstripped(block[-1].tail)


def lstripped(text: str | None) -> str | None:
    """``text`` without white space in front; nbsp is no white space here."""
    return (text or "").lstrip(" \t\n") or None


def rstripped(text: str | None) -> str | None:
    """``text`` without white space behind."""
    return (text or "").rstrip(" \t\n") or None
