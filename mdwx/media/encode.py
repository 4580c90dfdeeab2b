"""A decoded picture -> jpg or png bytes below a bound, at the least loss.

Photos become JPEG: quality goes down first, then width. Drawings, screenshots
and transparent pictures become PNG: exact, then 256 colours, then narrower.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from typing import BinaryIO, Final

from PIL import Image

from mdwx.media.bounds import Bounds
from mdwx.records import dataclass

__all__ = ["Print", "encode", "is_drawing", "write_jpeg", "write_png"]

QUALITIES: Final = (85, 78, 70, 60)
WIDTHS: Final = (1260, 1080, 900, 760, 677)
"""677 CSS pixels is an article's width on a desktop: text stays readable."""
LAST_QUALITIES: Final = (60, 45, 30)
LAST_WIDTHS: Final = (540, 420, 320, 240, 160)

SAMPLE: Final = 200
DRAWING_SHARE: Final = 0.2
"""A sample with fewer different colours than this share is no photo."""
PALETTE_FROM: Final = 4096
"""Up to so many colours, 256 look the same."""
COMMON_GREYS: Final = 16
COMMON_SHARE: Final = 0.6
QUICK_PIXELS: Final = 4_000_000
"""Above it PNG's best compression takes seconds for little."""


@dataclass(frozen=True, slots=True)
class Print:
    """A picture as WeChat takes it."""

    data: bytes
    suffix: str
    width: int
    height: int
    notes: tuple[tuple[str, int], ...] = ()
    """What a reader may miss, by name; `notes.py` puts it into words."""
    is_kept: bool = False
    """Whether it is the author's file as it is, less its metadata."""


def encode(picture: Image.Image, bounds: Bounds, *, drawing: bool) -> Print:
    """Write a picture of mode L, RGB or RGBA below the bound."""
    if picture.mode == "RGBA":
        return encode_transparent(picture, bounds)
    if drawing and (exact := encode_drawing(picture, bounds)):
        return exact
    return encode_photo(picture, bounds)


def is_drawing(picture: Image.Image) -> bool:
    """Whether a picture repeats its colours, as drawings and screenshots do."""
    size = min(SAMPLE, picture.width), min(SAMPLE, picture.height)
    sample = picture.resize(size, Image.Resampling.NEAREST)
    pixels = size[0] * size[1]
    if picture.mode == "L":
        # 256 greys say nothing: a drawing is mostly made of a few of them.
        common = sorted(sample.histogram(), reverse=True)[:COMMON_GREYS]
        return sum(common) > pixels * COMMON_SHARE
    colours = sample.convert("RGB").getcolors(int(pixels * DRAWING_SHARE) + 16)
    return colours is not None


def encode_drawing(picture: Image.Image, bounds: Bounds) -> Print | None:
    """PNG, exact or in 256 colours; None when neither is small and good enough.

    A screenshot with a photo in it has too many colours for a palette: its sky
    would come out in bands, and JPEG is kinder.
    """
    data = write_png(picture)
    if len(data) > bounds.still_bytes and picture.getcolors(PALETTE_FROM) is not None:
        data = write_png(in_256_colours(picture))
    if len(data) > bounds.still_bytes:
        return None
    return Print(data, "png", *picture.size)


def encode_transparent(picture: Image.Image, bounds: Bounds) -> Print:
    """PNG as large as fits; on white only when even a narrow one is too large."""
    data = write_png(picture)
    if len(data) <= bounds.still_bytes:
        return Print(data, "png", *picture.size)
    for width in (picture.width, *WIDTHS):
        if width > picture.width:
            continue
        smaller = narrowed(picture, width)
        data = write_png(in_256_colours(smaller))
        if len(data) <= bounds.still_bytes:
            return Print(data, "png", *smaller.size)
    flat = encode_photo(flattened(picture), bounds)
    notes = (*flat.notes, ("flattened", 0))
    return Print(flat.data, flat.suffix, flat.width, flat.height, notes)


def encode_photo(picture: Image.Image, bounds: Bounds) -> Print:
    """JPEG by the first rung of the ladder that fits."""
    rungs = ladder(picture.width)

    def attempt(rung: tuple[int, int]) -> Print:
        width, quality = rung
        smaller = narrowed(picture, width)
        notes = () if width == picture.width or width >= 677 else (("narrow", width),)
        return Print(write_jpeg(smaller, quality), "jpg", *smaller.size, notes)

    return first_fitting(rungs, attempt, bounds.still_bytes)


def ladder(width: int) -> list[tuple[int, int]]:
    """Widths and qualities to try, best first, each step smaller than the last."""
    rungs = [(width, quality) for quality in QUALITIES]
    for narrower in WIDTHS:
        if narrower < width:
            rungs += [(narrower, 70), (narrower, 60)]
    narrowest = rungs[-1][0]
    rungs += [(narrowest, quality) for quality in LAST_QUALITIES[1:]]
    rungs += [(last, 45) for last in LAST_WIDTHS if last < narrowest]
    return [*rungs, (min(width, LAST_WIDTHS[-1]), 20)]


def first_fitting(
    rungs: list[tuple[int, int]],
    attempt: Callable[[tuple[int, int]], Print],
    limit_bytes: int,
) -> Print:
    """Try the best rung, then halve: a tall picture costs seconds an attempt.

    The last rung stands when nothing fits; the caller checks.
    """
    best = attempt(rungs[0])
    low, high = 1, len(rungs) - 1
    if len(best.data) <= limit_bytes:
        return best
    best = attempt(rungs[high])
    while low < high:
        middle = (low + high) // 2
        tried = attempt(rungs[middle])
        if len(tried.data) <= limit_bytes:
            best, high = tried, middle
        else:
            low = middle + 1
    return best


def narrowed(picture: Image.Image, width: int) -> Image.Image:
    if width >= picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def flattened(picture: Image.Image) -> Image.Image:
    """A transparent picture on white paper."""
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def in_256_colours(picture: Image.Image) -> Image.Image:
    """An adaptive palette; alpha is kept, and edges are not dithered."""
    method = (
        Image.Quantize.FASTOCTREE
        if picture.mode == "RGBA"
        else Image.Quantize.MEDIANCUT
    )
    return picture.quantize(256, method=method, dither=Image.Dither.NONE)


def write_png(picture: Image.Image) -> bytes:
    """PNG bytes; the same picture gives the same ones."""
    file = io.BytesIO()
    level = 9 if picture.width * picture.height <= QUICK_PIXELS else 6
    picture.save(file, "PNG", compress_level=level)
    return file.getvalue()


def write_jpeg(picture: Image.Image, quality: int) -> bytes:
    """JPEG bytes; the same picture and quality give the same ones."""
    with file_in_memory() as file:
        picture.save(file, "JPEG", quality=quality, optimize=True)
        file.seek(0)
        return file.read()


def file_in_memory() -> BinaryIO:
    """A file that takes no room on a disk; with a handle, where the system has such.

    To a handle Pillow writes a JPEG while other threads work, to others it does not.
    """
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("picture"), "w+b")
    return io.BytesIO()
