"""Digests (摘要): WeChat refuses a long one (45004), and writes a missing one itself.

Official: draft/add page, 2025-12-19 (128); measured 2026-09-28 (120 Chinese).
"""

from __future__ import annotations

from collections.abc import Iterator

from mdwx.checks.limits import LIMITS
from mdwx.checks.subject import Subject
from mdwx.model import Finding, Post, PostType, Text
from mdwx.page.reading import opening
from mdwx.rules import finding

__all__ = ["check", "missing"]


def check(subject: Subject) -> Iterator[Finding]:
    """Rule L04: find a digest that is too long."""
    limit = LIMITS["digest"]
    length = limit.measure((subject.post.digest or "").strip())
    severity = limit.severity(length)
    if severity is not None:
        most = limit.bound(severity)
        yield subject.finding(
            "T020",
            Text(
                zh=f"摘要有 {length} 个字符，最多 {most} 个",
                en=f"the digest has {length} characters; at most {most} fit",
            ),
            hint=Text(
                zh="写短一些；不写的话，微信取正文前 54 个字",
                en="shorten it; without one WeChat takes the first 54 characters",
            ),
            at="digest",
            severity=severity,
        )


def missing(post: Post, text: str) -> Iterator[Finding]:
    """Show what WeChat puts in the place of a digest; a picture post needs none."""
    words = opening(text)
    if (post.digest or "").strip() or post.type is PostType.NEWSPIC or not words:
        return
    yield finding(
        "T021",
        Text(
            zh=f"没有写摘要，微信取正文的开头：{words}",
            en=f"no digest is written, so WeChat takes the first words: {words}",
        ),
        hint=Text(
            zh="在头信息里写 digest：读者在列表和聊天里看到的就是它",
            en="write digest in the front matter: it is what people see in lists and"
            " chats",
        ),
        where=post.span(line=1),
    )
