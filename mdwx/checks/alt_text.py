"""Alternative text: what a reader hears who cannot see the picture."""

from __future__ import annotations

from collections.abc import Iterator

from mdwx.checks.subject import Subject
from mdwx.model import Finding, PostType, Severity, Text

__all__ = ["check"]


def check(subject: Subject) -> Iterator[Finding]:
    """Find pictures without words; a newspic has no place for them."""
    if subject.post.type is PostType.NEWSPIC:
        return
    for element in subject.elements():
        if element.tag == "img" and not element.get("alt", "").strip():
            yield subject.finding(
                "I062",
                Severity.WARNING,
                Text(zh="图片没有替代文字", en="this picture has no alternative text"),
                hint=Text(
                    zh="在方括号里写一句图上有什么：![这里](…)",
                    en="say what it shows between the brackets: ![here](…)",
                ),
                at=element,
            )
