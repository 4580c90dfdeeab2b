"""Any picture an author may name -> bytes WeChat takes, decided by content."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Final

from PIL import Image

from mdwx.errors import SourceError
from mdwx.media import animate
from mdwx.media.bounds import SOURCE_BYTES, Bounds, Purpose, bounds_of
from mdwx.media.containers import (
    bare_jpeg,
    bare_png,
    check_jpeg,
    read_gif,
    wordless_png,
)
from mdwx.media.decode import decode, is_srgb, open_picture, orientation, reading
from mdwx.media.encode import Print, encode, is_drawing
from mdwx.media.sniff import Kind, sniff
from mdwx.media.source import Source, refuse
from mdwx.media.unlit import is_unlit
from mdwx.model import ImageRef, Text

__all__ = ["convert", "too_large"]

HUGE_PIXELS: Final = 50_000_000
ONE_AT_A_TIME: Final = threading.Lock()


def convert(source: Source, purpose: Purpose) -> Print:
    """Make a picture ready for its purpose; SourceError when it cannot be read."""
    check_bytes(source)
    kind = sniff(source.data)
    if kind in {Kind.UNKNOWN, Kind.WEB_PAGE}:
        raise not_a_picture(source, kind)
    if kind is Kind.SVG:
        # Fonts and the engine that draws are of use to nothing else here.
        from mdwx.media import vector

        source, kind = Source(source.ref, vector.draw(source)), Kind.PNG
    bare = bare_source(source, kind)
    picture = open_picture(bare, kind)
    with room_for(picture):
        return printed(bare, picture, kind, purpose)


def room_for(picture: Image.Image) -> AbstractContextManager[object]:
    """Let huge pictures through one at a time: each may take a gigabyte."""
    huge = picture.width * picture.height > HUGE_PIXELS
    return ONE_AT_A_TIME if huge else nullcontext()


def printed(bare: Source, picture: Image.Image, kind: Kind, purpose: Purpose) -> Print:
    """Make the picture as it is sent: moving, kept, or written anew."""
    bounds = bounds_of(purpose)
    moving = animate.frame_count(bare, picture) > 1
    if moving and bounds.animation and (gif := animate.as_gif(bare, picture, bounds)):
        return gif
    made = kept(bare, picture, kind, bounds) or developed(bare, picture, kind, bounds)
    if len(made.data) > bounds.still_bytes:
        raise refuse(
            bare.ref,
            zh=f"缩小后仍超过 {bounds.still_bytes} 字节",
            en=f"is still over {bounds.still_bytes} bytes when made smaller",
            hint=Text(zh="把它切成几张", en="cut it into several pictures"),
        )
    if moving:
        # Whether it may move is answered for each use.
        return replace(animate.noted_still(made, picture, purpose), is_kept=False)
    return noted_unlit(made, bare, picture) if purpose is Purpose.BODY else made


def noted_unlit(made: Print, source: Source, picture: Image.Image) -> Print:
    """The picture, with a note if it cannot be seen by night."""
    with reading(source):
        if made.suffix != "png" or not is_unlit(picture):
            return made
    return replace(made, notes=(*made.notes, ("unlit", 0)))


def check_bytes(source: Source) -> None:
    """Refuse an empty file, and one that is too large to be a picture."""
    if not source.data:
        raise refuse(
            source.ref,
            zh="是空文件（0 字节）",
            en="is an empty file (0 bytes)",
            hint=Text(
                zh="重新导出；网盘同步的文件可能还没有下载",
                en="export it again; a cloud drive may not have fetched it yet",
            ),
        )
    if len(source.data) > SOURCE_BYTES:
        raise too_large(source.ref, len(source.data))


def too_large(ref: ImageRef, size_bytes: int) -> SourceError:
    """The error for a file that no picture in an article needs to be."""
    megabytes = size_bytes / 1024 / 1024
    limit = SOURCE_BYTES // 1024 // 1024
    return refuse(
        ref,
        zh=f"有 {megabytes:.1f} MB,超过 {limit} MB",
        en=f"has {megabytes:.1f} MB, more than {limit} MB",
        hint=Text(zh="先把它缩小", en="make it smaller first"),
    )


def not_a_picture(source: Source, kind: Kind) -> SourceError:
    """The error for bytes that are no picture mdwx knows."""
    if kind is Kind.WEB_PAGE:
        return refuse(
            source.ref,
            zh="是网页，不是图片",
            en="is a web page, not a picture",
            hint=Text(
                zh="用图片本身的地址，或者把图片存到文章旁边",
                en="use the address of the picture itself, or save it by the post",
            ),
        )
    return refuse(
        source.ref,
        zh="不是能识别的图片",
        en="is not a picture mdwx can read",
        hint=Text(
            zh="可用 JPEG、PNG、GIF、WebP、AVIF、BMP、TIFF、HEIC、SVG",
            en="JPEG, PNG, GIF, WebP, AVIF, BMP, TIFF, HEIC and SVG are read",
        ),
    )


def bare_source(source: Source, kind: Kind) -> Source:
    """Check that the file is whole; a GIF and a PNG also lose their words here."""
    with reading(source):
        if kind is Kind.JPEG:
            check_jpeg(source.data)
        elif kind is Kind.PNG:
            return Source(source.ref, wordless_png(source.data))
        elif kind is Kind.GIF:
            return Source(source.ref, read_gif(source.data).data)
        elif kind is Kind.WEBP:
            length = int.from_bytes(source.data[4:8], "little") + 8
            if length > len(source.data):
                raise EOFError
    return source


def kept(
    source: Source, picture: Image.Image, kind: Kind, bounds: Bounds
) -> Print | None:
    """The file as it is, less its metadata, if WeChat takes it so."""
    if kind not in {Kind.JPEG, Kind.PNG} or not stays(source, picture, kind, bounds):
        return None
    with reading(source):
        data = (bare_jpeg if kind is Kind.JPEG else bare_png)(source.data)
    if len(data) > bounds.still_bytes:
        return None
    whole = open_picture(Source(source.ref, data), kind)
    with reading(source):
        whole.load()
    suffix = "jpg" if kind is Kind.JPEG else "png"
    return Print(data, suffix, *whole.size, is_kept=True)


def stays(source: Source, picture: Image.Image, kind: Kind, bounds: Bounds) -> bool:
    """Whether the pixels need no change: upright, sRGB, 8 bits, not huge."""
    profile = picture.info.get("icc_profile")
    # Pillow decodes a PNG to look for a turn behind its pixels.
    names_no_turn = kind is Kind.PNG and b"eXIf" not in source.data
    modes = {"L", "RGB"} if kind is Kind.JPEG else {"1", "L", "LA", "P", "RGB", "RGBA"}
    # Byte 24 of a PNG is its bit depth.
    deep = kind is Kind.PNG and source.data[24] > 8
    width, height = picture.size
    return (
        picture.mode in modes
        and not deep
        and (names_no_turn or orientation(picture) == 1)
        and (profile is None or is_srgb(profile))
        and width * height <= bounds.pixels
        and width <= 2 * bounds.width
    )


def developed(
    source: Source, picture: Image.Image, kind: Kind, bounds: Bounds
) -> Print:
    """Decode a picture and write it anew."""
    with reading(source):
        # Counting a TIFF's pages would read through all of them.
        if picture.tell():
            picture.seek(0)
    plain = decode(source, picture, bounds)
    drawing = kind is not Kind.JPEG and is_drawing(plain)
    with reading(source):
        return encode(plain, bounds, drawing=drawing)
