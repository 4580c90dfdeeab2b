"""Struck-out text, as GitHub has it."""

from __future__ import annotations

from markdown_it import MarkdownIt

__all__ = ["extend"]


def extend(parser: MarkdownIt) -> None:
    """Switch on ``~~deleted~~``."""
    parser.enable("strikethrough")
