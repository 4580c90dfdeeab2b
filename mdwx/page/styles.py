"""The ``style`` of an element as declarations, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import tinycss2
from lxml import etree

__all__ = ["Declaration", "add_style", "declarations", "read_style", "write_style"]


@dataclass(frozen=True, slots=True)
class Declaration:
    """One declaration as it was written."""

    name: str
    value: str
    is_important: bool
    line: int = 1
    """Of the text it was read from."""


@lru_cache(maxsize=4096)
def declarations(css: str) -> tuple[Declaration, ...]:
    """The declarations of a style attribute; what cannot be read is left out."""
    nodes = tinycss2.parse_blocks_contents(
        css, skip_comments=True, skip_whitespace=True
    )
    return tuple(
        Declaration(
            node.lower_name if not node.name.startswith("--") else node.name,
            tinycss2.serialize(node.value).strip(),
            node.important,
            node.source_line,
        )
        for node in nodes
        if node.type == "declaration"
    )


def read_style(element: etree._Element) -> dict[str, str]:
    """The style of an element; the later of two equal names counts."""
    found: dict[str, str] = {}
    for declaration in declarations(element.get("style", "")):
        found.pop(declaration.name, None)
        found[declaration.name] = declaration.value
    return found


def write_style(element: etree._Element, style: Mapping[str, str]) -> None:
    """Give an element this style and no other, with single quotes in it."""
    if style:
        text = ";".join(f"{name}:{value}" for name, value in style.items())
        element.set("style", text.replace('"', "'"))
    elif "style" in element.attrib:
        del element.attrib["style"]


def add_style(
    element: etree._Element, style: Mapping[str, str], *, yielding: bool = False
) -> None:
    """Add declarations; ``yielding`` ones give way to what is there."""
    own = read_style(element)
    write_style(element, {**style, **own} if yielding else {**own, **style})
