"""Colours and shapes of a drawn cover; which ones, the slug decides."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from PIL import ImageDraw

from mdwx.records import dataclass

__all__ = ["MOTIFS", "PALETTES", "Colour", "Palette"]

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    """Five colours that belong together."""

    paper: Colour
    ink: Colour
    accent: Colour
    near: Colour
    """Of shapes behind the words: close to the paper."""
    far: Colour
    """Of shapes at the edges."""


PALETTES: Final = (
    Palette(
        *(
            (247, 243, 235),
            (40, 40, 42),
            (193, 74, 44),
            (240, 230, 213),
            (229, 208, 178),
        )
    ),
    Palette(
        *(
            (238, 244, 240),
            (26, 46, 40),
            (28, 116, 92),
            (221, 234, 227),
            (184, 215, 201),
        )
    ),
    Palette(
        *(
            (239, 243, 249),
            (26, 37, 58),
            (40, 88, 160),
            (223, 232, 244),
            (186, 205, 230),
        )
    ),
    Palette(
        *(
            (248, 242, 243),
            (58, 32, 43),
            (163, 48, 82),
            (242, 227, 231),
            (229, 194, 205),
        )
    ),
    Palette(
        *(
            (244, 242, 248),
            (41, 36, 62),
            (94, 72, 166),
            (231, 226, 242),
            (204, 194, 227),
        )
    ),
    Palette(
        *((23, 32, 43), (243, 239, 229), (231, 174, 88), (31, 42, 56), (44, 60, 77))
    ),
    Palette(
        *((18, 42, 41), (238, 243, 234), (146, 202, 142), (25, 53, 51), (37, 73, 69))
    ),
)


def discs(pen: ImageDraw.ImageDraw, palette: Palette, chance: bytes) -> None:
    """Large discs rising from opposite corners, and a small one in the accent."""
    width, height = size_of(pen)
    flip = chance[2] % 2
    disc(pen, mirrored(0.02, flip) * width, 1.02 * height, 0.86 * height, palette.near)
    disc(pen, mirrored(0.05, flip) * width, 1.0 * height, 0.5 * height, palette.far)
    disc(pen, mirrored(0.99, flip) * width, 0.02 * height, 0.74 * height, palette.near)
    disc(pen, mirrored(0.955, flip) * width, 0.1 * height, 0.34 * height, palette.far)
    disc(
        pen, mirrored(0.845, flip) * width, 0.5 * height, 0.045 * height, palette.accent
    )


def hills(pen: ImageDraw.ImageDraw, palette: Palette, chance: bytes) -> None:
    """Two ranges of hills along the bottom, and a sun."""
    width, height = size_of(pen)
    flip = chance[2] % 2
    disc(
        pen, mirrored(0.86, flip) * width, 0.27 * height, 0.105 * height, palette.accent
    )
    shift = chance[3] / 255 * math.tau
    for level, swing, waves, colour in (
        (0.74, 0.11, 1.3, palette.near),
        (0.9, 0.075, 1.9, palette.far),
    ):
        ridge = [
            (
                x,
                height
                * (level - swing * math.sin(waves * math.tau * x / width + shift)),
            )
            for x in range(0, width + 8, 8)
        ]
        pen.polygon([(0, height), *ridge, (width, height)], fill=colour)
        shift += 1.9


def rings(pen: ImageDraw.ImageDraw, palette: Palette, chance: bytes) -> None:
    """Ripples from two corners, with a drop in the accent colour."""
    width, height = size_of(pen)
    flip = chance[2] % 2
    for x, y in ((0.0, 1.0), (1.0, 0.0)):
        for ring in range(5, 0, -1):
            colour = palette.near if ring % 2 else palette.paper
            centre = mirrored(x, flip) * width, y * height
            disc(pen, *centre, 0.185 * ring * height, colour)
        disc(pen, mirrored(x, flip) * width, y * height, 0.1 * height, palette.far)
    disc(pen, mirrored(0.14, flip) * width, 0.3 * height, 0.04 * height, palette.accent)


def bands(pen: ImageDraw.ImageDraw, palette: Palette, chance: bytes) -> None:
    """Slanted bands at both ends, as of folded paper."""
    width, height = size_of(pen)
    flip = chance[2] % 2
    for start, thick, colour in (
        (-0.4, 0.52, palette.near),
        (-0.4, 0.42, palette.far),
        (0.135, 0.01, palette.accent),
        (0.775, 0.5, palette.near),
        (0.87, 0.4, palette.far),
    ):
        lean = 0.13
        corners = (
            (start + lean, 0),
            (start + thick + lean, 0),
            (start + thick, 1),
            (start, 1),
        )
        pen.polygon(
            [(mirrored(x, flip) * width, y * height) for x, y in corners], fill=colour
        )


def size_of(pen: ImageDraw.ImageDraw) -> tuple[int, int]:
    width, height = pen.im.size
    return int(width), int(height)


def mirrored(x: float, flip: int) -> float:
    return 1 - x if flip else x


def disc(
    pen: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: Colour
) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


Motif = Callable[[ImageDraw.ImageDraw, Palette, bytes], None]
MOTIFS: Final[tuple[Motif, ...]] = (discs, hills, rings, bands)
