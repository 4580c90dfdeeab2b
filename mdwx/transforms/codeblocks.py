"""Blocks of code that keep every space and scroll sideways.

New lines and runs of spaces collapse in WeChat's editor, and its official
checker refuses a ``pre`` whose own box overflows. So a block is a section that
scrolls around a section that does not wrap, with ``<br>`` and U+00A0 (the form
that passed the checker, 2026-08).

WeChat has a code block of its own (``section.code-snippet__fix``). It is not
written here: the colours would be the platform's, its form may change with every
release of the editor, and it knows neither titles nor marked lines nor wrapping.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from mdwx.config import Markdown
from mdwx.markdown.fences import Mark, Stretch, read_fence
from mdwx.model import PostType
from mdwx.page import Page
from mdwx.page.fenced import FENCE
from mdwx.page.tree import LINE, elements, make, parent_of, tag_of, take, text_of
from mdwx.patterns import pattern
from mdwx.style.diffs import signs
from mdwx.style.languages import display_name
from mdwx.transforms.codeheads import make_head
from mdwx.transforms.codelayout import LAYOUT, Layout
from mdwx.transforms.codemarks import read_comments
from mdwx.transforms.codenotes import note_code, note_fence

__all__ = ["box_code"]

LANGUAGE: Final = pattern(r"(?:^|\s)lang(?:uage)?-([^\s]+)")


def box_code(page: Page, options: Markdown) -> None:
    """Give every ``pre`` its box, its head, and what is known of its lines.

    The author's own ``pre`` becomes what a fenced block is.
    """
    for pre in elements(page.root, "pre"):
        if LAYOUT in pre.attrib:
            continue
        parent = parent_of(pre)
        is_ours = FENCE in parent.attrib and tag_of(parent) == "section"
        box = parent if is_ours else boxed(pre)
        settle(page, box, options)


def boxed(pre: etree._Element) -> etree._Element:
    """Put an author's ``pre`` into the form of a fenced block."""
    inner = [it for it in pre.iter("code")]
    said = " ".join(it.get("class", "") for it in (pre, *inner))
    box = make("section", class_="code")
    box.tail = pre.tail
    if LINE in pre.attrib:
        box.set(LINE, pre.get(LINE, ""))
    code = etree.SubElement(etree.SubElement(box, "pre"), "code")
    for line_break in elements(pre, "br"):
        line_break.tail = "\n" + (line_break.tail or "")
    code.text = text_of(pre).removeprefix("\n")
    if language := LANGUAGE.search(said):
        code.set("class", f"language-{language[1]}")
        box.set(FENCE, language[1])
    parent_of(pre).replace(pre, box)
    return box


def settle(page: Page, box: etree._Element, options: Markdown) -> None:
    """Read what the author and the site ask of one block."""
    pre, code = box[0], box[0][0]
    fence = read_fence(take(box, FENCE))
    code.text, commented = read_comments(code.text or "")
    lines = code.text.removesuffix("\n").split("\n")
    note_fence(page, box, fence, count=len(lines))
    note_code(page, box, code.text)
    # A newspic shows text alone: nothing there would set numbers apart from code.
    is_text = page.post.type is PostType.NEWSPIC
    has_numbers = either(fence.numbers, options.line_numbers) and not is_text
    layout = Layout(
        first_number=fence.first_number if has_numbers else None,
        wraps=either(fence.wraps, options.code_wrap),
        is_diff=fence.is_diff,
        stretches=(
            *(changed_lines(lines) if fence.is_diff else ()),
            *fence.stretches,
            *commented,
        ),
    )
    pre.set(LAYOUT, layout.written())
    has_label = either(fence.label, options.code_label) and not is_text
    head = make_head(
        dots=either(fence.dots, options.window_dots),
        title=fence.title,
        label=label_of(code) if has_label else "",
    )
    if head is not None:
        box.insert(0, head)


def either(asked: bool | None, usual: bool) -> bool:
    """What a block asks for, else what is usual on the site."""
    return usual if asked is None else asked


def label_of(code: etree._Element) -> str:
    """The language of a block as readers know it."""
    language = LANGUAGE.search(code.get("class", ""))
    return display_name(language[1]) if language else ""


def changed_lines(lines: list[str]) -> Iterator[Stretch]:
    """The lines that a diff adds and removes."""
    marks = {"+": Mark.ADDED, "-": Mark.REMOVED}
    for number, sign in enumerate(signs(lines), 1):
        if sign in marks:
            yield Stretch(number, number, marks[sign])
