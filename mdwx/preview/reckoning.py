"""What the desk counts of an article: characters against limits, words, minutes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from mdwx.checks.limits import LIMITS, Limit
from mdwx.model import PostType, Text
from mdwx.patterns import pattern

if TYPE_CHECKING:
    from mdwx.make import Built

__all__ = ["counts", "minutes_of", "words_of"]

READING_A_MINUTE: Final = 400
"""Chinese characters, or words of another script, that most people read on a screen;
studies of Chinese adults give 255 to 500 (Wang and others, 2019)."""

UNSPACED: Final = pattern(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
WORD: Final = pattern(r"[^\W_]+(?:['’.-][^\W_]+)*")


def words_of(text: str) -> int:
    """How many words a text has: each Chinese character is one, as in 字数."""
    rest, characters = UNSPACED.subn(" ", text)
    return characters + len(WORD.findall(rest))


def minutes_of(words: int) -> int:
    """How long most people read so many words, at least a minute."""
    return max(1, round(words / READING_A_MINUTE))


def counts(built: Built) -> list[dict[str, Any]]:
    """Each thing that WeChat limits: how much there is, and how much there may be."""
    return [
        row(name, label, LIMITS[limit], value)
        for name, label, limit, value in measured(built)
    ]


def measured(built: Built) -> Iterator[tuple[str, Text, str, int]]:
    """What is counted: its name, its label, its limit, how much there is."""
    article, size = built.article, built.article.size
    is_newspic = article.post.type is PostType.NEWSPIC
    title = "newspic_title" if is_newspic else "title"

    def length(limit: str, text: str | None) -> int:
        return LIMITS[limit].measure(text or "")

    yield "title", Text("标题", "title"), title, length(title, article.title)
    if is_newspic:
        words = length("newspic_text", article.text)
        yield "text", Text("正文", "text"), "newspic_text", words
        pictures = Text("图片", "pictures")
        yield "pictures", pictures, "newspic_pictures", size.images
        return
    yield "author", Text("作者", "author"), "author", length("author", built.author)
    yield "digest", Text("摘要", "digest"), "digest", length("digest", built.digest)
    yield "text", Text("正文", "text"), "article_text", size.text_chars
    yield "markup", Text("HTML", "HTML"), "article_markup", size.html_bytes


def row(name: str, label: Text, limit: Limit, value: int) -> dict[str, Any]:
    """One count as the page gets it."""
    severity = limit.severity(value)
    return {
        "name": name,
        "label": {"zh": label.zh, "en": label.en},
        "value": value,
        "warn": limit.warn,
        "fail": limit.fail,
        "unit": limit.unit,
        "severity": severity.value if severity else None,
    }
