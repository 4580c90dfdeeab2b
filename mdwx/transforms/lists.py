"""Lists in the two forms that WeChat's editor leaves alone.

A flat list of single lines stays ``ul`` or ``ol``, each item's content in exactly
one section. Any other becomes rows: sections with a marker as text, because the
editor restructures nested lists, breaks items after their first inline run, and
forgets where a list starts to count (many reports, 2019 to 2026).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from types import MappingProxyType
from typing import Final

from lxml import etree

from mdwx.config import Markdown
from mdwx.page import Page
from mdwx.page.growing import TASK
from mdwx.page.styles import add_style, read_style, style_at, write_style
from mdwx.page.tree import (
    NBSP,
    TEXT,
    add_text,
    elements,
    holds_content,
    is_block,
    make,
    move_children,
    parent_of,
    tag_of,
    take,
)
from mdwx.patterns import pattern
from mdwx.style.numerals import numeral
from mdwx.transforms.bullets import bullet_of, put_bullets, renumbered

__all__ = ["mark_rows", "reshape_lists"]

ROWS: Final = "mdwx-rows"
"""Private attribute of a list that becomes rows: the width of its markers."""

WHOLE: Final = pattern(r"-?[0-9]{1,9}")
BULLETS: Final = ("•", "◦", "▪")
KINDS: Final = MappingProxyType(
    {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
)
"""The types of ``ol`` that are not figures, as CSS names them."""


def mark_rows(page: Page, options: Markdown) -> None:
    """Rules A14, T16 and T17: write the markers of lists that become rows."""
    for listing in elements(page.root, "ul", "ol"):
        if ROWS in listing.attrib:
            continue
        adopt_strays(listing)
        if any(TASK in item.attrib for item in listing):
            listing.set("class", "tasks")
        if becomes_rows(listing):
            markers = list(markers_of(listing))
            listing.set(ROWS, width_for(markers))
            for item, marker in zip(listing, markers, strict=True):
                put_marker(item, marker)
            if tag_of(listing) == "ol":
                tell_numbers(listing)
        for name in ("start", "reversed", "type"):
            take(listing, name)
        for item in listing:
            for name in ("value", TASK):
                take(item, name)


def adopt_strays(listing: etree._Element) -> None:
    """Put whatever lies between the items of a list into an item."""
    if (listing.text or "").strip():
        listing.insert(0, make("li", listing.text or ""))
    listing.text = None
    for child in list(listing):
        if tag_of(child) != "li":
            item = make("li")
            listing.replace(child, item)
            item.append(child)
        elif (child.tail or "").strip():
            add_text(child, child.tail or "")
        child.tail = None


def becomes_rows(listing: etree._Element) -> bool:
    """Whether a list is more than one level of single lines from one on."""
    if next(listing.iterancestors("li"), None) is not None:
        return True
    if listing.get("start", "1") != "1" or {"reversed", "type"} & set(listing.attrib):
        return True
    return not all(is_line(item) for item in listing)


def is_line(item: etree._Element) -> bool:
    """Whether an item is words on a line: no box, blocks or number of its own.

    An empty item is none either: the editor removes it, and the rest of the list
    would count on without it.
    """
    return not (
        TASK in item.attrib
        or "value" in item.attrib
        or not holds_content(item)
        or any(is_block(inner) for inner in item.iterdescendants("*"))
    )


def markers_of(listing: etree._Element) -> Iterator[str]:
    """The marker of each item as text."""
    plain = bullets(listing) if tag_of(listing) == "ul" else numbers(listing)
    for item, marker in zip(listing, plain, strict=False):
        if TASK in item.attrib:
            box = "☑" if item.get(TASK) == "done" else "☐"
            yield f"{marker} {box}" if tag_of(listing) == "ol" else box
        else:
            yield marker


def bullets(listing: etree._Element) -> Iterator[str]:
    """The bullet of a list's depth, as often as it is wanted."""
    depth = len(list(listing.iterancestors("ul", "ol")))
    return repeat(BULLETS[min(depth, len(BULLETS) - 1)])


def tell_numbers(listing: etree._Element) -> None:
    """Let a theme that counts for itself count as the list does."""
    found = list(figures(listing))
    if found == list(range(1, len(found) + 1)):
        return
    for item, number in zip(listing, found, strict=True):
        add_style(item, {"counter-set": f"list-item {number}"})


def numbers(listing: etree._Element) -> Iterator[str]:
    """The number of each item as text."""
    kind = KINDS.get(listing.get("type", "1"), "decimal")
    return (f"{numeral(number, kind)}." for number in figures(listing))


def figures(listing: etree._Element) -> Iterator[int]:
    """The number of each item, from where the list or an item starts to count."""
    step = -1 if "reversed" in listing.attrib else 1
    number = first_number(listing)
    for item in listing:
        own = whole_number(item.get("value", ""))
        number = number if own is None else own
        yield number
        number += step


def first_number(listing: etree._Element) -> int:
    """What an ordered list starts to count from."""
    start = whole_number(listing.get("start", ""))
    if start is not None:
        return start
    return len(listing) if "reversed" in listing.attrib else 1


def whole_number(text: str) -> int | None:
    """The number an attribute gives, if it gives one."""
    return int(text) if WHOLE.fullmatch(text.strip()) else None


def width_for(markers: list[str]) -> str:
    """Room for the widest marker and the gap behind it."""
    longest = max(map(len, markers), default=1)
    return f"{0.5 + 0.6 * longest if longest > 1 else 1.4:.3g}em"


def put_marker(item: etree._Element, marker: str) -> None:
    """Write the marker in front of an item's first line."""
    line = first_line(item)
    span = make("span", f"{marker}{NBSP}", class_="marker")
    span.tail, line.text = line.text, None
    line.insert(0, span)


def first_line(item: etree._Element) -> etree._Element:
    """The first block of text of an item; its loose lines become sections."""
    gather_lines(item)
    if not len(item) or not takes_marker(item[0]):
        item.insert(0, new_line())
    return item[0]


def takes_marker(block: etree._Element) -> bool:
    """Whether a block is a line of text, which a marker can begin."""
    is_line_of_text = tag_of(block) in {"p", "section"} and not block.get("class")
    return is_line_of_text and not any(map(is_block, block))


def gather_lines(item: etree._Element) -> None:
    """Put the words that lie loose in an item into sections."""
    line = new_line()
    add_text(line, item.text or "")
    item.text = None
    for child in list(item):
        if is_block(child):
            settle_line(line, before=child)
            line = new_line()
            add_text(line, child.tail or "")
            child.tail = None
        else:
            line.append(child)
    if has_words(line):
        item.append(line)


def new_line() -> etree._Element:
    """A section that is a line of text."""
    line = make("section")
    line.set(TEXT, "")
    return line


def settle_line(line: etree._Element, *, before: etree._Element) -> None:
    """Put a line in front of a block, if it holds anything."""
    if has_words(line):
        parent = parent_of(before)
        parent.insert(parent.index(before), line)


def has_words(line: etree._Element) -> bool:
    """Whether a line holds anything at all."""
    return len(line) > 0 or bool((line.text or "").strip())


def reshape_lists(page: Page) -> None:
    """Write each list in its form, once its styles are computed."""
    for listing in elements(page.root, "ul", "ol"):
        width = take(listing, ROWS)
        if width:
            write_rows(listing, width)
        else:
            write_flat(listing)


def write_flat(listing: etree._Element) -> None:
    """Rule T16: everything in an item goes into exactly one section.

    The editor would keep the first inline run in place and break after it.
    """
    kind = "disc" if tag_of(listing) == "ul" else "decimal"
    style = read_style(listing)
    if style.pop("list-style", "none") == "none":
        style.setdefault("list-style-type", kind)
    if style["list-style-type"] == "none":
        style["list-style-type"] = kind
    is_flush = style.get("padding-left", style.get("padding", "0")) in {"0", "0px"}
    if is_flush and bullet_of(listing, style) != "":
        style["padding-left"] = "1.5em"
    write_style(listing, style)
    for item in listing:
        if len(item) == 1 and tag_of(item[0]) == "section" and not item.text:
            continue
        box = make("section")
        own = {"margin": "0", **read_style(item)}
        # The editor drops the style of the item. What stays there is of its marker,
        # whose colour is that of the list, where it has one.
        marker = {k: v for k, v in own.items() if k.startswith("list-style")}
        write_style(box, {k: v for k, v in own.items() if k not in marker})
        if "color" in own:
            marker["color"] = style.get("color", own["color"])
        move_children(item, box)
        item.append(box)
        write_style(item, marker)


def write_rows(listing: etree._Element, width: str) -> None:
    """Rule T17: rows with a hanging indent of the marker's width."""
    style = read_style(listing)
    bullet = bullet_of(listing, style)
    width = renumbered(listing, style) or width
    listing.tag = "section"
    for name in ("list-style-type", "list-style-position", "padding-left"):
        style.pop(name, None)
    if style.get("padding", "0") != "0":
        style["padding-left"] = "0"
    if all("color" in style_at(item) for item in listing):
        # It was for native markers; those of rows are words of their items.
        style.pop("color", None)
    write_style(listing, style)
    if bullet is not None:
        put_bullets(listing, bullet)
    for item in listing:
        item.tag = "section"
        if bullet == "":
            continue
        add_style(item, {"padding-left": width})
        line = item[0]
        add_style(line, {"text-indent": f"-{width}"})
        marker = line[0]
        add_style(
            marker, {"display": "inline-block", "width": width, "text-indent": "0"}
        )
