"""The crops of a cover: sent as two strings, read back as a list.

A cut whose proportions do not match, or a cover too small to cut, is 53402.
Measured 2026-10.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mdwx.patterns import pattern
from mdwx.sandbox.bodies import text_of
from mdwx.sandbox.replies import Refusal

__all__ = ["cover_crops"]

RATIOS: Final = {"2.35_1": 2.35, "1_1": 1.0, "16_9": 16 / 9}
FIELDS: Final = {"pic_crop_235_1": "2.35_1", "pic_crop_1_1": "1_1"}
CORNERS: Final = ("x1", "y1", "x2", "y2")
CORNER: Final = pattern(r"(?:0(?:\.[0-9]{1,6})?|1(?:\.0{1,6})?)")
TOLERANCE: Final = 0.02
"""How far the cut may be from its proportions; our own choice, undocumented."""
SMALLEST_SIDE: Final = 2
"""Pixels; a cover of 1 x 1 is refused. Reported 2026-03."""


def cover_crops(
    sent: Mapping[str, Any], *, width: int, height: int
) -> list[dict[str, str]]:
    """The crops of an article, as ``cover_info`` brings them back."""
    if min(width, height) < SMALLEST_SIDE:
        raise Refusal(53402)
    found = [
        {"ratio": ratio, **corners_of(text_of(sent, field).split("_"))}
        for field, ratio in FIELDS.items()
        if text_of(sent, field)
    ]
    given = {crop["ratio"] for crop in found}
    found += [crop for crop in listed_crops(sent) if crop["ratio"] not in given]
    for crop in found:
        check_ratio(crop, width=width, height=height)
    return found


def listed_crops(sent: Mapping[str, Any]) -> list[dict[str, str]]:
    """``cover_info.crop_percent_list``, whose numbers are strings."""
    info = sent.get("cover_info") or {}
    listed = info.get("crop_percent_list") if isinstance(info, dict) else None
    if listed is None:
        return []
    if not isinstance(listed, list) or not all(
        isinstance(each, dict) for each in listed
    ):
        raise Refusal(47001)
    return [
        {
            "ratio": text_of(each, "ratio"),
            **corners_of([text_of(each, name) for name in CORNERS]),
        }
        for each in listed
    ]


def corners_of(values: list[str]) -> dict[str, str]:
    """Four numbers from 0 to 1, of at most six decimals."""
    if len(values) != len(CORNERS) or not all(map(CORNER.fullmatch, values)):
        raise Refusal(53402)
    return dict(zip(CORNERS, values, strict=True))


def check_ratio(crop: Mapping[str, str], *, width: int, height: int) -> None:
    """The cut in pixels has the proportions it claims."""
    x1, y1, x2, y2 = (float(crop[name]) for name in CORNERS)
    ratio = RATIOS.get(crop["ratio"])
    if ratio is None or x2 <= x1 or y2 <= y1:
        raise Refusal(53402)
    cut = (x2 - x1) * width / ((y2 - y1) * height)
    if abs(cut / ratio - 1) > TOLERANCE:
        raise Refusal(53402)
