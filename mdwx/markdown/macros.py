"""Macros of one formula for those below it.

Authors define a macro once, at the top, as they do for MathJax and KaTeX on a
page. Each formula is drawn alone here, so it carries the definitions it uses,
and no others: a new macro does not draw every formula of a post again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from markdown_it.token import Token

from mdwx.patterns import pattern

__all__ = ["share_macros"]

SOURCE: Final = "mdwx-source"
DEFINITION: Final = pattern(
    r"\\(?:newcommand\*?|renewcommand\*?|providecommand\*?"
    r"|DeclareMathOperator\*?|def|gdef)\s*+(?:\{\s*+)?(\\[A-Za-z]++)(?:\s*+\})?"
)
OPTIONS: Final = pattern(r"(?:\s*\[[^\[\]]*\]){0,2}|[^\\{}]*")
NAME: Final = pattern(r"\\[A-Za-z]+")
LONGEST_CHARS: Final = 2_000
"""Of one definition; a longer one stays where it is written."""

MOST_CHARS: Final = 6_000
"""Of all definitions that are carried along."""


def share_macros(tokens: Sequence[Token]) -> None:
    """Put before each formula the macros it uses and does not define itself."""
    known = Macros()
    for token in formulas(tokens):
        tex = str(token.meta["tex"])
        own = dict(definitions(tex))
        token.attrs[SOURCE] = known.given(tex, own) + tex
        if own:
            known.learn(own)
            if not remainder(tex, own):
                silence(token)


class Macros:
    """What the formulas so far have defined."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.size = 0
        self.prefixes: dict[frozenset[str], str] = {}
        """Asked for before, by the names that were used."""

    def learn(self, own: Mapping[str, str]) -> None:
        """Add definitions, as many as can be carried along."""
        for name, text in own.items():
            size = self.size - len(self.texts.get(name, "")) + len(text)
            if size <= MOST_CHARS:
                self.size = size
                self.texts[name] = text
        self.prefixes.clear()

    def given(self, tex: str, own: Mapping[str, str]) -> str:
        """The definitions that a formula needs besides its own."""
        if not self.texts:
            return ""
        used = frozenset(set(NAME.findall(tex)) & self.texts.keys() - own.keys())
        if used not in self.prefixes:
            self.prefixes[used] = self.prefix(used)
        return self.prefixes[used]

    def prefix(self, used: frozenset[str]) -> str:
        """The definitions of these names, and of those that they use in turn."""
        found = set(used)
        waiting = list(used)
        while waiting:
            inner = set(NAME.findall(self.texts[waiting.pop()]))
            news = inner & self.texts.keys() - found
            found |= news
            waiting += news
        return "".join(text for name, text in self.texts.items() if name in found)


def formulas(tokens: Sequence[Token]) -> Iterator[Token]:
    """Every formula, in the order of the text."""
    for token in tokens:
        if token.type == "formula":
            yield token
        if token.children:
            yield from formulas(token.children)


def definitions(tex: str) -> Iterator[tuple[str, str]]:
    """The macros that a formula defines: name, and the text that does it."""
    for found in DEFINITION.finditer(tex):
        options = OPTIONS.match(tex, found.end())
        begin = options.end() if options else found.end()
        while tex[begin : begin + 1].isspace():
            begin += 1
        end = group_end(tex, begin)
        if end:
            yield found[1], tex[found.start() : end]


def group_end(tex: str, begin: int) -> int:
    """Where the group in braces that begins here ends; 0 if it does not."""
    depth = 0
    for piece in re.finditer(r"\\.|[{}]", tex[begin : begin + LONGEST_CHARS]):
        if not depth and (piece.start() or piece[0] != "{"):
            return 0
        depth += {"{": 1, "}": -1}.get(piece[0], 0)
        if not depth:
            return begin + piece.end()
    return 0


def remainder(tex: str, own: Mapping[str, str]) -> str:
    """What a formula shows besides its definitions."""
    for text in own.values():
        tex = tex.replace(text, "")
    return tex.strip()


def silence(token: Token) -> None:
    """Let a formula that only defines macros show nothing."""
    token.hidden = True
    token.attrs = {}
    token.meta = {}
    token.content = ""
