"""Size: an empty article is an accident, a huge one is refused (45002).

Measured 2026-09: the wall is at about 690 KB of markup. The documented 20 000
characters are not enforced, so they only warn.
"""

from __future__ import annotations

from collections.abc import Iterator

from mdwx.checks.limits import LIMITS
from mdwx.checks.subject import Subject
from mdwx.model import Finding, PostType, Text
from mdwx.page import markup

__all__ = ["check"]


def check(subject: Subject) -> Iterator[Finding]:
    """Find an article that is empty or too large."""
    if subject.post.type is PostType.NEWSPIC:
        yield from long_newspic(subject)
        return
    if not subject.size.text_chars and not subject.size.images and is_blank(subject):
        yield subject.finding(
            "S001",
            Text(zh="文章是空的", en="the article is empty"),
            hint=Text(zh="在头信息下面写正文", en="write below the front matter"),
        )
    yield from long_text(subject)
    yield from long_markup(subject)
    yield from heavy_drawings(subject)


def is_blank(subject: Subject) -> bool:
    """Whether not even a drawing or a card of WeChat's own is left."""
    return not any(
        element.tag == "svg" or str(element.tag).startswith("mp-")
        for element in subject.elements
    )


def long_text(subject: Subject) -> Iterator[Finding]:
    """Rule L02: words, against the documented limit."""
    limit = LIMITS["article_text"]
    length = subject.size.text_chars
    severity = limit.severity(length)
    if severity is not None:
        most = limit.bound(severity)
        yield subject.finding(
            "S002",
            Text(
                zh=f"正文有 {length} 个字，官方文档的上限是 {most}",
                en=f"the text has {length} characters; the documented limit is {most}",
            ),
            hint=Text(
                zh="目前微信不强制；拆成几篇更稳妥",
                en="WeChat does not enforce it today; several articles are safer",
            ),
        )


def long_markup(subject: Subject) -> Iterator[Finding]:
    """Rules L01 and L03: bytes, against the measured wall, and what pastes slowly."""
    limit = LIMITS["article_markup"]
    size_bytes = subject.size.html_bytes
    severity = limit.severity(size_bytes)
    if severity is not None:
        most = limit.bound(severity)
        yield subject.finding(
            "S003",
            Text(
                zh=f"文章有 {size_bytes // 1000} KB，最多 {most // 1000} KB",
                en=f"the article has {size_bytes // 1000} KB;"
                f" at most {most // 1000} KB fit",
            ),
            hint=Text(
                zh="拆成几篇，或者把最长的表格换成图片",
                en="make it several articles, or turn the longest tables into pictures",
            ),
            severity=severity,
        )
    elif LIMITS["article_pasted"].severity(size_bytes) is not None:
        yield subject.finding(
            "S004",
            Text(
                zh=f"文章有 {size_bytes // 1000} KB，在公众号后台粘贴、打开会很慢",
                en=f"the article has {size_bytes // 1000} KB; pasting it and opening it"
                " in the web editor is slow",
            ),
            hint=Text(
                zh="用 publish 直接送进草稿箱，或者拆成几篇",
                en="send it with publish, or make it several articles",
            ),
        )


def heavy_drawings(subject: Subject) -> Iterator[Finding]:
    """Rule S10: drawings count into the size of the article, byte for byte."""
    limit = LIMITS["drawings"]
    if limit.severity(subject.size.html_bytes) is None:
        return
    size_bytes = sum(len(markup(it).encode()) for it in subject.named("svg"))
    if limit.severity(size_bytes) is not None:
        yield subject.finding(
            "S005",
            Text(
                zh=f"SVG 一共有 {size_bytes // 1000} KB，占了文章的大半",
                en=f"the SVG of this article has {size_bytes // 1000} KB,"
                " most of what fits",
            ),
            hint=Text(
                zh='换成图片；图用 diagrams = "png"',
                en='use pictures; diagrams = "png" draws diagrams as such',
            ),
        )


def long_newspic(subject: Subject) -> Iterator[Finding]:
    """The text under the pictures is plain, and short (45166)."""
    limit = LIMITS["newspic_text"]
    length = limit.measure(subject.text)
    severity = limit.severity(length)
    if severity is not None:
        most = limit.bound(severity)
        yield subject.finding(
            "S010",
            Text(
                zh=f"图片消息的文字有 {length} 个字符，最多 {most} 个",
                en=f"the text of this picture post has {length} characters;"
                f" at most {most} fit",
            ),
            hint=Text(
                zh="写短一些，或者改成 type: news",
                en="shorten it, or make it type: news",
            ),
        )
