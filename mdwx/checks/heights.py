"""Words in a box of fixed height, which cuts them off once they grow.

Readers set the size of the text themselves, and a phone wraps lines where a
desktop does not. Official: structure rules 1.5, 2026-08-07.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mdwx.checks.settings import has_words, pixels
from mdwx.checks.subject import Subject
from mdwx.model import Finding, Severity, Text

__all__ = ["check"]


def check(subject: Subject) -> Iterator[Finding]:
    """Find fixed heights on boxes with words; 0 hides them altogether."""
    for element, style in subject.styled(fixed):
        if element.tag in {"svg", "img"} or not has_words(element):
            continue
        for name, value in fixed(style):
            is_gone = pixels(value) == 0 or value == "0"
            yield subject.finding(
                "C145",
                Text(
                    zh=f"{name}: {value} 会切掉里面的文字",
                    en=f"{name}: {value} cuts off the words inside",
                ),
                hint=Text(
                    zh="去掉固定的高度，用内边距或 min-height",
                    en="take the fixed height out: use padding, or min-height",
                ),
                at=element,
                severity=Severity.ERROR if is_gone else Severity.WARNING,
            )


def fixed(style: Mapping[str, str]) -> list[tuple[str, str]]:
    """The heights that a style fixes."""
    given = [(name, style[name]) for name in ("height", "max-height") if name in style]
    return [it for it in given if it[1] == "0" or pixels(it[1]) is not None]
