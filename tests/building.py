"""Posts through the pure chain, without a file, a network or an account."""

from __future__ import annotations

from functools import cache
from pathlib import Path, PurePosixPath

from mdwx import markdown, page, transforms
from mdwx.config import Markdown
from mdwx.model import Picture, Post
from mdwx.pipeline import Look, build
from mdwx.style import read_theme

ROOT = Path(__file__).parent.parent


def post(body, **fields):
    """A post with this body, at content/post.md."""
    return Post(PurePosixPath("content/post.md"), "post", body, **fields)


def picture(*, width=800, height=600):
    """A picture that was read; its bytes do not matter here."""
    return Picture("a" * 64, "b" * 64, "png", Path("x.png"), width, height, 1000)


def all_readable(refs):
    """Every picture is there, 800 by 600."""
    return {ref.src: picture() for ref in refs}


def all_drawn(drawings):
    """Every drawing is a square; what is in it does not matter here."""
    square = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path/></svg>'
    return {drawing: square for drawing in drawings}


@cache
def default_theme():
    """The theme every site starts with."""
    return read_theme("default", site_root=ROOT)


def built(
    body, *, options=None, prepare=all_readable, draw=all_drawn, look=None, **fields
):
    """The article of a body."""
    look = look or {}
    whole = Look(default_theme(), options or Markdown(), **look)
    return build(post(body, **fields), look=whole, prepare=prepare, draw=draw)


def content(article):
    """The markup of an article, pictures at WeChat addresses."""
    return article.content(
        {
            ref.src: f"https://mmbiz.qpic.cn/mmbiz_png/golden{number}/0?wx_fmt=png"
            for number, ref in enumerate(article.images, 1)
        }
    )


def rewritten(body, *, options=None, **fields):
    """The page of a body after its content was rewritten, before any style."""
    options = options or Markdown()
    found = page.grow(markdown.parse(post(body, **fields), options))
    transforms.rewrite(found, options)
    return found


def bare(root):
    """A tree as markup, without what it remembers of its source."""
    return page.markup(transforms.without_lines(root))


def codes(findings):
    """The codes of findings, in order."""
    return [finding.code for finding in findings]
