"""Alternative text that is a file's name, or says only that there is a picture.

A reader who listens hears "IMG underscore 1024 dot jpg". Ours, after WCAG 2.2,
1.1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mdwx.checks.subject import Subject
from mdwx.model import Finding, PostType, Text
from mdwx.patterns import pattern

__all__ = ["check"]

FILE_NAME: Final = pattern(
    r"\S+\.(png|jpe?g|gif|webp|bmp|heic|svg|avif|tiff?)"
    r"|(IMG|DSC|DSCN|PXL|MVIMG|Screenshot|mmexport|微信图片|微信截图|截屏|截图|屏幕截图)"
    r"[\W_]*\d[\d\W_a-z]*",
    re.IGNORECASE,
)
EMPTY: Final = frozenset(
    re.findall(
        r"\S+", "image img picture pic photo alt 图片 照片 截图 插图 配图 image.png"
    )
)


def check(subject: Subject) -> Iterator[Finding]:
    """Find words that describe nothing; a newspic shows none."""
    if subject.post.type is PostType.NEWSPIC:
        return
    for element in subject.named("img"):
        words = element.get("alt", "").strip()
        if not words:
            continue
        if words.casefold() not in EMPTY and not FILE_NAME.fullmatch(words):
            continue
        yield subject.finding(
            "I081",
            Text(
                zh=f"替代文字“{words}”没有说图上有什么",
                en=f"the alternative text {words} does not say what is shown",
            ),
            hint=Text(
                zh="写一句图上有什么，听文章的人靠它",
                en="say what the picture shows: people who listen rely on it",
            ),
            at=element,
        )
