"""Mini programs (小程序) and account cards (名片): WeChat's own links.

``[words](mp://APPID/path)`` becomes the link that the official article editor
writes (Official: draft/add page, 小程序 in articles); a picture in the place of the
words is linked the same way. A wrong id is refused by WeChat (40213, 45166), and
nobody can mend a published article, so it is an error here.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from lxml import etree

from mdwx.config import Markdown
from mdwx.model import PostType, Text
from mdwx.page import Page
from mdwx.page.tree import elements, tag_of, take, unwrap
from mdwx.patterns import pattern

__all__ = ["check_cards", "link_miniprograms"]

ADDRESS: Final = pattern(r"mp:/*([^/?#]*)/?(.*)", re.IGNORECASE | re.DOTALL)
APPID: Final = pattern(r"wx[0-9a-f]{16}")
ACCOUNT: Final = pattern(r"[A-Za-z0-9+/]{6,40}={0,2}")
"""``__biz``: an account's number in Base64."""

MINI_APPID: Final = "data-miniprogram-appid"
MINI_PATH: Final = "data-miniprogram-path"


def link_miniprograms(page: Page, options: Markdown) -> None:
    """Turn ``mp://`` addresses into links that open a mini program."""
    for link in elements(page.root, "a"):
        found = ADDRESS.fullmatch(link.get("href", "").strip())
        if found is None:
            continue
        appid = found[1].strip()
        if not APPID.fullmatch(appid):
            note_appid(page, link, unquote(appid))
            unwrap(link)
            continue
        if page.post.type is PostType.NEWSPIC:
            unwrap(link)
            continue
        take(link, "href")
        link.set(MINI_APPID, appid)
        link.set(MINI_PATH, found[2])


def check_cards(page: Page, options: Markdown) -> None:
    """Look at the ids of the author's own links and cards; they stay as they are."""
    for element in elements(page.root):
        tag = tag_of(element)
        is_card = tag in {"mp-common-miniprogram", "mp-miniprogram"}
        appid = element.get(MINI_APPID, "" if is_card else None)
        if appid is not None and not APPID.fullmatch(appid):
            note_appid(page, element, appid)
        if tag == "mp-common-profile" and not ACCOUNT.fullmatch(
            element.get("data-id", "")
        ):
            note_account(page, element)


def note_appid(page: Page, element: etree._Element, appid: str) -> None:
    """Say that a mini program cannot have this AppID."""
    page.note(
        element,
        "L026",
        Text(
            zh=f"“{appid}” 不是小程序的 AppID，微信会拒绝",
            en=f'"{appid}" is no AppID of a mini program; WeChat would refuse it',
        ),
        hint=Text(
            zh="形如 wx0123456789abcdef；小程序要先关联到这个公众号",
            en="it looks like wx0123456789abcdef; the mini program must be linked to"
            " the account",
        ),
    )


def note_account(page: Page, element: etree._Element) -> None:
    """Say that a card names no account."""
    page.note(
        element,
        "L027",
        Text(
            zh="名片没有公众号的 id，打不开",
            en="the account card has no account's id and opens nothing",
        ),
        hint=Text(
            zh="id 是那个公众号文章链接里的 __biz，形如 MzA4MjEyNTA5Mw==",
            en="it is the __biz in the links of that account, as MzA4MjEyNTA5Mw==",
        ),
    )
