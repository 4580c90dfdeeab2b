"""What stands above a block of code: window dots, a file name, the language."""

from __future__ import annotations

from typing import Final

from lxml import etree

from mdwx.page.tree import make

__all__ = ["HEAD", "make_head"]

HEAD: Final = "code-head"
"""The class of the line above a block of code, a flex row of spans."""

SMALL: Final = "font-size:12px;line-height:1.5;letter-spacing:0;text-align:left"
"""Said here, or the head would have the size of the article's text."""

NAMESPACE: Final = "http://www.w3.org/2000/svg"
DOTS: Final = (("6", "#ff5f57"), ("26", "#febc2e"), ("46", "#28c840"))


def make_head(*, dots: bool, title: str, label: str) -> etree._Element | None:
    """The line above a block of code, or None where nothing is to be said.

    It stands outside the box that scrolls, so it stays in view, and outside the
    code, so it is not copied with it.
    """
    head = make("section", class_=HEAD, style=SMALL)
    if dots:
        head.append(window_dots())
    if title.strip():
        head.append(make("span", title.strip(), class_="code-title"))
    if label:
        head.append(make("span", label, class_="code-label"))
    return head if len(head) else None


def window_dots() -> etree._Element:
    """The three dots of a window: a drawing keeps its colours in the dark."""
    box = make("span", class_="code-dots")
    drawing = etree.SubElement(box, "svg")
    drawing.set("xmlns", NAMESPACE)
    drawing.set("viewBox", "0 0 52 12")
    drawing.set("fill", "none")
    # As every drawing of an author, so that cleaning leaves it as it is.
    drawing.set("style", "display:block;width:44px;height:10px;max-width:100%")
    for x, colour in DOTS:
        etree.SubElement(drawing, "circle", cx=x, cy="6", r="6", fill=colour)
    return box
