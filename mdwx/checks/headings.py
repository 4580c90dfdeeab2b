"""Headings: an outline that skips a level is hard to follow by ear."""

from __future__ import annotations

from collections.abc import Iterator

from mdwx.checks.subject import Subject
from mdwx.model import Finding, Text
from mdwx.page.tree import tag_of

__all__ = ["check"]


def check(subject: Subject) -> Iterator[Finding]:
    """Find headings more than one level below the one before them."""
    above: int | None = None
    for element in subject.named("h1", "h2", "h3", "h4", "h5", "h6"):
        level = int(tag_of(element)[1])
        if above is not None and level > above + 1:
            yield subject.finding(
                "M060",
                Text(
                    zh=f"标题从 {above} 级跳到了 {level} 级",
                    en=f"headings jump from level {above} to level {level}",
                ),
                hint=Text(
                    zh=f"用 {'#' * (above + 1)}，大小由主题决定",
                    en=f"use {'#' * (above + 1)}; its size is the theme's affair",
                ),
                at=element,
            )
        above = level
