"""Which picture stands for an article in the list, and how it is cut."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from mdwx.checks.limits import LIMITS
from mdwx.media.crops import SQUARE, WIDE, crop
from mdwx.media.source import label
from mdwx.model import Cover, Finding, ImageRef, Picture, Post, Span, Text
from mdwx.page import Article
from mdwx.records import dataclass
from mdwx.rules import finding

if TYPE_CHECKING:
    from mdwx.media.card import Lettering

__all__ = ["Wish", "card_findings", "choose", "wish"]

CARD: Final = "card"
FIRST_IMAGE: Final = "first-image"
SPACER_PX: Final = 32
"""A picture of the body below this is a badge or a spacer, not a cover."""

Develop = Callable[[ImageRef], Picture]
Draw = Callable[[], tuple[Picture, list[Finding]]]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the author asked for as a cover, and where."""

    cover: str
    where: Span


def wish(post: Post, site_cover: str, *, site_file: str) -> Wish:
    """The cover of the front matter, else that of the site."""
    if post.cover:
        return Wish(post.cover, post.span(key="cover"))
    return Wish(site_cover, Span(PurePosixPath(site_file)))


def choose(
    article: Article, *, wish: Wish, develop: Develop, draw: Draw
) -> tuple[Cover | None, list[Finding]]:
    """Prepare the cover that was wished for, or the card where there is none.

    What the site puts before and after every article is no cover of this one, and
    a diagram cut to the shape of a card says nothing.
    """
    focus = article.post.cover_focus or (0.5, 0.5)
    if wish.cover == CARD:
        picture, findings = draw()
        return cut(picture, (0.5, 0.5)), findings
    if wish.cover != FIRST_IMAGE:
        return looked_at(develop(ImageRef(wish.cover, wish.where)), focus, wish)
    own = [
        ref
        for ref in article.images
        if ref.where.path == article.post.path and ref.drawing is None
    ]
    for ref in own:
        shown = article.pictures.get(ref.src)
        if shown is None:
            return None, []
        if min(shown.width, shown.height) >= SPACER_PX:
            return looked_at(develop(ref), focus, Wish(ref.src, ref.where))
    picture, findings = draw()
    return cut(picture, (0.5, 0.5)), [no_picture(article.post), *findings]


def cut(picture: Picture, focus: tuple[float, float]) -> Cover:
    """A cover with both its cuts."""
    size = picture.width, picture.height
    return Cover(
        picture=picture,
        wide=crop(*size, ratio=WIDE, focus=focus),
        square=crop(*size, ratio=SQUARE, focus=focus),
    )


def looked_at(
    picture: Picture, focus: tuple[float, float], wish: Wish
) -> tuple[Cover, list[Finding]]:
    """A cover, and a warning where it is too small to look good."""
    cover = cut(picture, focus)
    wide_px = round((cover.wide.x2 - cover.wide.x1) * picture.width)
    findings = list(picture.findings)
    if LIMITS["cover_width"].severity(wide_px):
        findings.append(small(label(wish.cover), wide_px, wish.where))
    return cover, findings


def small(name: str, wide_px: int, where: Span) -> Finding:
    return finding(
        "I026",
        Text(
            zh=f"封面 {name} 裁成 2.35:1 后只有 {wide_px} 像素宽",
            en=f"cover {name} is only {wide_px} pixels wide when cut to 2.35:1",
        ),
        hint=Text(
            zh="用宽 900 像素以上的图片，或写 cover: card",
            en="use a picture at least 900 pixels wide, or write cover: card",
        ),
        where=where,
    )


def no_picture(post: Post) -> Finding:
    return finding(
        "I025",
        Text(
            zh="文章没有图片，封面用标题画成",
            en="the article has no picture, so its cover is drawn from the title",
        ),
        hint=Text(
            zh="要用自己的封面，写 cover: 图片路径",
            en="for a cover of your own, write cover: PATH",
        ),
        where=post.span(line=1),
    )


def card_findings(post: Post, lettering: Lettering) -> list[Finding]:
    """Say that a card has no words, and how to get a font."""
    if lettering.face is not None or not lettering.wanted:
        return []
    return [
        finding(
            "I027",
            Text(
                zh="没有找到能写这个标题的中文字体，封面上没有字",
                en="no font here can write this title, so the cover has no words",
            ),
            hint=Text(
                zh="安装一种中文字体：apt install fonts-noto-cjk,"
                "或从 https://github.com/notofonts/noto-cjk 下载",
                en="install a Chinese font: apt install fonts-noto-cjk, "
                "or from https://github.com/notofonts/noto-cjk",
            ),
            where=post.span(key="title"),
        )
    ]
