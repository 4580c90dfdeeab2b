"""Struck-out text, as GitHub has it: two tildes, neither one nor three.

One is left to subscripts and to ``3~5``; three are a drawn-out ``好~~~``.
"""

from __future__ import annotations

from markdown_it import MarkdownIt

from mdwx.markdown.pairs import tokenize_pair

__all__ = ["extend"]


def extend(parser: MarkdownIt) -> None:
    """Switch on ``~~deleted~~``."""
    parser.inline.ruler.at("strikethrough", tokenize_pair("~"))
    parser.enable("strikethrough")
