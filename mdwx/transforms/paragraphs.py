"""Words and blocks each in their place: no block inside a line of text."""

from __future__ import annotations

from typing import Final

from lxml import etree

from mdwx.config import Markdown
from mdwx.page import Page
from mdwx.page.elements import CONTAINERS, INLINES, names
from mdwx.page.tree import (
    LINE,
    TEXT,
    add_text,
    elements,
    holds_content,
    is_block,
    make,
    move_children,
    parent_of,
    replace,
    tag_of,
)

__all__ = ["box_cards", "free_blocks", "wrap_loose_words"]

CARD_BOX: Final = "mdwx-card"
"""Private attribute of the section round a card."""

PRIVATE: Final = frozenset({"code", "code-head", "table", "figure"})
"""Classes of the boxes that rewrites have made."""

LINES: Final = INLINES | names("p h1 h2 h3 h4 h5 h6 dt")
"""Elements that may hold text and inline elements only."""


def free_blocks(page: Page, options: Markdown) -> None:
    """Rule T15: a block inside a line of text splits the line around it.

    WeChat's editor allows inline content only in a text leaf (Official:
    article structure rules 2.2).
    """
    while hosts := [it for it in elements(page.root, *LINES) if holds_block(it)]:
        for host in hosts:
            replace(host, split(host))


def holds_block(element: etree._Element) -> bool:
    """Whether one of its children is a block."""
    return any(is_block(child) for child in element)


def split(host: etree._Element) -> list[etree._Element]:
    """``host`` as pieces without blocks, and the blocks between them.

    What is inline goes round the content of a block instead of the block, so
    that its style is kept: ``<b><p>x</p></b>`` is ``<p><b>x</b></p>``.
    """
    pieces: list[etree._Element] = []
    piece = shell(host)
    add_text(piece, host.text or "")
    for child in list(host):
        tail, child.tail = child.tail, None
        if is_block(child):
            pieces += [piece] if holds_content(piece) else []
            if tag_of(host) in INLINES:
                go_round(host, child)
            pieces.append(child)
            piece = shell(host)
            add_text(piece, tail or "")
        else:
            child.tail = tail
            piece.append(child)
    pieces += [piece] if holds_content(piece) else []
    return pieces


def shell(element: etree._Element) -> etree._Element:
    """The same element with nothing in it."""
    empty = make(tag_of(element))
    empty.attrib.update(element.attrib)
    return empty


def go_round(inline: etree._Element, block: etree._Element) -> None:
    """Wrap what a block holds in a copy of ``inline``."""
    if tag_of(block) in {"hr", "table", "ul", "ol", "dl", "pre"}:
        return
    wrapper = shell(inline)
    move_children(block, wrapper)
    block.append(wrapper)


def box_cards(page: Page, options: Markdown) -> None:
    """Put each card of the platform into a section that holds nothing else.

    Official: article structure rules 2.3.
    """
    for card in elements(page.root):
        if card is page.root or not tag_of(card).startswith("mp-common-"):
            continue
        if CARD_BOX in parent_of(card).attrib:
            continue
        box = make("section")
        box.set(CARD_BOX, "")
        replace(card, [box])
        box.append(card)


def wrap_loose_words(page: Page, options: Markdown) -> None:
    """Put words that lie loose in a box into a paragraph.

    Themes style paragraphs; the styles of a box alone do not reach its words
    once a draft has passed the editor.
    """
    for box in elements(page.root, *CONTAINERS):
        if not is_private(box):
            wrap_inside(box)


def is_private(box: etree._Element) -> bool:
    """Whether the box is one of ours, whose content has its own form."""
    return TEXT in box.attrib or box.get("class") in PRIVATE


def wrap_inside(box: etree._Element) -> None:
    """Gather the runs of inline content of one box into paragraphs."""
    words, box.text = box.text, None
    run: list[etree._Element] = []
    for child in list(box):
        if is_block(child):
            settle(box, words, run, before=child)
            words, child.tail = child.tail, None
            run = []
        else:
            run.append(child)
    settle(box, words, run)


def settle(
    box: etree._Element,
    words: str | None,
    run: list[etree._Element],
    *,
    before: etree._Element | None = None,
) -> None:
    """Put words and what follows them into a paragraph, unless they are nothing."""
    if not words and not run:
        return
    paragraph = make("p")
    paragraph.text = words
    if line := box.get(LINE):
        # It knows where the box came from.
        paragraph.set(LINE, line)
    paragraph.extend(run)
    if not holds_content(paragraph):
        return
    if before is None:
        box.append(paragraph)
    else:
        before.addprevious(paragraph)
