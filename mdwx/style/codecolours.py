"""Which styles of Pygments can be read by day and in WeChat's dark mode.

Dark mode recolours a block of code as it does any text, which few styles were
made for: a light one keeps its colours on a dark ground, a dark one loses some.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import tinycss2

from mdwx.style.code import known_style, surface
from mdwx.style.colours import Rgba, rgba
from mdwx.style.darkmode import contrast, dark_background, dark_text, over

__all__ = ["LEAST_DARK", "LEAST_LIGHT", "holds", "weakest"]

LEAST_LIGHT: Final = 4.5
LEAST_DARK: Final = 3.0
"""Contrast of text, as WCAG reckons it, by day and by night."""

NOT_MEANT: Final = frozenset({"Token.Error", "Token.Escape", "Token.Text.Whitespace"})
"""Kinds that mark what should not be there, or what nobody reads."""


def holds(style: str) -> bool:
    """Whether every kind of code can be read by day and by night."""
    light, dark = weakest(style)
    return light >= LEAST_LIGHT and dark >= LEAST_DARK


@lru_cache(maxsize=64)
def weakest(style: str) -> tuple[float, float]:
    """The least contrast of any kind of code, by day and by night."""
    from pygments.token import STANDARD_TYPES

    background, text = (read(colour) for colour in surface(style))
    found = [ratios(text, background, None)]
    looks = known_style(style)
    for kind in STANDARD_TYPES:
        if str(kind) in NOT_MEANT or not looks.styles_token(kind):
            continue
        wanted = looks.style_for_token(kind)
        own = read(f"#{wanted['color']}") if wanted["color"] else text
        ground = read(f"#{wanted['bgcolor']}") if wanted["bgcolor"] else None
        found.append(ratios(own, background, ground))
    return min(light for light, _ in found), min(dark for _, dark in found)


def ratios(text: Rgba, background: Rgba, own: Rgba | None) -> tuple[float, float]:
    """Contrast by day and by night, upon the block's ground or one's own."""
    ground = own or background
    dark_ground = dark_background(ground)
    seen = over(dark_ground, dark_background(background))
    by_day = contrast(text, over(ground, background))
    return by_day, contrast(dark_text(text, on=dark_ground), seen)


def read(colour: str) -> Rgba:
    """A colour of a style; Pygments checks that it is one."""
    found = rgba(tinycss2.parse_one_component_value(colour))
    return found or (0.0, 0.0, 0.0, 1.0)
