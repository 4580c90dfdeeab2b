"""Animations: a GIF stays one, moving WebP, PNG and AVIF become one.

What WeChat would refuse is drawn smaller first.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from math import floor, sqrt
from typing import Final

from PIL import Image, ImageSequence
from PIL.Image import Resampling

from mdwx.errors import SourceError
from mdwx.media.bounds import GIF_AREA, Bounds, Purpose
from mdwx.media.containers import Gif, read_gif
from mdwx.media.decode import check_pixels, reading
from mdwx.media.encode import Print
from mdwx.media.source import Source, refuse
from mdwx.model import Text

__all__ = ["as_gif", "frame_count", "noted_still"]

WORK_PIXELS: Final = 40 * GIF_AREA
"""Pixels of all frames up to which an animation is drawn anew."""
SMALLER: Final = (1, 0.8, 0.64, 0.5)
"""Parts of the first width to try while a GIF has too many bytes."""
NARROWEST_PX: Final = 120
MOVING_FORMATS: Final = frozenset({"GIF", "WEBP", "PNG", "AVIF"})
SHORTEST_MS: Final = 20
"""Browsers play a GIF frame of less than 20 ms as if it had 100."""


def frame_count(source: Source, picture: Image.Image) -> int:
    """How many frames play; further pages of a TIFF or a phone's JPEG do not."""
    if picture.format not in MOVING_FORMATS:
        return 1
    if picture.format == "GIF":
        with reading(source):
            return read_gif(source.data).frames
    with reading(source):
        return int(getattr(picture, "n_frames", 1))


def as_gif(source: Source, picture: Image.Image, bounds: Bounds) -> Print | None:
    """The animation as a GIF, or None where only its first frame can be used.

    A GIF within WeChat's bounds is kept frame for frame; everything else is
    drawn anew, smaller if it must be. A GIF that fits at no size is an error:
    its author wants it to move.
    """
    frames = frame_count(source, picture)
    if picture.format == "GIF" and (kept := kept_gif(source, bounds)):
        return kept
    if picture.width * picture.height * frames <= WORK_PIXELS:
        for width in widths(picture, frames):
            if drawn := drawn_gif(source, width=width, bounds=bounds):
                return drawn
    if picture.format == "GIF":
        raise too_much(source)
    return None


def too_much(source: Source) -> SourceError:
    """The error for a GIF that stays too large."""
    megabytes = len(source.data) / 1_000_000
    return refuse(
        source.ref,
        zh=f"是 {megabytes:.1f} MB 的动图，缩小后微信仍不收",
        en=f"is an animation of {megabytes:.1f} MB, too much for WeChat at any size",
        hint=Text(
            zh="减少帧数或颜色，或改成视频",
            en="use fewer frames or fewer colours, or a film",
        ),
    )


def kept_gif(source: Source, bounds: Bounds) -> Print | None:
    """Check a GIF and keep it frame for frame; None if WeChat would refuse it."""
    with reading(source):
        gif = read_gif(source.data)
        check_pixels(source, gif.width, gif.height)
        for frame in ImageSequence.Iterator(Image.open(io.BytesIO(gif.data))):
            frame.load()
            if gif.width * gif.height * gif.frames > WORK_PIXELS:
                break
    return print_of(gif, bounds)


def print_of(gif: Gif, bounds: Bounds) -> Print | None:
    """The GIF, if it is within all bounds."""
    area = gif.width * gif.height * gif.frames
    if len(gif.data) > bounds.gif_bytes or area > GIF_AREA or gif.frames < 2:
        return None
    return Print(gif.data, "gif", gif.width, gif.height)


def widths(picture: Image.Image, frames: int) -> Iterator[int]:
    """Widths to try, from the largest that keeps within the pixels of all frames."""
    area = picture.width * picture.height * frames
    width = floor(picture.width * min(1.0, sqrt(GIF_AREA / area)))
    for part in SMALLER:
        if round(width * part) >= NARROWEST_PX or part == 1:
            yield max(1, round(width * part))


def drawn_gif(source: Source, *, width: int, bounds: Bounds) -> Print | None:
    """Write the frames of an animation as a GIF of this width, if it then fits."""
    with reading(source), Image.open(io.BytesIO(source.data)) as picture:
        size = width, max(1, picture.height * width // picture.width)
        # A GIF that does not say so plays once; of an AVIF Pillow does not know.
        loop = picture.info.get("loop", None if picture.format == "GIF" else 0)
        shrunk = size != picture.size
        pages: list[Image.Image] = []
        durations: list[int] = []
        for frame in ImageSequence.Iterator(picture):
            page = frame.convert("RGBA")
            pages.append(page.resize(size, Resampling.LANCZOS) if shrunk else page)
            shown_ms = round(float(frame.info.get("duration") or 100))
            durations.append(max(SHORTEST_MS, shown_ms))
        file = io.BytesIO()
        pages[0].save(
            file,
            "GIF",
            save_all=True,
            append_images=pages[1:],
            duration=durations,
            **({} if loop is None else {"loop": int(loop)}),
            disposal=2,
        )
        made = print_of(read_gif(file.getvalue()), bounds)
    return replace(made, notes=(("gif-shrunk", width),)) if made and shrunk else made


def noted_still(made: Print, picture: Image.Image, purpose: Purpose) -> Print:
    """Note that an animation stands still; a cover never moves anyway."""
    if purpose is Purpose.COVER:
        return made
    frames = int(getattr(picture, "n_frames", 1))
    return replace(made, notes=(*made.notes, ("still", frames)))
