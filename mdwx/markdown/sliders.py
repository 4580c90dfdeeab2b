"""``<![](a.png),![](b.png)>``: pictures to slide through, as mdnice writes them."""

from __future__ import annotations

from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore

from mdwx.patterns import pattern

__all__ = ["extend"]

ITEM: Final = r"!\[[^\[\]\n]*+\]\((?:[^()\n]++|\([^()\n]*+\))*+\)(?:\{[^{}\n]*+\})?"
SLIDER: Final = pattern(rf"<{ITEM}(?:\s*+[,，]?\s*+{ITEM})++\s*+>[ \t]*+$")
COMMA: Final = pattern(r"\s*+[,，]?\s*+")
MOST_LINES: Final = 40


def extend(parser: MarkdownIt) -> None:
    """Read sliders as blocks; they may follow a line of text."""
    following = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("html_block", "mdwx_slider", slider, {"alt": following})
    parser.core.ruler.push("mdwx_slider_commas", drop_commas)


def slider(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """Read one slider; the signature is markdown-it's."""
    start = state.bMarks[line] + state.tShift[line]
    if state.is_code_block(line) or not state.src.startswith("<![", start):
        return False
    last = last_line(state, line, end_line)
    text = state.getLines(line, last + 1, state.blkIndent, False).strip()
    if not SLIDER.match(text):
        return False
    if silent:
        return True
    place = [line, last + 1]
    opening = state.push("container_slider_open", "section", 1)
    opening.attrs, opening.map = {"class": "slider"}, place
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = text[1:-1], place, []
    inline.meta["slider"] = True
    state.push("container_slider_close", "section", -1)
    state.line = last + 1
    return True


def last_line(state: StateBlock, line: int, end_line: int) -> int:
    """The line on which a slider that begins here would end."""
    for at in range(line, min(end_line, line + MOST_LINES)):
        if state.isEmpty(at) or state.sCount[at] < state.blkIndent:
            return max(line, at - 1)
        if state.src[state.bMarks[at] : state.eMarks[at]].rstrip().endswith(">"):
            return at
    return line


def drop_commas(state: StateCore) -> None:
    """Leave out what stands between the pictures of a slider."""
    for token in state.tokens:
        children = (token.children or []) if token.meta.get("slider") else []
        for child in children:
            if child.type == "text" and COMMA.fullmatch(child.content):
                child.content = ""
