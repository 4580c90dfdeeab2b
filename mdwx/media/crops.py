"""The two cuts of a cover: 2.35:1 for the list, 1:1 for a share.

WeChat refuses a cut whose sides do not match its ratio with 53402
(封面裁剪失败). Observed 2026-10.
"""

from __future__ import annotations

from typing import Final

from mdwx.model import Crop

__all__ = ["SQUARE", "WIDE", "crop"]

WIDE: Final = 2.35
SQUARE: Final = 1.0
DECIMALS: Final = 6


def crop(
    width: int, height: int, *, ratio: float, focus: tuple[float, float] = (0.5, 0.5)
) -> Crop:
    """The largest part of that ratio, as near to centred on the focus as it goes."""
    part_width = min(1.0, height * ratio / width)
    part_height = min(1.0, width / ratio / height)
    x1 = min(max(0.0, focus[0] - part_width / 2), 1 - part_width)
    y1 = min(max(0.0, focus[1] - part_height / 2), 1 - part_height)
    return Crop(
        x1=round(x1, DECIMALS),
        y1=round(y1, DECIMALS),
        x2=round(min(1.0, x1 + part_width), DECIMALS),
        y2=round(min(1.0, y1 + part_height), DECIMALS),
    )
