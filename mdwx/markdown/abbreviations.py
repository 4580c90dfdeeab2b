"""Abbreviations: ``*[HTML]: 超文本标记语言``, as Markdown Extra has them.

There the meaning is a tooltip. Phones have none, and WeChat drops titles; so the
meaning stands once, quietly and in parentheses, behind the first place in running
text: HTML（超文本标记语言）. Headings and links stay as they are, and so does a
place where the author already put a parenthesis.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from mdwx.markdown.characters import is_wide
from mdwx.patterns import pattern

__all__ = ["extend"]

DEFINITION: Final = pattern(r"\*\[([^\[\]\n\\]{1,100})\]:[ \t]*(\S[^\n]*)")
PARENTHESIS: Final = pattern(r"[ \t]*[（(]")
BLANK: Final = pattern(r"[ ](?=\S)")
MEANINGS: Final = "mdwx_abbreviations"
"""Where a parse keeps what it has read, by the short form."""


def extend(parser: MarkdownIt) -> None:
    """Switch on ``*[HTML]: …``."""
    ends = ["paragraph", "reference"]
    ruler = parser.block.ruler
    ruler.before("reference", "abbreviation", definition, {"alt": ends})
    parser.core.ruler.after("text_join", "mdwx_abbreviations", explain)


def definition(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Read one definition; the signature is markdown-it's."""
    start = state.bMarks[line] + state.tShift[line]
    if state.is_code_block(line) or not state.src.startswith("*[", start):
        return False
    found = DEFINITION.match(state.src, start, state.eMarks[line])
    if found is None or not found[1].strip():
        return False
    if not silent:
        known: dict[str, str] = state.env.setdefault(MEANINGS, {})
        known.setdefault(found[1].strip(), found[2].strip())
        state.line = line + 1
    return True


def explain(state: StateCore) -> None:
    """Put each meaning behind the first place of its short form."""
    known: dict[str, str] = state.env.get(MEANINGS, {})
    everything = "\n".join(block.content for block in state.tokens if block.children)
    waiting = {short: said for short, said in known.items() if short in everything}
    if not waiting:
        return
    short_forms = any_of(waiting)
    for before, block in pairwise(state.tokens):
        if block.children and before.type != "heading_open":
            block.children = [
                piece
                for token, is_linked in with_links(block.children)
                for piece in (
                    explained(token, short_forms, waiting)
                    if waiting and token.type == "text" and not is_linked
                    else (token,)
                )
            ]


def with_links(tokens: list[Token]) -> Iterator[tuple[Token, bool]]:
    """Each token, and whether it stands in a link."""
    depth = 0
    for token in tokens:
        if token.type in {"link_open", "link_close"}:
            depth += token.nesting
        yield token, depth > 0


def explained(
    text: Token, short_forms: re.Pattern[str], waiting: dict[str, str]
) -> list[Token]:
    """A piece of text, cut behind the short forms it is the first to hold.

    Those it holds are no longer waiting.
    """
    pieces: list[Token] = []
    done = 0
    for found in short_forms.finditer(text.content):
        meaning = waiting.pop(found[0], None)
        if meaning is None or PARENTHESIS.match(text.content, found.end()):
            continue
        pieces.append(words(text, text.content[done : found.end()]))
        is_chinese = any(map(is_wide, meaning))
        pieces += meaning_tokens(meaning, text.level, is_chinese=is_chinese)
        # A blank behind the short form has no place behind a full-width bracket.
        blank = BLANK.match(text.content, found.end()) if is_chinese else None
        done = blank.end() if blank else found.end()
    return [*pieces, words(text, text.content[done:])] if pieces else [text]


def any_of(waiting: Iterable[str]) -> re.Pattern[str]:
    """Any of the short forms, the longest first, none within a Latin word."""
    longest_first = sorted(waiting, key=len, reverse=True)
    either = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<![A-Za-z0-9])(?:{either})(?![A-Za-z0-9])")


def meaning_tokens(meaning: str, level: int, *, is_chinese: bool) -> list[Token]:
    """The meaning in the parentheses of its own language."""
    shown = f"（{meaning}）" if is_chinese else f" ({meaning})"
    return [
        Token("meaning_open", "span", 1, attrs={"class": "meaning"}, level=level),
        Token("text", "", 0, content=shown, level=level + 1),
        Token("meaning_close", "span", -1, level=level),
    ]


def words(like: Token, content: str) -> Token:
    """A piece of text."""
    return Token("text", "", 0, content=content, level=like.level)
