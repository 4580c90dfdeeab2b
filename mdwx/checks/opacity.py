"""Pictures that nobody sees: an opacity of 0 on them or on a box around them.

A transparent picture is how layouts hide what a tap reveals; WeChat refuses the
trick. Official: structure rules 1.1, 2026-08-07.
"""

from __future__ import annotations

from collections.abc import Iterator

from mdwx.checks.settings import has_own_words
from mdwx.checks.subject import Subject
from mdwx.model import Finding, Text

__all__ = ["check"]


def check(subject: Subject) -> Iterator[Finding]:
    """Find pictures and words of opacity 0."""
    for element, setting in subject.settings:
        if setting.opacity > 0:
            continue
        if element.tag not in {"img", "svg"} and not has_own_words(element):
            continue
        yield subject.finding(
            "C140",
            Text(
                zh="完全透明的内容，读者看不见",
                en="this is wholly transparent: no reader sees it",
            ),
            hint=Text(
                zh="去掉 opacity: 0，或者删掉这一段",
                en="take opacity: 0 out, or delete what it hides",
            ),
            at=element,
        )
