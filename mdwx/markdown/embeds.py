"""``![[picture.png|300]]``: pictures as Obsidian embeds them.

It also embeds notes, films and sound this way. An article has no place for them,
so they grow as an element that a later rewrite reports.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from mdwx.markdown.picture_sizes import read_size, set_size
from mdwx.patterns import pattern

__all__ = ["EMBED", "extend"]

EMBED: Final = "mdwx-embed"
"""Private attribute of what cannot be embedded: "note" or "file"."""

EMBEDDED: Final = pattern(r"!\[\[([^\[\]\n]{1,500}+)\]\]")
BAR: Final = pattern(r"\\?\|")
PICTURE: Final = pattern(
    r"\.(?:png|jpe?g|jfif|gif|webp|avif|bmp|tiff?|svg|hei[cf])", re.IGNORECASE
)
FILE: Final = pattern(
    r"\.(?:pdf|mp3|wav|m4a|og[agv]|opus|flac|aac|3gp|mp4|webm|mov|mkv|avi|canvas|base"
    r"|excalidraw|zip|docx?|xlsx?|pptx?|csv)",
    re.IGNORECASE,
)
PLACES: Final = frozenset({"left", "right", "center", "centre", "inline"})
"""Words that some themes of Obsidian take for a place, not for a description."""


def extend(parser: MarkdownIt) -> None:
    """Read embeds where CommonMark finds no picture of its own."""
    parser.inline.ruler.after("image", "mdwx_embed", embed)


def embed(state: StateInline, silent: bool) -> bool:
    """Read one embed; the signature is markdown-it's."""
    found = EMBEDDED.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    target, *options = (part.strip() for part in BAR.split(found[1]))
    # A note may be embedded from a heading on, a film from a second on.
    file = target.partition("#")[0].strip()
    if not file:
        return False
    if not silent:
        suffix = PurePosixPath(file).suffix
        if PICTURE.fullmatch(suffix):
            push_picture(state, file, options)
        else:
            push_other(state, file, kind="file" if FILE.fullmatch(suffix) else "note")
    state.pos = found.end()
    return True


def push_picture(state: StateInline, file: str, options: list[str]) -> None:
    """Add a picture that is found by its name."""
    token = state.push("image", "img", 0)
    token.attrs = {"src": state.md.normalizeLink(file), "alt": ""}
    token.meta["anywhere"] = True
    token.children = []
    words = []
    for option in options:
        if size := sized(option):
            set_size(token, width=size[0], height=size[1])
        elif option.lower() not in PLACES and option:
            words.append(option)
    token.content = " ".join(words)
    state.md.inline.parse(token.content, state.md, state.env, token.children)


def sized(option: str) -> tuple[str, str] | None:
    """The size an option gives: ``300``, ``300x200`` or ``60%``."""
    return (option, "") if option.isdecimal() else read_size(option)


def push_other(state: StateInline, file: str, *, kind: str) -> None:
    """Add the name of what is no picture."""
    token = state.push("mdwx_embed", "span", 0)
    token.attrs = {EMBED: kind}
    token.content = file
