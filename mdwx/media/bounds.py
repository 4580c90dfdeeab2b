"""What a picture may weigh: what we read, and what WeChat takes for each use."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

__all__ = [
    "GIF_AREA",
    "SOURCE_BYTES",
    "SOURCE_PIXELS",
    "Bounds",
    "Purpose",
    "bounds_of",
]

SOURCE_BYTES: Final = 64 * 1024 * 1024
SOURCE_PIXELS: Final = 250_000_000
"""Our own bounds: what two workers decode without filling a laptop's memory."""

GIF_AREA: Final = 6_000_000
"""Width x height x frames. Answer in the official forum; mbeditor's notes, 2026."""


class Purpose(StrEnum):
    """What a picture is prepared for."""

    BODY = "body"
    MATERIAL = "material"
    """A picture of a newspic: permanent material."""
    COVER = "cover"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a prepared picture may be."""

    still_bytes: int
    """A jpg or png must be smaller than this."""
    width: int
    """Larger pictures are shrunk to this width when they are written anew."""
    gif_bytes: int = 10_000_000
    """Official: add_material page, "image: 10M"; the smaller reading of MB."""
    animation: bool = True
    pixels: int = 40_000_000
    """A valid PNG of 18018 x 24477 was refused with 40137. Observed 2026-08."""


_BOUNDS: Final = {
    # Official: uploadimg page, "jpg/png, under 1 MB", read as 1 000 000 bytes.
    # Articles are at most 677 CSS pixels wide; 1440 is sharp on every phone.
    Purpose.BODY: Bounds(still_bytes=1_000_000, width=1440),
    Purpose.MATERIAL: Bounds(still_bytes=10_000_000, width=2160),
    # The list card is 900 x 383 CSS pixels.
    Purpose.COVER: Bounds(still_bytes=10_000_000, width=2160, animation=False),
}


def bounds_of(purpose: Purpose) -> Bounds:
    """The bounds of one use."""
    return _BOUNDS[purpose]
