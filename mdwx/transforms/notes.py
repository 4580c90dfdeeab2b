"""Footnotes get numbers and a list of their own.

Anchors are dead in WeChat (ids are stripped, Measured 2026-06), so the number
is all that joins a mark to its note. It reads 注1, never like a reference.
"""

from __future__ import annotations

from lxml import etree

from mdwx.config import Markdown
from mdwx.page import Page
from mdwx.page.growing import NOTE
from mdwx.page.tree import drop, elements, make, tag_of, take
from mdwx.transforms.ending import add_ending

__all__ = ["number_notes"]


def number_notes(page: Page, options: Markdown) -> None:
    """Number the marks in order and list the notes below the text."""
    numbers: dict[str, int] = {}
    for mark in elements(page.root, "sup"):
        if key := take(mark, NOTE):
            mark.text = f"[注{numbers.setdefault(key, len(numbers) + 1)}]"
    notes = {
        it.get(NOTE, ""): it
        for it in elements(page.root, "section")
        if NOTE in it.attrib
    }
    for key in notes:
        # Its mark may have left with the title; its words must not.
        numbers.setdefault(key, len(numbers) + 1)
    lines = [
        line
        for key in numbers
        if key in notes
        for line in spread(notes[key], numbers[key])
    ]
    for holder in elements(page.root, "section"):
        if any(NOTE in note.attrib for note in holder):
            drop(holder)
    if lines:
        add_ending(page, lines, name="footnotes", title=options.footnotes_title)


def spread(note: etree._Element, number: int) -> list[etree._Element]:
    """The paragraphs of one note, the first with its number in front."""
    blocks = list(note)
    if not blocks or tag_of(blocks[0]) != "p":
        blocks.insert(0, make("p"))
    first = blocks[0]
    first.text = f"[注{number}] {first.text or ''}"
    for block in blocks:
        block.tail = None
        if tag_of(block) == "p":
            block.set("class", "note")
    return blocks
