"""What a picture may weigh: what we read, and what WeChat takes for each use."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from mdwx.checks.limits import LIMITS
from mdwx.records import dataclass

__all__ = [
    "CONVERSION",
    "GIF_AREA",
    "SOURCE_BYTES",
    "SOURCE_PIXELS",
    "Bounds",
    "Purpose",
    "bounds_of",
]

CONVERSION: Final = 1
"""Of ``convert``: raised when the same source gives other bytes."""

SOURCE_BYTES: Final = 64 * 1024 * 1024
SOURCE_PIXELS: Final = 250_000_000
"""Our own bounds: what two workers decode without filling a laptop's memory."""

GIF_AREA: Final = LIMITS["animation_pixels"].fail or 0
"""Width x height x frames of an animation."""


class Purpose(StrEnum):
    """What a picture is prepared for."""

    BODY = "body"
    MATERIAL = "material"
    """A picture of a newspic: permanent material."""
    COVER = "cover"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Rule L05: how large a prepared picture may be."""

    still_bytes: int
    """A jpg or png has no more."""
    width: int
    """Larger pictures are shrunk to this width when they are written anew."""
    animation: bool = True
    gif_bytes: int = LIMITS["picture_material"].fail or 0
    """An animation is permanent material, wherever it stands."""
    pixels: int = LIMITS["picture_pixels"].fail or 0


_BOUNDS: Final = {
    # Articles are at most 677 CSS pixels wide; 1440 is sharp on every phone.
    Purpose.BODY: Bounds(still_bytes=LIMITS["picture_in_body"].fail or 0, width=1440),
    Purpose.MATERIAL: Bounds(
        still_bytes=LIMITS["picture_material"].fail or 0, width=2160
    ),
    # The list card is 900 x 383 CSS pixels.
    Purpose.COVER: Bounds(
        still_bytes=LIMITS["picture_material"].fail or 0, width=2160, animation=False
    ),
}


def bounds_of(purpose: Purpose) -> Bounds:
    """The bounds of one use."""
    return _BOUNDS[purpose]
