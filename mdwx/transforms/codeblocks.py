"""Blocks of code that keep every space and scroll sideways.

New lines and runs of spaces collapse in WeChat's editor, and its official
checker refuses a ``pre`` whose own box overflows. So a block is a section that
scrolls around a section that does not wrap, with ``<br>`` and U+00A0 (the form
that passed the checker, 2026-08).
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from lxml import etree

from mdwx.config import Markdown
from mdwx.page import Page
from mdwx.page.styles import SCROLLING, read_style, write_style
from mdwx.page.tree import (
    LINE,
    NBSP,
    add_text,
    elements,
    make,
    parent_of,
    tag_of,
    text_of,
)
from mdwx.style import code as highlighting

__all__ = ["box_code", "keep_spaces", "reshape_code"]

TAB: Final = NBSP * 4
LANGUAGE: Final = re.compile(r"(?:^|\s)lang(?:uage)?-([^\s]+)")
CODE_LOOK: Final = MappingProxyType(
    {
        "font-family": "Menlo,Consolas,monospace",
        "font-size": "13px",
        "line-height": "1.7",
        "letter-spacing": "0",
        "text-align": "left",
    }
)
"""The page justifies and spaces out its text, which skews code."""


def box_code(page: Page, options: Markdown) -> None:
    """Bring the author's own ``pre`` into the form of a fenced block."""
    for pre in elements(page.root, "pre"):
        parent = parent_of(pre)
        if parent.get("class") == "code" and tag_of(parent) == "section":
            continue
        inner = [it for it in pre.iter("code")]
        language = LANGUAGE.search(
            " ".join(it.get("class", "") for it in (pre, *inner))
        )
        box = make("section", class_="code")
        box.tail = pre.tail
        if LINE in pre.attrib:
            box.set(LINE, pre.get(LINE, ""))
        code = etree.SubElement(etree.SubElement(box, "pre"), "code")
        for line_break in elements(pre, "br"):
            line_break.tail = "\n" + (line_break.tail or "")
        code.text = text_of(pre).removeprefix("\n")
        if language:
            code.set("class", f"language-{language[1]}")
        parent.replace(pre, box)


def reshape_code(page: Page) -> None:
    """Rules T21 and T22: colour each block and write it without white space."""
    for pre in elements(page.root, "pre"):
        code = pre[0]
        language = LANGUAGE.search(code.get("class", ""))
        spans = highlighting.colour(
            (code.text or "").removesuffix("\n"),
            language=language[1] if language else "",
            style=page.code_style,
        )
        box = parent_of(pre)
        dress(box, pre, code, style=page.code_style)
        code.text = None
        for text, declarations in spans:
            put_span(code, text, declarations)
        if not text_of(code) and not len(code):
            code.text = NBSP


def dress(
    box: etree._Element, pre: etree._Element, code: etree._Element, *, style: str
) -> None:
    """Give the three boxes of a block their parts of the looks."""
    background, colour = highlighting.surface(style)
    own = {k: v for k, v in read_style(box).items() if not k.startswith("overflow")}
    own.pop("background", None)
    write_style(box, {**own, "background-color": background})
    scrolled = read_style(pre)
    text = {**CODE_LOOK, **scrolled, **read_style(code)}
    for name in ("white-space", "display"):
        scrolled.pop(name, None)
    inner = {k: v for k, v in text.items() if not is_box_property(k)}
    write_style(pre, {**without_text(scrolled), **SCROLLING})
    write_style(code, {**inner, "color": colour, "white-space": "nowrap"})
    pre.tag = code.tag = "section"


def is_box_property(name: str) -> bool:
    """Whether a property is about a box and not about its words."""
    return name.startswith(("padding", "border", "background", "overflow", "display"))


def without_text(style: dict[str, str]) -> dict[str, str]:
    """A style without what only words need."""
    return {k: v for k, v in style.items() if k not in {*CODE_LOOK, "color"}}


def put_span(code: etree._Element, text: str, declarations: str) -> None:
    """Write one run of text, in a span if it has looks of its own."""
    target = code
    if declarations:
        target = etree.SubElement(code, "span")
        target.set("style", declarations)
    fixed = text.replace(" ", NBSP).replace("\t", TAB)
    first, *rest = fixed.split("\n")
    add_text(target, first)
    for line in rest:
        etree.SubElement(target, "br")
        add_text(target, line)


def keep_spaces(element: etree._Element) -> None:
    """Make runs of spaces in a line of code lasting; single ones may wrap."""
    for inner in element.iter("*"):
        inner.text = lasting(inner.text)
        if inner is not element:
            inner.tail = lasting(inner.tail)


def lasting(text: str | None) -> str | None:
    """``text`` with its runs of spaces as U+00A0."""
    if not text:
        return text
    return re.sub(" {2,}", lambda run: NBSP * len(run[0]), text.replace("\n", " "))
