"""What may stand above or below the line: one rule for ``^`` and ``~``.

The plugins of mdit-py-plugins read any two signs without a space between them,
and Chinese has no spaces: ``约3~5天，最多10~20天`` and ``2^10和2^20`` would lose
their signs. So a script is short, follows a letter, a digit or a bracket, is all
of one writing, and does not run into a number or another term of a formula.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from mdwx.markdown.characters import is_chinese
from mdwx.patterns import pattern

__all__ = ["add_script"]

PLAIN: Final = pattern(
    r"""[+\-\u2212]?                     # a sign: 10^-3^
    (?:[^\W_]|[®©™′'()=]|[+\-\u2212,](?=[\w(]) # letters, digits, n+1, i,j
    |\.(?=\d)|\\[ ]){1,24}
    [+\-\u2212*]?                        # a charge: SO^2-^
    """,
    re.VERBOSE,
)
TERMS: Final = pattern(r"(?<=.)[+\-\u2212=,](?=.)")
"""Between the terms of a formula: ``x^n+y^n`` is none of ours."""

LONGEST_WORDS: Final = 10
"""Characters of Chinese that can stand above or below the line."""

SCRIPT_ENDS: Final = frozenset({"sub_close", "sup_close"})
KAOMOJI: Final = frozenset("oO0vVwWωTQ")
"""Faces: ``好^o^``."""


def add_script(parser: MarkdownIt, tag: str, sign: str) -> None:
    """Read ``sign`` around a script as the element ``tag``."""
    parser.inline.add_terminator_char(sign)
    parser.inline.ruler.before("emphasis", tag, read_script(tag, sign))


def read_script(tag: str, sign: str) -> Callable[[StateInline, bool], bool]:
    """The rule for one sign."""

    def read(state: StateInline, silent: bool) -> bool:
        start = state.pos + 1
        if state.src[state.pos] != sign or not state.pos:
            return False
        # Bounded: a lone sign must not send us to the end of the paragraph.
        end = state.src.find(sign, start, min(state.posMax, start + 32))
        if end <= start or not is_script(state, end):
            return False
        if not silent:
            state.push(f"{tag}_open", tag, 1).markup = sign
            written = state.src[start:end].replace("\\ ", " ")
            state.push("text", "", 0).content = written
            state.push(f"{tag}_close", tag, -1).markup = sign
        state.pos = end + 1
        return True

    return read


def is_script(state: StateInline, end: int) -> bool:
    """Whether what lies between the two signs is a script, not words."""
    sign, before = state.src[state.pos], state.src[state.pos - 1]
    after = state.src[end + 1] if end + 1 < state.posMax else " "
    script = state.src[state.pos + 1 : end]
    if sign in (before, after) or not (before.isalnum() or ends_term(state)):
        return False
    if all(map(is_chinese, script)):
        return len(script) <= LONGEST_WORDS and not (is_low(sign) and wide(before))
    if any(map(is_chinese, script)) or not PLAIN.fullmatch(script):
        return False
    if script in KAOMOJI and not (before.isascii() and before.isalnum()):
        return False
    if is_chinese(before) and is_low(sign):
        return False
    meets_word = after.isascii() and after.isalnum()
    return not (after.isdigit() or (meets_word and TERMS.search(script)))


def ends_term(state: StateInline) -> bool:
    """Whether a bracket or mark closes in front, or another script: ``SO~4~^2-^``."""
    follows_script = bool(state.tokens) and state.tokens[-1].type in SCRIPT_ENDS
    is_bare = not state.pending and follows_script
    ends = ")]}）" if is_low(state.src[state.pos]) else ")]}）*`"
    return is_bare or state.src[state.pos - 1] in ends


def is_low(sign: str) -> bool:
    """Whether the sign also says "to": ``周一~周五``, ``3~5 天``."""
    return sign == "~"


def wide(before: str) -> bool:
    """Whether a Chinese word or a number stands in front, as in ``5~周日``."""
    return is_chinese(before) or before.isdigit()
