"""Moves on an lxml tree that keep every word where it was.

lxml hangs the text behind an element on the element itself (``tail``), so a
plain ``remove`` loses the author's words; the moves here never do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from lxml import etree

from mdwx.page.elements import BLOCKS
from mdwx.patterns import pattern

__all__ = [
    "AFTER",
    "ANYWHERE",
    "GENERATED",
    "KIND",
    "LINE",
    "NBSP",
    "PATH",
    "SOURCE",
    "TEXT",
    "WIKI",
    "add_text",
    "children",
    "clean_text",
    "drop",
    "elements",
    "holds_content",
    "is_block",
    "leave_text",
    "make",
    "move_children",
    "outside",
    "parent_of",
    "parent_tag",
    "replace",
    "tag_of",
    "take",
    "text_of",
    "unwrap",
    "words_of",
]

LINE: Final = "mdwx-line"
"""Private attribute: the line of the source file an element came from."""

PATH: Final = "mdwx-path"
"""Private attribute: the file, on parts that are not the post's own."""

AFTER: Final = "mdwx-after"
"""Private attribute: what comes below the lists of notes and addresses."""

ANYWHERE: Final = "mdwx-anywhere"
"""Private attribute of a picture that its name alone finds, wherever it lies."""

TEXT: Final = "mdwx-text"
"""Private attribute: a section that is a line of text, as a paragraph is."""

KIND: Final = "mdwx-drawing"
"""Private attribute of what is to be drawn: a ``DrawingKind``."""

SOURCE: Final = "mdwx-source"
"""Private attribute: what to draw."""

WIKI: Final = "mdwx-wiki"
"""Private attribute of a link to a post by name: "named" with words of its own,
"bare" without."""

GENERATED: Final = "mdwx-generated"
"""Private attribute: an element that a theme's ``::before`` or ``::after`` became."""

NBSP: Final = "\N{NO-BREAK SPACE}"
"""The one blank that WeChat's editor leaves where it is."""

LASTING: Final = frozenset({"img", "svg", "hr", "iframe", "input"})
"""Elements that a reader would miss, though no words are in them."""

UNUSABLE: Final = pattern(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""Control characters that XML cannot hold and no reader sees."""


def make(tag: str, text: str = "", **attributes: str) -> etree._Element:
    """A new element; ``class_`` and ``data_w`` become ``class`` and ``data-w``."""
    element = etree.Element(tag)
    if text:
        element.text = clean_text(text) or None
    for name, value in attributes.items():
        element.set(name.rstrip("_").replace("_", "-"), clean_text(value))
    return element


def clean_text(text: str) -> str:
    """``text`` without what an lxml tree cannot hold."""
    # All of it can be printed, as a rule, and that is seen in no time.
    return text if text.isprintable() else UNUSABLE.sub("", text)


def tag_of(element: etree._Element) -> str:
    """Its name, or nothing for a comment or a processing instruction."""
    tag = element.tag
    return tag if isinstance(tag, str) else ""


def is_block(element: etree._Element) -> bool:
    """Whether it starts a line of its own, as WeChat's own cards do too."""
    tag = tag_of(element)
    return tag in BLOCKS or tag.startswith("mp-common-")


def outside(root: etree._Element, *shut: str) -> list[etree._Element]:
    """Every element in document order but those inside others of these names."""
    inside = {it for box in root.iter(*shut) for it in box.iterdescendants("*")}
    found = elements(root)
    return [it for it in found if it not in inside] if inside else found


def elements(root: etree._Element, *tags: str) -> list[etree._Element]:
    """The elements of these names in order, safe to edit while walking."""
    return list(root.iter(*(tags or ("*",))))


def children(element: etree._Element) -> list[etree._Element]:
    """Its children, safe to edit while walking; it takes a third of ``list``."""
    # The stubs of lxml know no slices.
    sliced: Any = element
    found: list[etree._Element] = sliced[:]
    return found


def add_text(parent: etree._Element, text: str) -> None:
    """Put ``text`` at the very end of ``parent``."""
    if not text:
        return
    # Not len(): lxml counts the children one by one.
    last = next(parent.iterchildren(reversed=True), None)
    if last is None:
        parent.text = (parent.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def take(element: etree._Element, name: str) -> str:
    """Take an attribute off and return its value, empty if it is not there."""
    value = element.get(name, "")
    if name in element.attrib:
        del element.attrib[name]
    return value


def text_of(element: etree._Element) -> str:
    """All words inside it, as they stand."""
    text = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
    return str(text)


def words_of(element: etree._Element) -> str:
    """All words inside it, runs of white space made one space."""
    return " ".join(text_of(element).split())


def holds_content(element: etree._Element) -> bool:
    """Whether a reader would miss it: words, pictures, drawings, rules."""
    if text_of(element).strip(" \t\r\n"):
        return True
    return any(
        str(inner.tag) in LASTING or str(inner.tag).startswith("mp-")
        for inner in element.iter("*")
    )


def parent_of(element: etree._Element) -> etree._Element:
    """Its parent, which every element but the root has."""
    parent = element.getparent()
    if parent is None:
        raise ValueError(f"<{element.tag}> has been taken out of the page")
    return parent


def parent_tag(element: etree._Element) -> str:
    """The name of the element around this one, or nothing for the root."""
    parent = element.getparent()
    return "" if parent is None else tag_of(parent)


def leave_text(element: etree._Element, text: str) -> None:
    """Put ``text`` where ``element`` begins."""
    before = element.getprevious()
    if before is not None:
        before.tail = ((before.tail or "") + text) or None
    else:
        parent = parent_of(element)
        parent.text = ((parent.text or "") + text) or None


def drop(element: etree._Element) -> None:
    """Take an element out with all it holds; the words behind it stay."""
    leave_text(element, element.tail or "")
    element.tail = None
    parent_of(element).remove(element)


def unwrap(element: etree._Element) -> None:
    """Take an element out; all it holds stays."""
    parent = parent_of(element)
    leave_text(element, element.text or "")
    index = parent.index(element)
    tail = element.tail or ""
    children = list(element)
    if children:
        children[-1].tail = (children[-1].tail or "") + tail
    else:
        leave_text(element, tail)
    element.tail = None
    parent[index : index + 1] = children


def replace(old: etree._Element, new: Iterable[etree._Element]) -> None:
    """Put ``new`` in the place of ``old``; the words behind it stay."""
    parent = parent_of(old)
    index = parent.index(old)
    tail, old.tail = old.tail, None
    nodes = list(new)
    parent[index : index + 1] = nodes
    if nodes:
        nodes[-1].tail = ((nodes[-1].tail or "") + (tail or "")) or None
    elif index:
        parent[index - 1].tail = ((parent[index - 1].tail or "") + (tail or "")) or None
    else:
        parent.text = ((parent.text or "") + (tail or "")) or None


def move_children(source: etree._Element, target: etree._Element) -> None:
    """Move all that ``source`` holds to the end of ``target``."""
    add_text(target, source.text or "")
    source.text = None
    for child in list(source):
        target.append(child)
