"""What the sandbox holds, as the rows and screens of its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote, urlsplit

from mdwx.model import Text
from mdwx.preview.look import CHINA
from mdwx.preview.screens import Pill, Row, Screen
from mdwx.sandbox.addresses import picture_key
from mdwx.sandbox.markup import parse, serialise
from mdwx.sandbox.pages import article_screen
from mdwx.sandbox.shelves import Found, Shelves
from mdwx.style.night import darken

__all__ = ["ARTICLE_HOST", "draft_rows", "local_address", "published_rows", "screen_of"]

ARTICLE_HOST: Final = "http://mp.weixin.qq.com"
STATUSES: Final = (
    Pill(Text(zh="已发布", en="published"), "good"),
    Pill(Text(zh="发布中", en="publishing"), "warning"),
    Pill(Text(zh="原创失败", en="not original"), "error"),
    Pill(Text(zh="发布失败", en="failed"), "error"),
    Pill(Text(zh="审核不通过", en="refused by review"), "error"),
    Pill(Text(zh="已删除", en="deleted")),
    Pill(Text(zh="已封禁", en="banned"), "error"),
)
"""``publish_status`` 0 to 6 of freepublish/get."""
DELETED: Final = STATUSES[5]


def local_address(name: str) -> str | None:
    """Where the server shows a picture: by WeChat address or by media_id."""
    if not name:
        return None
    key = picture_key(name)
    if key is not None:
        return f"/pictures/{key}"
    # Anything else that has a slash is an address elsewhere, and never asked for.
    return None if "/" in name else f"/materials/{quote(name, safe='')}"


def screen_of(found: Found) -> Screen:
    """An article as a phone shows it, by day and by night."""
    screen = article_screen(
        found.article,
        address_of=local_address,
        account=found.account,
        date=china_time(found.updated),
    )
    return screen if screen.is_newspic else replace(screen, night=by_night(screen))


def by_night(screen: Screen) -> str:
    """The markup as the reader's dark mode recolours it."""
    tree = parse(screen.content)
    darken(tree)
    return serialise(tree)


def draft_rows(shelves: Shelves) -> list[Row]:
    """The draft box, the latest on top; one row an article."""
    return [
        row_of(
            article,
            href=f"/drafts/{quote(draft.media_id, safe='')}/{index}",
            state=Pill(place_said(index, len(draft.articles))),
            time=draft.updated,
        )
        for draft in shelves.drafts()
        for index, article in enumerate(draft.articles)
    ]


def published_rows(shelves: Shelves) -> list[Row]:
    """What was submitted, the latest on top; one row an article."""
    return [
        row_of(
            article,
            href=local_path(article),
            state=DELETED if article.get("is_deleted") else STATUSES[job.status],
            time=job.updated,
        )
        for job in shelves.publications()
        for article in job.articles
    ]


def local_path(article: Mapping[str, Any]) -> str | None:
    """The page of a published article, if it is still out."""
    url = str(article.get("url") or "")
    return urlsplit(url).path if url and not article.get("is_deleted") else None


def row_of(
    article: Mapping[str, Any], *, href: str | None, state: Pill, time: datetime
) -> Row:
    """One article of a list."""
    date = china_time(time)
    screen = article_screen(article, address_of=local_address, date=date)
    return Row(
        title=screen.title,
        href=href,
        cover=screen.cover,
        wide=screen.wide,
        digest=screen.shown_digest,
        state=state,
        date=date,
    )


def place_said(index: int, count: int) -> Text:
    """Where an article stands in its draft."""
    if count == 1:
        return Text(zh="草稿", en="draft")
    place = f"{index + 1}/{count}"
    return Text(zh=f"草稿 {place}", en=f"draft {place}")


def china_time(time: datetime) -> str:
    """A time as WeChat's pages show it."""
    return f"{time.astimezone(CHINA):%Y-%m-%d %H:%M}"
