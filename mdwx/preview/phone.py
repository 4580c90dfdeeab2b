"""An article as a phone shows it, before it is a page.

The same screen serves ``dist/<slug>/index.html``, ``mdwx watch`` and the sandbox. The
article gets WeChat's geometry and base styles and nothing of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Final

from mdwx.model import Picture, PostType, Text
from mdwx.page import illustrated, markup
from mdwx.preview.screens import Screen
from mdwx.style.night import darken

if TYPE_CHECKING:
    from mdwx.make import Built
    from mdwx.page import Article

__all__ = [
    "addresses_of",
    "by_night",
    "screen_of",
]

UNREADABLE_PICTURE: Final = (
    "data:image/svg+xml,"
    "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 320 120'%3E"
    "%3Crect x='1' y='1' width='318' height='118' rx='8' fill='%23fbe9e7' "
    "stroke='%23a92318' stroke-dasharray='5 5'/%3E"
    "%3Cpath d='M148 48l24 24m0-24l-24 24' stroke='%23a92318' stroke-width='3'/%3E"
    "%3C/svg%3E"
)
"""Stands where a picture cannot be read; the findings say why."""


def addresses_of(article: Article, address: Callable[[Picture], str]) -> dict[str, str]:
    """Where each picture is shown; a sign for one that could not be read."""
    pictures = article.pictures
    return {
        ref.src: address(pictures[ref.src])
        if ref.src in pictures
        else UNREADABLE_PICTURE
        for ref in article.images
    }


def screen_of(
    built: Built,
    *,
    address: Callable[[Picture], str],
    night: bool = True,
) -> Screen:
    """A built post as a screen, each of its pictures at an ``address``.

    ``night``: whether dark mode is worked out now, too.
    """
    article, cover, post = built.article, built.cover, built.article.post
    addresses = addresses_of(article, address)
    is_newspic = post.type is PostType.NEWSPIC
    content, dark = screened(article, addresses, night=night)
    gallery = tuple(addresses[ref.src] for ref in article.images)
    first = gallery[:1] if is_newspic else ()
    return Screen(
        title=article.title,
        content=content,
        night=dark,
        text=article.text,
        author=built.author or "",
        date=f"{post.date:%Y-%m-%d %H:%M}" if post.date else "",
        digest=built.digest or "",
        source_url=built.source_url or "",
        cover=address(cover.picture) if cover else next(iter(first), None),
        wide=cover.wide if cover else None,
        kind=post.type,
        gallery=gallery if is_newspic else (),
        findings=built.findings,
        facts=facts_of(article),
    )


def screened(
    article: Article, addresses: Mapping[str, str], *, night: bool
) -> tuple[str, str]:
    """What stands on the screen by day and by night, the latter if asked for.

    An article's markup, a newspic's words.
    """
    if article.post.type is PostType.NEWSPIC:
        return article.text, ""
    root = deepcopy(article.root)
    by_day = illustrated(root, addresses)
    if not night:
        return by_day, ""
    darken(root, article.night)
    return by_day, markup(root)


def by_night(article: Article, addresses: Mapping[str, str]) -> str:
    """The markup of an article as the reader's dark mode recolours it."""
    root = deepcopy(article.root)
    darken(root, article.night)
    return illustrated(root, addresses)


def facts_of(article: Article) -> tuple[tuple[Text, str], ...]:
    """What an author wants to know of an article's size."""
    size = article.size
    return (
        (Text(zh="文件", en="file"), str(article.post.path)),
        (Text(zh="字数", en="characters"), f"{size.text_chars:,}"),
        (Text(zh="图片", en="pictures"), str(size.images)),
        (Text(zh="HTML", en="HTML"), f"{size.html_bytes / 1000:,.1f} KB"),
    )
