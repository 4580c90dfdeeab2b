"""Links from post to post lead to the other's published address.

Nobody outside the site can follow ``other.md``. An article that WeChat published
has an address, and every account may link to it (rule A05); until then a reader
gets the words, and the author a finding.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final, Protocol
from urllib.parse import unquote

from lxml import etree

from mdwx.model import Neighbour, Stranger, Text
from mdwx.page import Page
from mdwx.page.tree import WIKI, clean_text, elements, take, unwrap, words_of
from mdwx.patterns import pattern
from mdwx.transforms.addresses import scheme_of

__all__ = ["Find", "find_nobody", "link_posts"]


class Find(Protocol):
    """Who is meant by a target that is written in the file ``beside``."""

    def __call__(
        self, target: str, *, beside: PurePosixPath, by_name: bool
    ) -> Neighbour | Stranger:
        """By its path; ``by_name`` by file name, slug and title as well."""


POST: Final = pattern(r".*\.(?:md|markdown)", re.IGNORECASE | re.DOTALL)

NAMES_SHOWN: Final = 5


def find_nobody(target: str, *, beside: PurePosixPath, by_name: bool) -> Stranger:
    """The neighbours of a post that stands alone."""
    return Stranger()


def link_posts(page: Page, find: Find) -> None:
    """Give each link to a post the address its readers can open."""
    for link in elements(page.root, "a"):
        by_name = take(link, WIKI)
        target = target_of(link.get("href", "").strip(), by_name=bool(by_name))
        if target is None:
            continue
        beside = page.where(link).path
        found = find(target, beside=beside, by_name=bool(by_name))
        if isinstance(found, Neighbour):
            settle(page, link, found, is_bare=by_name == "bare")
        elif by_name or POST.fullmatch(target):
            note_stranger(page, link, target, found)
            unwrap(link)


def target_of(href: str, *, by_name: bool) -> str | None:
    """The post that an address may name, without the part of it that is meant."""
    if by_name:
        return href.partition("#")[0].strip() or None
    path = unquote(re.split(r"[?#]", href, maxsplit=1)[0])
    is_elsewhere = bool(scheme_of(href)) or href.startswith("//")
    # Hugo and Hexo write the name of a post without its suffix.
    name = path.rstrip("/").rpartition("/")[2]
    is_post = POST.fullmatch(path) or (name and "." not in name)
    return path if is_post and not is_elsewhere else None


def settle(
    page: Page, link: etree._Element, found: Neighbour, *, is_bare: bool
) -> None:
    """Point a link at a post that was found, or leave its words."""
    is_empty = not words_of(link) and not len(link)
    if found.title and (is_bare or is_empty):
        link.text = clean_text(found.title)
    is_self = found.path == page.post.path
    if found.url is not None and not is_self:
        link.set("href", found.url)
        return
    if not is_self:
        note_unpublished(page, link, found)
    unwrap(link)


def note_unpublished(page: Page, link: etree._Element, found: Neighbour) -> None:
    """Say that a post has no address, yet or for good."""
    if found.draft:
        page.note(
            link,
            "L022",
            Text(
                zh=f"{found.path} 标着草稿，不会有地址，只留下文字",
                en=f"{found.path} is held back as a draft and gets no address;"
                " only the words are kept",
            ),
            hint=Text(
                zh="去掉它的 draft: true，或者去掉这个链接",
                en="take draft: true off it, or leave the link out",
            ),
        )
        return
    page.awaits.append(found.path)
    page.note(
        link,
        "L020",
        Text(
            zh=f"{found.path} 还没有发布到这个账号，没有地址，只留下文字",
            en=f"{found.path} is not published on this account and has no address yet;"
            " only the words are kept",
        ),
        hint=Text(
            zh="先发布它，再发这一篇；发布过的文章改不了",
            en="publish it first, then this one: a published article cannot be changed",
        ),
    )


def note_stranger(
    page: Page, link: etree._Element, target: str, found: Stranger
) -> None:
    """Say that no post is meant, or which ones may be."""
    if found.rivals:
        names = ", ".join(map(str, found.rivals[:NAMES_SHOWN]))
        page.note(
            link,
            "L023",
            Text(
                zh=f"{target} 可能指好几篇文章：{names}",
                en=f"{target} may be any of {names}",
            ),
            hint=Text(zh="写上文件夹", en="write its folder too"),
        )
        return
    nearest = found.nearest
    page.note(
        link,
        "L021",
        Text(
            zh=f"站点里没有 {target} 这篇文章，只留下文字",
            en=f"there is no post {target}; only the words are kept",
        ),
        hint=Text(zh=f"是不是想写 {nearest}", en=f"did you mean {nearest}?")
        if nearest
        else Text(
            zh="路径从这篇文章所在的文件夹写起；_ 和 . 开头的文件不是文章",
            en="paths start at the post's folder; files named _… or .… are no posts",
        ),
    )
