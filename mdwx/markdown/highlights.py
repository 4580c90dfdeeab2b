"""Marked words: ``==marked==``, as Obsidian and Typora have it."""

from __future__ import annotations

from markdown_it import MarkdownIt

from mdwx.markdown.pairs import add_pair

__all__ = ["extend"]


def extend(parser: MarkdownIt) -> None:
    """Switch on ``==marked==``."""
    add_pair(parser, "mark", "=")
