"""Formulas: ``$…$``, ``$$…$$``, ``\\(…\\)``, ``\\[…\\]`` and ``math`` fences.

Dollars follow Pandoc (no blank inside the dollars, no digit behind them), made
stricter where Chinese posts speak of money and shells: a letter outside needs
something inside that only TeX has. Backslashes with brackets are also CommonMark's
way to write a bracket; they open a formula only where one stands between them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from mdwx.markdown.dollars import Dollars, is_bracketed_tex, is_tex
from mdwx.markdown.macros import share_macros

__all__ = ["FORMULA", "extend"]

FORMULA: Final = "formula"
"""The type of a token that is a formula; its ``meta["tex"]`` is what to draw."""

DOLLARS: Final = "mdwx_dollars"
BRACKETS: Final = "mdwx_brackets"
"""Where both are remembered, by the text they stand in, while a post is parsed."""

PAIRS: Final = (("$$", "$$"), ("\\[", "\\]"))
INTERRUPTED: Final = ["paragraph", "reference", "blockquote", "list"]


def extend(parser: MarkdownIt) -> None:
    """Read formulas, and let each know the macros of those before it."""
    parser.block.ruler.before("fence", "mdwx_formula", read_block, {"alt": INTERRUPTED})
    parser.inline.ruler.before("escape", "mdwx_brackets", read_brackets)
    parser.inline.ruler.before("escape", "mdwx_dollars", read_dollars)
    parser.core.ruler.push("mdwx_formulas", settle)


# Lines of their own.


def read_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``$$…$$`` or ``\\[…\\]`` that begins a line and ends one."""
    position = state.bMarks[start] + state.tShift[start]
    if state.src[position : position + 1] not in {"$", "\\"}:
        return False
    if state.is_code_block(start):
        return False
    first = line_of(state, start)
    for opening, closing in PAIRS:
        if first.startswith(opening):
            found = block_end(state, start, end, closing)
            break
    else:
        return False
    if found is None:
        return False
    written = "\n".join(line_of(state, line) for line in range(start, found + 1))
    tex = written[2:-2].strip()
    is_escape = opening == "\\[" and found == start and not is_tex(tex)
    if not tex or is_escape:
        return False
    if silent:
        return True
    state.line = found + 1
    token = state.push(FORMULA, "section", 0)
    token.map = [start, state.line]
    token.block = True
    describe(token, tex, written, kind="display")
    return True


def block_end(state: StateBlock, start: int, end: int, closing: str) -> int | None:
    """The line that ends with ``closing``, if nothing else comes before it."""
    first = line_of(state, start)[2:]
    # Only a fence of its own may hold blank lines: prose with two prices may not.
    is_fence = not first.strip()
    for line in range(start, end):
        words = first if line == start else line_of(state, line)
        if line > start and is_outside(state, line, words, blank=is_fence):
            return None
        place = find_unescaped(words, closing)
        if place >= 0:
            return None if words[place + 2 :].strip() else line
        if line > start and words.startswith("\\["):
            # Of the one above, then, nothing will come.
            return None
    return None


def is_outside(state: StateBlock, line: int, words: str, *, blank: bool) -> bool:
    """Whether a line cannot belong to the block that began above it."""
    if not words:
        return not blank
    return state.sCount[line] < state.blkIndent


def line_of(state: StateBlock, line: int) -> str:
    """A line without its indent and the marks of quotes and lists."""
    begin = state.bMarks[line] + state.tShift[line]
    return state.src[begin : state.eMarks[line]].rstrip()


def find_unescaped(text: str, mark: str) -> int:
    """Where ``mark`` stands, each backslash taking the character behind it."""
    at = 0
    while at < len(text):
        if text.startswith(mark, at):
            return at
        at += 2 if text[at] == "\\" else 1
    return -1


# In a line.


def read_brackets(state: StateInline, silent: bool) -> bool:
    """``\\(…\\)`` and ``\\[…\\]`` where they hold a formula."""
    opening = state.src[state.pos : state.pos + 2]
    if opening not in {"\\(", "\\["}:
        return False
    closing = "\\)" if opening == "\\(" else "\\]"
    after = state.pos + 2
    end = bracket_end(state, after, closing)
    if end < 0:
        return False
    tex = state.src[after:end].strip()
    is_link = state.pos > 0 and state.src[state.pos - 1] == "]"
    if is_link or not is_bracketed_tex(tex, is_round=opening == "\\("):
        return False
    kind = "formula" if opening == "\\(" else "display"
    return push(state, tex, end + 2, kind=kind, silent=silent)


def bracket_end(state: StateInline, after: int, closing: str) -> int:
    """Where the formula that begins at ``after`` ends; the ends are found once."""
    known: dict[str, dict[str, list[int]]] = state.env.setdefault(BRACKETS, {})
    if state.src not in known:
        ends = known[state.src] = {"\\)": [], "\\]": []}
        for piece in re.finditer(r"\\.", state.src, re.DOTALL):
            if piece[0] in ends:
                ends[piece[0]].append(piece.start())
    places = known[state.src][closing]
    found = bisect_left(places, after)
    return places[found] if found < len(places) else -1


def read_dollars(state: StateInline, silent: bool) -> bool:
    """``$…$``, ``$`…`$`` and, inside a line, ``$$…$$``."""
    if state.src[state.pos] != "$":
        return False
    runs = dollars_of(state)
    length = runs.lengths.get(state.pos, 0)
    if length not in {1, 2}:
        return skip_dollars(state, length, silent=silent)
    found = runs.end_of(state.pos, length)
    if found is None:
        return skip_dollars(state, length, silent=silent)
    end, tex = found
    kind = "formula" if length == 1 else "display"
    return push(state, tex, end + length, kind=kind, silent=silent)


def skip_dollars(state: StateInline, length: int, *, silent: bool) -> bool:
    """Leave a run of dollars as text, so that no part of it is tried again."""
    if not length:
        return False
    if not silent:
        state.append_pending("$" * length)
    state.pos += length
    return True


def dollars_of(state: StateInline) -> Dollars:
    """The dollars of the block that is being parsed."""
    known: dict[str, Dollars] = state.env.setdefault(DOLLARS, {})
    if state.src not in known:
        known[state.src] = Dollars(state.src)
    return known[state.src]


def push(state: StateInline, tex: str, end: int, *, kind: str, silent: bool) -> bool:
    """Add the token of a formula that ends before ``end``."""
    if not silent:
        token = state.push(FORMULA, "span", 0)
        describe(token, tex, state.src[state.pos : end], kind=kind)
    state.pos = end
    return True


def describe(token: Token, tex: str, written: str, *, kind: str) -> None:
    """Say what to draw, and what to show where nothing can be drawn."""
    token.meta["tex"] = tex
    token.content = written
    token.attrs = {
        "class": "formula",
        "mdwx-drawing": kind,
        "mdwx-source": tex,
        "mdwx-label": tex,
    }
    if token.tag == "section":
        token.attrs["mdwx-text"] = ""


# Afterwards.


def settle(state: StateCore) -> None:
    """Give each formula its place and the macros it uses."""
    for name in (DOLLARS, BRACKETS):
        state.env.pop(name, None)
    for token in state.tokens:
        if token.type == "fence" and token.info.split()[:1] == ["math"]:
            read_fence(token)
    free_displays(state.tokens)
    share_macros(state.tokens)


def read_fence(token: Token) -> None:
    """Make a fence a formula."""
    tex = token.content.strip()
    token.type, token.tag = FORMULA, "section"
    describe(token, tex, f"$$\n{tex}\n$$", kind="display")


def free_displays(tokens: list[Token]) -> None:
    """Let ``$$…$$`` inside a plain paragraph stand on a line of its own."""
    for index, token in enumerate(tokens):
        if token.type != "inline" or tokens[index - 1].type != "paragraph_open":
            continue
        for child in token.children or []:
            if child.type != FORMULA or child.level:
                continue
            if child.attrs.get("mdwx-drawing") == "display":
                child.tag = "section"
                child.attrs["mdwx-text"] = ""
