"""``[[other]]``: a link to another post by its name, as Obsidian writes it.

Who that is cannot be known here; ``transforms.posts`` finds out.
"""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline

from mdwx.patterns import pattern

__all__ = ["extend"]

WIKILINK: Final = pattern(r"(?<!\[)\[\[(?=\S)([^\[\]\n]+)(?<=\S)\]\](?!\])")
NUMBERS: Final = pattern(r"[\d\s.,;:+*/-]+")
"""``[[1, 2]]`` is a matrix or a reference, and no post is called so."""


def extend(parser: MarkdownIt) -> None:
    """Read ``[[target]]``, ``[[target|words]]`` and ``[[target#heading]]``."""
    parser.inline.ruler.before("link", "wikilink", read_wikilink)


def read_wikilink(state: StateInline, silent: bool) -> bool:
    """Emit the tokens of a link, unless CommonMark has a use for the brackets."""
    found = WIKILINK.match(state.src, state.pos, state.posMax)
    if found is None or is_taken(state, found):
        return False
    target, _, words = found[1].partition("|")
    # Inside a table the bar is escaped.
    target, words = target.rstrip("\\ ").strip(), words.strip()
    if not target:
        return False
    if not silent:
        opened = state.push("link_open", "a", 1)
        opened.markup = "wikilink"
        opened.info = "named" if words else "bare"
        opened.attrs = {"href": target}
        state.push("text", "", 0).content = words or last_part(target)
        state.push("link_close", "a", -1).markup = "wikilink"
    state.pos = found.end()
    return True


def is_taken(state: StateInline, found: re.Match[str]) -> bool:
    """Whether the brackets are an embed, a link with brackets, or numbers."""
    before = state.src[max(0, found.start() - 2) : found.start()]
    is_embed = before.endswith("!") and before != "\\!"
    is_link = state.src[found.end() : found.end() + 1] in {"(", "["}
    name = normalizeReference(found[1])
    is_reference = name in state.env.get("references", {})
    return is_embed or is_link or is_reference or bool(NUMBERS.fullmatch(found[1]))


def last_part(target: str) -> str:
    """What a reader sees of a target that nobody gave words."""
    path, _, heading = target.partition("#")
    name = path.rstrip("/").rsplit("/", 1)[-1]
    return name or heading.rsplit("#", 1)[-1].lstrip("^") or target
