"""Pictures made to fill the memory, to take a day, or to be something else as well."""

from __future__ import annotations

import gzip
import resource
import struct
import zlib
from base64 import b64encode
from functools import cache, partial
from pathlib import PurePosixPath

import pytest

from mdwx.config import Config
from mdwx.errors import SourceError
from mdwx.media import Darkroom, vector
from mdwx.media.allowance import Allowance
from mdwx.media.bounds import Purpose
from mdwx.media.convert import convert
from mdwx.media.darkroom import WORKERS
from mdwx.media.drawer import drawn_apart
from mdwx.media.source import Source
from mdwx.model import ImageRef, Picture, Post, Span
from tests import pictures
from tests.support import write_site

WHERE = Span(PurePosixPath("content/a.md"), 7)


def outcome(data, purpose=Purpose.BODY):
    """The picture that is made of these bytes, or why there is none."""
    try:
        return convert(Source(ImageRef("a.png", WHERE), data), purpose)
    except SourceError as error:
        return f"{error.where}: {error}"


@pytest.mark.parametrize("way", ["file", "data: address"])
def test_all_pictures_of_a_post_together_have_a_bound_of_time(tmp_path, way):
    """
    A thousand slow ones end the work, not the day; the next run goes on.
    """
    room = Darkroom(Config(root=tmp_path))
    post = Post(PurePosixPath("content/a.md"), "a", "x")
    refs = []
    for number in range(1, 21):
        data = png(size=(40 + number, 40))
        write_site(tmp_path, {f"content/{number}.png": data})
        inside = f"data:image/png;base64,{b64encode(data).decode()}"
        src = f"{number}.png" if way == "file" else inside
        refs.append(ImageRef(src, Span(post.path, number)))
    room.allowances.default_factory = lambda: Allowance(making_s=1e-6)
    made = room.prepare(refs, post=post)
    ready = [ref for ref in refs if isinstance(made[ref.src], Picture)]
    assert 1 <= len(ready) <= WORKERS
    assert "take too long" in str(made[refs[-1].src])
    again = room.prepare(refs, post=post)
    assert sum(isinstance(one, Picture) for one in again.values()) > len(ready)
    room.allowances.default_factory = Allowance
    every = room.prepare(refs, post=post)
    assert all(isinstance(one, Picture) for one in every.values())


def chunk(kind, body):
    crc = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)


def png(*chunks, size=(8, 8), rows=None):
    """A PNG with these chunks in front of its picture."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0))
    rows = (
        rows if rows is not None else zlib.compress(bytes(size[1] * (size[0] * 3 + 1)))
    )
    body = b"".join(chunks) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + body


@cache
def laughs(size_bytes=1 << 28):
    """A quarter of a gigabyte of nothing, packed."""
    packer = zlib.compressobj(9)
    packed = [packer.compress(bytes(1 << 20)) for _ in range(size_bytes >> 20)]
    return b"".join([*packed, packer.flush()])


def gif(*frames, size=(10, 10), loops=b""):
    head = b"GIF89a" + struct.pack("<HHBBB", *size, 0x80, 0, 0) + bytes(6)
    return head + loops + b"".join(frames) + b";"


def frame(width, height, *, left=0, top=0):
    """A frame that ends as soon as it has begun."""
    place = struct.pack("<4HB", left, top, width, height, 0)
    return b"\x21\xf9\x04\x00\x01\x00\x00\x00\x2c" + place + b"\x02\x02\x4c\x01\x00"


def bmp(width, height, bits=24, body=bytes(64)):
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54 + len(body), 0, 0, 54) + info + body


def tiff(width, height, *, pages=1):
    """A TIFF of so many pages, each pointing on to the next, the last to the first."""
    tags = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1)]
    tags += [(262, 3, 1, 1), (273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, height)]
    tags += [(279, 4, 1, 4)]
    entries = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    size = 2 + len(entries) + 4
    data = [b"II*\0" + struct.pack("<I", 8)]
    for page in range(pages):
        following = 8 + size * (page + 1) if page + 1 < pages else 8
        data += [struct.pack("<H", len(tags)), entries, struct.pack("<I", following)]
    return b"".join(data)


def ico(data, *, claims=(16, 16)):
    entry = struct.pack("<BBBBHHII", *claims, 0, 0, 1, 32, len(data), 22)
    return b"\0\0\1\0\1\0" + entry + data


def webp(width, height):
    """A WebP that claims this canvas, and moves."""
    canvas = struct.pack("<I", 2) + (width - 1).to_bytes(3, "little")
    body = b"VP8X" + struct.pack("<I", 10) + canvas + (height - 1).to_bytes(3, "little")
    body += b"ANIM" + struct.pack("<IIH", 6, 0, 0)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def progressive(scans):
    """A JPEG that says the same in one scan after the other."""
    data = pictures.written(pictures.photo(), "JPEG", progressive=True)
    start = data.rindex(b"\xff\xda")
    return data[:start] + data[start:-2] * scans + b"\xff\xd9"


def jpeg_of(width, height):
    """A JPEG whose header claims another size than it has."""
    data = bytearray(pictures.written(pictures.photo(), "JPEG"))
    place = data.index(b"\xff\xc0")
    data[place + 5 : place + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def with_exif(body):
    jpeg = pictures.written(pictures.photo(), "JPEG")
    block = b"Exif\0\0" + body
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + jpeg[2:]


RING = b"II*\0\x08\0\0\0\x01\0" + struct.pack("<HHII", 0x8769, 4, 1, 8) + b"\x08\0\0\0"
"""An EXIF directory that holds itself."""
WIDE = b"II*\0\x08\0\0\0\xff\xff" + struct.pack("<HHII", 0x112, 3, 1 << 31, 8) * 900
"""One that claims 65535 entries of two thousand million values each."""
ICC = bytes(36) + b"acsp" + bytes(88) + struct.pack(">I", 1 << 31)

BOMBS = {
    "a PNG of gigapixels": lambda: png(size=(60_000, 60_000), rows=b"x"),
    "a PNG that unpacks to more than it claims": lambda: png(rows=laughs()),
    "a PNG with a text that unpacks without end": lambda: png(
        chunk(b"zTXt", b"a\0\0" + laughs())
    ),
    "a PNG with an international one": lambda: png(
        chunk(b"iTXt", b"a\0\1\0\0\0" + laughs())
    ),
    "a PNG with thousands of texts": lambda: png(
        *[chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(900_000)))] * 5000
    ),
    "a PNG with a profile that unpacks without end": lambda: png(
        chunk(b"iCCP", b"a\0\0" + laughs())
    ),
    "a PNG of a million chunks": lambda: png(*[chunk(b"tEXt", b"a\0b")] * 1_000_000),
    "a PNG of a million frames": lambda: png(
        chunk(b"acTL", struct.pack(">II", 1 << 30, 0))
    ),
    "a GIF of gigapixels": lambda: gif(frame(65535, 65535), size=(65535, 65535)),
    "a GIF of three million frames": lambda: gif(*[frame(1, 1)] * 3_000_000),
    "a GIF of many large frames": lambda: gif(
        *[frame(15_000, 15_000)] * 1000, size=(15_000, 15_000)
    ),
    "a GIF of frames far outside": lambda: gif(frame(9, 9, left=65535, top=65535)),
    "a WebP of gigapixels": lambda: webp(1 << 24, 1 << 24),
    "a BMP of gigapixels": lambda: bmp(1 << 30, 1 << 30),
    "a BMP upside down without end": lambda: bmp(1 << 20, -(1 << 31)),
    "a BMP of no width": lambda: bmp(0, 5),
    "a TIFF of gigapixels": lambda: tiff(1 << 31, 1 << 31),
    "a TIFF whose pages lead in a circle": lambda: tiff(4, 1, pages=3),
    "a TIFF of a million pages": lambda: tiff(4, 1, pages=400_000),
    "an icon that holds a bomb": lambda: ico(png(size=(60_000, 60_000), rows=b"x")),
    "a JPEG of gigapixels": lambda: jpeg_of(65_535, 65_535),
    "a JPEG of a hundred thousand scans": lambda: progressive(100_000),
    "a JPEG whose EXIF holds itself": lambda: with_exif(RING),
    "a JPEG whose EXIF claims gigabytes": lambda: with_exif(WIDE),
    "an SVG that unpacks without end": lambda: gzip.compress(bytes(1 << 28)),
}


@pytest.fixture
def little_memory():
    """A process that may not take more than three gigabytes."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.filterwarnings("ignore:Tag data larger than file", "ignore:Corrupt EXIF")
@pytest.mark.usefixtures("little_memory")
def test_a_bomb_ends_soon_and_small(name):
    """
    A sentence with its place, or a picture that WeChat takes.
    """
    data = BOMBS[name]()
    for purpose in (Purpose.BODY, Purpose.COVER):
        made = outcome(data, purpose)
        if isinstance(made, str):
            assert made.startswith("content/a.md:7: picture a.png ")
        else:
            assert 0 < len(made.data) < 10_000_000


def after(kind):
    """A picture with a page and an archive behind it."""
    tail = b"<html><script>alert(1)</script></html>PK\x03\x04 evil.exe %PDF-1.7 <?php"
    return pictures.SAMPLES[kind]() + tail


@pytest.mark.parametrize("kind", ["jpeg", "png", "still gif", "webp", "bmp", "tiff"])
def test_nothing_that_hides_in_a_picture_goes_along(kind):
    """
    Behind its end, in its comments, in its texts: what is sent is the picture alone.
    """
    made = outcome(after(kind))
    assert not isinstance(made, str), made
    for trace in (b"<html", b"<script", b"PK\x03\x04", b"%PDF", b"<?php"):
        assert trace not in made.data


def commented(kind):
    text = b"<script>alert(1)</script>"
    if kind == "png":
        return png(chunk(b"tEXt", b"Comment\0" + text), chunk(b"prVt", text))
    if kind == "gif":
        head, _, rest = pictures.SAMPLES["still gif"]().partition(b"\x2c")
        return head + b"\x21\xfe" + bytes([len(text)]) + text + b"\0\x2c" + rest
    jpeg = pictures.SAMPLES["jpeg"]()
    return jpeg[:2] + b"\xff\xfe" + struct.pack(">H", len(text) + 2) + text + jpeg[2:]


@pytest.mark.parametrize("kind", ["png", "gif", "jpeg"])
def test_no_comment_of_a_picture_goes_along(kind):
    """
    Where nobody sees it, somebody else's program might read it.
    """
    made = outcome(commented(kind))
    assert not isinstance(made, str), made
    assert b"<script" not in made.data


NO_PICTURES = {
    "a page": b"<!doctype html><img src=x onerror=alert(1)>",
    "a page that begins as a GIF": b"GIF89a/*<script>alert(1)</script>*/=1;",
    "a script that begins as a BMP": b"BM=1;/*" + bytes(60) + b"*/alert(1)",
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run",
    "a document": b"%PDF-1.7\n",
    "an icon": ico(b"x"),
    "a program": b"MZ" + bytes(100),
    "Photoshop": b"8BPS\0\1" + bytes(100),
    "FLI": bytes(4) + b"\x11\xaf" + bytes(200),
    "a metafile": b"\xd7\xcd\xc6\x9a" + bytes(100),
    "JPEG 2000": b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(100),
    "a playlist": b"#EXTM3U\nfile:///etc/passwd\n",
    "an SVG that is none": b"<?xml version='1.0'?><x xmlns='http://www.w3.org/2000/svg'/>",
    "nothing": b"\0" * 100,
}


@pytest.mark.parametrize("name", NO_PICTURES)
def test_what_is_no_picture_is_told_and_starts_no_program(name):
    """
    Whatever it is called, and whatever it begins with.
    """
    assert isinstance(outcome(NO_PICTURES[name]), str)


SVG = {
    "another file": '<image href="file:///etc/passwd" width="9" height="9"/>',
    "another host": '<image href="https://evil.example/a.png" width="9" height="9"/>',
    "another drawing": '<use href="https://evil.example/a.svg#x"/>',
    "a stylesheet": "<style>@import url(https://evil.example/a.css);</style>",
    "a stylesheet by a processing instruction": "<?xml-stylesheet href='file:///x'?>",
    "a font": "<style>@font-face{font-family:x;src:url(file:///etc/passwd)}</style>",
    "an inclusion": '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" '
    'href="/etc/passwd" parse="text"/>',
    "a page": '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" '
    'src="file:///etc/passwd"/></foreignObject>',
    "a script": "<script>alert(1)</script>",
    "a use of itself": '<g id="a"><use href="#a"/></g>',
    "uses in a circle": '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
    "a pattern of itself": '<pattern id="p" width="9" height="9">'
    '<rect fill="url(#p)" width="9" height="9"/></pattern><rect fill="url(#p)"/>',
    "a mask of itself": '<mask id="m"><rect mask="url(#m)" width="9"/></mask>'
    '<rect mask="url(#m)" width="9" height="9"/>',
    "a gradient of itself": '<linearGradient id="g" href="#g"/><rect fill="url(#g)"/>',
    "a clip of itself": '<clipPath id="c" clip-path="url(#c)"><path/></clipPath>'
    '<rect clip-path="url(#c)" width="9" height="9"/>',
    "a filter of enormous size": '<filter id="f" x="-1e9" y="-1e9" width="2e9" '
    'height="2e9"><feGaussianBlur stdDeviation="1e9"/></filter>'
    '<rect filter="url(#f)" width="9" height="9"/>',
    "blurs upon blurs": '<filter id="f">'
    + '<feGaussianBlur stdDeviation="300"/>' * 2000
    + '</filter><rect filter="url(#f)" width="9999" height="9999"/>',
    "dashes without end": '<path d="M0 0H999999999" stroke="red" '
    'stroke-dasharray="1e-9"/>',
    "a path without end": f'<path d="M0 0{"l1 1" * 500_000}"/>',
    "letters without end": f"<text>{'x' * 500_000}</text>",
    "boxes in boxes": "<g>" * 100_000 + "</g>" * 100_000,
    "opacity in opacity": '<g opacity=".5">' * 900 + "<rect/>" + "</g>" * 900,
}


@pytest.mark.parametrize("name", SVG)
@pytest.mark.usefixtures("little_memory")
def test_a_drawing_made_to_break_us_ends_soon_and_asks_for_nothing(monkeypatch, name):
    """
    A picture without what it asked for, or a sentence; the drawing is done apart.
    """
    pytest.importorskip("resvg_py", reason="needs mdwx[svg]")
    monkeypatch.setattr(vector, "drawn_apart", partial(drawn_apart, time_s=3.0))
    made = outcome(pictures.svg(SVG[name]))
    if isinstance(made, str):
        assert made.startswith("content/a.md:7: picture a.png ")
    else:
        assert b"root:" not in made.data


@pytest.mark.parametrize(
    "box",
    [
        'viewBox="0 0 1e30 1e30"',
        'viewBox="0 0 1e9 1"',
        'width="1e30" height="1e30"',
        'width="1000000000px" height="1"',
        'width="-5" height="5"',
        'width="0" height="0" viewBox="0 0 0 0"',
        'width="nan" height="inf"',
        'viewBox="0 0 1e-30 1e-30" width="9" height="9"',
    ],
)
def test_a_drawing_of_no_sensible_size_takes_no_memory(box):
    """
    However large it says that it is, or however small.
    """
    pytest.importorskip("resvg_py", reason="needs mdwx[svg]")
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>'
    made = outcome(f'{head}<rect width="9" height="9"/></svg>'.encode())
    assert isinstance(made, str) or len(made.data) < 10_000_000
