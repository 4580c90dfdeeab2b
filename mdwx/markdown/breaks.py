"""Every line break of the source is one of the article.

The other convention of Chinese authors, who press return where a line ends.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

__all__ = ["extend"]


def extend(parser: MarkdownIt) -> None:
    """Keep soft line breaks."""
    parser.core.ruler.push("mdwx_breaks", keep_breaks)


def keep_breaks(state: StateCore) -> None:
    """Turn each soft break into a hard one."""
    for block in state.tokens:
        for token in block.children or []:
            if token.type == "softbreak":
                token.type = "hardbreak"
                token.tag = "br"
