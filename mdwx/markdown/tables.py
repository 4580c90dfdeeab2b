"""Tables with pipes, as GitHub has them.

A cell beyond the columns of the head is left out, as GitHub's rules want. Mostly a
bar was meant as a character there, and its author must hear of the lost words.
"""

from __future__ import annotations

from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit, getLine, table
from markdown_it.token import Token

from mdwx.markdown.findings import finding
from mdwx.model import Text

__all__ = ["extend"]

LONGEST_CHARS: Final = 40


def extend(parser: MarkdownIt) -> None:
    """Switch on ``| a | b |``."""
    ends = ["paragraph", "reference"]
    parser.block.ruler.at("table", read_table, {"alt": ends})
    parser.enable("table")


def read_table(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """Read one table, and tell of its cells beyond the last column."""
    known = len(state.tokens)
    if not table(state, first, end, silent):
        return False
    if not silent:
        columns = sum(it.type == "th_open" for it in state.tokens[known:])
        for line in range(first + 2, state.line):
            if lost := "|".join(cells(state, line)[columns:]).strip(" \t|"):
                state.tokens.append(left_out(lost, line))
    return True


def cells(state: StateBlock, line: int) -> list[str]:
    """The cells of a row, without the empty ones outside its outer bars."""
    found = escapedSplit(getLine(state, line).strip())
    return found[1:] if found and not found[0] else found


def left_out(lost: str, line: int) -> Token:
    """The finding about cells of one row; ``line`` counts from 0."""
    said = lost if len(lost) <= LONGEST_CHARS else f"{lost[: LONGEST_CHARS - 1]}…"
    return finding(
        "M074",
        Text(
            zh=f"这一行的格子比表头多，多出来的没有发出去：{said}",
            en=f"this row has more cells than the head; left out: {said}",
        ),
        hint=Text(
            zh="竖线是字符的话写成 \\|；不然给表头补一列",
            en="write \\| for a bar that is a character, or give the head a column",
        ),
        line=line,
    )
