"""Blocks inside what may hold words only.

The editor splits a paragraph, a heading or a ``span`` at each block inside it, and
the pieces lose their style. Official: structure rules 2.2, 2026-08-07.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mdwx.checks.subject import Subject
from mdwx.model import Finding, Text
from mdwx.page.tree import is_block, tag_of

__all__ = ["check"]

FOR_WORDS: Final = frozenset(
    re.findall(r"\S+", "p h1 h2 h3 h4 h5 h6 span a strong em b i u s del sub sup code")
)


def check(subject: Subject) -> Iterator[Finding]:
    """Find blocks whose parent holds words only."""
    for element in subject.elements:
        parent = element.getparent()
        if parent is None or not is_block(element) or tag_of(parent) not in FOR_WORDS:
            continue
        yield subject.finding(
            "C150",
            Text(
                zh=f"{tag_of(parent)} 里面放了 {tag_of(element)}，编辑器会把它拆开",
                en=f"a {tag_of(element)} inside a {tag_of(parent)}:"
                " the editor takes them apart",
            ),
            hint=Text(
                zh=f"把 {tag_of(element)} 移到外面，或者外层用 section",
                en=f"move the {tag_of(element)} out, or make the outer one a section",
            ),
            at=element,
        )
