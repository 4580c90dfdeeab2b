"""Alternative text: what a reader hears who cannot see the picture."""

from __future__ import annotations

from collections.abc import Iterator

from mdwx.checks.subject import Subject
from mdwx.model import Finding, PostType, Severity, Span, Text

__all__ = ["check"]


def check(subject: Subject) -> Iterator[Finding]:
    """Find pictures without words; a newspic has no place for them.

    Several on one line of the source, as in a row, are one finding.
    """
    if subject.post.type is PostType.NEWSPIC:
        return
    places: dict[Span, int] = {}
    for element in subject.elements():
        if element.tag == "img" and not element.get("alt", "").strip():
            place = subject.page.where(element)
            places[place] = places.get(place, 0) + 1
    for place, count in places.items():
        yield subject.finding(
            "I062",
            Severity.WARNING,
            without_words(count),
            hint=Text(
                zh="在方括号里写一句图上有什么：![这里](…)",
                en="say what it shows between the brackets: ![here](…)",
            ),
            at=place,
        )


def without_words(count: int) -> Text:
    """The sentence about the pictures of one line."""
    if count == 1:
        return Text(zh="图片没有替代文字", en="this picture has no alternative text")
    return Text(
        zh=f"这一行的 {count} 张图片没有替代文字",
        en=f"{count} pictures of this line have no alternative text",
    )
