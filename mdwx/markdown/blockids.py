"""``^block-id`` at the end of a block: Obsidian's address for it, unseen there.

Only what Obsidian itself would take for one: behind a blank, the last words of the
block, Latin letters, digits and hyphens. Numbers are left alone: they are powers.
"""

from __future__ import annotations

from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from mdwx.patterns import pattern

__all__ = ["extend"]

NAME: Final = pattern(r"(?:^|(?<=[ \t]))\^(?=[0-9-]*[A-Za-z])[A-Za-z0-9-]{4,40}$")


def extend(parser: MarkdownIt) -> None:
    """Switch on names of blocks, while escaped characters still differ."""
    parser.core.ruler.before("text_join", "mdwx_blockids", drop_names)


def drop_names(state: StateCore) -> None:
    """Take the name off the end of each block, and the blank or the line before it."""
    for token in state.tokens:
        children = token.children or []
        if not children or children[-1].type != "text":
            continue
        last = children[-1]
        if "^" not in last.content:
            continue
        bare = NAME.sub("", last.content)
        if bare == last.content:
            continue
        last.content = bare.rstrip()
        token.content = NAME.sub("", token.content)
        if not last.content and len(children) > 1:
            del children[-1]
            if children[-1].type == "softbreak":
                del children[-1]
