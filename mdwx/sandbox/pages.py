"""Drafts and published articles of the sandbox, for people to look at.

What the sandbox keeps is what WeChat keeps: ``data-src`` instead of ``src``, and
picture addresses on WeChat's own host. WeChat's page turns both back in the
reader's browser; here it is done when the page is written, so that it opens
from disk without a script.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Final

from mdwx.model import Crop, PostType
from mdwx.page.tolerant import TolerantParser
from mdwx.patterns import pattern
from mdwx.preview.printed import phone_page
from mdwx.preview.screens import Screen

__all__ = [
    "article_page",
    "article_screen",
    "plain_text",
    "with_local_pictures",
]

AddressOf = Callable[[str], str | None]
"""From a WeChat picture address or a media_id to one this page can open."""

CSS_URL: Final = pattern(r"""url\(\s*+(?:"([^"]*+)"|'([^']*+)'|([^()"']*+))\s*+\)""")
BLOCKS: Final = frozenset(
    {"section", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li"}
    | {"table", "tr", "td", "th", "blockquote", "pre", "br", "hr"}
)


def article_page(
    article: Mapping[str, Any],
    *,
    address_of: AddressOf,
    account: str = "",
    date: str = "",
    language: str = "zh",
) -> str:
    """The self-contained page of one article: an element of ``news_item``."""
    screen = article_screen(article, address_of=address_of, account=account, date=date)
    return phone_page(screen, language=language)


def article_screen(
    article: Mapping[str, Any],
    *,
    address_of: AddressOf,
    account: str = "",
    date: str = "",
) -> Screen:
    """One article of a draft or publication as a phone shows it."""
    kind = PostType(article.get("article_type") or "news")
    content = str(article.get("content") or "")
    gallery = gallery_of(article, address_of=address_of)
    cover = cover_of(article, address_of=address_of)
    is_news = kind is PostType.NEWS
    return Screen(
        title=str(article.get("title") or ""),
        content=with_local_pictures(content, address_of) if is_news else content,
        text=plain_text(content) if is_news else content,
        author=str(article.get("author") or ""),
        account=account,
        date=date,
        digest=str(article.get("digest") or ""),
        source_url=str(article.get("content_source_url") or ""),
        cover=cover or (gallery[0] if gallery else None),
        wide=wide_crop(article),
        kind=kind,
        gallery=gallery,
    )


def gallery_of(article: Mapping[str, Any], *, address_of: AddressOf) -> tuple[str, ...]:
    """The pictures of a picture message, in order."""
    listed = (article.get("image_info") or {}).get("image_list") or []
    found = (address_of(str(entry.get("image_media_id") or "")) for entry in listed)
    return tuple(address for address in found if address)


def cover_of(article: Mapping[str, Any], *, address_of: AddressOf) -> str | None:
    """The cover, by its address or by its media_id."""
    names = (article.get("thumb_url"), article.get("thumb_media_id"))
    found = (address_of(str(name)) for name in names if name)
    return next((address for address in found if address), None)


def wide_crop(article: Mapping[str, Any]) -> Crop | None:
    """The part of the cover shown in the list, as it was sent or comes back."""
    sent = str(article.get("pic_crop_235_1") or "").split("_")
    corners = tuple(map(float, sent)) if len(sent) == 4 else ()
    for crop in (article.get("cover_info") or {}).get("crop_percent_list") or []:
        if crop.get("ratio") == "2.35_1":
            corners = tuple(float(crop[name]) for name in ("x1", "y1", "x2", "y2"))
    return Crop(*corners) if corners else None


def with_local_pictures(content: str, address_of: AddressOf) -> str:
    """The markup with each picture at its local address, the rest byte for byte."""
    return Rewriting(address_of).rewrite(content)


def plain_text(content: str) -> str:
    """What a reader sees, blocks apart by white space."""
    reading = Reading()
    reading.feed(content)
    reading.close()
    return " ".join("".join(reading.pieces).split())


class Reading(TolerantParser):
    """Collects the text of a fragment."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in BLOCKS:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


class Rewriting(TolerantParser):
    """Copies markup as it stands, except start tags that name a picture.

    A tree would repair the markup on the way, and a person could no longer see
    what WeChat's page would have made of it.
    """

    def __init__(self, address_of: AddressOf) -> None:
        super().__init__(convert_charrefs=False)
        self.address_of = address_of
        self.pieces: list[str] = []

    def rewrite(self, content: str) -> str:
        """The content with local pictures."""
        self.feed(content)
        self.close()
        return "".join(self.pieces)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raw = self.get_starttag_text() or ""
        local = [self.localised(tag, name, value) for name, value in attrs]
        changed = [pair for pair in local if pair is not None]
        if changed == attrs:
            self.pieces.append(raw)
            return
        written = "".join(
            f" {name}" if value is None else f' {name}="{escape(value)}"'
            for name, value in changed
        )
        self.pieces.append(f"<{tag}{written}{'/' if raw.endswith('/>') else ''}>")

    def localised(
        self, tag: str, name: str, value: str | None
    ) -> tuple[str, str | None] | None:
        """One attribute with a local address; None for one to leave out."""
        if value and name == "style" and "url(" in value:
            return name, CSS_URL.sub(self.local_url, value)
        if tag == "image" and name in {"href", "xlink:href"} and value:
            return name, self.address_of(value) or ""
        if tag != "img" or name not in {"src", "data-src"}:
            return name, value
        if name == "src" and 'data-src="' in (self.get_starttag_text() or ""):
            return None
        return "src", self.address_of(value or "") or ""

    def local_url(self, found: re.Match[str]) -> str:
        """A ``url()`` of a declaration at its local address."""
        named = next((part for part in found.groups() if part), "")
        return f"url('{self.address_of(named) or ''}')"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_entityref(self, name: str) -> None:
        self.pieces.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.pieces.append(f"&#{name};")
