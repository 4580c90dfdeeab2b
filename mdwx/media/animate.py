"""Animations: a GIF stays one, moving WebP, PNG and AVIF become one if it fits."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Final

from PIL import Image, ImageSequence

from mdwx.media.bounds import GIF_AREA, Bounds, Purpose
from mdwx.media.containers import read_gif
from mdwx.media.decode import check_pixels, reading
from mdwx.media.encode import Print
from mdwx.media.source import Source, refuse
from mdwx.model import Text

__all__ = ["as_gif", "frame_count", "noted_still"]

WORK_PIXELS: Final = 10 * GIF_AREA
"""Pixels of all frames up to which an animation is turned into a GIF."""
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
    """The animation as a GIF, or None where only its first frame can be used."""
    if picture.format == "GIF":
        return kept_gif(source, bounds)
    return drawn_gif(source, picture, bounds)


def kept_gif(source: Source, bounds: Bounds) -> Print:
    """Check a GIF and keep it frame for frame."""
    with reading(source):
        gif = read_gif(source.data)
        check_pixels(source, gif.width, gif.height)
        for frame in ImageSequence.Iterator(Image.open(io.BytesIO(gif.data))):
            frame.load()
            if gif.width * gif.height * gif.frames > WORK_PIXELS:
                break
    if len(gif.data) > bounds.gif_bytes:
        megabytes = len(gif.data) / 1_000_000
        raise refuse(
            source.ref,
            zh=f"是 {megabytes:.1f} MB 的动图，微信最多收 10 MB",
            en=f"is an animation of {megabytes:.1f} MB, and WeChat takes 10 MB",
            hint=Text(
                zh="减少帧数、尺寸或颜色，或改成视频",
                en="use fewer frames, a smaller size or fewer colours, or a film",
            ),
        )
    return with_area(Print(gif.data, "gif", gif.width, gif.height), gif.frames)


def with_area(made: Print, frames: int) -> Print:
    """Note a GIF that plays more pixels than WeChat is said to take."""
    area = made.width * made.height * frames
    return replace(made, notes=(("gif-area", area),)) if area > GIF_AREA else made


def drawn_gif(source: Source, picture: Image.Image, bounds: Bounds) -> Print | None:
    """Write the frames of a moving WebP, PNG or AVIF as a GIF."""
    frames = frame_count(source, picture)
    if picture.width * picture.height * frames > WORK_PIXELS:
        return None
    with reading(source):
        pages: list[Image.Image] = []
        durations: list[int] = []
        for frame in ImageSequence.Iterator(picture):
            pages.append(frame.convert("RGBA"))
            shown_ms = round(float(frame.info.get("duration") or 100))
            durations.append(max(SHORTEST_MS, shown_ms))
        file = io.BytesIO()
        pages[0].save(
            file,
            "GIF",
            save_all=True,
            append_images=pages[1:],
            duration=durations,
            loop=int(picture.info.get("loop") or 0),
            disposal=2,
        )
        gif = read_gif(file.getvalue())
    if len(gif.data) > bounds.gif_bytes or gif.frames < 2:
        return None
    return with_area(Print(gif.data, "gif", gif.width, gif.height), gif.frames)


def noted_still(made: Print, picture: Image.Image, purpose: Purpose) -> Print:
    """Note that an animation stands still; a cover never moves anyway."""
    if purpose is Purpose.COVER:
        return made
    frames = int(getattr(picture, "n_frames", 1))
    return replace(made, notes=(*made.notes, ("still", frames)))
