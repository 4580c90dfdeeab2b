"""Diagrams are pictures made from code: ``mermaid``, ``dot`` and ``graphviz``.

A diagram that cannot be drawn stays the block of code its author wrote, with a
finding. No build fails over one, and no picture of an error is ever sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from lxml import etree

from mdwx.config import Markdown
from mdwx.errors import SourceError
from mdwx.markdown.fences import read_fence
from mdwx.model import (
    Drawing,
    DrawingKind,
    Picture,
    PostType,
    Span,
    Undrawn,
)
from mdwx.page import Page
from mdwx.page.fenced import FENCE
from mdwx.page.styles import add_style, read_style
from mdwx.page.tree import (
    KIND,
    LINE,
    SOURCE,
    elements,
    make,
    parent_of,
    text_of,
)
from mdwx.rules import finding
from mdwx.transforms.codeblocks import box_code
from mdwx.transforms.placing import LABEL, drawing_of

__all__ = ["draw_diagrams", "settle_diagrams"]

LANGUAGES: Final = MappingProxyType(
    {
        "mermaid": DrawingKind.MERMAID,
        "dot": DrawingKind.DOT,
        "graphviz": DrawingKind.DOT,
    }
)
DIAGRAMS: Final = frozenset(LANGUAGES.values())

WIDEST_PX: Final = 375
"""A picture up to this width is as wide on a phone as on a desktop (rule A12)."""

SCALE: Final = 2
"""Pixels of the picture in one of the page: letters stay sharp."""


def draw_diagrams(page: Page, options: Markdown) -> None:
    """Put a picture, or the place of a drawing, where the code of a diagram is."""
    if options.diagrams == "off":
        return
    # A newspic shows pictures and plain text, nothing drawn in between.
    is_inline = options.diagrams == "svg" and page.post.type is PostType.NEWS
    for box in elements(page.root, "section"):
        info = box.get(FENCE)
        fence = read_fence(info or "")
        kind = LANGUAGES.get(fence.language.lower())
        if info is None or kind is None or not text_of(box).strip():
            continue
        drawing = Drawing(kind, text_of(box))
        figure = figure_of(drawing, fence.title, is_inline=is_inline)
        figure[0].set(FENCE, info)
        for element in (figure, figure[0]):
            element.set(LINE, box.get(LINE, ""))
        put(figure, box)


def figure_of(drawing: Drawing, title: str, *, is_inline: bool) -> etree._Element:
    """What stands where the drawing will be; it holds the place of that alone."""
    # Its patterns take milliseconds, and most articles have no diagram.
    from mdwx.transforms.diagram_words import describe

    words = describe(drawing, title)
    if is_inline:
        figure = make("section", class_="figure")
        place = etree.SubElement(figure, "section")
        place.text = words
        place.set(LABEL, words)
        if title:
            figure.append(make("p", title, class_="caption"))
    else:
        # From here on a picture as any other, its title the caption.
        figure = make("p")
        place = etree.SubElement(figure, "img", src=name_of(drawing), alt=words)
        if title:
            place.set("title", title)
    place.set(KIND, drawing.kind)
    place.set(SOURCE, drawing.source)
    return figure


def name_of(drawing: Drawing) -> str:
    """What stands for an address: the same for the same drawing."""
    content = f"{drawing.kind}\n{drawing.source}".encode("utf-8", "replace")
    return f"{drawing.kind}:{hashlib.sha256(content).hexdigest()[:24]}"


def put(new: etree._Element, old: etree._Element) -> None:
    """Put an element in the place of another, and the words behind it too."""
    new.tail = old.tail
    parent_of(old).replace(old, new)


def settle_diagrams(
    page: Page,
    options: Markdown,
    *,
    prepared: Mapping[str, Picture | SourceError],
    drawn: Mapping[Drawing, str | Undrawn],
) -> None:
    """Give diagrams their size; those that cannot be drawn are code again."""
    # What is no picture asked to be drawn.
    found = elements(page.root) if drawn else elements(page.root, "img")
    waiting = [it for it in found if it.get(KIND) in DIAGRAMS]
    for place in waiting:
        made = prepared.get(place.get("src", "")) or drawn.get(drawing_of(place))
        if isinstance(made, Picture):
            size(place, made)
        elif isinstance(made, SourceError | Undrawn):
            report(page, place, made)
            show_code(place)
    if waiting:
        box_code(page, options)


def size(image: etree._Element, picture: Picture) -> None:
    """Show a diagram as large as its letters are meant to be."""
    width = round(picture.width / SCALE)
    if width <= WIDEST_PX and "width" not in read_style(image):
        add_style(image, {"width": f"{width}px"})


def report(page: Page, place: etree._Element, why: SourceError | Undrawn) -> None:
    """Say why there is no picture, at the line of the diagram that is wrong."""
    where = page.where(place)
    if isinstance(why, Undrawn) and why.line and where.line:
        where = Span(where.path, where.line + why.line)
    elif isinstance(why, SourceError) and why.where:
        where = why.where
    page.report.findings.append(
        finding("M085", why.problem, hint=why.hint, where=where)
    )


def show_code(place: etree._Element) -> None:
    """Make the figure of a diagram the block of code it was."""
    box = make("section", class_="code")
    box.set(FENCE, place.get(FENCE, ""))
    box.set(LINE, place.get(LINE, ""))
    language = read_fence(place.get(FENCE, "")).language
    pre = etree.SubElement(box, "pre")
    pre.append(make("code", place.get(SOURCE, ""), class_=f"language-{language}"))
    put(box, parent_of(place))
