"""Marks of two equal signs around words, through markdown-it's own machinery.

``~~struck~~``, ``==marked==``: which mark opens and which closes is decided with
those of emphasis, so they nest without crossing. Three signs and more are words,
as GitHub has it: ``好开心~~~`` and rows of ``=====`` are no marks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

__all__ = ["add_pair", "tokenize_pair"]


def add_pair(parser: MarkdownIt, name: str, sign: str) -> None:
    """Read ``sign`` twice around words as the element ``name``."""
    parser.inline.add_terminator_char(sign)
    parser.inline.ruler.before("emphasis", name, tokenize_pair(sign))
    parser.inline.ruler2.after("balance_pairs", name, settle_pair(name, sign))


def tokenize_pair(sign: str) -> Callable[[StateInline, bool], bool]:
    """The rule that notes each mark."""

    def tokenize(state: StateInline, silent: bool) -> bool:
        if silent or state.src[state.pos] != sign:
            return False
        scanned = state.scanDelims(state.pos, True)
        if scanned.length < 2:
            return False
        state.push("text", "", 0).content = sign * scanned.length
        if scanned.length == 2:
            place = len(state.tokens) - 1
            can = {"open": scanned.can_open, "close": scanned.can_close}
            state.delimiters.append(Delimiter(ord(sign), 0, place, -1, **can))
        state.pos += scanned.length
        return True

    return tokenize


def settle_pair(name: str, sign: str) -> Callable[[StateInline], None]:
    """The rule that makes tags of the marks that found each other."""

    def settle(state: StateInline) -> None:
        nested = (meta["delimiters"] for meta in state.tokens_meta if meta)
        for delimiters in (state.delimiters, *nested):
            for mark in delimiters:
                if mark.marker == ord(sign) and mark.end >= 0:
                    become(state.tokens[mark.token], name, 1)
                    become(state.tokens[delimiters[mark.end].token], name, -1)

    return settle


def become(token: Token, name: str, nesting: Literal[-1, 1]) -> None:
    """Turn the text of a mark into the tag it stands for."""
    token.type = f"{name}_{'open' if nesting > 0 else 'close'}"
    token.tag = name
    token.nesting = nesting
    token.markup, token.content = token.content, ""
