"""The ``style`` of an element as declarations, by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import Final

import tinycss2
from lxml import etree
from tinycss2.ast import Node, StringToken, URLToken

from mdwx.page.tree import clean_text
from mdwx.patterns import pattern
from mdwx.records import dataclass

__all__ = [
    "BLACK",
    "PLAIN_NAME",
    "SCROLLING",
    "Declaration",
    "add_style",
    "declarations",
    "parted",
    "read_style",
    "set_style",
    "style_at",
    "style_of",
    "walk",
    "write_style",
    "written",
]

BLACK: Final = pattern(r"black|#000|#000000|rgb\(0, ?0, ?0\)", re.IGNORECASE)
"""Exact black, which the editor and dark mode take for "no colour"."""

SCROLLING: Final = MappingProxyType(
    {"overflow-x": "auto", "-webkit-overflow-scrolling": "touch"}
)
"""What lets a box scroll sideways, on iOS too."""

PLAIN_NAME: Final = pattern(r"-{0,2}[a-z_][\w-]*", re.ASCII | re.IGNORECASE)
"""Names of properties. Escaped ones could hold a semicolon, and another
declaration behind it, when they are written out again."""

ONE_BY_ONE: Final = pattern(
    r"(?:[\w :;,.#%+-]++|\([\w ,.#%+-]*+\)|\"[\w -]*+\"|'[\w -]*+')*+"
)
"""A style in which each semicolon ends a declaration: no other is hidden in it."""

UNSAFE: Final = pattern(r"""[\\'"\n\r\f]""")


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
    return tuple(chain.from_iterable(map(read_part, parted(css))))


def parted(css: str) -> Iterator[str]:
    """A style, declaration by declaration, where that is sure: else in one piece.

    Styles are many, what they are made of is little, and so is soon read.
    """
    if ONE_BY_ONE.fullmatch(css):
        return (one.strip(" ") for one in css.split(";"))
    return iter((css,))


@lru_cache(maxsize=4096)
def read_part(css: str) -> tuple[Declaration, ...]:
    """The declarations of a style, or of a piece of one."""
    nodes = tinycss2.parse_blocks_contents(
        css, skip_comments=True, skip_whitespace=True
    )
    return tuple(
        Declaration(
            node.lower_name if not node.name.startswith("--") else node.name,
            clean_text(tinycss2.serialize(node.value).strip()),
            node.important,
            node.source_line,
        )
        for node in nodes
        if node.type == "declaration" and PLAIN_NAME.fullmatch(node.name)
    )


def style_at(element: etree._Element) -> Mapping[str, str]:
    """The style of an element, to be looked at: all that say the same share it."""
    return style_of(element.get("style", ""))


def read_style(element: etree._Element) -> dict[str, str]:
    """The style of an element, to be changed at will."""
    return dict(style_of(element.get("style", "")))


@lru_cache(maxsize=8192)
def style_of(text: str) -> Mapping[str, str]:
    """The declarations of a ``style`` attribute, read once for all that have it.

    The later of two equal names counts.
    """
    found: dict[str, str] = {}
    for declaration in declarations(text):
        found.pop(declaration.name, None)
        found[declaration.name] = declaration.value
    return MappingProxyType(found)


def write_style(element: etree._Element, style: Mapping[str, str]) -> None:
    """Give an element this style and no other."""
    set_style(element, written(style))


def written(style: Mapping[str, str]) -> str:
    """Declarations as the text of an attribute, with single quotes in it."""
    text = ";".join(f"{name}:{value}" for name, value in style.items())
    return single_quoted(text) if '"' in text else text


def set_style(element: etree._Element, text: str) -> None:
    """Give an element this style; an empty one leaves."""
    if text:
        # To read is a fourth of the price of writing.
        if element.get("style") != text:
            element.set("style", text)
    elif "style" in element.attrib:
        del element.attrib["style"]


@lru_cache(maxsize=1024)
def single_quoted(css: str) -> str:
    """The same with every string in single quotes, whatever it holds."""
    nodes = tinycss2.parse_component_value_list(css)
    for node in walk(nodes):
        if isinstance(node, StringToken):
            node.representation = f"'{escaped(node.value)}'"
        elif isinstance(node, URLToken):
            node.representation = f"url('{escaped(node.value)}')"
    return str(tinycss2.serialize(nodes))


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Every node of a value, what functions and brackets hold included."""
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        yield node
        waiting += (
            getattr(node, "arguments", None) or getattr(node, "content", None) or ()
        )


def escaped(text: str) -> str:
    """Text between single quotes: what could end it there is written as a number."""
    return UNSAFE.sub(lambda found: f"\\{ord(found[0]):x} ", text)


def add_style(
    element: etree._Element, style: Mapping[str, str], *, yielding: bool = False
) -> None:
    """Add declarations; ``yielding`` ones give way to what is there."""
    said = element.get("style", "")
    set_style(element, added(said, tuple(style.items()), yielding=yielding))


@lru_cache(maxsize=4096)
def added(text: str, more: tuple[tuple[str, str], ...], *, yielding: bool) -> str:
    """A style with more declarations: the items of a list get all the same ones."""
    own, style = style_of(text), dict(more)
    return written({**style, **own} if yielding else {**own, **style})
