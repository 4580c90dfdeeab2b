"""Authors: WeChat takes eight Chinese characters or sixteen letters (45110).

The draft/add page says 16 characters; measured 2026-02-28 and 2026-09-28, a
Chinese character costs two of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from mdwx.checks.limits import LIMITS
from mdwx.checks.subject import Subject
from mdwx.model import Finding, Span, Text
from mdwx.rules import finding

__all__ = ["check", "overlong"]


def check(subject: Subject) -> Iterator[Finding]:
    """Rule L04: find an author that WeChat would refuse."""
    author = subject.post.author
    if author:
        yield from overlong(author, where=subject.post.span(key="author"))


def overlong(author: str, *, where: Span) -> Iterator[Finding]:
    """Find an author, wherever it was written, that is too long."""
    limit = LIMITS["author"]
    units = limit.measure(author.strip())
    severity = limit.severity(units)
    if severity is not None:
        yield finding(
            "T010",
            Text(
                zh=f"作者“{author}”太长：最多 8 个汉字或 16 个字母",
                en=f"author {author} is too long: at most 8 Chinese characters"
                " or 16 letters fit",
            ),
            hint=Text(
                zh=f"汉字算 2，字母算 1，现在是 {units}",
                en=f"a Chinese character counts 2, a letter 1: this one has {units}",
            ),
            where=where,
        )
