"""Words for the author alone: ``%%unseen%%``, in a line or over many.

Obsidian's. A sign without its partner stays text, and so does one behind a digit,
``涨了 50%%``; code is read before, so nothing in it is a comment.
"""

from __future__ import annotations

from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

__all__ = ["extend"]

SIGN: Final = "%%"


def extend(parser: MarkdownIt) -> None:
    """Leave ``%%unseen%%`` out."""
    parser.inline.ruler.before("emphasis", "comment", comment)
    ends = ["paragraph", "reference", "blockquote", "list"]
    ruler = parser.block.ruler
    ruler.before("fence", "comment_block", comment_block, {"alt": ends})


def comment(state: StateInline, silent: bool) -> bool:
    """Pass over a comment within a paragraph; the signature is markdown-it's."""
    start = state.pos
    if not state.src.startswith(SIGN, start) or is_percentage(state.src, start):
        return False
    end = state.src.find(SIGN, start + 2, state.posMax)
    if end < 0:
        return False
    end += 2
    begins_line = not start or state.src[start - 1] == "\n"
    if begins_line and state.src.startswith("\n", end):
        end += 1
    if not silent:
        token = state.push("comment", "", 0)
        token.hidden = True
        # The page counts lines by it.
        token.meta["lines"] = state.src.count("\n", start, end)
    state.pos = end
    return True


def is_percentage(source: str, start: int) -> bool:
    """Whether a number or another sign stands right in front."""
    before = source[start - 1] if start else " "
    return before == "%" or before.isdigit()


def comment_block(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """Pass over a comment of its own lines; the signature is markdown-it's."""
    if state.is_code_block(first) or not starts_with_sign(state, first):
        return False
    last = line_of_partner(state, first, end)
    # One line within a paragraph is left to the paragraph, which goes on behind it.
    if last is None or (silent and last == first):
        return False
    column = state.src.find(SIGN, inner_start(state, first, last)) + 2
    rest = state.src[column : state.eMarks[last]]
    if last == first and rest.strip():
        return False
    if not silent:
        state.line = last + 1
        if rest.strip():
            go_on_behind(state, last, column)
    return True


def starts_with_sign(state: StateBlock, line: int) -> bool:
    """Whether the line begins with two signs, and no more."""
    start = state.bMarks[line] + state.tShift[line]
    return state.src.startswith(SIGN, start) and not state.src.startswith("%%%", start)


def inner_start(state: StateBlock, first: int, line: int) -> int:
    """Where to look for the partner in a line of the comment."""
    start = state.bMarks[line] + state.tShift[line]
    return start + 2 if line == first else start


def line_of_partner(state: StateBlock, first: int, end: int) -> int | None:
    """The line that holds the closing sign, if there is one."""
    for line in range(first, end):
        start = inner_start(state, first, line)
        if (
            line > first
            and state.sCount[line] < state.blkIndent
            and start < (state.eMarks[line])
        ):
            return None
        if state.src.find(SIGN, start, state.eMarks[line]) >= 0:
            return line
    return None


def go_on_behind(state: StateBlock, line: int, column: int) -> None:
    """Read the rest of the last line as if nothing stood before it."""
    while state.src[column] in " \t":
        column += 1
    state.bMarks[line] = column
    state.tShift[line] = 0
    state.sCount[line] = state.blkIndent
    state.line = line
