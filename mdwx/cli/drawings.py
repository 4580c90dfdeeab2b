"""The two pictures of a new site's first post, drawn by code.

The same bytes on every machine, so that a first post is the same everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Final

from PIL import Image, ImageDraw

__all__ = ["PICTURES"]

Colour = tuple[int, int, int]

WIDTH: Final = 1200
HEIGHT: Final = 640


def hills() -> bytes:
    """Morning hills, one paler than the other."""
    picture = sky((250, 226, 202), (252, 246, 236))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((820, 90, 960, 230), fill=(244, 166, 108))
    for layer in range(5):
        depth = layer / 4
        colour = between((196, 205, 204), (38, 84, 88), depth)
        base = 300 + layer * 62
        draw.polygon(ridge(base, phase=layer * 1.9, depth=depth), fill=colour)
    return png(picture)


def moon() -> bytes:
    """The moon over still water."""
    picture = sky((16, 28, 58), (62, 84, 128))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((520, 90, 680, 250), fill=(250, 240, 210))
    draw.rectangle((0, 400, WIDTH, HEIGHT), fill=(22, 38, 72))
    for row in range(16):
        y = 410 + row * 14
        half = 26 + row * 9 + 18 * math.sin(row * 2.4)
        colour = between((226, 216, 188), (40, 58, 98), row / 15)
        draw.rounded_rectangle((600 - half, y, 600 + half, y + 4), 2, fill=colour)
    for star in range(60):
        x, y = (star * 397) % WIDTH, (star * 211) % 330
        size = 1 + star % 3
        draw.ellipse((x, y, x + size, y + size), fill=(214, 222, 240))
    return png(picture)


def ridge(base: float, *, phase: float, depth: float) -> list[tuple[float, float]]:
    """The outline of one row of hills, down to the ground."""
    height = 70 - 30 * depth
    line = [
        (
            float(x),
            base
            + height * math.sin(x / (190 + 60 * depth) + phase)
            + 0.4 * height * math.sin(x / 71 + 2.3 * phase),
        )
        for x in range(0, WIDTH + 8, 8)
    ]
    return [*line, (WIDTH, HEIGHT), (0, HEIGHT)]


def sky(top: Colour, bottom: Colour) -> Image.Image:
    """A picture that passes from one colour to another."""
    column = Image.new("RGB", (1, HEIGHT))
    for y in range(HEIGHT):
        column.putpixel((0, y), between(top, bottom, y / HEIGHT))
    return column.resize((WIDTH, HEIGHT))


def between(start: Colour, end: Colour, share: float) -> Colour:
    """A colour on the way from one to another."""
    red, green, blue = (
        round(a + (b - a) * share) for a, b in zip(start, end, strict=True)
    )
    return red, green, blue


def png(picture: Image.Image) -> bytes:
    """The picture as the bytes of a PNG."""
    stream = BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()


PICTURES: Final[Mapping[Path, Callable[[], bytes]]] = MappingProxyType(
    {
        Path("content/images/hills.png"): hills,
        Path("content/images/moon.png"): moon,
    }
)
