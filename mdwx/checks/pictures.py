"""Pictures: a picture post needs one to twenty; others need words with them.

Official: draft/add page, 2025-12-19 (``newspic``: at most 20 pictures).
"""

from __future__ import annotations

from collections.abc import Iterator

from mdwx.checks.limits import LIMITS
from mdwx.checks.subject import Subject
from mdwx.model import Finding, PostType, Text

__all__ = ["check"]


def check(subject: Subject) -> Iterator[Finding]:
    """Find too few or too many pictures, and articles of nothing else."""
    if subject.post.type is PostType.NEWSPIC:
        yield from miscounted(subject)
    elif subject.size.images and not subject.size.text_chars:
        yield subject.finding(
            "I063",
            Text(zh="文章只有图片，没有文字", en="the article is pictures only"),
            hint=Text(
                zh="搜不到，也没有自动的摘要；可以写 digest，或者改成 type: newspic",
                en="nobody can search it and it gets no digest:"
                " write one, or make it type: newspic",
            ),
        )


def miscounted(subject: Subject) -> Iterator[Finding]:
    """A newspic has pictures, and not too many."""
    count = len(subject.post.images) or len(subject.images)
    if not count:
        yield subject.finding(
            "I060",
            Text(zh="图片消息里没有图片", en="this picture post has no picture"),
            hint=Text(
                zh="在正文里放图，或者在头信息里写 images",
                en="put pictures in the body, or list them under images",
            ),
            at="type",
        )
    limit = LIMITS["newspic_pictures"]
    severity = limit.severity(count)
    if severity is not None:
        most = limit.bound(severity)
        yield subject.finding(
            "I061",
            Text(
                zh=f"图片消息有 {count} 张图，最多 {most} 张",
                en=f"this picture post has {count} pictures; at most {most} fit",
            ),
            hint=Text(
                zh="去掉几张，或者改成 type: news",
                en="leave some out, or make it type: news",
            ),
            at="images" if subject.post.images else "type",
        )
