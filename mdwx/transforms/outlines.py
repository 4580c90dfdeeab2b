"""``[TOC]`` becomes a plain outline: anchors are dead in WeChat (rule L001)."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Final

from lxml import etree

from mdwx.config import Markdown
from mdwx.model import Text
from mdwx.page import Page
from mdwx.page.tree import (
    LINE,
    PATH,
    drop,
    elements,
    holds_content,
    make,
    tag_of,
    take,
    unwrap,
)

__all__ = ["write_outline"]

PLACE: Final = "mdwx-toc"
"""Private attribute of the outline's place: its title, or nothing."""

DEEPEST: Final = 3
LEFT_OUT: Final = ("img", "svg", "br")


def write_outline(page: Page, options: Markdown) -> None:
    """List the headings in the first place that asks; drop the others."""
    places = [box for box in elements(page.root, "section") if PLACE in box.attrib]
    for place in places[1:]:
        page.note(
            place,
            "M067",
            Text(
                zh="一篇文章只列一次目录，这个 [TOC] 已去掉",
                en="an article has one outline; this [TOC] is left out",
            ),
        )
        drop(place)
    if places:
        write_into(page, places[0])


def write_into(page: Page, place: etree._Element) -> None:
    """Write the outline in its place."""
    headings = list(headings_of(page))
    title = take(place, PLACE)
    if not headings:
        page.note(
            place,
            "M065",
            Text(
                zh="文章里没有小标题，[TOC] 不显示",
                en="there are no headings, so [TOC] shows nothing",
            ),
        )
        drop(place)
        return
    if title:
        place.append(make("p", title, class_="toc-title"))
    top = min(level_of(heading) for heading in headings)
    for heading in headings:
        depth = level_of(heading) - top + 1
        place.append(entry(heading, depth=depth))


def headings_of(page: Page) -> Iterator[etree._Element]:
    """The headings of the post itself, as deep as an outline goes."""
    tags = [f"h{level}" for level in range(1, DEEPEST + 1)]
    for child in page.root:
        if PATH not in child.attrib:
            yield from (it for it in child.iter(*tags) if holds_content(it))


def level_of(heading: etree._Element) -> int:
    """Its level, counted from 1."""
    return int(tag_of(heading)[1:])


def entry(heading: etree._Element, *, depth: int) -> etree._Element:
    """A heading as a line of the outline: its words and marks alone."""
    line = deepcopy(heading)
    line.tail = None
    line.attrib.clear()
    if LINE in heading.attrib:
        line.set(LINE, heading.get(LINE, ""))
    line.tag = "p"
    line.set("class", f"toc-item toc-{depth}")
    for inner in elements(line):
        if inner is line:
            continue
        if tag_of(inner) in LEFT_OUT or inner.get("class") == "note-ref":
            drop(inner)
        elif tag_of(inner) == "a":
            unwrap(inner)
    return line
