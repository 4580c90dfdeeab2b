"""The page an article is measured on: WeChat's own styles and nothing else.

Pictures are stood in for by blanks of their size, so the page asks for nothing; the
policy would refuse it, and no script of an article could run.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Final

from lxml import etree

from mdwx.page import markup
from mdwx.preview.phone import UNREADABLE_PICTURE
from mdwx.preview.printed import policy, static

if TYPE_CHECKING:
    from mdwx.model import Picture
    from mdwx.page import Article

__all__ = ["paper"]

NUMBER: Final = "data-mdwx-n"
"""Which element of the article this is; taken off before anything is measured."""

PAPER: Final = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8">'
    '<meta http-equiv="Content-Security-Policy" content="{policy}">'
    '<style>{css}</style><body class="rich_media"><div class="rich_media_area">'
    '<div class="rich_media_content">{content}</div></div></body></html>'
)


def paper(article: Article) -> str:
    """The whole page; elements are numbered in document order."""
    root = deepcopy(article.root)
    for number, element in enumerate(root.iter(etree.Element)):
        element.set(NUMBER, str(number))
    for image in root.iter("img"):
        image.set("src", blank(article.pictures.get(image.get("src", ""))))
    css = static("wechat.css")
    return PAPER.format(policy=policy(css=css), css=css, content=markup(root))


def blank(picture: Picture | None) -> str:
    """The address of an empty picture of the same size."""
    if picture is None:
        return UNREADABLE_PICTURE
    size = f"width='{picture.width}' height='{picture.height}'"
    return f"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' {size}/%3E"
