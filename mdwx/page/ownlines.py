"""Pictures that have a line of the source to themselves, or share one.

Authors set a picture below the words it belongs to and seldom leave a blank line
between; they mean it to stand alone all the same. So do editors that write
``<img>`` to give a picture its size.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from markdown_it.token import Token

from mdwx.patterns import pattern

__all__ = ["begins_with_picture", "cut_at_pictures", "is_picture"]

IMG: Final = pattern(r"\s*<img\b", re.IGNORECASE)


def cut_at_pictures(tokens: Sequence[Token]) -> list[list[Token]]:
    """Cut a paragraph into its lone pictures and the words between them.

    Where it is cut, one line break is left out.
    """
    lines: list[list[Token]] = [[]]
    breaks: list[Token] = []
    for token in tokens:
        if ends_line(token):
            breaks.append(token)
            lines.append([])
        else:
            lines[-1].append(token)
    alone = [is_picture(line) for line in lines]
    parts = [lines[0]]
    for index, line_break in enumerate(breaks):
        if alone[index] or alone[index + 1]:
            parts.append(lines[index + 1])
        else:
            parts[-1] += [line_break, *lines[index + 1]]
    return parts


def ends_line(token: Token) -> bool:
    """Whether a line of the source ends here, outside emphasis and links."""
    is_break = token.type in {"softbreak", "hardbreak"} or "line_break" in token.meta
    return is_break and token.level == 0


def is_picture(line: Sequence[Token]) -> bool:
    """Whether a line is a picture and nothing else, or several side by side.

    Each may carry a link.
    """
    kinds = [kind_of(token) for token in line]
    seen = [kind for kind in kinds if kind != "blank"]
    # An opened link is closed on the same line: breaks inside it end none.
    return "picture" in seen and "words" not in seen


def kind_of(token: Token) -> str:
    """What a token is to a line of pictures."""
    if token.type == "image":
        return "picture"
    if token.type == "html_inline" and begins_with_picture(token.content):
        return "picture"
    if token.type in {"link_open", "link_close"}:
        return "link"
    return "words" if token.type != "text" or token.content.strip() else "blank"


def begins_with_picture(markup: str) -> bool:
    """Whether HTML begins with a picture."""
    return IMG.match(markup) is not None
