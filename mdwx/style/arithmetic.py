"""``calc()``, ``min()``, ``max()`` and ``clamp()`` worked out where they can be."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import tinycss2
from tinycss2.ast import FunctionBlock, Node, ParenthesesBlock

from mdwx.style.colours import split_at_commas

__all__ = ["reduced"]

Quantity = tuple[float, str]
"""A number and its unit, which is empty for a plain number."""


def reduced(call: str) -> str | None:
    """The one quantity a call comes to, or None where units differ."""
    try:
        value, unit = quantity(tinycss2.parse_one_component_value(call))
    except (ArithmeticError, ValueError):
        return None
    return f"{round(value, 3):g}{unit}"


def quantity(node: Node) -> Quantity:
    """What one operand comes to; ValueError for what is no quantity."""
    if node.type == "number":
        return node.value, ""
    if node.type == "percentage":
        return node.value, "%"
    if node.type == "dimension":
        return node.value, node.lower_unit
    if isinstance(node, ParenthesesBlock):
        return summed(node.content)
    if isinstance(node, FunctionBlock):
        return called(node)
    raise ValueError(node.type)


def called(function: FunctionBlock) -> Quantity:
    """What one of the four functions comes to."""
    operands = [summed(part) for part in split_at_commas(function.arguments)]
    units = {unit for _, unit in operands}
    values = [value for value, _ in operands]
    if len(units) != 1 or not all(map(math.isfinite, values)):
        raise ValueError(function.name)
    if function.lower_name == "calc" and len(values) == 1:
        result = values[0]
    elif function.lower_name == "clamp" and len(values) == 3:
        result = max(values[0], min(values[1], values[2]))
    elif function.lower_name in ("min", "max"):
        result = min(values) if function.lower_name == "min" else max(values)
    else:
        raise ValueError(function.name)
    return result, units.pop()


def summed(nodes: Sequence[Node]) -> Quantity:
    """Products added up; all must have one unit."""
    total: Quantity | None = None
    for sign, product in signed(nodes, plus="+", minus="-"):
        value, unit = multiplied(product)
        if total is not None and total[1] != unit:
            raise ValueError(unit)
        total = ((total[0] if total else 0) + sign * value, unit)
    if total is None:
        raise ValueError("nothing to add")
    return total


def multiplied(nodes: Sequence[Node]) -> Quantity:
    """Factors multiplied and divided; at most one may have a unit."""
    value, unit = 1.0, ""
    for sign, factor in signed(nodes, plus="*", minus="/"):
        (operand,) = factor
        number, its_unit = quantity(operand)
        if its_unit and (unit or sign < 0):
            raise ValueError(its_unit)
        unit = unit or its_unit
        value = value * number if sign > 0 else value / number
    return value, unit


def signed(
    nodes: Iterable[Node], *, plus: str, minus: str
) -> list[tuple[int, list[Node]]]:
    """Cut nodes at two operators, with the sign of each part."""
    parts: list[tuple[int, list[Node]]] = [(1, [])]
    for node in nodes:
        if node.type in ("whitespace", "comment"):
            continue
        if node.type == "literal" and node.value in (plus, minus):
            parts.append((1 if node.value == plus else -1, []))
        else:
            parts[-1][1].append(node)
    return parts
