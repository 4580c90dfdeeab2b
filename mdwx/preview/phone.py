"""An article as a phone shows it, before it is a page.

The same screen serves ``dist/<slug>/index.html``, ``mdwx watch`` and the sandbox. The
article gets WeChat's geometry and base styles and nothing of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Final

from mdwx.model import Crop, Finding, Picture, PostType, Span, State, Text
from mdwx.page import illustrated
from mdwx.page.reading import opening
from mdwx.records import dataclass
from mdwx.style.night import darken

if TYPE_CHECKING:
    from mdwx.make import Built
    from mdwx.page import Article

__all__ = [
    "Pill",
    "Problem",
    "Row",
    "Screen",
    "addresses_of",
    "by_night",
    "screen_of",
    "state_pill",
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


@dataclass(frozen=True, slots=True)
class Screen:
    """What a phone's screen shows of one article."""

    title: str
    content: str
    """The fragment that is sent, pictures at addresses this page can open; the
    plain text of a newspic."""
    night: str = ""
    """The same as dark mode shows it; empty where that is not known."""
    text: str = ""
    """What a reader sees; the digest when none is given."""
    author: str = ""
    account: str = ""
    """The Official Account's name, where it is known."""
    date: str = ""
    digest: str = ""
    """As the author gave it; empty when WeChat makes one up."""
    source_url: str = ""
    cover: str | None = None
    wide: Crop | None = None
    """The part of the cover that the list card shows."""
    kind: PostType = PostType.NEWS
    gallery: tuple[str, ...] = ()
    """Addresses of a newspic's pictures."""
    findings: tuple[Finding, ...] = ()
    facts: tuple[tuple[Text, str], ...] = ()
    """Further lines about the article, for its author."""

    @property
    def is_newspic(self) -> bool:
        """Whether this is a picture message."""
        return self.kind is PostType.NEWSPIC

    @property
    def shown_digest(self) -> str:
        """The digest of the list card, given or made by WeChat."""
        return self.digest or opening(self.text)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the page is not up to date; shown on top of the last good one."""

    title: Text
    text: Text
    where: Span | None = None


@dataclass(frozen=True, slots=True)
class Pill:
    """A short word on a coloured ground: good, warning, error or quiet."""

    text: Text
    tone: str = "quiet"


@dataclass(frozen=True, slots=True)
class Row:
    """One post of the index."""

    title: str
    href: str | None
    """None for a post that could not be read."""
    cover: str | None = None
    wide: Crop | None = None
    digest: str = ""
    state: Pill | None = None
    date: str = ""
    path: str = ""
    marks: tuple[Pill, ...] = ()
    """Where it stands with its account."""
    account: str = ""
    is_built: bool = True
    """False while nobody knows yet what cover it has."""


STATE_PILLS: Final[Mapping[State, Pill]] = {
    State.BUILT: Pill(Text(zh="已生成", en="built")),
    State.DRAFTED: Pill(Text(zh="草稿箱", en="draft"), "good"),
    State.SUBMITTED: Pill(Text(zh="发布中", en="publishing"), "warning"),
    State.PUBLISHED: Pill(Text(zh="已发布", en="published"), "good"),
    State.UNCHANGED: Pill(Text(zh="没有变化", en="unchanged")),
    State.SKIPPED: Pill(Text(zh="跳过", en="skipped")),
    State.NEEDS_YOU: Pill(Text(zh="需要你看看", en="needs you"), "warning"),
    State.FAILED: Pill(Text(zh="失败", en="failed"), "error"),
}


def state_pill(state: State) -> Pill:
    """How the index shows a state."""
    return STATE_PILLS[state]


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
    content: str | None = None,
) -> Screen:
    """A built post as a screen, each of its pictures at an ``address``.

    ``night``: whether dark mode is worked out now, too; ``content``: the markup with
    those addresses, if it was written already.
    """
    article, cover, post = built.article, built.cover, built.article.post
    addresses = addresses_of(article, address)
    is_newspic = post.type is PostType.NEWSPIC
    gallery = tuple(addresses[ref.src] for ref in article.images)
    first = gallery[:1] if is_newspic else ()
    return Screen(
        title=article.title,
        content=content or screened(article, addresses),
        night=by_night(article, addresses) if night and not is_newspic else "",
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


def screened(article: Article, addresses: Mapping[str, str]) -> str:
    """What stands on the screen: an article's markup, a newspic's words."""
    is_newspic = article.post.type is PostType.NEWSPIC
    return article.text if is_newspic else article.content(addresses)


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
