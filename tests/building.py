"""Posts through the pure chain, without a file, a network or an account."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath

from mdwx import markdown, page, transforms
from mdwx.config import Markdown
from mdwx.model import Neighbour, Picture, Post, Stranger
from mdwx.pipeline import Look, build, compose
from mdwx.style import read_theme
from mdwx.transforms.posts import link_posts

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


def find_neighbour(target, *, beside, by_name):
    """A site of a published post, one that waits, one held back, and two twins."""
    name = target.removesuffix(".md").rpartition("/")[2]
    path = PurePosixPath(f"content/{name}.md")
    known = {
        "out": Neighbour(
            path, "已发布的一篇", "https://mp.weixin.qq.com/s/" + "A" * 22
        ),
        "waiting": Neighbour(path, "还没发布的一篇"),
        "held": Neighbour(path, "留着的一篇", draft=True),
        "post": Neighbour(path, "这一篇", "https://mp.weixin.qq.com/s/" + "B" * 22),
        "twins": Stranger(
            rivals=(PurePosixPath("a/twins.md"), PurePosixPath("b/t.md"))
        ),
        "ouut": Stranger(nearest="out.md"),
    }
    is_named = name in known and (by_name or "#" not in target)
    return known[name] if is_named else Stranger()


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
    link_posts(found, find_neighbour)
    transforms.rewrite(found, options)
    return found


def around(body, *, title):
    """The page of one line of text with this part before it."""
    values = {
        "author": "张三",
        "date": "2026年11月24日",
        "slug": "一篇/文章",
        "source_url": "https://a.example/一?b=1&c",
    }
    part = replace(post(body), path=PurePosixPath("_before.md"))
    look = Look(default_theme(), Markdown(), before=part, variables=values)
    found = compose(post("正文 {title}", title=title), look)
    link_posts(found, find_neighbour)
    transforms.rewrite(found, look.markdown)
    return found


def bare(root):
    """A tree as markup, without what it remembers of its source."""
    copied = deepcopy(root)
    transforms.forget_lines(copied)
    return page.markup(copied)


def codes(findings):
    """The codes of findings, in order."""
    return [finding.code for finding in findings]
