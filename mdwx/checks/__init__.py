"""Rules an article must pass before a single request is made.

One rule a file, each a pure ``check(subject)`` that yields findings and never
raises; every number is in ``limits.toml`` with its source and date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final

from mdwx.checks import (
    alignment,
    alt_text,
    article_size,
    author,
    blocks_inside,
    carets,
    dark_mode,
    dark_switch,
    digest,
    drawing_colours,
    editor_marks,
    fonts,
    headings,
    heights,
    hidden_content,
    hollow_words,
    importance,
    leftovers,
    line_heights,
    links,
    mostly_pictures,
    nesting,
    opacity,
    picture_widths,
    pictures,
    preformatted,
    small_text,
    source_url,
    title,
    triggers,
    widths,
    zero_width,
)
from mdwx.checks.subject import Subject
from mdwx.model import Finding

__all__ = ["CHECKS", "Subject", "run"]

Check = Callable[[Subject], Iterator[Finding]]

CHECKS: Final[tuple[Check, ...]] = (
    title.check,
    author.check,
    digest.check,
    source_url.check,
    article_size.check,
    pictures.check,
    mostly_pictures.check,
    alt_text.check,
    hollow_words.check,
    headings.check,
    links.check,
    zero_width.check,
    small_text.check,
    # WeChat's own structure rules, in their order.
    opacity.check,
    carets.check,
    line_heights.check,
    widths.check,
    picture_widths.check,
    heights.check,
    alignment.check,
    triggers.check,
    preformatted.check,
    nesting.check,
    editor_marks.check,
    blocks_inside.check,
    fonts.check,
    dark_mode.check,
    drawing_colours.check,
    dark_switch.check,
    importance.check,
    hidden_content.check,
    leftovers.check,
)


def run(subject: Subject) -> list[Finding]:
    """All findings, in the order of the source; those without a line first."""
    found = chain.from_iterable(check(subject) for check in CHECKS)
    return sorted(found, key=line_of)


def line_of(finding: Finding) -> int:
    """The line a finding points at; 0 for the article as a whole."""
    return (finding.where.line if finding.where else None) or 0
