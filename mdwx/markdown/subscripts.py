"""Letters and digits below the line: ``H~2~O``."""

from __future__ import annotations

from markdown_it import MarkdownIt

from mdwx.markdown.raised import add_script

__all__ = ["extend"]


def extend(parser: MarkdownIt) -> None:
    """Switch on ``H~2~O``; ``3~5`` and ``周一~周五`` stay."""
    add_script(parser, "sub", "~")
