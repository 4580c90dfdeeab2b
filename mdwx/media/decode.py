"""Bytes -> an upright 8-bit sRGB picture of at most a given width."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, cast

from PIL import Image, ImageCms, ImageFile

from mdwx.media.bounds import SOURCE_PIXELS, Bounds
from mdwx.media.sniff import Kind
from mdwx.media.source import Source, refuse
from mdwx.model import Text

__all__ = [
    "check_pixels",
    "decode",
    "is_srgb",
    "open_picture",
    "orientation",
    "reading",
]

# Pillow's own guard stands at 179 megapixels, below what we promise to read, and
# is a setting of the whole process. `check_pixels` guards every door instead.
Image.MAX_IMAGE_PIXELS = None
# Pillow warns of odd metadata on standard error; metadata is thrown away here.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")

FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF", "JPEG2000")
"""Formats decoded by Pillow; others, such as EPS, would start other programs."""

PILLOW_ERRORS: Final = (
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    OverflowError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What Pillow's decoders have been seen to raise at damaged files."""

TALLEST: Final = 65_000
"""A JPEG has at most 65535 rows."""
ORIENTATION: Final = 0x0112
TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@contextmanager
def reading(source: Source) -> Iterator[None]:
    """Turn what a decoder says about a damaged file into an error with its place."""
    try:
        yield
    except PILLOW_ERRORS as error:
        raise refuse(
            source.ref,
            zh="已损坏或不完整，无法读取",
            en="is damaged or cut short and cannot be read",
            hint=Text(
                zh="用看图软件打开检查，重新导出或下载后再试",
                en="open it in a viewer, then export or download it again",
            ),
        ) from error


def check_pixels(source: Source, width: int, height: int) -> None:
    """Refuse a picture that would fill the memory when decoded."""
    if not width or not height:
        raise refuse(source.ref, zh="宽或高为零", en="has no width or no height")
    if width * height > SOURCE_PIXELS:
        limit = SOURCE_PIXELS // 1_000_000
        raise refuse(
            source.ref,
            zh=f"有 {width}×{height} 像素，超过 {limit} 百万像素",
            en=f"has {width}x{height} pixels, more than {limit} megapixels",
            hint=Text(zh="先把它缩小", en="make it smaller first"),
        )


def open_picture(source: Source, kind: Kind) -> Image.Image:
    """Read the header of a picture; nothing is decoded yet."""
    if kind is Kind.HEIC:
        return open_heic(source)
    with reading(source):
        picture = Image.open(io.BytesIO(source.data), formats=FORMATS)
    check_pixels(source, *picture.size)
    return picture


def open_heic(source: Source) -> Image.Image:
    """Read a photo of an iPhone; libheif turns it upright itself."""
    try:
        import pillow_heif
    except ImportError as error:
        raise refuse(
            source.ref,
            zh="是 HEIC 格式，需要另装解码器",
            en="is HEIC, which needs a decoder",
            hint=Text(zh="pip install 'mdwx[heic]'", en="pip install 'mdwx[heic]'"),
        ) from error
    with reading(source):
        heif = pillow_heif.open_heif(io.BytesIO(source.data))
    check_pixels(source, *heif.size)
    with reading(source):
        picture = heif.to_pillow()
    picture.info.pop("exif", None)
    picture.info.pop("xmp", None)
    return picture


def orientation(picture: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; a broken EXIF block says nothing."""
    try:
        turned = picture.getexif().get(ORIENTATION, 1)
    except PILLOW_ERRORS:
        return 1
    return turned if turned in TURNS else 1


def decode(source: Source, picture: Image.Image, bounds: Bounds) -> Image.Image:
    """Load, shrink, convert and turn a picture: modes L, RGB or RGBA."""
    with reading(source):
        if picture.format in {"JPEG", "MPO"}:
            # A JPEG decodes to a half, quarter or eighth in half the time.
            picture.draft(None, fitted(picture, bounds))
            # In one piece: between pieces Pillow needs the interpreter again.
            cast("ImageFile.ImageFile", picture).decodermaxblock = len(source.data)
        picture.load()
        # Asked after loading: Pillow turns a TIFF itself.
        turn = orientation(picture)
        target = fitted(picture, bounds)
        profile = picture.info.get("icc_profile")
        plain = eight_bit(picture)
        if plain.width > target[0]:
            plain = plain.resize(target, Image.Resampling.LANCZOS)
        plain = without_idle_alpha(to_srgb(plain, profile))
    if turn in TURNS:
        plain = plain.transpose(TURNS[turn])
    plain.info.clear()
    return plain


def fitted(picture: Image.Image, bounds: Bounds) -> tuple[int, int]:
    """The size, before turning, that a picture is shrunk to; never enlarged."""
    lying = orientation(picture) >= 5
    width, height = picture.size[::-1] if lying else picture.size
    scale = min(1.0, bounds.width / width, TALLEST / height)
    scale = min(scale, (bounds.pixels / (width * height)) ** 0.5)
    width, height = max(1, round(width * scale)), max(1, round(height * scale))
    return (height, width) if lying else (width, height)


def eight_bit(picture: Image.Image) -> Image.Image:
    """Bring any mode to L, RGB, RGBA, CMYK or LAB with 8 bits a channel."""
    if picture.mode in {"I", "F"} or picture.mode.startswith("I;16"):
        return from_deep_grey(picture)
    if picture.mode in {"LA", "La", "PA", "RGBa"} or "transparency" in picture.info:
        return picture.convert("RGBA")
    if picture.mode == "P":
        return picture.convert(picture.palette.mode if picture.palette else "RGB")
    if picture.mode == "1":
        return picture.convert("L")
    known = picture.mode in {"L", "RGB", "RGBA", "CMYK", "LAB"}
    return picture if known else picture.convert("RGB")


def from_deep_grey(picture: Image.Image) -> Image.Image:
    """Scale 16-bit, 32-bit and floating grey down; Pillow alone would clip it."""
    grey = picture.convert("F")
    low, high = cast("tuple[float, float]", grey.getextrema())
    if picture.mode.startswith("I;16") or (low >= 0 and 255 < high <= 65535):
        low, high = 0.0, 65535.0
    elif low >= 0 and high <= 255:
        low, high = 0.0, 255.0 if high > 1 else 1.0
    scale = 255.0 / ((high - low) or 1.0)
    return grey.point(lambda value: value * scale - low * scale).convert("L")


def is_srgb(profile: bytes) -> bool:
    """Whether a profile is sRGB, so that leaving it out changes no colour."""
    try:
        described = ImageCms.getProfileDescription(
            ImageCms.ImageCmsProfile(io.BytesIO(profile))
        )
    except (ImageCms.PyCMSError, *PILLOW_ERRORS):
        return True
    return "sRGB" in described


def to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert to sRGB by the picture's own profile; without one, as it stands."""
    if profile and not is_srgb(profile):
        alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
        opaque = picture.convert("RGB") if alpha else picture
        converted = by_profile(opaque, profile)
        if alpha:
            converted.putalpha(alpha)
        return converted
    if picture.mode == "LAB":
        lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        return by_profile(picture, lab.tobytes())
    return picture.convert("RGB") if picture.mode == "CMYK" else picture


def by_profile(picture: Image.Image, profile: bytes) -> Image.Image:
    """Convert through LittleCMS; a profile of another colour space is ignored."""
    try:
        converted = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, *PILLOW_ERRORS):
        return picture.convert("RGB")
    return converted or picture.convert("RGB")


def without_idle_alpha(picture: Image.Image) -> Image.Image:
    """Drop an alpha channel that hides nothing."""
    if picture.mode != "RGBA":
        return picture
    lowest = cast("tuple[int, int]", picture.getchannel("A").getextrema())[0]
    return picture.convert("RGB") if lowest == 255 else picture
