"""What is wrong with one declaration of a theme, rule by rule.

Each rule takes a property, its worked-out value and the selector, and gives its
advice or None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

import tinycss2

from mdwx.page.hosts import is_picture_of_wechat
from mdwx.patterns import pattern
from mdwx.style import advice
from mdwx.style.advice import Advice
from mdwx.style.colours import Rgba, rgba

__all__ = [
    "RULES",
    "brightness",
    "exact_black",
    "middle_grey",
    "solid_hairline",
    "thin_border",
    "tight_lines",
    "tinted_background",
]


def dropped_property(name: str, value: str, selector: str) -> Advice | None:
    """A property that the editor removes or that does nothing."""
    for shape, said in advice.DROPPED:
        if shape.fullmatch(name):
            return said.about(name)
    if name == "display" and "grid" in value:
        return advice.DROPPED[-1][1].about("display: grid")
    return None


def font_family(name: str, value: str, selector: str) -> Advice | None:
    """A font outside code."""
    if name not in ("font-family", "font"):
        return None
    is_code = re.search(r"\b(code|pre|kbd|samp|tt)\b", selector)
    return None if is_code else advice.FAMILY.about(selector)


def outside_picture(name: str, value: str, selector: str) -> Advice | None:
    """A picture that WeChat would filter."""
    addresses = ADDRESS.findall(value)
    is_foreign = not all(map(is_picture_of_wechat, addresses))
    return advice.PICTURE.about(name) if is_foreign else None


ADDRESS: Final = pattern(r"url\(\s*[\"']?([^\"')]*)", re.IGNORECASE)


def fixed_width(name: str, value: str, selector: str) -> Advice | None:
    """A box wider than a phone's text."""
    match = re.fullmatch(r"((?:\d*+\.)?\d++)px", value)
    is_wide = match is not None and float(match[1]) > 320
    return advice.WIDE.about(f"{name}: {value}") if name in WIDTHS and is_wide else None


WIDTHS: Final = frozenset({"width", "min-width", "flex-basis"})


def fixed_height(name: str, value: str, selector: str) -> Advice | None:
    """A box that does not grow with its text."""
    is_fixed = name in ("height", "max-height") and re.fullmatch(r"[\d.]+px|0", value)
    may_be = WORDLESS.search(selector)
    return advice.HEIGHT.about(f"{name}: {value}") if is_fixed and not may_be else None


WORDLESS: Final = pattern(r"\b(img|hr|svg)\b|:(before|after)\b")
"""What may hold no text: pictures, rules, decorations."""


def viewport_unit(name: str, value: str, selector: str) -> Advice | None:
    """A length that leans on the window."""
    match = re.search(r"(?<![\w.#])[\d.]++(vw|vh|vmin|vmax|dvh|svh|lvh|ch|ex)\b", value)
    return advice.VIEWPORT.about(match[0]) if match else None


def tinted_background(name: str, value: str, selector: str) -> Advice | None:
    """A near-white with a hue: dark mode keeps it light."""
    if name not in ("background", "background-color"):
        return None
    for colour in colours(value):
        is_tinted = max(colour[:3]) - min(colour[:3]) > 0.004
        if colour[3] == 1 and is_tinted and 190 < brightness(colour) <= 250:
            return advice.TINTED.about(value)
    return None


def solid_hairline(name: str, value: str, selector: str) -> Advice | None:
    """A light solid border: dark mode treats it as text."""
    if not re.fullmatch(r"border(-(top|right|bottom|left|color))?(-color)?", name):
        return None
    for colour in colours(value):
        is_grey = max(colour[:3]) - min(colour[:3]) < 0.06
        if colour[3] == 1 and is_grey and 190 <= brightness(colour) < 250:
            return advice.HAIRLINE.about(value)
    return None


def middle_grey(name: str, value: str, selector: str) -> Advice | None:
    """Text that dark mode neither lifts nor leaves bright."""
    if name != "color":
        return None
    for colour in colours(value):
        is_grey = max(colour[:3]) - min(colour[:3]) < 0.06
        if colour[3] == 1 and is_grey and 90 <= brightness(colour) < 128:
            return advice.GREY.about(value)
    return None


def gradient(name: str, value: str, selector: str) -> Advice | None:
    """A gradient where text may stand."""
    is_gradient = name.startswith("background") and "gradient(" in value
    may_be = WORDLESS.search(selector)
    return advice.GRADIENT.about(name) if is_gradient and not may_be else None


def thin_border(name: str, value: str, selector: str) -> Advice | None:
    """A line thinner than a pixel."""
    match = re.search(r"(?<![\w.])0?\.\d+px", value)
    return advice.THIN.about(match[0]) if match and name.startswith("border") else None


def exact_black(name: str, value: str, selector: str) -> Advice | None:
    """Black text: dropped as the default colour."""
    if name != "color":
        return None
    is_black = any(colour == (0.0, 0.0, 0.0, 1.0) for colour in colours(value))
    return advice.BLACK.about(value) if is_black else None


def tight_lines(name: str, value: str, selector: str) -> Advice | None:
    """Lines that overlap; marks above the line are one line only."""
    if name != "line-height" or ONE_LINE.search(selector):
        return None
    match = re.fullmatch(r"((?:\d*+\.)?\d++)(em)?", value)
    return advice.TIGHT.about(value) if match and float(match[1]) < 1.2 else None


ONE_LINE: Final = pattern(r"\b(sup|sub|note-ref|hr|img)\b|:(before|after)\b")


def hidden(name: str, value: str, selector: str) -> Advice | None:
    """Content made invisible."""
    hides = (name, value) in {
        ("display", "none"),
        ("visibility", "hidden"),
        ("opacity", "0"),
    }
    return advice.HIDDEN.about(f"{name}: {value}") if hides else None


def colours(value: str) -> Iterator[Rgba]:
    """The colours in a value; words such as ``solid`` are none."""
    for node in tinycss2.parse_component_value_list(value):
        found = rgba(node)
        if found is not None:
            yield found


def brightness(colour: Rgba) -> float:
    """Perceived brightness, 0..255, as WeChat's dark mode reckons it."""
    red, green, blue, _ = colour
    return (299 * red + 587 * green + 114 * blue) * 255 / 1000


Rule = Callable[[str, str, str], Advice | None]

RULES: Final[tuple[tuple[str, Rule], ...]] = (
    ("C110", dropped_property),
    ("C111", font_family),
    ("C112", outside_picture),
    ("C113", fixed_width),
    ("C114", fixed_height),
    ("C115", viewport_unit),
    ("C116", tinted_background),
    ("C117", solid_hairline),
    ("C118", middle_grey),
    ("C119", gradient),
    ("C120", thin_border),
    ("C121", exact_black),
    ("C122", tight_lines),
    ("C123", hidden),
)
