"""Colours as old WebViews read them: ``#rrggbb`` and ``rgba()``, kept short.

A theme may write CSS of today, such as ``rgb(0 0 0 / 8%)`` or
``color-mix(in srgb, var(--accent) 8%, transparent)``. cssutils drops the first
without a word (measured 2026-08) and neither has been seen in a published
article, so both are worked out here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import tinycss2
from tinycss2 import color4
from tinycss2.ast import FunctionBlock, HashToken, IdentToken, Node

from mdwx.page.styles import walk
from mdwx.style.spaces import Triple, from_oklab, to_oklab, to_srgb

__all__ = [
    "COLOUR_FUNCTIONS",
    "Rgba",
    "colour_of",
    "colours",
    "named",
    "recoloured",
    "rgba",
    "short",
    "spelled",
    "split_at_commas",
]

COLOUR_FUNCTIONS: Final = frozenset(
    re.findall(r"\S+", "rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix")
)

Rgba = tuple[float, float, float, float]

Way = Callable[[Triple], Triple]


NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        f"#{digits}": name
        for name, digits in re.findall(
            r"(\b\w++) (\w++)",
            "azure f0ffff, beige f5f5dc, bisque ffe4c4, brown a52a2a, coral ff7f50, "
            "gold ffd700, gray 808080, green 008000, indigo 4b0082, ivory fffff0, "
            "khaki f0e68c, linen faf0e6, maroon 800000, navy 000080, olive 808000, "
            "orange ffa500, orchid da70d6, peru cd853f, pink ffc0cb, plum dda0dd, "
            "purple 800080, red f00, salmon fa8072, sienna a0522d, silver c0c0c0, "
            "snow fffafa, tan d2b48c, teal 008080, tomato ff6347, violet ee82ee, "
            "wheat f5deb3",
        )
    }
)
"""Colours whose name is shorter than their number."""


def short(node: Node) -> str | None:
    """The shortest old spelling of a colour, or None for what is not one we know."""
    channels = rgba(node)
    return None if channels is None else named(spelled(channels))


def named(number: str) -> str:
    """A colour as ``spelled`` writes it, by its name where that is shorter."""
    return NAMES.get(number, number)


def rgba(node: Node) -> Rgba | None:
    """Red, green, blue and alpha, each 0..1."""
    if isinstance(node, FunctionBlock) and node.lower_name == "color-mix":
        return mixed(node)
    if not isinstance(node, (FunctionBlock, HashToken, IdentToken)):
        return None
    try:
        colour = color4.parse_color(tinycss2.serialize([node]))
    except ValueError:
        # tinycss2 1.5 looks for the space of ``color()`` without asking whether one is.
        return None
    if colour is None or colour == "currentcolor":
        return None
    channels = to_srgb(colour)
    return None if channels is None else (*channels, colour.alpha)


def mixed(function: FunctionBlock) -> Rgba | None:
    """``color-mix()``, with premultiplied alpha as CSS Color 5 asks."""
    space, *colours = split_at_commas(function.arguments)
    ways = [MIXING.get(getattr(node, "lower_value", "")) for node in space]
    way = next(filter(None, ways), None)
    if len(colours) != 2 or way is None:
        return None
    (first, share), (second, other_share) = (weighed(nodes) for nodes in colours)
    if first is None or second is None:
        return None
    if share is None:
        share = 0.5 if other_share is None else 1 - other_share
    other_share = 1 - share if other_share is None else other_share
    total = share + other_share
    if total <= 0:
        return None
    share, other_share = share / total, other_share / total
    alpha = first[3] * share + second[3] * other_share
    if alpha == 0:
        return (0.0, 0.0, 0.0, 0.0)
    into, out_of = way
    a, b, c = (
        (one * first[3] * share + other * second[3] * other_share) / alpha
        for one, other in zip(into(first[:3]), into(second[:3]), strict=True)
    )
    return (*out_of((a, b, c)), alpha * min(total, 1.0))


def same(channels: Triple) -> Triple:
    """The way from sRGB to itself."""
    return channels


MIXING: Final[Mapping[str, tuple[Way, Way]]] = {
    "srgb": (same, same),
    "oklab": (to_oklab, from_oklab),
}
"""Spaces that colours are mixed in: the way there from sRGB, and back."""


def weighed(nodes: Sequence[Node]) -> tuple[Rgba | None, float | None]:
    """One colour of a mix and its share, where one is given."""
    share = None
    colour = None
    for node in nodes:
        if node.type == "percentage":
            share = node.value / 100
        elif node.type not in ("whitespace", "comment"):
            colour = rgba(node)
    return colour, share


def split_at_commas(nodes: Sequence[Node]) -> list[list[Node]]:
    """The arguments of a function, each a list of nodes."""
    parts: list[list[Node]] = [[]]
    for node in nodes:
        if node.type == "literal" and node.value == ",":
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


def spelled(channels: Rgba) -> str:
    """Write a colour the short way."""
    red, green, blue = (round(min(max(c, 0.0), 1.0) * 255) for c in channels[:3])
    alpha = round(min(max(channels[3], 0.0), 1.0), 3)
    if alpha == 0:
        return "transparent"
    if alpha < 1:
        return f"rgba({red},{green},{blue},{f'{alpha:g}'.removeprefix('0')})"
    return re.sub(r"^#(.)\1(.)\2(.)\3$", r"#\1\2\3", f"#{red:02x}{green:02x}{blue:02x}")


def colour_of(value: str) -> Rgba | None:
    """The colour in a value, or None; the last counts."""
    return next(reversed(colours(value)), None)


@lru_cache(maxsize=4096)
def colours(value: str) -> tuple[Rgba, ...]:
    """Every colour of a value in order, those of gradients included."""
    nodes = tinycss2.parse_component_value_list(value)
    found = sorted(walk(nodes), key=lambda node: node.source_column)
    return tuple(it for node in found if (it := rgba(node)) is not None)


def recoloured(value: str, convert: Callable[[Rgba], Rgba]) -> str:
    """A value with every colour of it converted, those of gradients left."""
    return "".join(
        node.serialize() if (it := rgba(node)) is None else spelled(convert(it))
        for node in tinycss2.parse_component_value_list(value)
    )
