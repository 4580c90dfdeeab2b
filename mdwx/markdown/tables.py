"""Tables with pipes, as GitHub has them."""

from __future__ import annotations

from markdown_it import MarkdownIt

__all__ = ["extend"]


def extend(parser: MarkdownIt) -> None:
    """Switch on ``| a | b |``."""
    parser.enable("table")
