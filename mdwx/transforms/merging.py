"""Elements that only carried a style, merged with what they stood in or beside."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from lxml import etree

from mdwx.page import Page
from mdwx.page.elements import names
from mdwx.page.styles import read_style, style_at, style_of, write_style
from mdwx.page.tree import (
    LINE,
    add_text,
    children,
    elements,
    move_children,
    parent_of,
    tag_of,
    unwrap,
)
from mdwx.patterns import pattern
from mdwx.style.textblocks import INHERITED, is_text_block

__all__ = ["merge_lone_lines", "merge_spans", "unwrap_bearers"]

OF_WORDS: Final = frozenset(INHERITED) | names("font-weight font-style text-indent")
"""What a line of text says of its words."""

OF_BOXES: Final = pattern(r"(margin|padding|border|background)(-.*)?|box-shadow")
"""What a box may say and be a line of text as well."""

EM: Final = pattern(r"\dem\b")

NO_MARGIN: Final = MappingProxyType({"margin": "0"})

SEAMLESS: Final = names("color font-weight font-style font-size font-family")
"""What two spans may say and be one: it makes no edge between them."""

COLOURS: Final = names("color font-weight font-style")
"""What a blank between two words may take on: it does not change its width."""


def merge_lone_lines(page: Page) -> None:
    """Make a box and the one line of text in it one section."""
    for box in elements(page.root, "section"):
        line = box[0] if len(box) == 1 and not box.text else None
        if line is None or box is page.root or line.tail or not is_line(line):
            continue
        outer, inner = style_at(box), read_style(line)
        if inner.pop("margin", "0") != "0" or not OF_WORDS.issuperset(inner):
            continue
        is_same_size = inner.get("font-size") in {None, size_around(box)}
        if is_plain(outer, is_same_size=is_same_size) and not tells_apart(box, line):
            # What is told of the box from now on is told of its words.
            box.set(LINE, line.get(LINE, "") or box.get(LINE, ""))
            box.remove(line)
            move_children(line, box)
            margin = {} if any(it.startswith("margin") for it in outer) else NO_MARGIN
            write_style(box, {**margin, **outer, **inner})


def unwrap_bearers(page: Page) -> None:
    """Take apart boxes that only pass on what each line in them says for itself."""
    for box in reversed(elements(page.root, "section")):
        if box is page.root or not len(box) or lasting(box) - {"style"}:
            continue
        said = style_at(box)
        if set(said).issubset(INHERITED) and stands_free(box):
            lines = (is_line(it) and said.keys() <= style_at(it).keys() for it in box)
            if all(lines):
                unwrap(box)


def stands_free(box: etree._Element) -> bool:
    """Whether what is in a box could as well be in the one around it."""
    around = parent_of(box)
    has_words = [it for it in (box.text, *(it.tail for it in box)) if it]
    is_block = tag_of(around) == "section" and "display" not in style_at(around)
    return is_block and not has_words


def is_line(element: etree._Element) -> bool:
    """Whether an element is a line of text."""
    return tag_of(element) in {"p", "section"} and is_text_block(element)


def size_around(box: etree._Element) -> str | None:
    """The size of text that a box has, where it or one around it says so."""
    sizes = (style_at(it).get("font-size") for it in (box, *box.iterancestors()))
    return next((size for size in sizes if size), None)


def is_plain(style: Mapping[str, str], *, is_same_size: bool) -> bool:
    """Whether a box looks the same when it is its line of text itself."""
    return all(
        name in OF_WORDS
        or (OF_BOXES.fullmatch(name) and (is_same_size or not EM.search(value)))
        for name, value in style.items()
    )


def tells_apart(box: etree._Element, line: etree._Element) -> bool:
    """Whether box or line has an attribute besides its style."""
    return bool((lasting(box) | lasting(line)) - {"style"})


def lasting(element: etree._Element) -> set[str]:
    """The names of the attributes that an article keeps."""
    return {name for name in map(str, element.keys()) if not name.startswith("mdwx-")}


def merge_spans(page: Page) -> None:
    """Take spans without a style apart, and make one of those that look alike."""
    for span in elements(page.root, "span"):
        if not lasting(span):
            unwrap(span)
    for parent in {parent_of(it): None for it in elements(page.root, "span")}:
        for one, other in reversed(list(pairwise(children(parent)))):
            if look_alike(one, other):
                join(one, other)


def look_alike(one: etree._Element, other: etree._Element) -> bool:
    """Whether two spans beside each other could be one."""
    if one.tag != "span" or other.tag != "span":
        return False
    between = one.tail or ""
    if between and not between.isspace():
        return False
    text = one.get("style")
    if text is None or other.get("style") != text:
        return False
    if not lasting(one) == lasting(other) == {"style"}:
        return False
    return (COLOURS if between else SEAMLESS).issuperset(style_of(text))


def join(one: etree._Element, other: etree._Element) -> None:
    """Move what a span holds, and the blank before it, into the one before."""
    add_text(one, (one.tail or "") + (other.text or ""))
    one.tail = None
    other.text = None
    one.extend(other)
    one.tail = other.tail
    other.tail = None
    parent_of(other).remove(other)
