"""Values that dark mode or a phone would spoil, written so that they look the same.

By day nothing changes to the eye. A near-white with a hue turns into a pale slab at
night, a light solid line glares, exact black is taken for no colour, half a pixel
vanishes (``faults`` tells each); the same colours as translucent ones do well.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import tinycss2

from mdwx.style import advice, faults
from mdwx.style.advice import Advice
from mdwx.style.colours import Rgba, rgba, spelled

__all__ = ["repaired"]


def repaired(name: str, value: str, *, selector: str) -> str:
    """The value, or one that looks like it and lasts."""
    for is_bad, mend in REPAIRS:
        if is_bad(name, value, selector) is not None:
            value = mend(value)
    return value


def translucent(colour: Rgba) -> Rgba:
    """The colour that on white looks like an opaque light one."""
    if colour[3] < 1 or min(colour[:3]) < LIGHT:
        return colour
    # Rounded up, so that no channel would have to be less than nothing.
    alpha = min(1.0, -(-(1 - min(colour[:3])) * 1000 // 1) / 1000)
    if alpha == 0:
        return (0.0, 0.0, 0.0, 0.0)
    red, green, blue = (1 - (1 - channel) / alpha for channel in colour[:3])
    is_black = max(red, green, blue) < 0.02
    return (0.0, 0.0, 0.0, alpha) if is_black else (red, green, blue, alpha)


LIGHT: Final = 0.55
"""The least channel of what may be written as a tint."""


def darker_grey(colour: Rgba) -> Rgba:
    """The grey that the reader lifts at night, on the page and on a tint."""
    return (68 / 255, 68 / 255, 68 / 255, colour[3])


def grey_on_a_tint(name: str, value: str, selector: str) -> Advice | None:
    """A grey that would stay dark on the ground of a quote (from brightness 70 on)."""
    if name != "color" or not re.search(r"\bblockquote\b|\.callout\b", selector):
        return None
    colour = rgba(tinycss2.parse_one_component_value(value))
    if colour is None or colour[3] < 1 or max(colour[:3]) - min(colour[:3]) > 0.1:
        return None
    return advice.GREY if 70 <= faults.brightness(colour) < 128 else None


def recoloured(convert: Callable[[Rgba], Rgba]) -> Callable[[str], str]:
    """What writes each colour of a value anew."""

    def convert_all(value: str) -> str:
        parts = []
        for node in tinycss2.parse_component_value_list(value):
            found = rgba(node) if node.type in ("hash", "ident", "function") else None
            parts.append(spelled(convert(found)) if found else node.serialize())
        return "".join(parts)

    return convert_all


def near_black(value: str) -> str:
    """Black that the editor takes for a colour."""
    return "#010101"


def whole_pixels(value: str) -> str:
    """Lines of a pixel at least."""
    return re.sub(r"(?<![\w.])0?\.\d+px", "1px", value)


def roomy(value: str) -> str:
    """Lines that do not touch."""
    return "1.2"


def opaque_light(name: str, value: str, selector: str) -> Advice | None:
    """A gradient whose light stops would be the ground of words at night."""
    is_gradient = name.startswith("background") and "gradient(" in value
    return advice.GRADIENT if is_gradient else None


def translucent_stops(value: str) -> str:
    """A gradient with its light stops translucent."""
    return re.sub(
        r"#[0-9a-fA-F]{3,8}\b|rgb\([^()]*\)|\bwhite\b", translucent_one, value
    )


def translucent_one(found: re.Match[str]) -> str:
    """One stop of a gradient."""
    colour = rgba(tinycss2.parse_one_component_value(found[0]))
    return spelled(translucent(colour)) if colour else found[0]


REPAIRS: Final = (
    (opaque_light, translucent_stops),
    (faults.tinted_background, recoloured(translucent)),
    (faults.solid_hairline, recoloured(translucent)),
    (faults.middle_grey, recoloured(darker_grey)),
    (grey_on_a_tint, recoloured(darker_grey)),
    (faults.exact_black, near_black),
    (faults.thin_border, whole_pixels),
    (faults.tight_lines, roomy),
)
