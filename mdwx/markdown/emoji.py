"""Short codes of emoji: ``:smile:``, by the names GitHub uses.

A code stands apart from Latin letters, digits and other colons, so ``10:30:45``,
``a:b:c`` and ``std::end::x`` are left alone. GitHub's own pictures, which are no
characters (``:octocat:``), stay as they are written, and are told.

The names come from the library ``emoji``, loaded when the first code is met.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from mdwx.markdown.findings import finding
from mdwx.model import Text
from mdwx.patterns import pattern

__all__ = ["extend"]

CODE: Final = pattern(r":([a-z0-9_+-]{1,60}):(?![A-Za-z0-9])")
GITHUB: Final = MappingProxyType({"beetle": "🪲", "egg": "🥚"})
"""Where the library's older names are not GitHub's."""

PICTURES: Final = frozenset(
    re.findall(
        r"\S+",
        """accessibility atom basecamp basecampy bowtie copilot dependabot electron
    feelsgood finnadie fishsticks goberserk godmode hurtrealbad neckbeard octocat
    rage1 rage2 rage3 rage4 shipit shipitparrot suspect trollface""",
    )
)
"""Those of GitHub's that are no characters."""


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
    if not character and found[1] not in PICTURES:
        return False
    if not silent:
        state.append_pending(character or found[0])
        if not character:
            state.pushPending()
            state.tokens.append(no_character(found[0]))
    state.pos = found.end()
    return True


def no_character(code: str) -> Token:
    """The finding about a code of GitHub's own pictures."""
    return finding(
        "M013",
        Text(
            zh=f"{code} 是 GitHub 自己的图，不是字符，读者会看到原样",
            en=f"{code} is a picture of GitHub's; readers see it as it stands",
        ),
        hint=Text(
            zh="换一个表情，或插入图片", en="choose another, or insert a picture"
        ),
    )


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
