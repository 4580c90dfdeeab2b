"""Letters and digits above the line: ``x^2^``."""

from __future__ import annotations

from markdown_it import MarkdownIt

from mdwx.markdown.raised import add_script

__all__ = ["extend"]


def extend(parser: MarkdownIt) -> None:
    """Switch on ``x^2^``; ``2^10``, ``^_^`` and ``^[notes]`` stay."""
    add_script(parser, "sup", "^")
