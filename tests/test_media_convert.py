"""Any picture becomes what WeChat takes, or one error that says why not."""

from __future__ import annotations

import hashlib
import sys
import zlib
from io import BytesIO
from pathlib import PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from mdwx.errors import SourceError
from mdwx.media.bounds import Purpose
from mdwx.media.convert import convert
from mdwx.media.source import Source
from mdwx.model import ImageRef, Span
from tests import pictures

WHERE = Span(PurePosixPath("content/a.md"), 7)
BODY_LIMIT = 1_000_000

# As `decode` asks for; pytest sets its own filters for each test.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")


def made(data, purpose=Purpose.BODY):
    return convert(Source(ImageRef("a.jpg", WHERE), data), purpose)


def opened(data, purpose=Purpose.BODY):
    return Image.open(BytesIO(made(data, purpose).data))


def refusal(data):
    with pytest.raises(SourceError) as caught:
        made(data)
    assert caught.value.where == WHERE
    return str(caught.value)


def pixel(image, right, down):
    """The colour in the middle of a quarter, roughly."""
    x = image.width * (1 + 2 * right) // 4
    y = image.height * (1 + 2 * down) // 4
    return tuple(round(value / 255) for value in image.convert("RGB").getpixel((x, y)))


def strip_exif(image):
    return not image.getexif() and "xmp" not in image.info


# Refusals.


def test_an_empty_file_is_refused():
    """Zero bytes are named as such."""
    assert refusal(b"") == "picture a.jpg is an empty file (0 bytes)"


def test_a_file_over_64_mb_is_refused():
    """The size is said, and the limit."""
    said = refusal(b"\xff\xd8\xff" + bytes(80 * 1024 * 1024))
    assert said == "picture a.jpg has 80.0 MB, more than 64 MB"


def test_a_decompression_bomb_is_refused():
    """A header that claims gigapixels is enough; nothing is decoded."""
    bomb = pictures.png_of(60_000, 60_000, zlib.compress(bytes(1000)))
    assert "60000x60000 pixels, more than 250 megapixels" in refusal(bomb)


def test_a_bomb_inside_a_gif_frame_is_refused():
    """A frame may not be larger than the screen of its file claims."""
    gif = bytearray(pictures.moving())
    frame = gif.index(b"\x2c\x00\x00\x00\x00")
    gif[frame + 5 : frame + 9] = b"\xff\xff\xff\xff"
    assert "pixels, more than 250 megapixels" in refusal(bytes(gif))


def test_bytes_that_are_no_picture_are_refused():
    """Text is no picture, whatever the file is called."""
    assert refusal(b"hello") == "picture a.jpg is not a picture mdwx can read"


def test_a_web_page_is_recognised():
    """An address of a page instead of a picture gets its own sentence."""
    said = refusal(b"\n<!DOCTYPE html><html><svg></svg></html>")
    assert said == "picture a.jpg is a web page, not a picture"


@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
@pytest.mark.parametrize(
    "name",
    [
        "jpeg",
        "progressive jpeg",
        "png",
        "still gif",
        "webp",
        "avif",
        "bmp",
        "tiff",
        "heic",
    ],
)
def test_a_cut_picture_is_refused(name, share):
    """A download that broke off never becomes half a picture."""
    whole = pictures.SAMPLES[name]()
    said = refusal(whole[: min(len(whole) - 2, int(len(whole) * share))])
    assert said == "picture a.jpg is damaged or cut short and cannot be read"


def test_a_jpeg_without_its_last_two_bytes_is_refused():
    """Its end mark is missing, so something before it may be too."""
    cut = pictures.written(pictures.photo(), "JPEG")[:-2]
    assert "cut short" in refusal(cut)


def test_a_jpeg_filled_up_with_zeros_is_refused():
    """A broken download may have the right size."""
    whole = pictures.written(pictures.photo(), "JPEG")
    half = len(whole) // 2
    assert "cut short" in refusal(whole[:half] + bytes(len(whole) - half))


def test_a_png_with_a_damaged_byte_is_refused():
    """Its checksums tell."""
    png = bytearray(pictures.written(pictures.photo(), "PNG"))
    png[len(png) // 2] ^= 0xFF
    assert "damaged" in refusal(bytes(png))


@pytest.mark.parametrize(
    ("name", "module", "advice"),
    [
        ("heic", "pillow_heif", "pip install 'mdwx[heic]'"),
        ("svg", "resvg_py", "pip install 'mdwx[svg]'"),
    ],
)
def test_a_missing_extra_says_what_to_install(monkeypatch, name, module, advice):
    """HEIC and SVG are errors with a hint where their extra is not there."""
    data = pictures.SAMPLES[name]()
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(SourceError) as caught:
        made(data)
    assert caught.value.hint.en == advice


def test_an_animation_too_large_to_draw_anew_is_refused():
    """The hint says how to make it smaller."""
    pages = [Image.new("L", (4000, 3000), 10 * frame) for frame in range(21)]
    gif = pictures.written(pages[0], "GIF", save_all=True, append_images=pages[1:])
    assert "too much for WeChat at any size" in refusal(gif)


# Every format.


@pytest.mark.parametrize("purpose", list(Purpose))
@pytest.mark.parametrize("name", pictures.SAMPLES)
def test_every_format_becomes_jpg_or_png(name, purpose):
    """What comes out is a whole jpg or png of the same shape, in bounds."""
    print_ = made(pictures.SAMPLES[name](), purpose)
    with Image.open(BytesIO(print_.data)) as image:
        image.load()
        assert image.format == {"jpg": "JPEG", "png": "PNG"}[print_.suffix]
        assert image.size == (print_.width, print_.height)
        assert image.mode in {"1", "L", "LA", "P", "RGB", "RGBA"}
    assert len(print_.data) < BODY_LIMIT


@pytest.mark.parametrize("name", pictures.SAMPLES)
def test_the_same_picture_gives_the_same_bytes(name):
    """Reproducible: no clock, no chance."""
    data = pictures.SAMPLES[name]()
    assert made(data) == made(data)


@pytest.mark.parametrize(
    "name",
    [
        "jpeg",
        "progressive jpeg",
        "grey jpeg",
        "png",
        "transparent png",
        "palette png",
        "palette png, one colour clear",
        "1-bit png",
    ],
)
def test_a_picture_that_fits_is_kept_byte_for_byte(name):
    """No generation of JPEG is lost for nothing."""
    data = pictures.SAMPLES[name]()
    assert made(data).data == data


@pytest.mark.parametrize("name", ["png photo", "webp", "avif", "tiff", "heic", "mpo"])
def test_photos_become_jpeg_when_written_anew(name):
    """A photo as PNG weighs ten times as much."""
    big = pictures.photo(2000, 1500)
    sources = {
        "png photo": ("PNG", {}),
        "webp": ("WEBP", {}),
        "avif": ("AVIF", {}),
        "tiff": ("TIFF", {}),
        "mpo": ("MPO", {}),
    }
    kind, options = sources.get(name, (None, {}))
    data = pictures.written(big, kind, **options) if kind else pictures.heic(big)
    assert made(data).suffix == "jpg"


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "GIF"])
def test_drawings_become_png(kind):
    """A chart keeps its sharp edges."""
    assert made(pictures.written(pictures.drawing(), kind)).suffix == "png"


@pytest.mark.parametrize("name", ["transparent png", "lossless webp"])
def test_transparency_is_kept(name):
    """What was clear stays clear."""
    with opened(pictures.SAMPLES[name]()) as image:
        assert image.convert("RGBA").getchannel("A").getextrema() == (0, 255)


def test_an_alpha_channel_that_hides_nothing_is_dropped():
    """An opaque screenshot in RGBA may become JPEG when it is large."""
    photo = pictures.rough(1600, 1200).convert("RGBA")
    assert made(pictures.written(photo, "PNG")).suffix == "jpg"


@pytest.mark.parametrize("name", ["16-bit png", "16-bit tiff"])
def test_16_bits_are_scaled_not_clipped(name):
    """A ramp stays a ramp: its middle is grey, not white."""
    with opened(pictures.SAMPLES[name]()) as image:
        grey = image.convert("L")
        middle = grey.getpixel((grey.width // 2, 10))
    assert 118 <= middle <= 138


def test_cmyk_keeps_its_colours():
    """Red ink on paper is red on a screen."""
    red = Image.new("RGB", (80, 60), (220, 30, 30)).convert("CMYK")
    with opened(pictures.written(red, "JPEG", quality=95)) as image:
        r, g, b = image.convert("RGB").getpixel((40, 30))
    assert r > 180 > 90 > max(g, b)


# Metadata and orientation.


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_turned_upright(kind, orientation):
    """What a viewer shows is what the pixels say, and EXIF is gone."""
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
    upright = pictures.corners()
    stored = upright
    if orientation > 1:
        undo = {6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
        turn = undo.get(orientation, Image.Transpose(turns[orientation]))
        stored = upright.transpose(turn)
    data = pictures.turned(stored, orientation, kind)
    with opened(data) as image:
        assert strip_exif(image)
        assert image.size == upright.size
        assert pixel(image, 0, 0) == (1, 0, 0)
        assert pixel(image, 1, 0) == (0, 1, 0)
        assert pixel(image, 0, 1) == (0, 0, 1)
        assert pixel(image, 1, 1) == (1, 1, 1)


def test_metadata_is_cut_out_without_touching_a_pixel():
    """An upright JPEG loses its EXIF, XMP and comment, and nothing else."""
    plain = pictures.written(pictures.photo(), "JPEG")
    exif = Image.Exif()
    exif[0x010F] = "a maker"
    told = pictures.written(
        pictures.photo(), "JPEG", exif=exif, comment=b"at home", xmp=b"<x:xmpmeta/>"
    )
    assert made(told).data == plain


def test_a_png_loses_its_texts():
    """Who made it, with what and when stays at home."""
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Author", "someone")
    told.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta/>")
    plain = pictures.written(pictures.drawing(), "PNG")
    assert made(pictures.written(pictures.drawing(), "PNG", pnginfo=told)).data == plain


def test_what_hides_behind_a_jpeg_is_cut_off():
    """A live photo carries a film behind its end mark."""
    plain = pictures.written(pictures.photo(), "JPEG")
    assert made(plain + b"ftypmp42 a film").data == plain


def test_an_srgb_profile_is_left_out_without_loss():
    """The profile everyone assumes needs no conversion."""
    told = pictures.written(
        pictures.photo(), "JPEG", icc_profile=pictures.srgb_profile()
    )
    assert made(told).data == pictures.written(pictures.photo(), "JPEG")


def test_another_profile_is_converted():
    """The colours change with the profile, which is not sent."""
    data = pictures.wide_gamut()
    with opened(data) as image, Image.open(BytesIO(data)) as source:
        assert "icc_profile" not in image.info
        assert image.getpixel((9, 9)) != source.getpixel((9, 9))


def test_a_broken_profile_is_ignored():
    """A picture is not lost for its profile."""
    told = pictures.written(pictures.photo(), "JPEG", icc_profile=b"no profile")
    assert made(told).suffix == "jpg"


def test_a_broken_exif_block_is_ignored():
    """A picture is not lost for its metadata."""
    told = pictures.written(pictures.photo(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff")
    assert made(told).data == pictures.written(pictures.photo(), "JPEG")


# Bounds.


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP"])
def test_the_worst_picture_gets_below_1_mb(kind):
    """Noise fits too, and keeps at least the width of an article."""
    options = {"quality": 95} if kind in {"JPEG", "WEBP"} else {}
    data = pictures.written(pictures.rough(2400, 1800), kind, **options)
    print_ = made(data)
    assert len(print_.data) < BODY_LIMIT
    assert print_.width >= 677


def test_a_long_screenshot_stays_readable():
    """Quality goes before width: 1080 x 12000 of text keeps its width."""
    tall = pictures.drawing(1080, 12_000)
    for n in range(60):
        tall.paste(pictures.photo(400, 100, seed=n), (n % 3 * 300, n * 190))
    print_ = made(pictures.written(tall, "PNG"))
    assert len(print_.data) < BODY_LIMIT
    assert print_.width >= 677
    assert not print_.notes


def test_grey_drawings_and_grey_photos_are_told_apart():
    """Both have at most 256 greys."""
    chart, scan = pictures.drawing(1500, 1000), pictures.photo(1500, 1000)
    for image, suffix in ((chart, "png"), (scan, "jpg")):
        assert made(pictures.written(image.convert("L"), "TIFF")).suffix == suffix


def test_a_grey_drawing_that_is_too_large_still_fits():
    """Grey goes through the same ladder."""
    grey = pictures.drawing(2400, 3000).convert("L")
    grey.paste(pictures.rough(1200, 1200).getchannel("R"))
    assert len(made(pictures.written(grey, "PNG")).data) < BODY_LIMIT


def test_a_picture_too_tall_to_read_is_noted():
    """When width had to go, the author is told."""
    tall = pictures.rough(700, 9000)
    print_ = made(pictures.written(tall, "JPEG", quality=90))
    assert len(print_.data) < BODY_LIMIT
    assert print_.width < 677
    assert print_.notes == (("narrow", print_.width),)


def test_a_large_transparent_picture_stays_transparent():
    """It is made smaller before it is put on white."""
    image = pictures.drawing(2400, 1800, mode="RGBA")
    image.paste(pictures.photo(1200, 900).convert("RGBA"), (600, 450))
    print_ = made(pictures.written(image, "PNG"))
    assert print_.suffix == "png"
    assert len(print_.data) < BODY_LIMIT
    assert not print_.notes


def test_a_hopeless_transparent_picture_is_put_on_white():
    """The last resort, with a note."""
    image = pictures.rough(900, 3600).convert("RGBA")
    image.putalpha(pictures.rough(900, 3600, seed=2).getchannel("R"))
    print_ = made(pictures.written(image, "PNG", compress_level=1))
    assert print_.suffix == "jpg"
    assert ("flattened", 0) in print_.notes


def test_a_large_photo_is_made_1440_wide():
    """Sharp on a phone, light to load."""
    print_ = made(pictures.turned(pictures.photo(3000, 2000), 3))
    assert (print_.width, print_.height) == (1440, 960)


def test_a_turned_photo_is_1440_wide_after_turning():
    """The width that counts is the one a reader sees."""
    print_ = made(pictures.turned(pictures.photo(4000, 3000), 6))
    assert (print_.width, print_.height) == (1440, 1920)


def test_material_may_be_larger_than_a_body_picture():
    """Covers and picture posts have 10 MB."""
    data = pictures.written(pictures.rough(1200, 900), "PNG")
    assert len(data) > BODY_LIMIT
    assert made(data, Purpose.MATERIAL).data == data
    assert made(data, Purpose.COVER).data == data


def test_a_tiny_picture_is_not_enlarged():
    """One pixel stays one pixel."""
    print_ = made(pictures.written(Image.new("RGB", (1, 1), "red"), "BMP"))
    assert (print_.width, print_.height) == (1, 1)


# Animations.


def test_an_animated_gif_stays_as_it_is():
    """Every frame and its timing."""
    gif = pictures.moving()
    print_ = made(gif)
    assert (print_.suffix, print_.data) == ("gif", gif)


def test_a_gif_loses_its_comment():
    """Nothing but frames, timing and looping is sent."""
    assert made(pictures.moving(comment=b"made at home")).data == pictures.moving()


@pytest.mark.parametrize("kind", ["WEBP", "PNG", "AVIF"])
def test_other_animations_become_gif(kind):
    """All frames, their timing and the looping."""
    with opened(pictures.moving(kind, duration=120)) as gif:
        assert gif.format == "GIF"
        assert gif.n_frames == 6
        assert gif.info["duration"] == 120
        assert gif.info["loop"] == 0


def test_an_animation_too_large_for_gif_shows_its_first_frame():
    """With a note that it stands still."""
    pages = [Image.new("RGB", (4000, 3000), (9 * frame, 0, 0)) for frame in range(21)]
    options = {"save_all": True, "append_images": pages[1:], "method": 0}
    print_ = made(pictures.written(pages[0], "WEBP", **options))
    assert print_.suffix in {"jpg", "png"}
    assert print_.notes == (("still", 21),)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_with_too_many_pixels_is_shrunk(kind):
    """Width x height x frames above six million is refused (40137), so none is."""
    print_ = made(pictures.moving(kind, frames=9, width=1000, height=700))
    assert print_.suffix == "gif"
    assert print_.notes == (("gif-shrunk", print_.width),)
    with Image.open(BytesIO(print_.data)) as gif:
        assert gif.n_frames == 9
        assert 0.95 * 6_000_000 < gif.width * gif.height * 9 <= 6_000_000
        assert gif.width / gif.height == pytest.approx(1000 / 700, rel=0.01)


def test_an_animation_with_too_many_bytes_is_shrunk():
    """Smaller and smaller, until it is under 10 MB."""
    pages = [pictures.rough(900, 700, seed=n).getchannel("R") for n in range(18)]
    gif = pictures.written(pages[0], "GIF", save_all=True, append_images=pages[1:])
    assert len(gif) > 10_000_000
    print_ = made(gif)
    assert print_.suffix == "gif"
    assert len(print_.data) <= 10_000_000


def test_a_shrunk_animation_plays_as_often_as_before():
    """One that plays once does not start to play for ever."""
    once = pictures.moving(frames=9, width=1000, height=700, loop=None)
    assert b"NETSCAPE" not in once
    with opened(once) as gif:
        assert "loop" not in gif.info


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_a_cover_never_moves(kind):
    """Its first frame, and not a word about it."""
    print_ = made(pictures.moving(kind), Purpose.COVER)
    assert print_.suffix == "png"
    assert print_.notes == ()


# Whatever comes.


@pytest.fixture(scope="module")
def small():
    """Little files of every kind, to be damaged."""
    image = pictures.photo(48, 32)
    kinds = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "JPEG2000")
    files = [pictures.written(image, kind) for kind in kinds]
    return [
        *files,
        pictures.moving(frames=3, width=20, height=20),
        pictures.svg(),
        pictures.turned(image, 6),
        pictures.heic(image),
    ]


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_damage_is_an_error_or_a_picture_never_a_crash(small, data):
    """Flipped, cut and spliced bytes end in a picture or a SourceError."""
    damaged = bytearray(data.draw(st.sampled_from(small)))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place : place + data.draw(st.integers(0, 3))] = data.draw(
            st.binary(max_size=4)
        )
        if not damaged:
            damaged = bytearray(b"\0")
    try:
        print_ = made(bytes(damaged))
    except SourceError:
        return
    with Image.open(BytesIO(print_.data)) as image:
        image.load()
    assert hashlib.sha256(print_.data)


def ink(colour, paper):
    """Thick lines of one colour."""
    image = Image.new("RGBA", (200, 100), paper)
    for top in range(10, 100, 20):
        image.paste(colour, (10, top, 190, top + 8))
    return pictures.written(image, "PNG")


def test_dark_lines_on_nothing_are_told():
    """By night they stand on a dark page."""
    assert ("unlit", 0) in made(ink("black", (0, 0, 0, 0))).notes
    assert ("unlit", 0) not in made(ink("black", "white")).notes
    assert ("unlit", 0) not in made(ink("#e33", (0, 0, 0, 0))).notes
    assert ("unlit", 0) not in made(ink("black", (0, 0, 0, 0)), Purpose.COVER).notes
