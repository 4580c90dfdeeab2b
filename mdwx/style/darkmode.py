"""The colours that WeChat's reader gives an article at night.

A port of the public algorithm of the reader (``wechatjs/mp-darkmode``, MIT,
v1.2.1, 2025-09; a maintainer states that production runs it). It looks at
inline styles alone, backgrounds first, then text against the converted
background around it. Brightness is perceived brightness, 0..255.
"""

from __future__ import annotations

import colorsys
from collections.abc import Iterable
from functools import reduce
from typing import Final

from mdwx.style.colours import Rgba

__all__ = [
    "LIGHT_PAGE",
    "LIGHT_TEXT",
    "PAGE",
    "TEXT",
    "brightness",
    "brought_to",
    "contrast",
    "dark_background",
    "dark_text",
    "laid",
    "over",
]

LIGHT_PAGE: Final[Rgba] = (1.0, 1.0, 1.0, 1.0)
LIGHT_TEXT: Final[Rgba] = (25 / 255, 25 / 255, 25 / 255, 1.0)
"""What the algorithm takes for a page and a text that name no colour."""

PAGE: Final[Rgba] = (25 / 255, 25 / 255, 25 / 255, 1.0)
TEXT: Final[Rgba] = (163 / 255, 163 / 255, 163 / 255, 1.0)

UNSEEN_ALPHA: Final = 0.05
"""A colour below it is left alone; as a background it is none to text upon it."""

WHITISH: Final = 250
BRIGHTEST_BACKGROUND: Final = 190
BRIGHT_BACKGROUND: Final = 100
LEAST_DIFFERENCE: Final = 65
DARKEST_LIGHTNESS: Final = 0.22
MIRRORED_LIGHTNESS: Final = 0.40
MIRROR: Final = 0.90
PAGE_LIGHTNESS: Final = 0.098
PAGE_LIKE: Final = 2
"""A ground this much brighter than the page counts as the page still."""


def brightness(colour: Rgba) -> float:
    """How bright a colour looks, its alpha left out."""
    red, green, blue, _ = colour
    return 255 * (0.299 * red + 0.587 * green + 0.114 * blue)


def dark_background(colour: Rgba) -> Rgba:
    """What becomes of a background: greys turn round, tints are dimmed."""
    if colour[3] < UNSEEN_ALPHA:
        return colour
    lightness, saturation = lightness_of(colour)
    is_grey = saturation == 0 and lightness > MIRRORED_LIGHTNESS
    if is_grey or brightness(colour) > WHITISH:
        grey = min(1.0, 1 + PAGE_LIGHTNESS - lightness)
        return rounded((grey, grey, grey, colour[3]))
    if brightness(colour) > BRIGHTEST_BACKGROUND:
        return brought_to(BRIGHTEST_BACKGROUND, colour)
    if lightness < DARKEST_LIGHTNESS:
        return relit(colour, DARKEST_LIGHTNESS)
    return colour


def dark_text(colour: Rgba, *, on: Rgba) -> Rgba:
    """What becomes of text, borders and shadows on a converted background.

    A translucent background counts by its own brightness times its alpha, whatever
    lies below it: the reader looks at one background, the nearest.
    """
    bright = brightness(colour)
    if bright >= WHITISH or colour[3] < UNSEEN_ALPHA:
        return colour
    background = brightness(on) * on[3]
    difference = abs(background - bright)
    is_page_like = brightness(on) <= brightness(PAGE) + PAGE_LIKE
    if is_page_like and difference > brightness(TEXT) - brightness(PAGE):
        return brought_to(brightness(TEXT), colour)
    if difference >= LEAST_DIFFERENCE:
        return colour
    lightness, _ = lightness_of(colour)
    if background >= BRIGHT_BACKGROUND:
        if lightness > MIRROR - MIRRORED_LIGHTNESS:
            return dark_text(relit(colour, MIRROR - lightness), on=on)
        return brought_to(background - LEAST_DIFFERENCE, colour)
    if lightness <= MIRRORED_LIGHTNESS:
        return dark_text(relit(colour, MIRROR - lightness), on=on)
    return brought_to(background + LEAST_DIFFERENCE, colour)


def lightness_of(colour: Rgba) -> tuple[float, float]:
    """Lightness and saturation of HSL, 0..1."""
    _, lightness, saturation = colorsys.rgb_to_hls(*colour[:3])
    return lightness, saturation


def relit(colour: Rgba, lightness: float) -> Rgba:
    """The colour at another lightness, its hue and saturation kept."""
    hue, _, saturation = colorsys.rgb_to_hls(*colour[:3])
    return rounded((*colorsys.hls_to_rgb(hue, lightness, saturation), colour[3]))


def brought_to(target: float, colour: Rgba) -> Rgba:
    """The colour at another brightness, its channels in proportion.

    What a channel cannot take any more goes to green, then to blue.
    """
    now = brightness(colour)
    if now == 0:
        grey = target / 255
        return rounded((grey, grey, grey, colour[3]))
    share = target / now
    red = min(1.0, colour[0] * share)
    blue = min(1.0, colour[2] * share)
    green = (target / 255 - 0.299 * red - 0.114 * blue) / 0.587
    if green > 1:
        blue = min(1.0, blue + (green - 1) * 0.587 / 0.114)
        green = 1.0
    return rounded((red, green, blue, colour[3]))


def rounded(colour: Rgba) -> Rgba:
    """Channels at the steps of 1/255 that a stylesheet can name."""
    red, green, blue = (int(channel * 255 + 0.5) / 255 for channel in colour[:3])
    return red, green, blue, colour[3]


def over(colour: Rgba, below: Rgba) -> Rgba:
    """What is seen of a colour above another; opaque where that is."""
    alpha = colour[3] + below[3] * (1 - colour[3])
    if alpha == 0:
        return below
    share = colour[3] / alpha
    red, green, blue = (
        share * upper + (1 - share) * lower
        for upper, lower in zip(colour[:3], below[:3], strict=True)
    )
    return red, green, blue, alpha


def laid(colours: Iterable[Rgba]) -> Rgba:
    """Colours laid one over the other, the last on top."""
    return reduce(lambda below, colour: over(colour, below), colours)


def contrast(text: Rgba, background: Rgba) -> float:
    """The contrast of two opaque colours, 1..21 (WCAG 2.2)."""
    light, dark = sorted((luminance(text), luminance(background)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Rgba) -> float:
    """Relative luminance, 0..1 (WCAG 2.2)."""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in colour[:3]
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
