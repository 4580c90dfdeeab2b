"""Whole posts, built by the real pipeline with real pictures, byte for byte.

Only the addresses are made up: the n-th picture of an article is at
``https://mmbiz.qpic.cn/golden/n``. ``pytest --update-golden`` writes what comes
out now; its diff is reviewed like code.
"""

import json
import shutil
from pathlib import Path, PurePosixPath

import pictures
import pytest

from mdwx.config import Config
from mdwx.looks import Looks
from mdwx.make import build_post
from mdwx.media import Darkroom
from mdwx.model import PostType, Severity, Upload
from mdwx.post import read_post
from mdwx.wechat import payload

GOLDEN = Path(__file__).parent / "golden"
POSTS = sorted(GOLDEN.glob("*/*.md"))


def drawn():
    """The pictures that the posts name, made here: no binary in the repository."""
    photo, drawing = pictures.photo, pictures.drawing
    return {
        "pictures/photo.jpg": lambda: pictures.written(photo(1200, 800), "JPEG"),
        "pictures/drawing.png": lambda: pictures.written(drawing(500, 300), "PNG"),
        "pictures/moving.gif": pictures.moving,
        "pictures/photo.webp": lambda: pictures.written(photo(900, 600), "WEBP"),
        "pictures/photo.avif": lambda: pictures.written(photo(640, 480), "AVIF"),
        "pictures/phone.heic": lambda: pictures.heic(photo(800, 600)),
        "pictures/shape.svg": lambda: pictures.svg(
            '<rect width="200" height="100" fill="#0f7b6c"/>'
        ),
        "pictures/old.bmp": lambda: pictures.written(drawing(300, 200), "BMP"),
        "pictures/scan.tiff": lambda: pictures.written(drawing(1000, 1400), "TIFF"),
        "pictures/图/封 面.png": lambda: pictures.written(drawing(940, 400), "PNG"),
        "newspic/ginkgo.jpg": lambda: pictures.written(photo(1080, 1440), "JPEG"),
        "newspic/greenhouse.png": lambda: pictures.written(drawing(800, 800), "PNG"),
        "newspic/pond.webp": lambda: pictures.written(photo(1200, 900), "WEBP"),
        "bundle/persimmon.png": lambda: pictures.written(drawing(677, 400), "PNG"),
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site of all golden posts, with their pictures."""
    root = tmp_path_factory.mktemp("golden")
    for post in POSTS:
        folder = root / "content" / post.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(post, folder)
    for name, draw in drawn().items():
        file = root / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            file.write_bytes(draw())
        except ImportError:
            continue
    return Config(root=root)


def built(file, config):
    """One golden post, as ``mdwx build --offline`` builds it."""
    path = PurePosixPath("content", file.parent.name, file.name)
    post = read_post(file.read_bytes(), path=path, site=config.site)
    darkroom = Darkroom(config, offline=True)
    return build_post(config, post, darkroom=darkroom, looks=Looks(config))


def addresses(article):
    """Stable addresses on WeChat for the pictures of an article."""
    return {
        ref.src: f"https://mmbiz.qpic.cn/golden/{number}"
        for number, ref in enumerate(article.images, 1)
    }


def sent(made, content):
    """The article object that ``draft/add`` would get."""
    article = made.article
    byline = payload.Byline(made.author, made.digest, made.source_url)
    if article.post.type is PostType.NEWSPIC:
        images = [
            Upload(address, f"golden-{number}")
            for number, address in enumerate(addresses(article).values(), 1)
        ]
        return payload.newspic(article, images=images, byline=byline)
    cover = Upload("https://mmbiz.qpic.cn/golden/cover", "golden-cover")
    return payload.news(
        article, content=content, cover=cover, crops=made.cover, byline=byline
    )


@pytest.mark.parametrize("file", POSTS, ids=lambda it: f"{it.parent.name}/{it.stem}")
def test_golden(file, site, request):
    """
    The markup and the payload of a whole post are what they were.
    """
    if file.parent.name == "pictures":
        pytest.importorskip("pillow_heif", reason="needs mdwx[heic]")
        pytest.importorskip("resvg_py", reason="needs mdwx[svg]")
    made = built(file, site)
    errors = [it for it in made.findings if it.severity is Severity.ERROR]
    assert errors == []

    content = made.article.content(addresses(made.article))
    found = {
        beside(file, "article.html"): content + "\n",
        beside(file, "payload.json"): json.dumps(
            sent(made, content), ensure_ascii=False, indent=1
        )
        + "\n",
    }
    for golden, text in found.items():
        if request.config.getoption("--update-golden"):
            golden.write_text(text, encoding="utf-8", newline="\n")
        assert text == golden.read_text(encoding="utf-8")


def beside(file, name):
    """``article.html`` beside ``post.md``; one of several has its own name."""
    is_only = file.stem == "post"
    return file.with_name(name if is_only else f"{file.stem}.{name}")


def test_there_are_ten_kinds_of_golden_articles():
    """
    No kind is lost, and no golden file is left over.
    """
    assert len({file.parent.name for file in POSTS}) == 10
    expected = {
        beside(file, name)
        for file in POSTS
        for name in ("article.html", "payload.json")
    }
    assert {*GOLDEN.glob("*/*.html"), *GOLDEN.glob("*/*.json")} == expected
