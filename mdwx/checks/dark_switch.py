"""``data-no-dark``, which keeps a box as bright as day at night.

A glaring box in a dark room; WeChat accepts it where a brand's mark needs it and
reports each one. Official: structure rules 4.5.1, 2026-08-07.
"""

from __future__ import annotations

from collections.abc import Iterator

from mdwx.checks.subject import Subject
from mdwx.model import Finding, Text

__all__ = ["check"]


def check(subject: Subject) -> Iterator[Finding]:
    """Rule A15: find elements that dark mode is to leave alone."""
    for element in subject.root.iter("*"):
        if "data-no-dark" in element.attrib:
            yield subject.finding(
                "C154",
                Text(
                    zh="这里关掉了深色模式，夜里会很刺眼",
                    en="dark mode is switched off here: it glares at night",
                ),
                hint=Text(
                    zh="去掉 data-no-dark，底色用中性灰或 rgba()",
                    en="take data-no-dark out; use neutral greys or rgba() tints",
                ),
                at=element,
            )
