"""Articles that say everything in pictures.

Search finds words only, readers who listen hear nothing, and at night a white page
photographed stays white. Ours: WeChat sends such articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mdwx.checks.limits import LIMITS
from mdwx.checks.subject import Subject
from mdwx.model import Finding, PostType, Text

__all__ = ["check"]

FEWEST: Final = 3
"""Two pictures and a line are a note, not an article in pictures."""


def check(subject: Subject) -> Iterator[Finding]:
    """Find an article with few words to each of its pictures."""
    count, words = subject.size.images, subject.size.text_chars
    if subject.post.type is PostType.NEWSPIC or count < FEWEST or not words:
        return
    if LIMITS["picture_words"].severity(words / count) is None:
        return
    yield subject.finding(
        "I080",
        Text(
            zh=f"{count} 张图只有 {words} 个字，内容大多在图里",
            en=f"{count} pictures and {words} characters:"
            " most of this is said in pictures",
        ),
        hint=Text(
            zh="图里的字搜不到、听不到；把要紧的写成文字，或者改成 type: newspic",
            en="words in pictures cannot be searched or heard: write what matters,"
            " or make it type: newspic",
        ),
    )
