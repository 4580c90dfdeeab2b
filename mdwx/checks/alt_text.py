"""Alternative text: what a reader hears who cannot see the picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from mdwx.checks.subject import Subject
from mdwx.model import Finding, PostType, Span, Text

__all__ = ["check"]

MANY: Final = 3
"""More places than this are one finding: whoever leaves the words out does so
throughout, and twenty lines about it would hide what else is wrong."""

ADVICE: Final = Text(
    zh="在方括号里写一句图上有什么：![这里](…)",
    en="say what it shows between the brackets: ![here](…)",
)


def check(subject: Subject) -> Iterator[Finding]:
    """Find pictures without words; a newspic has no place for them.

    Several on one line of the source, as in a row, are one finding.
    """
    if subject.post.type is PostType.NEWSPIC:
        return
    places: dict[Span, int] = {}
    for element in subject.named("img"):
        if not element.get("alt", "").strip():
            place = subject.page.where(element)
            places[place] = places.get(place, 0) + 1
    for place, message in told(places):
        yield subject.finding("I062", message, hint=ADVICE, at=place)


def told(places: dict[Span, int]) -> Iterator[tuple[Span, Text]]:
    """What to say, and where."""
    if len(places) > MANY:
        lines = [place.line for place in places if place.line is not None]
        yield next(iter(places)), many_without_words(sum(places.values()), lines)
        return
    for place, count in places.items():
        yield place, without_words(count)


def many_without_words(count: int, lines: Sequence[int]) -> Text:
    """The sentence about the pictures of a whole article."""
    shown = [str(line) for line in lines[:12]]
    more = len(lines) > len(shown)
    return Text(
        zh=f"{count} 张图片没有替代文字，在第 {'、'.join(shown)} 行{'等处' * more}",
        en=f"{count} pictures have no alternative text, on lines "
        f"{', '.join(shown)}{' and others' * more}",
    )


def without_words(count: int) -> Text:
    """The sentence about the pictures of one line."""
    if count == 1:
        return Text(zh="图片没有替代文字", en="this picture has no alternative text")
    return Text(
        zh=f"这一行的 {count} 张图片没有替代文字",
        en=f"{count} pictures of this line have no alternative text",
    )
