"""Values without variables, ``rem`` or arithmetic.

WeChat keeps no stylesheet, so nothing can define a variable there, and ``rem``
would mean the root of WeChat's page. None of ``var()``, ``calc()`` and ``rem``
was seen in 30 000 published style attributes (counted 2026-08), so all three
are worked out before the styles are computed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Final

import tinycss2
from tinycss2.ast import (
    DimensionToken,
    FunctionBlock,
    HashToken,
    Node,
    ParenthesesBlock,
)

from mdwx.patterns import pattern
from mdwx.style.arithmetic import reduced
from mdwx.style.colours import COLOUR_FUNCTIONS, short, split_at_commas

__all__ = ["ROOT_PX", "Variables", "number", "replaced", "resolved"]

ROOT_PX: Final = 16
"""What ``1rem`` means while a theme is written, in any browser."""

Variables = Mapping[str, Sequence[Node]]

ABSOLUTE_PX: Final[Mapping[str, float]] = {
    "rem": ROOT_PX,
    "pt": 4 / 3,
    "pc": 16,
    "in": 96,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
}
MOST_NODES: Final = 10_000
DEEPEST: Final = 20
"""What one value may be made of, and variables in variables."""

SPACE: Final = pattern(r"(\"(?:\\.|[^\"\\])*+\"?)|\s*+(,)\s*+|\s++")
"""A string, a comma with the space around it, or space."""

OPERATORS: Final = frozenset(",/+-*")
PLAIN: Final = frozenset(
    {"ident", "number", "percentage", "string", "url", "whitespace"}
)
ARITHMETIC: Final = frozenset({"calc", "min", "max", "clamp"})


def resolved(value: Sequence[Node], variables: Variables) -> str | None:
    """The value as text, or None where something in it cannot be worked out."""
    nodes = replaced(value, variables)
    if nodes is None:
        return None
    texts = [written(node) for node in nodes]
    if any(text is None for text in texts):
        return None
    return SPACE.sub(tightened, "".join(text or "" for text in texts)).strip()


def tightened(found: re.Match[str]) -> str:
    """No more space than it takes; what stands in a string is the author's."""
    return found[1] or found[2] or " "


def replaced(value: Sequence[Node], variables: Variables) -> list[Node] | None:
    """The value without variables, or None where one is not known."""
    try:
        return substituted(value, variables, seen=(), steps=count())
    except LookupError:
        return None


def substituted(
    value: Sequence[Node],
    variables: Variables,
    *,
    seen: tuple[str, ...],
    steps: Iterator[int],
) -> list[Node]:
    """Replace each ``var()`` by what it stands for; LookupError without one.

    Variables of variables may stand for more than any memory holds: ``steps``
    counts what was looked at.
    """
    nodes: list[Node] = []
    for node in value:
        if next(steps) > MOST_NODES or len(seen) > DEEPEST:
            raise LookupError("too much")
        if not isinstance(node, FunctionBlock):
            nodes.append(node)
        elif node.lower_name == "var":
            nodes += looked_up(node, variables, seen=seen, steps=steps)
        else:
            inner = substituted(node.arguments, variables, seen=seen, steps=steps)
            nodes.append(
                FunctionBlock(node.source_line, node.source_column, node.name, inner)
            )
    return nodes


def looked_up(
    function: FunctionBlock,
    variables: Variables,
    *,
    seen: tuple[str, ...],
    steps: Iterator[int],
) -> list[Node]:
    """What one ``var(--name, fallback)`` stands for."""
    name_nodes, *fallback = split_at_commas(function.arguments)
    name = tinycss2.serialize(name_nodes).strip()
    if name in variables and name not in seen:
        known = variables[name]
        return substituted(known, variables, seen=(*seen, name), steps=steps)
    if not fallback:
        raise LookupError(name)
    return substituted(fallback[0], variables, seen=seen, steps=steps)


def written(node: Node) -> str | None:
    """One node as text; None for a function that nothing here can work out."""
    if isinstance(node, DimensionToken):
        return dimension(node)
    if isinstance(node, HashToken):
        return short(node) or node.serialize()
    if not isinstance(node, FunctionBlock):
        return plain(node)
    if node.lower_name in COLOUR_FUNCTIONS:
        return short(node)
    inner = [written(child) for child in node.arguments]
    if node.lower_name == "env" or any(text is None for text in inner):
        return None
    call = f"{node.lower_name}({''.join(text or '' for text in inner).strip()})"
    if node.lower_name in ARITHMETIC:
        return reduced(call)
    return call


def plain(node: Node) -> str | None:
    """A word, number, string or separator; None for what no value holds.

    cssutils fails on the rest, such as ``@media`` inside a value.
    """
    if node.type == "comment":
        return ""
    if isinstance(node, ParenthesesBlock):
        inner = [written(child) for child in node.content]
        return None if None in inner else f"({''.join(map(str, inner))})"
    if node.type == "literal":
        return node.serialize() if node.value in OPERATORS else None
    if node.type in ("number", "percentage"):
        return number(node.value) + ("%" if node.type == "percentage" else "")
    if node.type == "ident" and (colour := short(node)):
        return min(str(node.serialize()), colour, key=len)
    return node.serialize() if node.type in PLAIN else None


def dimension(node: DimensionToken) -> str:
    """A length with its unit: absolute ones in px."""
    unit = node.lower_unit
    if unit in ABSOLUTE_PX:
        return f"{number(node.value * ABSOLUTE_PX[unit])}px"
    return f"{number(node.value)}{unit}"


def number(value: float) -> str:
    """A number with at most three decimals, the short way."""
    text = f"{round(value, 3):g}"
    return re.sub(r"^(-?)0\.", r"\1.", text)
