"""How long a voice plays, as far as its headers tell."""

from __future__ import annotations

import struct
from typing import Final

__all__ = ["playtime_seconds"]

AMR_FRAMES_A_SECOND: Final = 50
AMR_FRAME_BYTES: Final = (13, 14, 16, 18, 20, 21, 27, 32, 6)
MP3_KILOBITS: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)


def playtime_seconds(data: bytes, form: str) -> float:
    """Seconds; 0 where the format does not say."""
    try:
        if form == "wav":
            return wav_seconds(data)
        if form == "amr":
            return amr_seconds(data)
        return mp3_seconds(data) if form == "mp3" else 0.0
    except (struct.error, IndexError):
        return 0.0


def wav_seconds(data: bytes) -> float:
    """The format chunk names the bytes of a second."""
    at = data.index(b"fmt ") if b"fmt " in data else len(data)
    (rate,) = struct.unpack("<I", data[at + 16 : at + 20])
    return len(data) / rate if rate else 0.0


def amr_seconds(data: bytes) -> float:
    """Frames of 20 ms, each of which names its own length."""
    at, frames = len(b"#!AMR\n"), 0
    while at < len(data):
        mode = data[at] >> 3 & 15
        at += AMR_FRAME_BYTES[mode] if mode < len(AMR_FRAME_BYTES) else 1
        frames += 1
    return frames / AMR_FRAMES_A_SECOND


def mp3_seconds(data: bytes) -> float:
    """The first frame's bit rate serves for the whole file (MPEG 1, layer III)."""
    at = 0
    if data.startswith(b"ID3"):
        size = data[6:10]
        at = 10 + (size[0] << 21 | size[1] << 14 | size[2] << 7 | size[3])
    if data[at] != 0xFF or data[at + 1] & 0xFE != 0xFA:
        return 0.0
    kilobits = MP3_KILOBITS[data[at + 2] >> 4]
    return (len(data) - at) * 8 / (kilobits * 1000) if kilobits else 0.0
