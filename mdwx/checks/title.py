"""Titles: there must be one, and WeChat refuses a long one (45003).

Official: draft/add page, 2025-12-19; measured 2026-06-16.
"""

from __future__ import annotations

from collections.abc import Iterator

from mdwx.checks.limits import LIMITS
from mdwx.checks.subject import Subject
from mdwx.model import Finding, PostType, Severity, Text

__all__ = ["check"]


def check(subject: Subject) -> Iterator[Finding]:
    """Rule L04: find a missing title, and one that is too long."""
    title = subject.page.title.strip()
    if not title:
        yield subject.finding(
            "T001",
            Text(zh="没有标题", en="there is no title"),
            hint=Text(
                zh="在头信息里写 title，或者让正文以 # 标题开头",
                en="write title in the front matter, or begin the body with # …",
            ),
        )
        return
    is_newspic = subject.post.type is PostType.NEWSPIC
    limit = LIMITS["newspic_title" if is_newspic else "title"]
    length = limit.measure(title)
    severity = limit.severity(length)
    if severity is not None:
        most = limit.bound(severity)
        yield subject.finding(
            "T002",
            Text(
                zh=f"标题有 {length} 个字符，最多 {most} 个",
                en=f"the title has {length} characters; at most {most} fit",
            ),
            hint=Text(
                zh="微信会拒绝" if severity is Severity.ERROR else "官方文档的上限",
                en="WeChat refuses it"
                if severity is Severity.ERROR
                else "this is the documented limit",
            ),
            at="title",
            severity=severity,
        )
