"""The editor's own marks, ``leaf`` and ``nodeleaf``, around what they may not hold.

The editor writes them: ``span[leaf]`` around words, ``section[nodeleaf]`` around
one picture or one card. Around anything else, the text below them is taken apart.
Official: structure rules 2.2 and 2.3, 2026-08-07.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from mdwx.checks.subject import Subject
from mdwx.model import Finding, Text
from mdwx.page.tree import is_block, tag_of

__all__ = ["check"]

MARKS: Final = frozenset({"leaf", "nodeleaf"})
MEDIA: Final = frozenset({"img", "svg", "iframe", "video"})


def check(subject: Subject) -> Iterator[Finding]:
    """Find marks that lie about what they hold."""
    for element in subject.elements:
        if MARKS.isdisjoint(element.keys()):
            continue
        if "leaf" in element.attrib and holds_block(element):
            yield told(subject, element, "leaf")
        if "nodeleaf" in element.attrib and not holds_one_card(element):
            yield told(subject, element, "nodeleaf")


def told(subject: Subject, element: etree._Element, name: str) -> Finding:
    """The finding about one mark."""
    holds = {
        "leaf": Text(zh="只能包文字", en="words alone"),
        "nodeleaf": Text(zh="只能包一张图或一张卡片", en="one picture or one card"),
    }[name]
    return subject.finding(
        "C149",
        Text(
            zh=f"编辑器的标记 {name} {holds.zh}，这里的内容会被拆开",
            en=f"the editor's mark {name} may hold {holds.en}: this is taken apart",
        ),
        hint=Text(
            zh="删掉从微信编辑器里复制来的这个属性",
            en="delete this attribute: it was copied from WeChat's editor",
        ),
        at=element,
    )


def holds_block(element: etree._Element) -> bool:
    """Whether a block stands inside."""
    return any(is_block(inner) for inner in element.iterdescendants("*"))


def holds_one_card(element: etree._Element) -> bool:
    """Whether one picture or card of the platform, and nothing else, is inside."""
    words = "".join([element.text or "", *(child.tail or "" for child in element)])
    if words.strip() or len(element) != 1:
        return False
    name = tag_of(element[0])
    return name in MEDIA or name.startswith(("mp-", "mpvoice", "qqmusic"))
