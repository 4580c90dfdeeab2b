"""Task lists: a list item that begins with a box.

The box leaves the text and becomes ``task`` of the item's token, so that the
page decides how to draw it; a form control would not reach a reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from mdwx.patterns import pattern

__all__ = ["extend"]

BOX: Final = pattern(r"\[([ xX])\]\s+")


def extend(parser: MarkdownIt) -> None:
    """Switch on ``- [x] done``."""
    parser.core.ruler.after("inline", "mdwx_tasks", mark_tasks)


def mark_tasks(state: StateCore) -> None:
    """Move each box from the text into its item's token."""
    for item, inline in first_lines(state.tokens):
        words = inline.children[0] if inline.children else None
        if words and words.type == "text" and (box := BOX.match(words.content)):
            words.content = words.content[box.end() :]
            item.meta["task"] = box[1] in "xX"


def first_lines(tokens: list[Token]) -> Iterator[tuple[Token, Token]]:
    """Each list item with the inline token of its first paragraph."""
    for item, paragraph, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if item.type == "list_item_open" and paragraph.type == "paragraph_open":
            yield item, inline
