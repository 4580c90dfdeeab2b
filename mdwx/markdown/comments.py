"""Words for the author alone: ``%%unseen%%``, in a line or over many.

Obsidian's. A sign without its partner stays text, and so does one behind a digit,
``涨了 50%%``; code is read before, so nothing in it is a comment. Of the blanks on
both sides one is left, and none between Chinese.
"""

from __future__ import annotations

from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from mdwx.markdown.characters import lines_join
from mdwx.markdown.findings import finding
from mdwx.model import Text

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
    begins_line = not start or state.src[start - 1] == "\n"
    end = state.src.find(SIGN, start + 2, state.posMax)
    if end < 0:
        return not silent and keep_opening(state, begins_line=begins_line)
    end += 2
    if begins_line and state.src.startswith("\n", end):
        end += 1
    elif start > 1 and state.src[start - 1] == " " == state.src[end : end + 1]:
        end += 1
        before, after = state.src[start - 2], state.src[end : end + 1]
        if not silent and after and lines_join(before, after):
            state.pending = state.pending[:-1]
    if not silent:
        token = state.push("comment", "", 0)
        token.hidden = True
        # The page counts lines by it.
        token.meta["lines"] = state.src.count("\n", start, end)
    state.pos = end
    return True


def keep_opening(state: StateInline, *, begins_line: bool) -> bool:
    """Keep a sign without its partner, and tell of it if it looks like an opening."""
    after = state.src[state.pos + 2 : state.pos + 3]
    is_free = begins_line or state.src[state.pos - 1].isspace()
    state.append_pending(SIGN)
    state.pos += 2
    if begins_line or (is_free and after and not after.isspace()):
        state.tokens.append(unclosed(state))
    return True


def unclosed(state: StateInline) -> Token:
    """The finding about an opening sign."""
    state.pushPending()
    return finding(
        "M073",
        Text(
            zh="注释的 %% 没有另一半，读者会看到它和后面的话",
            en="the comment's %% is never closed; readers see it and what follows",
        ),
        hint=Text(
            zh="在注释末尾再写一个 %%；就要百分号的话写 \\%%",
            en="write %% at its end as well; for percent signs write \\%%",
        ),
    )


def is_percentage(source: str, start: int) -> bool:
    """Whether a number or a third sign stands right beside it."""
    before = source[start - 1] if start else " "
    return before == "%" or before.isdigit() or source.startswith("%", start + 2)


def comment_block(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """Pass over a comment of its own lines; the signature is markdown-it's."""
    if not starts_with_sign(state, first) or state.is_code_block(first):
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
