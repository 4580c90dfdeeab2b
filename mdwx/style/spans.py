"""Spans for themes that speak of them: a heading's words, and those of a cited link.

``h2 .words`` is what stands in a heading, so that a theme can put a label on a line;
``.cited`` is what was a link before its address moved to the end of the article.
Neither is in an article whose theme does not style it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from lxml import etree

from mdwx.page.tree import make, move_children, unwrap
from mdwx.style.sheet import Rule

__all__ = ["CITED", "WORDS", "drop_plain", "settle"]

WORDS: Final = "words"
CITED: Final = "cited"
HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")


def settle(root: etree._Element, rules: Iterable[Rule]) -> None:
    """Leave the spans that a rule speaks of, before any rule is matched."""
    selectors = "\n".join({rule.selector.text for rule in rules})
    if speaks_of(WORDS, selectors):
        for heading in list(root.iter(*HEADINGS)):
            words = make("span", class_=WORDS)
            move_children(heading, words)
            heading.append(words)
    if not speaks_of(CITED, selectors):
        for span in spans(root, CITED):
            unwrap(span)


def speaks_of(name: str, selectors: str) -> bool:
    """Whether a class is named in selectors."""
    return bool(re.search(rf"\.{name}(?![\w-])", selectors))


def drop_plain(root: etree._Element) -> None:
    """Unwrap those that no rule has given any looks."""
    for name in (WORDS, CITED):
        for span in spans(root, name):
            if not span.get("style"):
                unwrap(span)


def spans(root: etree._Element, name: str) -> list[etree._Element]:
    """The spans of a class."""
    return [it for it in root.iter("span") if it.get("class") == name]
