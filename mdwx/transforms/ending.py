"""The lists at the end of an article: notes first, then addresses."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from mdwx.page import Page
from mdwx.page.tree import AFTER, make

__all__ = ["add_ending"]


def add_ending(
    page: Page, lines: Sequence[etree._Element], *, name: str, title: str
) -> None:
    """Put a list below the text, above what the site puts after articles."""
    section = make("section", class_=name)
    if title:
        section.append(make("p", title, class_="notes-title"))
    section.extend(list(lines))
    page.root.insert(end_of_text(page.root), section)


def end_of_text(root: etree._Element) -> int:
    """Where the post's own text ends."""
    for index, child in enumerate(root):
        if AFTER in child.attrib:
            return index
    return len(root)
