"""Words and pictures that are sent and never shown.

What is hidden survives in WeChat and stays hidden; hidden keywords are taken for
an attempt to deceive. Counted 2026-08 in published articles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from mdwx.checks.settings import has_words
from mdwx.checks.subject import Subject
from mdwx.model import Finding, Text

__all__ = ["check"]


def check(subject: Subject) -> Iterator[Finding]:
    """Find what ``display`` or ``visibility`` hides."""
    for element, _ in subject.styled(is_hidden):
        if has_words(element) or holds_picture(element):
            yield subject.finding(
                "C155",
                Text(
                    zh="隐藏的内容会发出去，读者看不到",
                    en="this is sent and never shown",
                ),
                hint=Text(zh="删掉它", en="delete it"),
                at=element,
            )


def is_hidden(style: Mapping[str, str]) -> bool:
    """Whether a style hides it."""
    return style.get("display") == "none" or style.get("visibility") in {
        "hidden",
        "collapse",
    }


def holds_picture(element: etree._Element) -> bool:
    """Whether a picture or a drawing is in it."""
    return next(element.iter("img", "svg"), None) is not None
