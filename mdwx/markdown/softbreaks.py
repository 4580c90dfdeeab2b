"""A line break in the source between two Chinese characters is no space.

Authors wrap their lines; browsers and WeChat show the wrap as a space, which
Chinese has none of. The rule is CSS Text 4's segment break transformation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from mdwx.markdown.characters import lines_join
from mdwx.markdown.marks import SEEN_THROUGH
from mdwx.patterns import pattern

__all__ = ["extend"]

MARK: Final = pattern(
    r"</?(?:a|abbr|b|big|code|del|em|font|i|ins|kbd|mark|s|small|span|strike|strong"
    r"|sub|sup|u)[\s>]",
    re.IGNORECASE,
)
"""Tags of HTML that put nothing between the characters on their two sides."""

NOTE: Final = "footnote_ref"
"""Hangs above the line, so the words around it are neighbours."""


def extend(parser: MarkdownIt) -> None:
    """Join lines between two wide characters."""
    parser.core.ruler.push("mdwx_softbreaks", join_lines)


def join_lines(state: StateCore) -> None:
    """Empty each soft break that stands between wide characters.

    The token stays, as text without words: the page counts lines by it.
    """
    for block in state.tokens:
        tokens = block.children or []
        for index, token in enumerate(tokens):
            if token.type == "softbreak" and between_wide(tokens, index):
                token.type = "text"
                token.meta["line_break"] = True


def between_wide(tokens: list[Token], index: int) -> bool:
    """Whether the break at ``index`` has a wide character on both sides."""
    # Not slices: a copy of all the others for each would take their square.
    before = neighbour(tokens[at] for at in range(index - 1, -1, -1))
    after = neighbour(tokens[at] for at in range(index + 1, len(tokens)))
    return bool(before and after) and lines_join(before, after)


def neighbour(tokens: Iterable[Token]) -> str:
    """The words nearest to a break, or nothing."""
    for token in tokens:
        if token.type in {"text", "code_inline"} and token.content:
            return token.content
        if not is_seen_through(token):
            return ""
    return ""


def is_seen_through(token: Token) -> bool:
    """Whether nothing of the token stands between its neighbours."""
    if token.type == "html_inline":
        return MARK.match(token.content) is not None
    if token.type == "text":
        return not token.content
    return token.type == NOTE or token.type in SEEN_THROUGH
