"""``[TOC]``: the place of an outline; the page writes it, once its title is settled."""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

__all__ = ["extend"]

MARK: Final = re.compile(
    r"\[toc\]|\[\[_?toc_?\]\]|@\[toc\](?:\((?P<title>[^()\n]{0,80})\))?|\$\{toc\}",
    re.IGNORECASE,
)
"""Typora's, VuePress's, GitLab's, CSDN's with a title, and that of plugins."""


def extend(parser: MarkdownIt) -> None:
    """Switch on outlines."""
    parser.block.ruler.before("reference", "mdwx_outline", read_mark)


def read_mark(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a line that is nothing but the mark."""
    position = state.bMarks[start] + state.tShift[start]
    line = state.src[position : state.eMarks[start]].rstrip()
    mark = MARK.fullmatch(line)
    if silent or mark is None or state.is_code_block(start):
        return False
    box = state.push("outline", "section", 0)
    box.attrs = {"class": "toc", "mdwx-toc": (mark["title"] or "").strip()}
    box.map = [start, start + 1]
    state.line = start + 1
    return True
