"""Marks of layout on a line of their own: page breaks, blanks, ``<!--more-->``.

An article has no pages, so a page break is a divider. What cuts the excerpt of a
blog means nothing here and leaves no trace.
"""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from mdwx.patterns import pattern

__all__ = ["extend", "push_page_break", "push_spacer"]

PAGE_BREAK: Final = pattern(
    r"\\(?:newpage|pagebreak|clearpage)(?:\{\})?"
    r"|<!--[ \t]*(?:page[ -]?break|new[ -]?page)[ \t]*-->"
    r"|<(div|p)[ \t]+(?:style|class)[ \t]*=[ \t]*[\"'][^\"'<>]{0,60}page-?break"
    r"[^\"'<>]{0,60}[\"'][ \t]*>(?:&nbsp;)?[ \t]*</\1>",
    re.IGNORECASE,
)
"""Pandoc's, Typora's and what most exporters to PDF read."""

MORE: Final = pattern(
    r"<!--[ \t]*(?:more|truncate|excerpt|read ?more|endexcerpt)\b[^<>\n]{0,100}?-->",
    re.IGNORECASE,
)
"""Hexo's, Hugo's, WordPress's, Docusaurus's and Jekyll's."""

SIZE: Final = pattern(r"(\d{1,4})(?:px)?")
SPACER_PX: Final = 24
TALLEST_PX: Final = 400


def extend(parser: MarkdownIt) -> None:
    """Switch on page breaks and drop the marks of excerpts."""
    for name, rule in (("mdwx_page_break", read_page_break), ("mdwx_more", skip_more)):
        parser.block.ruler.before(
            "fence", name, rule, {"alt": ["paragraph", "reference", "blockquote"]}
        )


def read_page_break(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a line that is a page break."""
    position = state.bMarks[start] + state.tShift[start]
    if state.src[position : position + 1] not in {"\\", "<"}:
        return False
    line = state.src[position : state.eMarks[start]].rstrip()
    if state.is_code_block(start) or PAGE_BREAK.fullmatch(line) is None:
        return False
    if not silent:
        push_page_break(state, line=start)
        state.line = start + 1
    return True


def push_page_break(state: StateBlock, *, line: int) -> None:
    """Write a divider where a page would end."""
    token = state.push("hr", "hr", 0)
    token.attrs = {"class": "pagebreak"}
    token.map = [line, line + 1]


def push_spacer(state: StateBlock, size: str, *, line: int) -> None:
    """Write a blank of this many px; the page gives it its height."""
    found = SIZE.fullmatch(size)
    height = min(int(found[1]), TALLEST_PX) if found else SPACER_PX
    token = state.push("spacer", "p", 0)
    token.attrs = {"class": "spacer", "mdwx-spacer": str(height)}
    token.content = "\N{NO-BREAK SPACE}"
    token.map = [line, line + 1]


def skip_more(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Step over the mark at the start of a line; what follows is Markdown again.

    CommonMark would take the rest of that line for HTML, and readers would see
    the stars of ``<!--more-->**bold**``.
    """
    position = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<!--", position) or state.is_code_block(start):
        return False
    mark = MORE.match(state.src, position, state.eMarks[start])
    if mark is None:
        return False
    if silent:
        return True
    behind = state.skipSpaces(mark.end())
    if behind >= state.eMarks[start]:
        state.line = start + 1
        return True
    # The rules that follow read the same line, now without the mark.
    state.tShift[start] = behind - state.bMarks[start]
    state.sCount[start] = state.blkIndent
    return False
