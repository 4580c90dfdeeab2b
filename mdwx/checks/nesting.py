"""Boxes in boxes, and rows of empty boxes, which WeChat removes by itself.

Official: verify-article-structure rules 2.1 and engine 0.2.10, 2026-08-07.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from mdwx.checks.limits import LIMITS
from mdwx.checks.subject import Subject
from mdwx.model import Finding, Text
from mdwx.page.tree import children, text_of

__all__ = ["check"]

MEDIA = frozenset({"img", "svg", "iframe", "video"})


def check(subject: Subject) -> Iterator[Finding]:
    """Find long chains of the same box, and parents of many empty ones."""
    linked: set[etree._Element] = set()
    many = LIMITS["children"]
    for element in subject.elements:
        count = len(element)
        if count == 1 and element not in linked and (links := links_of(element)):
            linked.update(links)
            yield from long_chain(subject, element, 1 + len(links))
        if count and many.severity(count) is not None:
            yield from hollow(subject, element)


def links_of(element: etree._Element) -> list[etree._Element]:
    """The boxes alike that a chain goes on with, one inside the other."""
    links: list[etree._Element] = []
    innermost = element
    while (child := only_child(innermost)) is not None and alike(child, innermost):
        innermost = child
        links.append(child)
    return links


def long_chain(
    subject: Subject, element: etree._Element, length: int
) -> Iterator[Finding]:
    """Rule T19: a chain that starts here and is too long."""
    severity = LIMITS["chain"].severity(length)
    if severity is not None:
        yield subject.finding(
            "M061",
            Text(
                zh=f"{length} 层一样的 {element.tag} 套在一起",
                en=f"{length} {element.tag} elements alike, one inside the other",
            ),
            hint=Text(
                zh="微信会自动拆掉多余的层；减少嵌套",
                en="WeChat takes such layers out; nest less",
            ),
            at=element,
            severity=severity,
        )


def hollow(subject: Subject, element: etree._Element) -> Iterator[Finding]:
    """Rule T20: a parent with many children, most of them empty."""
    empty = sum(1 for child in children(element) if is_empty(child))
    if LIMITS["empty_children"].severity(empty) is not None:
        yield subject.finding(
            "M062",
            Text(
                zh=f"{len(element)} 个元素里有 {empty} 个是空的",
                en=f"{empty} of {len(element)} elements are empty",
            ),
            hint=Text(zh="微信会删掉空元素", en="WeChat removes empty elements"),
            at=element,
        )


def only_child(element: etree._Element) -> etree._Element | None:
    """The child that is all this element holds."""
    if len(element) != 1:
        return None
    child = element[0]
    alone = not (element.text or "").strip() and not (child.tail or "").strip()
    return child if alone else None


def alike(one: etree._Element, other: etree._Element) -> bool:
    """Whether two elements have the same name and style."""
    is_same = one.tag == other.tag and one.get("style") == other.get("style")
    return is_same and one.tag not in MEDIA


def is_empty(element: etree._Element) -> bool:
    """Whether an element shows nothing."""
    if (element.text or "").strip() or text_of(element).strip():
        return False
    shown = next(element.iter("br", "hr", *MEDIA), None)
    return shown is None
