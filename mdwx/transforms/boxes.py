"""Boxes that open, float or carry a name become plain ones."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from lxml import etree

from mdwx.config import Markdown
from mdwx.page import Page
from mdwx.page.elements import names
from mdwx.page.styles import add_style, style_at
from mdwx.page.tree import add_text, elements, make, move_children, unwrap
from mdwx.transforms.codespaces import keep_spaces

__all__ = ["expand_details", "rename_boxes", "rename_inlines", "spread_definitions"]

BOXES: Final = names(
    "div article main header footer nav aside hgroup address dialog blockquote"
)
DEFINITION: Final = "definition"
SET_IN: Final = frozenset({"padding", "padding-left"})
INLINE_LOOKS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "mark": {"background-color": "rgba(255,208,0,.4)"},
        "kbd": {
            "padding": "1px 5px",
            "border": "1px solid rgba(0,0,0,.15)",
            "border-radius": "4px",
            "font-size": ".875em",
        },
        "ins": {"text-decoration": "underline"},
        "small": {"font-size": ".85em"},
        "del": {"text-decoration": "line-through"},
        "cite": {"font-style": "italic"},
        "dfn": {"font-style": "italic"},
        "var": {"font-style": "italic"},
        "abbr": {},
        "q": {},
        "samp": {},
        "time": {},
        "code": {},
    }
)


def expand_details(page: Page, options: Markdown) -> None:
    """Rule T06: nothing folds in an article, so show it all.

    The summary stands above as a bold paragraph; the editor puts empty
    paragraphs around the real thing.
    """
    for summary in elements(page.root, "summary", "legend"):
        summary.tag = "p"
        embolden(summary)
    for details in elements(page.root, "details"):
        details.tag = "section"


def embolden(element: etree._Element) -> None:
    """Make all it holds bold."""
    strong = make("strong")
    move_children(element, strong)
    element.append(strong)


def spread_definitions(page: Page, options: Markdown) -> None:
    """``dl`` becomes sections: a bold term, and what it means, set in later."""
    for term in elements(page.root, "dt"):
        embolden(term)
        term.tag = "p"
        term.set("class", "term")
    for meaning in elements(page.root, "dd"):
        meaning.tag = "section"
        meaning.set("class", DEFINITION)
    for listing in elements(page.root, "dl"):
        listing.tag = "section"
        listing.set("class", "definitions")


def rename_boxes(page: Page) -> None:
    """Rules T04, T05 and T23: every box is a ``section``.

    It is the one box whose style survives pasting; the page's own bar beside a
    ``blockquote`` cannot be taken off (Measured 2026-08). What explains a term is
    set in, unless its theme says how far.
    """
    for box in elements(page.root, *BOXES):
        box.tag = "section"
    for meaning in elements(page.root, "section"):
        is_meaning = meaning.get("class") == DEFINITION
        if is_meaning and SET_IN.isdisjoint(style_at(meaning)):
            add_style(meaning, {"padding-left": "1.5em"})


def rename_inlines(page: Page) -> None:
    """Rule T12: marks without proof of survival become styled spans.

    ``code`` is one of them: WeChat was seen to strip its style (2026-09).
    """
    for tag, look in INLINE_LOOKS.items():
        for element in elements(page.root, tag):
            if tag == "q":
                element.text = f"“{element.text or ''}"
                add_text(element, "”")
            if tag == "code":
                keep_spaces(element)
            add_style(element, look, yielding=True)
            element.tag = "span"
    for element in elements(page.root, "wbr"):
        unwrap(element)
