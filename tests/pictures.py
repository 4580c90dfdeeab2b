"""Sample pictures of every format, drawn when a test asks: same seed, same bytes.

Nothing here is stored: `photo` and `drawing` make pixels, `written` makes a
file of them, and `SAMPLES` names one file of every kind mdwx must read.
"""

from __future__ import annotations

import random
import struct
import zlib
from io import BytesIO

from PIL import Image, ImageCms, ImageDraw

ORIENTATION = 0x0112


def photo(width=640, height=480, *, seed=1) -> Image.Image:
    """Soft colours under fine grain: what a camera sees, as JPEG loves it."""
    dice = random.Random(f"{width} {height} {seed}")
    soft = noise(8, 6, dice).resize((width, height), Image.Resampling.BICUBIC)
    grain = noise(64, 64, dice).resize((width, height), Image.Resampling.NEAREST)
    return Image.blend(soft, grain, 0.06)


def rough(width=640, height=480, *, seed=1) -> Image.Image:
    """Noise in every pixel: the worst a compressor can meet."""
    return noise(width, height, random.Random(f"{width} {height} {seed}"))


def noise(width, height, dice) -> Image.Image:
    return Image.frombytes("RGB", (width, height), dice.randbytes(width * height * 3))


def drawing(width=640, height=480, *, seed=1, mode="RGB") -> Image.Image:
    """Boxes and lines in few colours, as in a chart or a screenshot."""
    dice = random.Random(f"{width} {height} {seed}")
    paper = (255, 255, 255, 0) if mode == "RGBA" else "white"
    image = Image.new(mode, (width, height), paper)
    pen = ImageDraw.Draw(image)
    for _ in range(24):
        x, y = dice.randrange(width), dice.randrange(height)
        colour = tuple(dice.randrange(0, 256, 51) for _ in range(3))
        pen.rectangle((x, y, x + width // 6, y + height // 9), fill=colour)
    return image


def corners(width=64, height=48) -> Image.Image:
    """Red, green, blue and white corners, to see how a picture was turned."""
    image = Image.new("RGB", (width, height))
    halves = ((0, 0, "red"), (1, 0, "lime"), (0, 1, "blue"), (1, 1, "white"))
    for right, down, colour in halves:
        x, y = right * width // 2, down * height // 2
        image.paste(colour, (x, y, x + width // 2, y + height // 2))
    return image


def written(image, kind, **options) -> bytes:
    """The picture as the bytes of a file."""
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def turned(image, orientation, kind="JPEG", **options) -> bytes:
    """A file whose EXIF says how a viewer must turn it."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return written(image, kind, exif=exif, **options)


def moving(kind="GIF", *, frames=6, width=120, height=80, **options) -> bytes:
    """A square that crosses the picture."""
    pages = []
    for frame in range(frames):
        page = Image.new("RGBA", (width, height), "white")
        x = frame * width // frames
        ImageDraw.Draw(page).rectangle((x, 20, x + 20, 40), fill="red")
        pages.append(page)
    rest = {"save_all": True, "append_images": pages[1:], "duration": 80, "loop": 0}
    return written(pages[0], kind, **(rest | options))


def wide_gamut() -> bytes:
    """A JPEG whose profile is not sRGB (here: LAB's white under another curve)."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ"))
    return written(photo(), "JPEG", icc_profile=profile.tobytes())


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def deep_grey(width=256, height=64) -> Image.Image:
    """A 16-bit ramp from black to white."""
    ramp = b"".join(
        (x * 65535 // (width - 1)).to_bytes(2, "little") for x in range(width)
    )
    return Image.frombytes("I;16", (width, height), ramp * height)


def heic(image) -> bytes:
    import pillow_heif

    stream = BytesIO()
    pillow_heif.from_pillow(image).save(stream, quality=80)
    return stream.getvalue()


def svg(body="", *, width=200, height=100, head="") -> bytes:
    """An SVG with the given elements in it."""
    return (
        f'{head}<svg xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}">'
        f'<rect width="100%" height="100%" fill="#cde"/>{body}</svg>'
    ).encode()


def interlaced() -> bytes:
    """A 2 x 1 PNG in Adam7 order, which Pillow reads but does not write."""
    # Two of the seven passes hold a pixel each; every row begins with a filter.
    rows = zlib.compress(b"\0\xff\0\0" + b"\0\0\xff\0")
    return png_of(2, 1, rows, interlace=1)


def png_of(width, height, rows, *, interlace=0) -> bytes:
    """A PNG that claims a size, whatever its compressed rows hold."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, interlace)
    parts = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def chunk(kind, body) -> bytes:
    crc = struct.pack(">I", zlib.crc32(kind + body))
    return struct.pack(">I", len(body)) + kind + body + crc


SAMPLES = {
    "jpeg": lambda: written(photo(), "JPEG"),
    "progressive jpeg": lambda: written(photo(), "JPEG", progressive=True),
    "grey jpeg": lambda: written(photo().convert("L"), "JPEG"),
    "cmyk jpeg": lambda: written(photo().convert("CMYK"), "JPEG"),
    "mpo": lambda: written(
        photo(), "MPO", save_all=True, append_images=[photo(seed=2)]
    ),
    "png": lambda: written(drawing(), "PNG"),
    "png photo": lambda: written(photo(), "PNG"),
    "transparent png": lambda: written(drawing(mode="RGBA"), "PNG"),
    "palette png": lambda: written(drawing().quantize(16), "PNG"),
    "palette png, one colour clear": lambda: written(
        drawing().quantize(16), "PNG", transparency=0
    ),
    "grey and alpha png": lambda: written(drawing(mode="RGBA").convert("LA"), "PNG"),
    "1-bit png": lambda: written(drawing().convert("1"), "PNG"),
    "16-bit png": lambda: written(deep_grey(), "PNG"),
    "interlaced png": interlaced,
    "still gif": lambda: written(drawing().quantize(16), "GIF"),
    "webp": lambda: written(photo(), "WEBP"),
    "lossless webp": lambda: written(drawing(mode="RGBA"), "WEBP", lossless=True),
    "avif": lambda: written(photo(), "AVIF"),
    "bmp": lambda: written(drawing(), "BMP"),
    "tiff": lambda: written(photo(), "TIFF", compression="tiff_lzw"),
    "cmyk tiff": lambda: written(photo().convert("CMYK"), "TIFF"),
    "16-bit tiff": lambda: written(deep_grey(), "TIFF"),
    "float tiff": lambda: written(photo().convert("F"), "TIFF"),
    "lab tiff": lambda: written(photo().convert("LAB"), "TIFF"),
    "jpeg 2000": lambda: written(photo(), "JPEG2000"),
    "heic": lambda: heic(photo()),
    "svg": svg,
}
"""One file of every kind of still picture, by name."""
