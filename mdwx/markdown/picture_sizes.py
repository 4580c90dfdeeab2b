"""Sizes of pictures: ``![](a.png =300x200)`` and ``![words|300](a.png)``.

The first is written for StackEdit, HackMD and CSDN, the second for Obsidian, doocs
and Typora. CommonMark has neither: it shows the source of one and the number of
the other.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from mdwx.markdown.spaced_pictures import push_picture
from mdwx.patterns import pattern

__all__ = ["extend", "read_size", "set_size"]

TITLE: Final = """(?:"([^"\\n]*+)"|'([^'\\n]*+)')"""
TARGET: Final = pattern(
    rf"""\([ \t]*+
    (?:<(?P<angle>[^<>\n]*+)>|(?P<path>[^\s<>"](?:(?!\]\()[^\n<>"]){{0,500}}?))
    (?:[ \t]++{TITLE})?
    [ \t]++=(?P<size>[0-9.]{{0,6}}%?(?:[xX*×](?:[0-9.]{{0,6}}%?|\*))?)
    (?:[ \t]++{TITLE})?
    [ \t]*+\)""",
    re.VERBOSE,
)
SIZE: Final = pattern(
    r"(?P<width>\d{1,5}(?:\.\d+)?%?)?(?:[xX*×](?P<height>\d{1,5}(?:\.\d+)?%?|\*)?)?"
)
IN_WORDS: Final = pattern(
    r"\|[ \t]*+(?P<width>\d{1,4})(?P<unit>%|px|)(?:[xX×](?P<height>\d{1,4}))?[ \t]*+"
)
WIDEST: Final = 1600
"""Of a number behind a bar: a larger one is more likely a year."""

LENGTH: Final = pattern(r"(\d{0,5}\.?\d{1,5})\s*([a-z%]*)", re.IGNORECASE)
UNITS: Final = MappingProxyType(
    {
        "": 1.0,
        "px": 1.0,
        "pt": 4 / 3,
        "em": 16.0,
        "rem": 16.0,
        "in": 96.0,
        "cm": 96 / 2.54,
        "mm": 96 / 25.4,
    }
)
"""How many pixels there are to each."""


def extend(parser: MarkdownIt) -> None:
    """Read sizes behind an address, and behind the words."""
    parser.inline.ruler.after("image", "mdwx_sized_picture", sized_picture)
    parser.core.ruler.push("mdwx_picture_words", read_words)


def sized_picture(state: StateInline, silent: bool) -> bool:
    """Read one picture with ``=300x200``; the signature is markdown-it's."""
    if not state.src.startswith("![", state.pos):
        return False
    # Looked for first: finding the end of the words is work.
    if state.src.find(" =", state.pos, state.posMax) < 0:
        return False
    label_end = state.md.helpers.parseLinkLabel(state, state.pos + 1, False)
    target = TARGET.match(state.src, label_end + 1, state.posMax)
    size = read_size(target["size"]) if label_end > 0 and target else None
    if target is None or size is None:
        return False
    if not silent:
        path = target["path"] if target["angle"] is None else target["angle"]
        token = push_picture(state, label_end, path, title=title_of(target))
        set_size(token, width=size[0], height=size[1])
    state.pos = target.end()
    return True


def title_of(target: re.Match[str]) -> str:
    """The title, wherever and however it is quoted."""
    titles = (target[group] for group in (3, 4, 6, 7))
    return next((title for title in titles if title), "")


def read_size(size: str) -> tuple[str, str] | None:
    """The width and the height of ``300x200``, ``300x``, ``x200``, ``60%``."""
    found = SIZE.fullmatch(size.strip())
    if found is None or not (found["width"] or found["height"]):
        return None
    if size.strip().isdigit():
        return None
    return found["width"] or "", (found["height"] or "").strip("*")


def read_words(state: StateCore) -> None:
    """Take ``|300`` off the end of a picture's words."""
    for block in state.tokens:
        for token in block.children or []:
            if token.type == "image" and token.children:
                take_size(token, token.children[-1])


def take_size(picture: Token, words: Token) -> None:
    """Take the size off the last words of a picture, if they end in one."""
    start = words.content.rfind("|") if words.type == "text" else -1
    found = IN_WORDS.fullmatch(words.content, start) if start >= 0 else None
    if found is None or not 0 < int(found["width"]) <= WIDEST:
        return
    width = found["width"] + found["unit"]
    set_size(picture, width=width, height=found["height"] or "")
    words.content = words.content[:start].rstrip()


def set_size(picture: Token, *, width: str, height: str) -> None:
    """Give a picture a size, in px or as a part of the column."""
    for name, value in (("width", width), ("height", height)):
        if (size := length(value)) and name not in picture.attrs:
            picture.attrs[name] = size


def length(value: str) -> str:
    """A length as ``300`` or ``60%``; empty if it is none, or no size at all."""
    found = LENGTH.fullmatch(value.strip())
    if found is None or not float(found[1]):
        return ""
    unit = found[2].lower()
    if unit in {"%", "vw"}:
        return f"{min(100.0, float(found[1])):g}%"
    return f"{round(float(found[1]) * UNITS[unit])}" if unit in UNITS else ""
