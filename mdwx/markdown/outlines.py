"""``[TOC]``: the place of an outline; the page writes it, once its title is settled."""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from mdwx.patterns import pattern

__all__ = ["extend"]

MARK: Final = pattern(
    r"\[toc\]|\[\[_?toc_?\]\]|@\[toc\](?:\((?P<title>[^()\n]{0,80})\))?|\$\{toc\}",
    re.IGNORECASE,
)
"""Typora's, VuePress's, GitLab's, CSDN's with a title, and that of plugins."""
KRAMDOWN: Final = pattern(r"[*+-][ \t]+\S.{0,40}\n[ \t]{0,3}\{:\s?toc\}[ \t]*(?=\n|$)")
"""A list of one item, whatever its words, that Jekyll replaces."""


def extend(parser: MarkdownIt) -> None:
    """Switch on outlines."""
    parser.block.ruler.before("reference", "mdwx_outline", read_mark)
    parser.block.ruler.before("list", "mdwx_kramdown_outline", read_kramdown)


def read_mark(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a line that is nothing but the mark."""
    position = state.bMarks[start] + state.tShift[start]
    line = state.src[position : state.eMarks[start]].rstrip()
    mark = MARK.fullmatch(line)
    if silent or mark is None or state.is_code_block(start):
        return False
    push_outline(state, (mark["title"] or "").strip(), lines=(start, start + 1))
    return True


def read_kramdown(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read ``* TOC`` with ``{:toc}`` below it."""
    if silent or start + 1 >= end or state.is_code_block(start):
        return False
    position = state.bMarks[start] + state.tShift[start]
    if not KRAMDOWN.match(state.src, position, state.eMarks[start + 1]):
        return False
    push_outline(state, "", lines=(start, start + 2))
    return True


def push_outline(state: StateBlock, title: str, *, lines: tuple[int, int]) -> None:
    """Write the place of an outline."""
    box = state.push("outline", "section", 0)
    box.attrs = {"class": "toc", "mdwx-toc": title}
    box.map = list(lines)
    state.line = lines[1]
