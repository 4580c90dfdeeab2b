"""What is nested deeper than the parser reads stays as words.

markdown-it drops the content of the twentieth quote in a quote without a sound;
not a word of an article may go that way.
"""

from __future__ import annotations

from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

__all__ = ["extend"]

STEPS: Final = 2
"""A list takes two levels at once."""


def extend(parser: MarkdownIt) -> None:
    """Read the deepest blocks as one paragraph."""
    parser.block.ruler.before("table", "mdwx_depth", read_deepest)


def read_deepest(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take all that is left at this depth as one paragraph."""
    if silent or state.level < state.md.options.maxNesting - STEPS:
        return False
    last = start + 1
    while last < end and not has_ended(state, last):
        last += 1
    opened = state.push("paragraph_open", "p", 1)
    opened.map = [start, last]
    inline = state.push("inline", "", 0)
    inline.content = state.getLines(start, last, state.blkIndent, False).strip()
    inline.map = [start, last]
    inline.children = []
    state.push("paragraph_close", "p", -1)
    state.line = last
    return True


def has_ended(state: StateBlock, line: int) -> bool:
    """Whether a line lies outside what is being read."""
    return not state.isEmpty(line) and state.sCount[line] < state.blkIndent
