"""Short codes of emoji: ``:smile:``, by the names GitHub uses.

A code stands apart from Latin letters, digits and other colons, so ``10:30:45``,
``a:b:c`` and ``std::end::x`` are left alone. GitHub's own pictures, which are no
characters (``:octocat:``), stay as they are written.

The names come from the library ``emoji``, loaded when the first code is met.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

__all__ = ["extend"]

CODE: Final = re.compile(r":([a-z0-9_+-]{1,60}):(?![A-Za-z0-9])")
GITHUB: Final = MappingProxyType({"beetle": "🪲", "egg": "🥚"})
"""Where the library's older names are not GitHub's."""


def extend(parser: MarkdownIt) -> None:
    """Switch on ``:smile:``."""
    parser.inline.ruler.before("emphasis", "emoji", emoji)


def emoji(state: StateInline, silent: bool) -> bool:
    """Read one code; the signature is markdown-it's."""
    if state.src[state.pos] != ":":
        return False
    found = CODE.match(state.src, state.pos, state.posMax)
    if found is None or not stands_apart(state):
        return False
    character = character_of(found[1])
    if not character:
        return False
    if not silent:
        state.append_pending(character)
    state.pos = found.end()
    return True


def stands_apart(state: StateInline) -> bool:
    """Whether no word, number or colon runs into the code.

    The colon that ends the code before is none: the text has its emoji by then.
    """
    if not state.pos:
        return True
    before = state.pending[-1:] or state.src[state.pos - 1]
    return before != ":" and not (before.isascii() and before.isalnum())


def character_of(name: str) -> str:
    """The emoji of that name, or nothing."""
    if name in GITHUB:
        return GITHUB[name]
    import emoji as library

    code = f":{name}:"
    found = library.emojize(code, language="alias")
    return "" if found == code else found
