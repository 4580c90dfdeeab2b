"""What WeChat stored, told apart from what it does to every article.

WeChat rewrites markup on the way in, and some of it again later. So an article
read back is compared with the same article read back before, never with what
was sent, and differences that no person made are levelled first.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from lxml import etree, html

from mdwx.model import Comments
from mdwx.page.hosts import is_picture_of_wechat
from mdwx.patterns import pattern
from mdwx.records import dataclass
from mdwx.wechat.fragments import read_fragment
from mdwx.wechat.replies import mapping, number, objects, words

__all__ = ["StoredArticle", "fingerprint", "read_back", "trunk"]

# The last part of a picture's path names a size: /0, /640.
SIZE: Final = pattern(r"/\d+$")
RGB: Final = pattern(r"rgb\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*\)")
LAZY: Final = ("data-src", "src")
OWN_MARKS: Final = frozenset({"leaf", "nodeleaf", "class", "contenteditable"})
"""Attributes that WeChat's editor adds to elements of its own."""


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """One article of a draft or a publication, in our words."""

    title: str
    author: str
    digest: str
    content: str
    source_url: str
    cover: str
    """The ``media_id`` of its cover."""
    pictures: tuple[str, ...]
    """Of an image post: the ``media_id`` of each, in order."""
    comments: Comments
    url: str
    """The article's address; of a draft a temporary preview."""
    is_deleted: bool


def read_back(item: Mapping[str, Any]) -> StoredArticle:
    """Read one entry of ``news_item``."""
    images = objects(mapping(item.get("image_info")).get("image_list"))
    return StoredArticle(
        title=words(item.get("title")),
        author=words(item.get("author")),
        digest=words(item.get("digest")),
        content=words(item.get("content")),
        source_url=words(item.get("content_source_url")),
        cover=words(item.get("thumb_media_id")),
        pictures=tuple(words(image.get("image_media_id")) for image in images),
        comments=comments(item),
        url=words(item.get("url")),
        is_deleted=bool(number(item.get("is_deleted"))),
    )


def fingerprint(item: Mapping[str, Any]) -> str:
    """One value over all that a person can edit, temporary fields left out."""
    stored = read_back(item)
    edited = [
        stored.title,
        stored.author,
        stored.digest,
        level(stored.content),
        stored.source_url,
        stored.cover,
        stored.pictures,
        stored.comments,
    ]
    told = json.dumps(edited, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode("utf-8", errors="replace")).hexdigest()


def comments(item: Mapping[str, Any]) -> Comments:
    """One decision out of the two switches."""
    if not number(item.get("need_open_comment")):
        return Comments.OFF
    return Comments.FANS if number(item.get("only_fans_can_comment")) else Comments.OPEN


def level(content: str) -> str:
    """The markup without what WeChat changes by itself.

    Measured 2026-08 to 2026-10: colours return as ``rgb()``, pictures move from
    ``src`` to ``data-src`` and gain a size and ``from=appmsg``, text is wrapped
    in ``<span leaf="">``, and an update may append a hidden ``mp-style-type``.
    """
    root = read_fragment(content)
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    for mark in root.xpath("//*[starts-with(local-name(), 'mp-style-type')]"):
        drop_mark(mark)
    for element in list(root.iterdescendants("span")):
        if set(element.keys()) <= OWN_MARKS:
            element.drop_tag()
    told: list[object] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            told += [element.tag, attributes(element), plain(element.text)]
        else:
            told += ["/", plain(element.tail)]
    return json.dumps(joined(told), ensure_ascii=False, separators=(",", ":"))


def drop_mark(mark: html.HtmlElement) -> None:
    """Take out a style mark, and the hidden paragraph that holds nothing else."""
    parent = mark.getparent()
    if parent is None:
        return
    alone = len(parent) == 1 and not plain(parent.text)
    hidden = "display:none" in level_style(parent.get("style"))
    (parent if alone and hidden else mark).drop_tree()


def attributes(element: etree._Element) -> list[list[str]]:
    """Sorted, with picture addresses and styles levelled."""
    found: dict[str, str] = {}
    for name, value in ((str(name), str(value)) for name, value in element.items()):
        if name in OWN_MARKS:
            continue
        if name == "style":
            value = level_style(value)
        if name in LAZY and element.tag == "img":
            name, value = "src", picture(value)
        found[name] = value
    return [[name, found[name]] for name in sorted(found)]


def level_style(style: str | None) -> str:
    """Declarations without spaces to choose, colours in hexadecimal."""
    text = RGB.sub(hexadecimal, style or "")
    declarations = (part.strip() for part in text.lower().split(";"))
    return ";".join(
        re.sub(r"(?:(?<!\s)\s++)?([:,])\s*+", r"\1", part)
        for part in declarations
        if part
    )


def hexadecimal(rgb: re.Match[str]) -> str:
    """``rgb(1, 2, 3)`` as ``#010203``."""
    return "#" + "".join(f"{int(part):02x}" for part in rgb.groups())


def picture(address: str) -> str:
    """A picture of WeChat's is its path; scheme, size and query come and go."""
    if not is_picture_of_wechat(address):
        return address
    return trunk(address)


def trunk(address: str) -> str:
    """What stays of a picture's address: its path without the size."""
    return SIZE.sub("", urlsplit(address).path)


def plain(text: str | None) -> str:
    """White space alone, between blocks, comes and goes."""
    return text if text and text.strip() else ""


def joined(told: list[object]) -> list[object]:
    """Without the empty texts between elements."""
    return [part for part in told if part != "" and part != []]
