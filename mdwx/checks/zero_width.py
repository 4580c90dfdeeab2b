"""Characters without width that break lines after bold text on some phones.

U+200B and U+FEFF come along with text copied from web pages. Users' reports of
2026; those of code have a rule of their own (M077).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from mdwx.checks.subject import Subject
from mdwx.model import Finding, Text
from mdwx.page.styles import style_at
from mdwx.page.tree import children, text_of
from mdwx.patterns import pattern

__all__ = ["check"]

UNSEEN: Final = pattern("[\u200b\ufeff]")


def check(subject: Subject) -> Iterator[Finding]:
    """Find such characters in running text."""
    if not UNSEEN.search(text_of(subject.root)):
        return
    for element in subject.elements:
        own = [element.text or "", *(child.tail or "" for child in children(element))]
        found = UNSEEN.search("".join(own))
        if found is None or is_code(element):
            continue
        yield subject.finding(
            "C156",
            Text(
                zh=f"文字里有看不见的字符 U+{ord(found[0]):04X}",
                en=f"an invisible character U+{ord(found[0]):04X} is in the text",
            ),
            hint=Text(zh="删掉它", en="delete it"),
            at=element,
        )


def is_code(element: etree._Element) -> bool:
    """Whether it stands in code, where every character counts."""
    family = (element, *element.iterancestors())
    return any(
        it.tag in {"code", "pre"} or "monospace" in style_at(it).get("font-family", "")
        for it in family
    )
