"""A space between Chinese and Latin letters or digits.

Only letters and digits beside ideographs: punctuation, prices and units
(``5%``, ``¥5``) stay as they are. Code, addresses and raw HTML are walls: nothing
is put inside them or beside them. The space is a real one, so it is copied too.
"""

from __future__ import annotations

from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from mdwx.markdown.characters import is_chinese, is_word
from mdwx.markdown.marks import SEEN_THROUGH

__all__ = ["extend"]

FIGURES: Final = frozenset("0123456789.,")
CURRENCIES: Final = frozenset("$¥￥€£₩₽")
UNITS: Final = frozenset("%‰‱°℃℉％")
"""Signs that make a number one word, spaced by whoever wrote it."""

WALL: Final = "\n"
"""Stands for code, pictures, breaks: no letter, so no space beside it."""


def extend(parser: MarkdownIt) -> None:
    """Space out mixed text, after all else has been parsed."""
    parser.core.ruler.push("mdwx_autospace", space_out)


def space_out(state: StateCore) -> None:
    """Put the spaces into the text tokens of every block."""
    for block in state.tokens:
        if block.children:
            space_block(block.children)


def space_block(tokens: list[Token]) -> None:
    """Space the text of one paragraph, across its emphasis and links."""
    before = WALL
    address = False
    raw_depth = 0
    for token in tokens:
        if token.type == "link_open":
            address = token.info == "auto"
        if token.type == "html_inline":
            raw_depth = max(0, raw_depth + depth_step(token.content))
        if token.type == "text" and not address and not raw_depth:
            if token.content:
                token.content = spaced(before, token.content)
                before = token.content[-1]
        elif address or token.type not in SEEN_THROUGH:
            before = WALL
        if token.type == "link_close":
            address = False


def spaced(before: str, text: str) -> str:
    """``text`` with its spaces, the first one depending on what is ``before``."""
    out: list[str] = []
    for index, character in enumerate(text):
        if meet(before, character) and not is_price(text, index):
            out.append(" ")
        out.append(character)
        before = character
    return "".join(out)


def is_price(text: str, index: int) -> bool:
    """Whether the number that begins or ends at ``index`` carries a sign."""
    start = end = index
    while start and text[start - 1] in FIGURES:
        start -= 1
    while end < len(text) and text[end] in FIGURES:
        end += 1
    return text[start - 1 : start] in CURRENCIES or text[end : end + 1] in UNITS


def meet(left: str, right: str) -> bool:
    """Whether Chinese and a Latin letter or digit stand side by side."""
    return (is_chinese(left) and is_word(right)) or (
        is_word(left) and is_chinese(right)
    )


def depth_step(tag: str) -> int:
    """How an inline HTML tag changes the number of open ones."""
    if tag.startswith("</"):
        return -1
    is_void = tag.endswith("/>") or tag.startswith(("<!", "<?"))
    name = tag[1:].split(maxsplit=1)[0].rstrip(">").lower()
    return 0 if is_void or name in {"br", "img", "wbr", "input", "hr"} else 1
