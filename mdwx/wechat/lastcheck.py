"""Every limit once more, on the very bytes that would leave.

The checks look at a post and its page; between those and the payload lie the
site's defaults, picture addresses and one more way to be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from mdwx.checks.limits import LIMITS
from mdwx.errors import CheckError
from mdwx.model import PostType, Text
from mdwx.page.hosts import is_picture_of_wechat
from mdwx.patterns import pattern
from mdwx.wechat.fragments import read_fragment
from mdwx.wechat.replies import mapping, objects, words

__all__ = ["check_payload"]

STYLE_ADDRESS: Final = pattern(r"url\(\s*['\"]?([^'\")]*)", re.IGNORECASE)
FIELDS: Final = (
    ("title", "title", Text(zh="标题", en="title")),
    ("author", "author", Text(zh="作者", en="author")),
    ("digest", "digest", Text(zh="摘要", en="digest")),
    ("content_source_url", "source_url", Text(zh="原文地址", en="source_url")),
)
CONTENT: Final = Text(zh="正文", en="content")


def check_payload(articles: Sequence[Mapping[str, Any]]) -> None:
    """Raise ``CheckError`` for the first thing WeChat would refuse or drop."""
    drafted = Text(zh="一个草稿里的文章", en="articles of one draft")
    refuse_excess("bundle", len(articles), what=drafted)
    for article in articles:
        for field, limit, what in FIELDS:
            refuse_excess(limit, words(article.get(field)), what=what)
        if not words(article.get("title")).strip():
            raise CheckError(Text(zh="标题是空的", en="the title is empty"))
        if article.get("article_type") == PostType.NEWSPIC:
            check_newspic(article)
        else:
            check_news(words(article.get("content")))


def check_news(content: str) -> None:
    """Markup: not empty, not too large, every picture on WeChat's own host."""
    if not content.strip():
        raise CheckError(Text(zh="正文是空的", en="the content is empty"))
    refuse_excess("article_markup", content, what=CONTENT)
    for address in addresses(content):
        if not is_picture_of_wechat(address):
            shown = address if len(address) <= 100 else address[:100] + "…"
            raise CheckError(
                Text(
                    zh=f"图片 {shown} 不在微信的服务器上",
                    en=f"picture {shown} is not on WeChat's servers",
                ),
                hint=Text(
                    zh="微信会把它去掉；让 mdwx 上传它",
                    en="WeChat would drop it; let mdwx upload it",
                ),
            )


def check_newspic(article: Mapping[str, Any]) -> None:
    """Plain text, and at least one picture."""
    refuse_excess("newspic_text", words(article.get("content")), what=CONTENT)
    images = objects(mapping(article.get("image_info")).get("image_list"))
    pictures = Text(zh="图片消息的图片", en="pictures of an image post")
    refuse_excess("newspic_pictures", len(images), what=pictures)
    if not images:
        raise CheckError(
            Text(
                zh="图片消息里一张图片也没有",
                en="an image post needs at least one picture",
            )
        )


def refuse_excess(name: str, value: str | int, *, what: Text) -> None:
    """Hold a text or a count to the number beyond which WeChat refuses."""
    limit = LIMITS[name]
    size = limit.measure(value) if isinstance(value, str) else value
    if limit.fail is not None and size > limit.fail:
        raise CheckError(
            Text(
                zh=f"{what.zh}太长或太多：{size}，最多 {limit.fail}",
                en=f"too much for {what.en}: {size} {limit.unit},"
                f" at most {limit.fail} fit",
            )
        )


def addresses(content: str) -> Iterator[str]:
    """Where the pictures of the markup are, those of styles too."""
    root = read_fragment(content)
    for element in root.iter():
        if element.tag == "img":
            yield element.get("src") or element.get("data-src") or ""
        for address in STYLE_ADDRESS.findall(element.get("style") or ""):
            # A fragment names a part of the same drawing.
            if not address.startswith("#"):
                yield address
