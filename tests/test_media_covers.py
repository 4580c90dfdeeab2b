"""Covers: the picture asked for, cut where the author looks; else a drawn card."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image, ImageChops

from mdwx.config import Config, Site
from mdwx.errors import SourceError
from mdwx.media import Darkroom, card, fonts
from mdwx.media.covers import card_findings
from mdwx.media.crops import SQUARE, WIDE, crop
from mdwx.media.fonts import Face
from mdwx.media.wrapping import NOT_FIRST, NOT_LAST, Title, pieces
from mdwx.model import ImageRef, Post, Size, Span
from mdwx.page import Article
from tests import pictures

PATH = PurePosixPath("content/a.md")
needs_font = pytest.mark.skipif(fonts.chinese() is None, reason="no Chinese font here")


@pytest.fixture
def root(tmp_path):
    (tmp_path / "content").mkdir()
    files = {
        "photo.jpg": pictures.written(pictures.photo(1600, 1200), "JPEG"),
        "small.png": pictures.written(pictures.drawing(200, 150), "PNG"),
        "badge.png": pictures.written(pictures.drawing(90, 20), "PNG"),
        "cut.jpg": pictures.written(pictures.photo(), "JPEG")[:900],
        "a.gif": pictures.moving(width=900, height=400),
        "a.svg": pictures.svg(width=900, height=400),
        "a.webp": pictures.written(pictures.photo(1000, 500), "WEBP"),
    }
    for name, data in files.items():
        (tmp_path / "content" / name).write_bytes(data)
    return tmp_path


def article(root, *images, title="标题", **front):
    keys = (("title", 2), ("cover", 3))
    post = Post(PATH, "a", "", key_lines=keys, **front)
    refs = tuple(ImageRef(name, Span(PATH, n)) for n, name in enumerate(images, 9))
    prepared = Darkroom(Config(root)).prepare(refs, post=post)
    good = {s: p for s, p in prepared.items() if not isinstance(p, SourceError)}
    section = etree.Element("section")
    return Article(post, title, section, refs, good, "", (), Size())


def choose(root, art, site_cover="first-image"):
    config = Config(root, file=root / "mdwx.toml", site=Site(author="作者"))
    return Darkroom(config).cover(art, site_cover=site_cover)


def codes(findings):
    return [finding.code for finding in findings]


# Refusals.


@pytest.mark.parametrize(
    ("cover", "said"), [("none.png", "does not exist"), ("cut.jpg", "cut short")]
)
def test_an_unreadable_cover_is_an_error_at_its_key(root, cover, said):
    """Never another picture in its place."""
    with pytest.raises(SourceError, match=said) as caught:
        choose(root, article(root, "photo.jpg", cover=cover))
    assert caught.value.where == Span(PATH, 3)


def test_an_unreadable_cover_of_the_site_is_an_error_at_the_site_file(root):
    """The path starts at the site's root."""
    with pytest.raises(SourceError) as caught:
        choose(root, article(root), "none.png")
    assert str(caught.value.where) == "mdwx.toml"


def test_an_unreadable_first_picture_gives_no_cover(root):
    """The picture already has its error; no other one takes its place."""
    assert choose(root, article(root, "cut.jpg", "photo.jpg")) == (None, [])


# Choosing.


def test_the_cover_of_the_post_comes_first(root):
    """Before the site's, before the pictures."""
    cover, findings = choose(root, article(root, "a.webp", cover="photo.jpg"), "card")
    assert (cover.picture.width, findings) == (1600, [])


def test_the_first_picture_is_the_cover(root):
    """By default."""
    cover, findings = choose(root, article(root, "a.webp", "photo.jpg"))
    assert (cover.picture.width, findings) == (1000, [])


def test_a_picture_that_stays_as_it_is_is_made_once(root):
    """The cover is the file of the body; what is said of that is not said again."""
    ink = Image.new("RGBA", (900, 400))
    ink.paste("black", (100, 100, 500, 300))
    (root / "content/ink.png").write_bytes(pictures.written(ink, "PNG"))
    art = article(root, "ink.png")
    cover, _ = choose(root, art)
    body = art.pictures["ink.png"]
    assert (cover.picture.file, cover.picture.findings) == (body.file, ())
    assert codes(body.findings) == ["I028"]


def test_a_picture_made_smaller_for_the_body_is_made_for_the_cover(root):
    """A cover may weigh more."""
    photo = pictures.written(pictures.photo(3000, 900), "JPEG")
    (root / "content/wide.jpg").write_bytes(photo)
    art = article(root, "wide.jpg")
    cover, _ = choose(root, art)
    assert (art.pictures["wide.jpg"].width, cover.picture.width) == (1440, 3000)


def test_a_badge_is_no_cover(root):
    """Nor a spacer: the first real picture is."""
    cover, _ = choose(root, article(root, "badge.png", "photo.jpg"))
    assert cover.picture.width == 1600


def test_what_the_site_puts_around_is_no_cover(root):
    """The QR code after every article would else stand for many of them."""
    art = article(root, "photo.jpg")
    around = ImageRef("photo.jpg", Span(PurePosixPath("_after.md"), 1))
    cover, findings = choose(root, replace(art, images=(around,)))
    assert codes(findings)[0] == "I025"
    assert cover.picture.width == 1800


def test_without_a_picture_the_card_is_drawn_and_said(root):
    """A note, not a warning."""
    cover, findings = choose(root, article(root))
    assert (cover.picture.width, cover.picture.height) == (1800, 766)
    assert codes(findings)[0] == "I025"


def test_the_card_is_drawn_when_asked_for(root):
    """By the post or by the site, without a note."""
    for art, site_cover in (
        (article(root, "photo.jpg", cover="card"), "first-image"),
        (article(root, "photo.jpg"), "card"),
    ):
        cover, findings = choose(root, art, site_cover)
        assert cover.picture.width == 1800
        assert "I025" not in codes(findings)


def test_a_cover_of_the_site_is_found_from_its_root(root):
    """For posts in any folder."""
    cover, _ = choose(root, article(root), "content/photo.jpg")
    assert cover.picture.width == 1600


@pytest.mark.parametrize("name", ["a.gif", "a.svg", "a.webp"])
def test_a_cover_is_jpg_or_png(root, name):
    """Whatever the author has."""
    cover, _ = choose(root, article(root, cover=name))
    assert cover.picture.suffix in {"jpg", "png"}


def test_a_small_cover_is_a_warning(root):
    """Named with the width its cut has."""
    _, findings = choose(root, article(root, cover="small.png"))
    assert codes(findings) == ["I026"]
    assert "only 200 pixels wide" in findings[0].message.en
    assert findings[0].where.line == 3


# Crops.

SIDES = st.integers(32, 20_000)
SHARE = st.floats(0, 1)


@given(SIDES, SIDES, st.tuples(SHARE, SHARE), st.sampled_from([WIDE, SQUARE]))
def test_a_crop_has_its_ratio_inside_the_picture(width, height, focus, ratio):
    """Within one part in a hundred, at most six decimals, focus in view."""
    part = crop(width, height, ratio=ratio, focus=focus)
    corners = (part.x1, part.y1, part.x2, part.y2)
    assert all(0 <= value <= 1 and value == round(value, 6) for value in corners)
    wide, high = (part.x2 - part.x1) * width, (part.y2 - part.y1) * height
    assert abs(wide / high / ratio - 1) < 0.01
    assert part.x1 - 1e-6 <= focus[0] <= part.x2 + 1e-6
    assert part.y1 - 1e-6 <= focus[1] <= part.y2 + 1e-6
    assert max(wide / width, high / height) > 0.9999


def test_the_focus_steers_both_crops(root):
    """Left and top are kept."""
    cover, _ = choose(root, article(root, cover="photo.jpg", cover_focus=(0.1, 0.0)))
    assert (cover.square.x1, cover.square.x2) == (0.0, 0.75)
    assert cover.wide.y1 == 0.0


# The card.


def test_without_a_font_no_words_are_drawn():
    """Never boxes: a card without words, and a warning that names the remedy."""
    words = card.lettering("标题", "作者", among=())
    bare = card.Lettering("", "", None, wanted=False)
    assert card.draw(words, slug="a") == card.draw(bare, slug="a")
    [finding] = card_findings(Post(PATH, "a", "", key_lines=(("title", 2),)), words)
    assert (finding.code, finding.where.line) == ("I027", 2)
    assert "apt install fonts-noto-cjk" in finding.hint.en


def test_a_latin_title_needs_no_chinese_font():
    """Pillow has a font for it."""
    words = card.lettering("Hello, world", "作者", among=())
    assert words.face == fonts.LATIN
    assert words.byline == ""


def test_a_font_that_lacks_the_letters_is_not_used():
    """It would draw boxes."""
    assert not fonts.covers(fonts.LATIN, "永")
    assert fonts.covers(fonts.LATIN, "Hello")
    assert not fonts.covers(Face(Path("/none.ttf"), 0, "", ""), "a")


@needs_font
def test_emoji_are_left_out():
    """No text font has them."""
    assert card.lettering("总结🎉 2026 🎉", "").title == "总结 2026"


@needs_font
def test_the_same_card_is_drawn_twice():
    """From title, byline, slug and font alone."""
    words = card.lettering("我们为什么写作", "作者")
    assert card.draw(words, slug="a") == card.draw(words, slug="a")
    assert card.draw(words, slug="a") != card.draw(words, slug="b")


@needs_font
def test_the_font_is_part_of_the_key():
    """Another font is another card."""
    words = card.lettering("我们", "作者")
    other = card.Lettering(words.title, words.byline, fonts.LATIN, wanted=True)
    assert words.key != other.key


@needs_font
@pytest.mark.parametrize(
    "title",
    ["秋", "长" * 64, "a" * 200, "标题 " * 30, "《书》：“话”……", "Wi-Fi 6E 与 5G"],
    ids=["one", "long", "latin", "spaces", "marks", "mixed"],
)
def test_the_words_stay_in_the_middle_square(title):
    """The 1:1 cut of a share shows all of them."""
    words = card.lettering(title, "很长的名字" * 20)
    bare = card.Lettering("", "", None, wanted=False)
    written, paper = (
        Image.open(BytesIO(card.draw(letters, slug="x"))) for letters in (words, bare)
    )
    with written, paper:
        left, top, right, bottom = ImageChops.difference(written, paper).getbbox()
    middle = card.WIDTH / 2
    assert middle - card.HEIGHT / 2 <= left < right <= middle + card.HEIGHT / 2
    assert 40 <= top < bottom <= card.HEIGHT - 40


# Lines.

CHINESE = st.text(
    "我们写公众号文章的时候，。：、（）《》“”！？ab c1-", min_size=1, max_size=64
)


@given(CHINESE.filter(str.strip), st.integers(6, 20))
def test_lines_follow_the_rules(text, width):
    """All the words, none too wide, no comma first, no bracket last."""
    title = Title.of(text, len)
    setting = title.set(width=width, most=64)
    if setting is None:
        assert max(map(len, pieces(text))) > width - 1
        return
    assert "".join(setting.lines).replace(" ", "") == "".join(text.split())
    assert all(len(line) <= width for line in setting.lines)
    assert not any(line[0] in NOT_FIRST for line in setting.lines[1:])
    assert not any(line[-1] in NOT_LAST for line in setting.lines[:-1])


def test_a_break_falls_at_a_pause():
    """Where a reader would breathe."""
    title = Title.of("一次线上故障的复盘：从告警到根因", len)
    assert title.set(width=11, most=4).lines == ("一次线上故障的复盘：", "从告警到根因")


def test_a_latin_word_stays_in_one_piece():
    """With the comma behind it."""
    assert pieces("用 Markdown，写") == ["用 ", "Markdown，", "写"]
