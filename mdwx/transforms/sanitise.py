"""The author's HTML, down to what an article can hold.

Whatever takes words away reports it; what only loses its tag does not.
Sources: the table of elements measured on published bodies and through the
API's read-back, 2026-06 to 2026-08.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from mdwx.config import Markdown
from mdwx.model import Text
from mdwx.page import Page
from mdwx.page.elements import KNOWN, VECTOR, names
from mdwx.page.tree import (
    LINE,
    drop,
    elements,
    make,
    replace,
    tag_of,
    text_of,
    unwrap,
)

__all__ = [
    "drop_formulas",
    "drop_scripts",
    "drop_stylesheets",
    "replace_controls",
    "unwrap_editor_marks",
    "unwrap_unknown",
]

SCRIPTS: Final = ("script", "noscript", "template")
STYLESHEETS: Final = ("style", "link", "meta", "title", "base")
FORMULAS: Final = ("math", "annotation")
EMPTY_CONTROLS: Final = ("select", "textarea", "input", "output", "progress", "meter")
LABELLED: Final = (
    "form",
    "button",
    "label",
    "fieldset",
    "option",
    "optgroup",
)
SHAPES: Final = VECTOR - {"svg"}
LEFTOVERS: Final = names(
    "html head body frame frameset canvas applet map area param noembed noframes dir "
    "menu slot marquee blink bdi bdo data semantics source track"
)


def drop_scripts(page: Page, options: Markdown) -> None:
    """Rule T01: WeChat removes scripts (Official: draft/add page)."""
    drop_with_note(page, SCRIPTS, code="M001")


def drop_stylesheets(page: Page, options: Markdown) -> None:
    """Rule T02: WeChat drops ``style`` with its text (Measured 2026-06).

    The style of a post goes into its front matter, where it is computed into
    the elements.
    """
    drop_with_note(page, STYLESHEETS, code="M002")


def drop_with_note(page: Page, tags: tuple[str, ...], *, code: str) -> None:
    """Drop elements with all they hold, and say so."""
    for element in elements(page.root, *tags):
        tag = tag_of(element)
        if element.getparent() is None or is_inside(element, "svg"):
            continue
        page.note(
            element,
            code,
            Text(
                zh=f"微信不保留 <{tag}>，已连同内容去掉",
                en=f"WeChat keeps no <{tag}>; it is left out with its content",
            ),
        )
        drop(element)


def drop_formulas(page: Page, options: Markdown) -> None:
    """Rule T10: MathML is not drawn, and its text comes back as raw source."""
    for element in elements(page.root, *FORMULAS):
        if is_inside(element, "math"):
            continue
        page.note(
            element,
            "M010",
            Text(
                zh="微信不显示 MathML 公式，这里只留下文字",
                en="WeChat draws no MathML; only its text is kept",
            ),
            hint=Text(zh="请改用公式的图片", en="use a picture of the formula"),
        )
        words = make("span", " ".join(text_of(element).split()))
        replace(element, [words])


def replace_controls(page: Page, options: Markdown) -> None:
    """Rule T09: boxes become ☑ and ☐, labels stay, other controls go."""
    for element in elements(page.root, *EMPTY_CONTROLS):
        kind = element.get("type", "").lower()
        if tag_of(element) == "input" and kind in {"checkbox", "radio"}:
            glyph = "☑" if "checked" in element.attrib else "☐"
            replace(element, [make("span", glyph, class_="marker")])
            continue
        words = element.get("value", "") or text_of(element).strip()
        page.note(
            element,
            "M009",
            Text(
                zh=f"文章里不能有表单控件 <{tag_of(element)}>，只留下文字",
                en=f"an article can hold no <{tag_of(element)}>; its text is kept",
            ),
        )
        replace(element, [make("span", words)] if words else [])
    for element in elements(page.root, *LABELLED):
        retag_label(element)


def retag_label(element: etree._Element) -> None:
    """Keep the words of a form as a box, or as part of their line."""
    element.tag = "section" if tag_of(element) in {"form", "fieldset"} else "span"


def unwrap_unknown(page: Page, options: Markdown) -> None:
    """Rule T11: elements WeChat does not know lose their tag, not their words."""
    for element in elements(page.root):
        tag = tag_of(element)
        is_stray = tag in LEFTOVERS or (tag not in KNOWN and not tag.startswith("mp-"))
        # Outside a drawing a browser takes <image> for <img>, and the rest for words.
        is_loose = tag in SHAPES and not is_inside(element, "svg")
        if element is page.root or not (is_stray or is_loose):
            continue
        if is_loose or tag not in KNOWN:
            page.note(
                element,
                "M012",
                Text(
                    zh=f"微信不认识 <{tag}>，只留下其中的内容",
                    en=f"WeChat does not know <{tag}>; only its content is kept",
                ),
            )
        unwrap(element)


def unwrap_editor_marks(page: Page, options: Markdown) -> None:
    """Rule T25: what WeChat's editor leaves in HTML that is copied from it.

    Seen in published bodies: ``mp-style-type`` at the end, bare ``span`` leaves.
    """
    for element in elements(page.root, "mp-style-type"):
        drop(element)
    for element in elements(page.root, "span"):
        if not set(element.attrib) - {LINE}:
            unwrap(element)


def is_inside(element: etree._Element, tag: str) -> bool:
    """Whether an ancestor has this name."""
    return next(element.iterancestors(tag), None) is not None
