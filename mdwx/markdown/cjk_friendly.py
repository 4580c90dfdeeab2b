"""CommonMark emphasis that knows Chinese, Japanese and Korean.

CommonMark tells opening from closing marks by the spaces and punctuation around
them. Chinese sets no spaces, so ``**“重点”**后面`` shows its asterisks. This is the
amendment of the "CommonMark CJK-friendly" specification by Tatsunori Uchino:
a mark that touches a wide character is judged as if no punctuation stood there.
Text that is not CJK is left to CommonMark, to the letter.

The module stands alone: it needs markdown-it-py and nothing else, and changes
one parser, not its classes::

    parser = MarkdownIt("commonmark").enable("strikethrough")
    cjk_friendly.extend(parser)

Marks of other plugins that work by delimiters become friendly too, if their rule
is there before ``extend`` is called and its name is given.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline, emphasis, strikethrough

__all__ = ["MARKS", "extend", "friendly", "is_cjk"]

Tokenize = Callable[[StateInline, bool], bool]
"""An inline rule of markdown-it-py."""

MARKS: Final = ("emphasis", "strikethrough", "mark", "ins")
"""Rules made friendly unless others are named; those a parser lacks are skipped."""

RANGES: Final = """
1100-11ff 20a9 2329-232a 2630-2637 268a-268f 2e80-2e99 2e9b-2ef3 2f00-2fd5
2ff0-303e 3041-3096 3099-30ff 3105-312f 3131-318e 3190-31e5 31ef-321e 3220-3247
3250-a48c a490-a4c6 a960-a97c ac00-d7a3 d7b0-d7c6 d7cb-d7fb f900-faff fe10-fe19
fe30-fe52 fe54-fe66 fe68-fe6b ff01-ffbe ffc2-ffc7 ffca-ffcf ffd2-ffd7 ffda-ffdc
ffe0-ffe6 ffe8-ffee 16fe0-16fe4 16ff0-16ff6 17000-18cda 18cff-18d20 18d80-18df2
18e00-19191 191a0-191d2 1aff0-1aff3 1aff5-1affb 1affd-1affe 1b000-1b128 1b132
1b150-1b152 1b155 1b164-1b168 1b170-1b2fb 1d300-1d356 1d360-1d376 1f200 1f202
1f210-1f219 1f21b-1f22e 1f230-1f231 1f237 1f23b 1f240-1f248 1f260-1f265
20000-2fffd 30000-3fffd
"""
"""CJK characters: East Asian Width W, F or H without default emoji, and Hangul.

Written down, for Python's own tables differ from one version to the next. From
get-east-asian-width 1.7.0 and Unicode 17's Emoji_Presentation, as used by
markdown-it-cjk-friendly 3.0.0; wide pictographs that Unicode 17 does not name
yet are left out, because they will be emoji.
"""

BOUNDS: Final = tuple(
    (int(first, 16), int(last or first, 16))
    for first, _, last in (item.partition("-") for item in RANGES.split())
)
FIRSTS: Final = tuple(first for first, _ in BOUNDS)

LOWEST: Final = 0x1100
"""Below it nothing is CJK, nor a selector."""
SPACE: Final = 0x20
"""What stands before the first character and after the last."""
FULL_WIDTH_FORM: Final = 0xFE01
"""The selector that makes a quotation mark a full-width one."""
SHARED_QUOTES: Final = frozenset({0x2018, 0x2019, 0x201C, 0x201D})


def extend(parser: MarkdownIt, marks: Sequence[str] = MARKS) -> None:
    """Judge the marks of emphasis by the CJK-friendly rules."""
    ruler = parser.inline.ruler
    rules: dict[str, Tokenize] = {
        # Rules that are off now may be switched on later.
        "emphasis": emphasis.tokenize,
        "strikethrough": strikethrough.tokenize,
        **dict(zip(ruler.get_active_rules(), ruler.getRules(""), strict=True)),
    }
    for name in marks:
        if name in rules:
            ruler.at(name, friendly(rules[name]))


def friendly(tokenize: Tokenize) -> Tokenize:
    """The rule ``tokenize``, with what it says of its delimiters amended."""

    def rule(state: StateInline, silent: bool) -> bool:
        start, known = state.pos, len(state.delimiters)
        if not tokenize(state, silent):
            return False
        if len(state.delimiters) > known and is_near_cjk(state, start):
            can_open, can_close = flanking(state, start)
            for delimiter in state.delimiters[known:]:
                delimiter.open, delimiter.close = can_open, can_close
        return True

    return rule


def is_near_cjk(state: StateInline, start: int) -> bool:
    """Whether the run from ``start`` to here has a neighbour that may be CJK."""
    return before(state, start) >= LOWEST or after(state) >= LOWEST


def flanking(state: StateInline, start: int) -> tuple[bool, bool]:
    """Whether the run from ``start`` to here can open, and can close.

    The two conditions of CommonMark, solved for the cases without white space.
    """
    last, main = before(state, start), main_before(state, start)
    follower = after(state)
    if isWhiteSpace(main) or isWhiteSpace(follower):
        return not isWhiteSpace(follower), not isWhiteSpace(main)
    can_open, can_close = is_punctuation(main), is_punctuation(follower)
    if state.src[start] == "_":
        return can_open, can_close
    beside_cjk = is_cjk(follower) or ends_cjk(last, before(state, start - 1))
    return (
        can_open or beside_cjk or not is_punctuation(follower),
        can_close or beside_cjk or not is_punctuation(main),
    )


def before(state: StateInline, index: int) -> int:
    """The character in front of ``index``."""
    return ord(state.src[index - 1]) if index > 0 else SPACE


def after(state: StateInline) -> int:
    """The character behind the run that was just read."""
    return ord(state.src[state.pos]) if state.pos < state.posMax else SPACE


def main_before(state: StateInline, start: int) -> int:
    """The character in front, or the one that its variation selector varies."""
    last = before(state, start)
    varied = before(state, start - 1)
    if is_selector(last) and unicodedata.category(chr(varied)) != "Zs":
        return varied
    return last


def ends_cjk(last: int, varied: int) -> bool:
    """Whether what ends in ``last`` is CJK, ``varied`` standing in front of it."""
    if is_selector(last):
        is_quote = last == FULL_WIDTH_FORM and varied in SHARED_QUOTES
        return is_quote or is_cjk(varied)
    return is_cjk(last) or is_ideographic_selector(last)


def is_cjk(code: int) -> bool:
    """Whether a code point is a CJK character by the specification."""
    at = bisect_right(FIRSTS, code) - 1
    return at >= 0 and code <= BOUNDS[at][1]


def is_punctuation(code: int) -> bool:
    """Whether it is punctuation or a symbol, as markdown-it-py has it."""
    return isMdAsciiPunct(code) or isPunctChar(chr(code))


def is_selector(code: int) -> bool:
    """Whether it is a variation selector of general use, not the one for emoji."""
    return 0xFE00 <= code <= 0xFE0E


def is_ideographic_selector(code: int) -> bool:
    """Whether it is a variation selector of ideographs."""
    return 0xE0100 <= code <= 0xE01EF
