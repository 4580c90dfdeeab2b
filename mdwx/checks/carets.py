"""A caret that is transparent or coloured by hand.

``caret-color`` has no use in an article, and a transparent one keeps the editor's
own from being seen. Official: structure rules 1.2, 2026-08-07.
"""

from __future__ import annotations

from collections.abc import Iterator

from mdwx.checks.subject import Subject
from mdwx.model import Finding, Text
from mdwx.page.styles import style_at, style_of

__all__ = ["check"]


def check(subject: Subject) -> Iterator[Finding]:
    """Find ``caret-color``, whatever its value."""
    if not any("caret-color" in style_of(style) for style in subject.styles):
        return
    for element in subject.root.iter("*"):
        value = style_at(element).get("caret-color")
        if value is not None:
            yield subject.finding(
                "C141",
                Text(
                    zh=f"微信不许设置光标的颜色：caret-color: {value}",
                    en=f"WeChat forbids to colour the caret: caret-color: {value}",
                ),
                hint=Text(zh="去掉 caret-color", en="take caret-color out"),
                at=element,
            )
