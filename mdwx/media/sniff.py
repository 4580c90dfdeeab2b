"""What a picture is, told by its first bytes: names lie."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

__all__ = ["Kind", "sniff"]


class Kind(StrEnum):
    """The formats mdwx reads, and web pages, which need a hint of their own."""

    JPEG = "jpeg"
    PNG = "png"
    GIF = "gif"
    WEBP = "webp"
    AVIF = "avif"
    HEIC = "heic"
    BMP = "bmp"
    TIFF = "tiff"
    JPEG2000 = "jpeg2000"
    SVG = "svg"
    WEB_PAGE = "web page"
    UNKNOWN = "unknown"


SIGNATURES: Final = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"BM", Kind.BMP),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
    (b"II+\x00", Kind.TIFF),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", Kind.JPEG2000),
    (b"\xffO\xffQ", Kind.JPEG2000),
    # A compressed SVG is the only picture that comes gzipped.
    (b"\x1f\x8b", Kind.SVG),
)
AVIF_BRANDS: Final = frozenset({b"avif", b"avis"})
HEIC_BRANDS: Final = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
)
WEB_PAGE: Final = re.compile(rb"(?i)\s*<(!doctype\s+html|html|head|body)\b")
SVG: Final = re.compile(rb"<(\w+:)?svg[\s>/]")


def sniff(data: bytes) -> Kind:
    """The kind of a picture, whatever it is called."""
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind.WEBP
    if data[4:8] == b"ftyp":
        return box_kind(data)
    return text_kind(data[:65536])


def box_kind(data: bytes) -> Kind:
    """AVIF or HEIC: both are boxes, and name what they are compatible with."""
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12], *(data[i : i + 4] for i in range(16, length, 4))}
    if brands & AVIF_BRANDS:
        return Kind.AVIF
    return Kind.HEIC if brands & HEIC_BRANDS else Kind.UNKNOWN


def text_kind(head: bytes) -> Kind:
    """SVG or a web page; UTF-16 text is looked at without its zero bytes."""
    text = head.removeprefix(b"\xef\xbb\xbf")
    if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = text[2:].replace(b"\x00", b"")
    if WEB_PAGE.match(text):
        return Kind.WEB_PAGE
    return Kind.SVG if text.lstrip()[:1] == b"<" and SVG.search(text) else Kind.UNKNOWN
