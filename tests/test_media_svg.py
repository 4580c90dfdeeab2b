"""An SVG is drawn sharply, with Chinese words, and reaches nothing outside."""

from __future__ import annotations

import gzip
from base64 import b64encode
from io import BytesIO
from pathlib import PurePosixPath

import pytest
from PIL import Image

from mdwx.errors import SourceError
from mdwx.media import fonts
from mdwx.media.source import Source
from mdwx.media.vector import draw
from mdwx.model import ImageRef, Span
from tests import pictures

WHERE = Span(PurePosixPath("content/a.md"), 7)
RED = (255, 0, 0)


def drawn(data):
    return Image.open(BytesIO(draw(Source(ImageRef("a.svg", WHERE), data))))


def refusal(data):
    with pytest.raises(SourceError) as caught:
        drawn(data)
    assert caught.value.where == WHERE
    return str(caught.value)


def has_red(image):
    colours = image.convert("RGB").getcolors(1 << 20)
    return any(r > 200 and g < 60 and b < 60 for _, (r, g, b) in colours)


@pytest.fixture
def red_file(tmp_path):
    file = tmp_path / "red.png"
    Image.new("RGB", (50, 50), RED).save(file)
    return file


@pytest.mark.parametrize(
    "element",
    [
        '<image href="{path}" width="50" height="50"/>',
        '<image xlink:href="{path}" width="50" height="50"/>',
        '<image href="{uri}" width="50" height="50"/>',
        '<image style="fill:url({path})" href="./{path}" width="50" height="50"/>',
        "<style>rect {{ fill: url({uri}) }}</style>",
        '<use href="{uri}#a"/>',
    ],
)
def test_no_file_is_read(red_file, monkeypatch, element):
    """A picture of the machine named inside an SVG never shows."""
    monkeypatch.chdir(red_file.parent)
    for path in (red_file, red_file.name):
        body = element.format(path=path, uri=red_file.as_uri())
        assert not has_red(drawn(pictures.svg(body)))


def test_no_file_is_read_by_an_entity(tmp_path):
    """An entity that names a file is no entity."""
    (tmp_path / "secret").write_text("secret")
    uri = (tmp_path / "secret").as_uri()
    head = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{uri}">]>'
    assert "is not valid SVG" in refusal(pictures.svg("<text>&x;</text>", head=head))


def test_entities_do_not_explode():
    """A billion laughs are not laughed."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE svg [<!ENTITY a0 "ha">{entities}]>'
    assert "amplification" in refusal(pictures.svg("<text>&a9;</text>", head=head))


def test_uses_do_not_explode():
    """Nor the same joke told with elements."""
    groups = "".join(
        f'<g id="g{n}">{f"""<use href="#g{n - 1}"/>""" * 10}</g>' for n in range(1, 9)
    )
    defs = f'<defs><g id="g0"><rect width="1" height="1"/></g>{groups}</defs>'
    assert "limit" in refusal(pictures.svg(f'{defs}<use href="#g8"/>'))


def test_a_bomb_inside_is_left_out():
    """A picture inside is measured before it is drawn."""
    bomb = b64encode(pictures.png_of(30_000, 30_000, b"")).decode()
    image = f'<image href="data:image/png;base64,{bomb}" width="9" height="9"/>'
    assert drawn(pictures.svg(image)).size == (400, 200)


def test_markup_without_end_is_refused():
    """A small gzip may hold gigabytes."""
    packed = gzip.compress(b"<svg>" + bytes(40 * 1024 * 1024))
    assert "more than 16 MB" in refusal(packed)


@pytest.mark.parametrize(
    "data",
    [b"<svg", b"<svg><rect>", b"<p><svg/></p>", b"\x1f\x8bxx", b"<svg>\xff</svg>"],
)
def test_broken_markup_is_refused(data):
    """With the reason."""
    assert "is not valid SVG (" in refusal(data)


def test_scripts_are_left_out():
    """The picture around them is drawn."""
    body = "<script>alert(1)</script><foreignObject><p>x</p></foreignObject>"
    with drawn(pictures.svg(body)) as image:
        assert image.size == (400, 200)


def test_a_picture_inside_is_drawn():
    """A data: address needs nothing from outside."""
    red = b64encode(pictures.written(Image.new("RGB", (9, 9), RED), "PNG")).decode()
    image = f'<image href="data:image/png;base64,{red}" width="50" height="50"/>'
    assert has_red(drawn(pictures.svg(image)))


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [
        (200, 100, (400, 200)),
        (1200, 300, (1600, 400)),
        ("50mm", "25mm", (377, 189)),
        ("100%", "100%", (800, 800)),
        (100, 100_000, (126, 126_491)),
    ],
)
def test_it_is_drawn_at_twice_its_size(width, height, size):
    """At most 1600 wide, and never larger than memory."""
    with drawn(pictures.svg(width=width, height=height)) as image:
        assert abs(image.width - size[0]) <= 1
        assert abs(image.height / size[1] - 1) < 0.02


def test_a_view_box_alone_gives_the_size():
    """As icons come."""
    data = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"/>'
    assert drawn(data).size == (60, 40)


@pytest.mark.skipif(fonts.chinese() is None, reason="no Chinese font here")
def test_chinese_words_are_drawn():
    """Two different characters look different: no boxes."""

    def said(word):
        text = f'<text x="9" y="80" font-size="80" font-family="Arial">{word}</text>'
        return drawn(pictures.svg(text)).tobytes()

    assert len({said(word) for word in ("永", "和", "")}) == 3


def test_compressed_and_utf_16_files_are_read():
    """As some programs save them."""
    plain = pictures.svg()
    assert drawn(gzip.compress(plain)).size == (400, 200)
    told = '<?xml version="1.0" encoding="UTF-16"?>' + plain.decode()
    assert drawn(told.encode("utf-16")).size == (400, 200)
