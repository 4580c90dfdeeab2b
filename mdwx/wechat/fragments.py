"""An article's ``content`` as a tree, whoever wrote it."""

from __future__ import annotations

from lxml import etree, html

__all__ = ["read_fragment"]


def read_fragment(content: str) -> html.HtmlElement:
    """Parse markup inside one ``div``; what holds no element gives an empty one."""
    try:
        return html.fragment_fromstring(content, create_parent="div")
    except etree.ParserError:
        return html.fragment_fromstring("", create_parent="div")
