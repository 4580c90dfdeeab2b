"""What a file is, by its first bytes: its name and Content-Type count for nothing.

A WebP named .jpg is refused, a PNG named .jpg accepted. Measured 2026-05 and
2026-09. Pictures are measured, not decoded.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Final

from mdwx.records import dataclass

__all__ = ["Sniffed", "sniff"]


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A file's type and, for a picture, its size in pixels."""

    format: str
    """"jpeg", "png", "gif", "bmp", "mp3", "wma", "wav", "amr", "mp4" or "other"."""
    width: int = 0
    height: int = 0
    frames: int = 1

    @property
    def is_picture(self) -> bool:
        """Whether it can be a picture of the account's library."""
        return self.format in MEASURES

    @property
    def pixels(self) -> int:
        """All frames together."""
        return self.width * self.height * self.frames


MAGIC: Final = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\xff\xf3", "mp3"),
    (b"\xff\xf2", "mp3"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "wma"),
    (b"#!AMR", "amr"),
)


def sniff(data: bytes) -> Sniffed:
    """The type and size of a file; a broken picture has no pixels."""
    form = form_of(data)
    measure = MEASURES.get(form)
    if measure is None:
        return Sniffed(form)
    try:
        return measure(data)
    except (struct.error, IndexError):
        return Sniffed(form)


def form_of(data: bytes) -> str:
    """The type, from the magic bytes."""
    for magic, form in MAGIC:
        if data.startswith(magic):
            return form
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "wav"
    return "mp4" if data[4:8] == b"ftyp" else "other"


def measure_png(data: bytes) -> Sniffed:
    """The header chunk comes first and names the size."""
    width, height = struct.unpack(">II", data[16:24])
    return Sniffed("png", width, height)


def measure_bmp(data: bytes) -> Sniffed:
    """Height is negative in a picture stored top down."""
    width, height = struct.unpack("<ii", data[18:26])
    return Sniffed("bmp", abs(width), abs(height))


def measure_jpeg(data: bytes) -> Sniffed:
    """The size stands in the first start-of-frame segment."""
    at = 2
    while at < len(data):
        if data[at] != 0xFF:
            return Sniffed("jpeg")
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return Sniffed("jpeg", width, height)
        if marker == 0xFF:
            at += 1
            continue
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        at += 2 + length
    return Sniffed("jpeg")


def measure_gif(data: bytes) -> Sniffed:
    """Walk the blocks and count the pictures."""
    width, height, flags = struct.unpack("<HHB", data[6:11])
    at, frames = 13 + table_bytes(flags), 0
    while at < len(data) and data[at] != 0x3B:
        if data[at] == 0x21:
            at = after_blocks(data, at + 2)
        elif data[at] == 0x2C:
            frames += 1
            at = after_blocks(data, at + 11 + table_bytes(data[at + 9]))
        else:
            break
    return Sniffed("gif", width, height, max(frames, 1))


def table_bytes(flags: int) -> int:
    """The size of a colour table, by the flags before it."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def after_blocks(data: bytes, at: int) -> int:
    """Where a run of counted blocks ends."""
    while data[at]:
        at += 1 + data[at]
    return at + 1


MEASURES: Final[dict[str, Callable[[bytes], Sniffed]]] = {
    "png": measure_png,
    "jpeg": measure_jpeg,
    "gif": measure_gif,
    "bmp": measure_bmp,
}
