"""Added words: ``++inserted++``, through markdown-it's machinery of marks.

Two plus signs behind a letter or a digit open nothing, for such are the names and
the counting of programs: ``C++``, ``g++``, ``i++``. Nor do ``++i 和 i++`` belong
together, although the first could open and the second close.
"""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from mdwx.markdown.pairs import settle_pair, tokenize_pair
from mdwx.patterns import pattern

__all__ = ["extend"]

SIGN: Final = "+"
COUNTED: Final = pattern(r"[A-Za-z_]\w*", re.ASCII)
tokenize: Final = tokenize_pair(SIGN)


def extend(parser: MarkdownIt) -> None:
    """Switch on ``++inserted++``."""
    # Not named "ins": what is, is judged by the rules of emphasis.
    parser.inline.ruler.before("emphasis", "inserts", read_mark)
    parser.inline.ruler2.after("balance_pairs", "inserts", settle_pair("ins", SIGN))
    parser.inline.ruler2.after("balance_pairs", "counting", part_counting)


def read_mark(state: StateInline, silent: bool) -> bool:
    """Note one mark, and whether it can open and close."""
    start, known = state.pos, len(state.delimiters)
    if not tokenize(state, silent):
        return False
    before = state.src[start - 1] if start else " "
    after = state.src[state.pos] if state.pos < state.posMax else " "
    for mark in state.delimiters[known:]:
        is_name = before.isascii() and before.isalnum()
        mark.open = not (after.isspace() or is_name)
        mark.close = not before.isspace()
    return True


def part_counting(state: StateInline) -> None:
    """Part the marks of ``++i`` and ``i++``, which found each other."""
    nested = (meta["delimiters"] for meta in state.tokens_meta if meta)
    for delimiters in (state.delimiters, *nested):
        for mark in delimiters:
            is_pair = mark.marker == ord(SIGN) and mark.end >= 0
            if is_pair and is_counting(state, mark, delimiters[mark.end]):
                mark.end = -1


def is_counting(state: StateInline, opening: Delimiter, closing: Delimiter) -> bool:
    """Whether a name stands behind the one and before the other, and more between.

    The name is the same twice, or a single letter each time.
    """
    first = state.tokens[opening.token + 1].content
    last = state.tokens[closing.token - 1].content
    head = COUNTED.match(first)
    tail = re.search(r"(?<!\w)[A-Za-z_]\w*$", last[-40:], re.ASCII)
    if head is None or tail is None or head[0] == first == last:
        return False
    return head[0] == tail[0] or len(head[0]) == len(tail[0]) == 1
