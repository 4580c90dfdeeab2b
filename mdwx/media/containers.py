"""JPEG, PNG and GIF files, read block by block without decoding a pixel.

Two things need this. Pillow decodes some cut files without a word, and a
missing half picture must be an error. And a picture that already fits is sent
as it is, less its metadata, which saves a generation of JPEG loss.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from typing import Final

from mdwx.records import dataclass

__all__ = [
    "CutShortError",
    "Gif",
    "bare_jpeg",
    "bare_png",
    "check_jpeg",
    "read_gif",
    "wordless_png",
]

JPEG_MARKER: Final = re.compile(
    rb"[^\xff]*+(?:\xff++[\x00\xd0-\xd7][^\xff]*+)*+(\xff++)([^\x00\xd0-\xd7\xff])"
)
"""Inside picture data FF00 is a byte and FFD0 to FFD7 are restarts.

Matched from where it stands, each byte once: megabytes of FF are no marker."""
JPEG_METADATA: Final = frozenset(range(0xE1, 0xF0)) - {0xEE} | {0xFE}
"""APP1 to APP15 and comments; APP0 is JFIF, APP14 tells Adobe's colour space."""
PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
PNG_LOOKS: Final = frozenset({b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD"})
"""The ancillary chunks that change how a PNG looks; others are metadata."""
PNG_WORDS: Final = frozenset({b"tEXt", b"zTXt", b"iTXt"})
MOST_CHUNKS: Final = 50_000
"""Encoders write 8 KB or more into each."""
MOST_SCANS: Final = 200
"""Encoders make about ten; each takes as long as the picture is large."""
GIF_LOOPS: Final = frozenset({b"NETSCAPE2.0", b"ANIMEXTS1.0"})


class CutShortError(ValueError):
    """The file ends before its picture does."""


def bare_jpeg(data: bytes) -> bytes:
    """The first picture of a JPEG file, without metadata or anything behind it."""
    return b"".join(jpeg_pieces(data))


def check_jpeg(data: bytes) -> None:
    """Find the end of a JPEG's first picture, or say that it is cut short."""
    for _ in jpeg_pieces(data):
        pass


def jpeg_pieces(data: bytes) -> Iterator[memoryview]:
    """What makes the first picture of a JPEG file, piece by piece, up to its end.

    Phones put a second picture or a film behind the first (MPO, live photos).
    """
    seen = memoryview(data)
    yield seen[:2]
    place = 2
    scans = 0
    while True:
        found = JPEG_MARKER.match(data, place)
        if found is None:
            raise CutShortError
        marker = found[2][0]
        end = found.end()
        scans += marker == 0xDA
        if scans > MOST_SCANS:
            raise ValueError("each scan goes over the whole picture")
        if marker == 0xD9:
            yield seen[place:end]
            return
        length = int.from_bytes(data[end : end + 2], "big")
        if length < 2 or end + length > len(data):
            raise CutShortError
        # What lies before the marker is picture data, which belongs to it.
        yield seen[place : found.start(1)]
        if marker not in JPEG_METADATA:
            yield seen[found.start(1) : end + length]
        place = end + length


def bare_png(data: bytes) -> bytes:
    """A PNG file with only the chunks that make its picture."""
    kept = [PNG_SIGNATURE]
    for kind, chunk in png_chunks(data):
        if kind[:1].isupper() or kind in PNG_LOOKS:
            kept.append(chunk)
    return b"".join(kept)


def wordless_png(data: bytes) -> bytes:
    """A PNG file without its texts, which may unpack to anything."""
    chunks = (chunk for kind, chunk in png_chunks(data) if kind not in PNG_WORDS)
    return b"".join([PNG_SIGNATURE, *chunks])


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk's type and its whole bytes, up to the end mark."""
    place = len(PNG_SIGNATURE)
    kind = b""
    count = 0
    while kind != b"IEND":
        count += 1
        if count > MOST_CHUNKS:
            raise ValueError("a picture in that many pieces is none")
        length = int.from_bytes(data[place : place + 4], "big")
        end = place + length + 12
        if end > len(data):
            raise CutShortError
        kind = data[place + 4 : place + 8]
        damaged = zlib.crc32(data[place + 4 : end - 4]) != int.from_bytes(
            data[end - 4 : end], "big"
        )
        if damaged and kind[:1].isupper():
            raise ValueError(f"chunk {kind!r} is damaged")
        yield kind, data[place:end]
        place = end


@dataclass(frozen=True, slots=True)
class Gif:
    """A GIF file without comments, and what its blocks say about it."""

    data: bytes
    width: int
    height: int
    frames: int


def read_gif(data: bytes) -> Gif:
    """Walk the blocks of a GIF; a missing trailer alone is forgiven."""
    if len(data) < 13:
        raise CutShortError
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    place = 13 + colour_table_bytes(flags)
    kept = [data[:place]]
    frames = 0
    while place < len(data) and data[place] != 0x3B:
        block = data[place]
        end = gif_block_end(data, place)
        if block == 0x2C:
            frames += 1
            left, top, w, h = struct.unpack_from("<4H", data, place + 1)
            width, height = max(width, left + w), max(height, top + h)
        if block == 0x2C or is_kept_extension(data, place):
            kept.append(data[place:end])
        place = end
    if not frames:
        raise CutShortError
    return Gif(b"".join([*kept, b"\x3b"]), width, height, frames)


def colour_table_bytes(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def is_kept_extension(data: bytes, place: int) -> bool:
    """Whether an extension is timing or looping, not a comment or XMP."""
    label = data[place + 1]
    return label == 0xF9 or (
        label == 0xFF and data[place + 3 : place + 14] in GIF_LOOPS
    )


def gif_block_end(data: bytes, place: int) -> int:
    """Where the block that starts at ``place`` ends."""
    block = data[place]
    if block == 0x2C and place + 11 <= len(data):
        place += 11 + colour_table_bytes(data[place + 9])
    elif block == 0x21:
        place += 2
    else:
        raise CutShortError
    while place < len(data):
        length = data[place]
        place += 1 + length
        if not length:
            return place
    raise CutShortError
