"""Callouts: quotes that begin with a kind, ``> [!NOTE]`` and ``> [!tip]- 标题``.

GitHub calls them alerts and has five; Obsidian has more, with titles, and marks
that fold them, which nothing in an article can do: they are shown open.
"""

from __future__ import annotations

from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from mdwx.markdown.boxes import callout_attributes, push_title
from mdwx.markdown.kinds import kind_of
from mdwx.patterns import pattern

__all__ = ["extend"]

MARK: Final = pattern(
    r"\[!(?P<name>[^\W\d_][\w -]{0,39})(?:\|[^\[\]\n]{0,200})?\][+-]?"
    r"(?:[ \t]+(?P<title>\S.*)?)?"
)
"""A kind, what a theme of Obsidian makes of it, a fold, a title."""


def extend(parser: MarkdownIt) -> None:
    """Read the first line of each quote before any other rule does."""
    parser.block.ruler.before("table", "mdwx_callout", read_mark)
    parser.core.ruler.after("block", "mdwx_callouts", close_callouts)


def read_mark(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make the quote that begins on this line a callout."""
    if silent or not state.tokens or state.tokens[-1].type != "blockquote_open":
        return False
    if state.is_code_block(start) or state.parentType != "blockquote":
        return False
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    mark = MARK.fullmatch(line.rstrip())
    if mark is None:
        return False
    kind = kind_of(mark["name"].strip())
    quote = state.tokens[-1]
    quote.tag = "section"
    quote.attrs = dict(callout_attributes(kind))
    title = mark["title"] or kind.title
    push_title(state, title, line=start, name="callout-title")
    state.line = start + 1
    if state.line < end and state.sCount[state.line] < 0:
        # A line that goes on without ">" belongs to the quote.
        state.sCount[state.line] = 0
    return True


def close_callouts(state: StateCore) -> None:
    """Give the end of each callout the tag of its beginning."""
    opened: list[Token] = []
    for token in state.tokens:
        if token.type == "blockquote_open":
            opened.append(token)
        elif token.type == "blockquote_close":
            token.tag = opened.pop().tag
