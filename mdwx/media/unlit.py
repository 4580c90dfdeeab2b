"""Dark lines on nothing: by night they stand on a dark page, and are gone.

Official: structure rules 4.3.2 (2026-08). Dark mode leaves pictures as they are,
so black ink in a PNG without paper is read by day only.
"""

from __future__ import annotations

from typing import Final

from PIL import Image

__all__ = ["is_unlit"]

SAMPLE: Final = 128
CLEAR: Final = 16
"""Less alpha than this is nothing."""
SEEN: Final = 128
"""From this alpha on, a pixel is seen."""
DARK: Final = 80
"""Brightness of ink that is hard to see on ``#191919``."""
LEAST_CLEAR: Final = 0.1
MOSTLY: Final = 0.5


def is_unlit(picture: Image.Image) -> bool:
    """Rule D07: whether most of what is seen of a transparent picture is dark."""
    if not picture.has_transparency_data:
        return False
    size = min(SAMPLE, picture.width), min(SAMPLE, picture.height)
    sample = picture.convert("RGBA").resize(size, Image.Resampling.NEAREST)
    alphas = sample.getchannel("A").histogram()
    if sum(alphas[:CLEAR]) < LEAST_CLEAR * sum(alphas):
        return False
    seen = sample.getchannel("A").point([255 * (it >= SEEN) for it in range(256)])
    levels = sample.convert("L").histogram(mask=seen)
    return sum(levels[:DARK]) > MOSTLY * sum(levels)
