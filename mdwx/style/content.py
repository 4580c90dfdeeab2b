"""What ``content`` says, as text: strings, attributes, counters, quotes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from types import MappingProxyType
from typing import Final

import tinycss2
from lxml import etree
from tinycss2.ast import FunctionBlock, Node

from mdwx.page.tree import clean_text
from mdwx.records import dataclass
from mdwx.style.colours import split_at_commas
from mdwx.style.counters import Counters
from mdwx.style.numerals import NUMERALS, numeral

__all__ = ["Speaker", "is_sayable"]

LONGEST_CHARS: Final = 200
"""A decoration, not an article."""

QUOTES: Final = ("“", "”", "‘", "’")
"""What Chinese text is quoted with."""

QUOTING: Final[Mapping[str, tuple[int, bool]]] = MappingProxyType(
    {
        "open-quote": (1, True),
        "no-open-quote": (1, False),
        "close-quote": (-1, True),
        "no-close-quote": (-1, False),
    }
)
"""How far each word goes into quotes in quotes, and whether it is seen."""


@dataclass(slots=True)
class Speaker:
    """Says each ``content`` in document order: counters and quotes go on."""

    counters: Counters = field(default_factory=Counters)
    depth: int = 0

    def text(
        self, nodes: Sequence[Node], *, of: etree._Element, quotes: Sequence[str]
    ) -> str | None:
        """The text for the element ``of``, or None where there is to be nothing."""
        words: list[str] = []
        for node in said(nodes):
            if node.type == "string":
                words.append(node.value)
            elif node.type == "ident" and node.lower_value in QUOTING:
                words.append(self.quote(node.lower_value, quotes))
            elif isinstance(node, FunctionBlock) and node.lower_name in CALLS:
                words.append(CALLS[node.lower_name](self, node, of))
            elif node.type not in ("whitespace", "comment"):
                return None
        return clean_text("".join(words))[:LONGEST_CHARS]

    def quote(self, word: str, quotes: Sequence[str]) -> str:
        """An opening or closing quotation mark of its depth."""
        step, is_seen = QUOTING[word]
        if step < 0:
            self.depth = max(0, self.depth - 1)
        place = min(self.depth * 2, max(0, len(quotes) - 2)) + (step < 0)
        if step > 0:
            self.depth += 1
        return quotes[place] if is_seen and place < len(quotes) else ""

    def counter(self, call: FunctionBlock, of: etree._Element) -> str:
        """``counter(name, style)``"""
        name, style = words_of(call, "", "decimal")
        return numeral(self.counters.values(name)[-1], style)

    def all_counters(self, call: FunctionBlock, of: etree._Element) -> str:
        """``counters(name, ".", style)``"""
        name, between, style = words_of(call, "", "", "decimal")
        return between.join(numeral(it, style) for it in self.counters.values(name))

    def attribute(self, call: FunctionBlock, of: etree._Element) -> str:
        """``attr(name, "or this")``"""
        name, otherwise = words_of(call, "", "")
        name = name.split(" ")[0].lower()
        is_ours = name.startswith(("mdwx-", "data-mdwx-"))
        return otherwise if is_ours else of.get(name, otherwise)


Call = Callable[[Speaker, FunctionBlock, etree._Element], str]

CALLS: Final[Mapping[str, Call]] = MappingProxyType(
    {
        "counter": Speaker.counter,
        "counters": Speaker.all_counters,
        "attr": Speaker.attribute,
    }
)
STYLED: Final = MappingProxyType({"counter": 1, "counters": 2})
"""Which argument of a call is a style."""


def said(nodes: Sequence[Node]) -> list[Node]:
    """What is shown: what stands behind a slash is for screen readers."""
    shown: list[Node] = []
    for node in nodes:
        if node.type == "literal" and node.value == "/":
            break
        shown.append(node)
    return shown


def words_of(call: FunctionBlock, *defaults: str) -> list[str]:
    """The arguments of a call: the value of a string, the text of the rest."""
    found = [argument(part) for part in split_at_commas(call.arguments)]
    return [
        found[place] if place < len(found) else default
        for place, default in enumerate(defaults)
    ]


def argument(nodes: Sequence[Node]) -> str:
    """One argument as text."""
    kept = [node for node in nodes if node.type not in ("whitespace", "comment")]
    if len(kept) == 1 and kept[0].type in ("string", "ident"):
        return str(kept[0].value)
    return str(tinycss2.serialize(nodes)).strip()


def is_sayable(nodes: Sequence[Node]) -> bool:
    """Whether a ``content`` is text, or says that there is nothing."""
    meaningful = [it for it in said(nodes) if it.type not in ("whitespace", "comment")]
    if len(meaningful) == 1 and meaningful[0].type == "ident":
        return True
    return all(is_word(node) for node in meaningful)


def is_word(node: Node) -> bool:
    """Whether one part of a ``content`` can be written as text."""
    if node.type == "ident":
        return node.lower_value in QUOTING
    if not isinstance(node, FunctionBlock):
        return bool(node.type == "string")
    place = STYLED.get(node.lower_name)
    if place is None:
        return node.lower_name in CALLS
    written = words_of(node, *["decimal"] * (place + 1))
    return written[place] in NUMERALS
