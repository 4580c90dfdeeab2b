"""``![](holiday photo (1).jpg)``: a picture whose file name has spaces.

CommonMark wants angle brackets around such a name, editors and people leave
them out, and then the picture would be lost and its source shown as text. Only
what ends like a picture file is taken, so CommonMark's own examples stay text.
"""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from mdwx.patterns import pattern

__all__ = ["extend", "push_picture"]

TARGET: Final = pattern(
    r"""\([ \t]*
    (?P<path>[^\s<>"](?:(?!\]\()[^\n<>"]){0,500}?
        \.(?:png|jpe?g|jfif|gif|webp|avif|bmp|tiff?|svg|hei[cf]))
    (?:[ \t]+(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'))?
    [ \t]*\)""",
    re.VERBOSE | re.IGNORECASE,
)


def extend(parser: MarkdownIt) -> None:
    """Try the rule where CommonMark's own finds no picture."""
    parser.inline.ruler.after("image", "spaced_picture", spaced_picture)


def spaced_picture(state: StateInline, silent: bool) -> bool:
    """Read one picture; the signature is markdown-it's."""
    if not state.src.startswith("![", state.pos):
        return False
    label_end = state.md.helpers.parseLinkLabel(state, state.pos + 1, False)
    target = TARGET.match(state.src, label_end + 1, state.posMax)
    if label_end < 0 or target is None:
        return False
    if not silent:
        title = target["double"] or target["single"] or ""
        push_picture(state, label_end, target["path"], title=title)
    state.pos = target.end()
    return True


def push_picture(
    state: StateInline, label_end: int, path: str, *, title: str = ""
) -> Token:
    """Add a picture whose words end at ``label_end``."""
    label = state.src[state.pos + 2 : label_end]
    token = state.push("image", "img", 0)
    token.attrs = {"src": state.md.normalizeLink(path), "alt": ""}
    token.content = label
    token.children = []
    state.md.inline.parse(label, state.md, state.env, token.children)
    if title:
        token.attrs["title"] = title
    return token
