"""Article content as a tree, and back: HTML in, the server's own HTML out."""

from __future__ import annotations

from html import escape
from typing import Final, TypeAlias

from lxml import etree

__all__ = ["Tree", "attributes", "drop", "parse", "serialise", "text_content", "unwrap"]

Tree: TypeAlias = etree._Element

VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"}
    | {"param", "source", "track", "wbr"}
)
BREAK: Final = "<br  />"
"""Two spaces: measured 2026-09."""


def parse(content: str) -> Tree:
    """The content below a root that is never written."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    kept = "".join(each for each in content if each >= " " or each in "\t\n\r")
    source = f"<html><body>{kept}</body></html>"
    document = etree.fromstring(source.encode(), parser)
    body = document.find("body")
    return document if body is None else body


def serialise(root: Tree) -> str:
    """The markup of all that is below the root."""
    pieces = [text(root.text)]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element is root:
            continue
        if event == "start":
            pieces += [opening(element), text(element.text)]
        else:
            closed = element.tag in VOID
            pieces += ["" if closed else f"</{element.tag}>", text(element.tail)]
    return "".join(pieces)


def opening(element: Tree) -> str:
    """A start tag; an attribute's value is always quoted."""
    if element.tag == "br" and not element.attrib:
        return BREAK
    written = "".join(
        f' {name}="{attribute(value)}"' for name, value in attributes(element).items()
    )
    return f"<{element.tag}{written}{'/' if element.tag in VOID else ''}>"


def attributes(element: Tree) -> dict[str, str]:
    """An element's attributes; this parser gives text and nothing else."""
    return {str(name): str(value) for name, value in element.attrib.items()}


def attribute(value: str) -> str:
    """An attribute's value, between double quotes."""
    return text(value).replace('"', "&quot;")


def text(value: str | None) -> str:
    """Text with its markup characters and no-break spaces written out."""
    return escape(value or "", quote=False).replace("\xa0", "&nbsp;")


def text_content(content: str) -> str:
    """What a reader sees, white space run together."""
    return " ".join(str(parse(content).xpath("string()")).split())


def drop(element: Tree) -> None:
    """Take an element and what is in it out of the tree; the text after it stays."""
    parent = element.getparent()
    if parent is not None:
        append_text(parent, element.getprevious(), element.tail)
        element.tail = None
        parent.remove(element)


def unwrap(element: Tree) -> None:
    """Take an element out and leave what is in it."""
    parent = element.getparent()
    if parent is None:
        return
    append_text(parent, element.getprevious(), element.text)
    element.text = None
    for child in element:
        element.addprevious(child)
    drop(element)


def append_text(parent: Tree, previous: Tree | None, added: str | None) -> None:
    """Put text where an element starts or was."""
    if previous is None:
        parent.text = (parent.text or "") + (added or "")
    else:
        previous.tail = (previous.tail or "") + (added or "")
