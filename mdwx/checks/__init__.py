"""Rules an article must pass before a single request is made.

One rule a file, each a pure ``check(subject)`` that yields findings and never
raises; every number is in ``limits.toml`` with its source and date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final

from mdwx.checks import (
    alt_text,
    article_size,
    author,
    dark_mode,
    digest,
    headings,
    leftovers,
    links,
    nesting,
    pictures,
    small_text,
    source_url,
    title,
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
    alt_text.check,
    headings.check,
    links.check,
    small_text.check,
    dark_mode.check,
    nesting.check,
    leftovers.check,
)


def run(subject: Subject) -> list[Finding]:
    """All findings, in the order of the source; those without a line first."""
    found = chain.from_iterable(check(subject) for check in CHECKS)
    return sorted(found, key=line_of)


def line_of(finding: Finding) -> int:
    """The line a finding points at; 0 for the article as a whole."""
    return (finding.where.line if finding.where else None) or 0
