"""A block of code as it is sent: coloured, without white space, line by line.

A plain block is words and ``<br>``. Lines that stand out are sections of their own
inside a box as wide as the widest line, so that their tint reaches to its end.
Numbers stand in a column of their own, which a reader's finger does not select:
what is copied is the code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from lxml import etree

from mdwx.markdown.fences import Mark
from mdwx.page import Page
from mdwx.page.styles import SCROLLING, add_style, read_style, write_style
from mdwx.page.tree import NBSP, elements, parent_of, take
from mdwx.patterns import pattern
from mdwx.records import dataclass
from mdwx.style import code as highlighting
from mdwx.style.diffs import split_lines
from mdwx.style.pieces import around, four_of
from mdwx.style.snippets import Snippet, coloured
from mdwx.transforms.codelayout import LAYOUT, Layout, runs
from mdwx.transforms.codespaces import lasting_blanks, put_lines, put_spans
from mdwx.transforms.codetints import bar, legible, settled, tint

__all__ = ["reshape_code"]

LANGUAGE: Final = pattern(r"(?:^|\s)language-([^\s]+)")
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

SILENT: Final = MappingProxyType({"-webkit-user-select": "none", "user-select": "none"})
"""What is seen and not copied (kept by WeChat, seen in published bodies 2026-08)."""

ROW: Final = MappingProxyType({"display": "flex"})
PARTS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "code-dots": {"flex": "none", "margin": "0 12px 0 0"},
        "code-title": {"flex": "1", "min-width": "0"},
        "code-label": {"flex": "none", "margin": "0 0 0 auto"},
    }
)
"""What holds of the parts of a head in every theme that says nothing else."""

SIGNS: Final[Mapping[Mark, str]] = MappingProxyType(
    {Mark.ADDED: "+", Mark.REMOVED: "-"}
)


@dataclass(frozen=True, slots=True)
class Block:
    """One block of code on the styled page."""

    box: etree._Element
    pre: etree._Element
    code: etree._Element
    layout: Layout
    ground: str
    """Its background."""

    @property
    def is_bright(self) -> bool:
        """Whether its background is nearer to white."""
        return highlighting.is_bright(self.ground)

    @property
    def quiet(self) -> str:
        """The grey of what stands beside the code: dark enough to be lifted."""
        return "#4a4a4a" if self.is_bright else "#aaa"


def reshape_code(page: Page) -> None:
    """Rules T21 and T22: colour each block and write it without white space."""
    for pre in elements(page.root, "pre"):
        layout = Layout.read(take(pre, LAYOUT))
        code = pre[0]
        text = (code.text or "").removesuffix("\n")
        language = language_of(code)
        snippet = Snippet(text, language, page.code_style, layout.is_diff)
        found = (page.colour or coloured)(snippet)
        spans = lasting_blanks(found.spans, wraps=layout.wraps)
        block = Block(parent_of(pre), pre, code, layout, found.background)
        dress(block, found.text)
        code.text = None
        marks = layout.marks(text.count("\n") + 1)
        has_head = block.box[0] is not pre
        if has_head or any(marks) or layout.first_number is not None:
            lay_out(block, split_lines(spans), marks)
        elif text:
            put_spans(code, spans)
        else:
            code.text = NBSP


def language_of(code: etree._Element) -> str:
    """The language that a block names, or nothing."""
    found = LANGUAGE.search(code.get("class", ""))
    return found[1] if found else ""


def dress(block: Block, colour: str) -> None:
    """Give the three boxes of a block their parts of the looks."""
    box, pre, code = block.box, block.pre, block.code
    own = {k: v for k, v in read_style(box).items() if not k.startswith("overflow")}
    own.pop("background", None)
    write_style(box, {**own, "background-color": block.ground})
    outer = read_style(pre)
    text = {**CODE_LOOK, **outer, **read_style(code)}
    for name in ("white-space", "display"):
        outer.pop(name, None)
    inner = {k: v for k, v in text.items() if not is_box_property(k)}
    inner.pop("white-space", None)
    outer = {k: v for k, v in outer.items() if k not in {*CODE_LOOK, "color"}}
    # Where lines wrap, they break anywhere: the page sees to that.
    lines = {} if block.layout.wraps else {"white-space": "nowrap"}
    write_style(pre, outer if block.layout.wraps else {**outer, **SCROLLING})
    write_style(code, {**inner, "color": colour, **lines})
    pre.tag = code.tag = "section"


def is_box_property(name: str) -> bool:
    """Whether a property is about a box and not about its words."""
    return name.startswith(("padding", "border", "background", "overflow", "display"))


def lay_out(
    block: Block, lines: Sequence[highlighting.Spans], marks: Sequence[Mark | None]
) -> None:
    """Write a block whose lines stand out, or that has numbers or a head.

    Its padding goes inwards, so that a tint reaches from edge to edge.
    """
    style = read_style(block.box)
    pads = four_of(style.pop("padding", "0").split()[:4] or ["0"])
    write_style(block.box, style)
    top, right, bottom, left = pads
    body = block.pre
    gutter = gutter_of(block.layout, marks)
    beside = padded("0", right, "0", "0" if gutter else left)
    if block.layout.wraps and gutter:
        put_rows(block, lines, marks, gutter, pads)
    else:
        for mark, start, end in runs(marks):
            group = etree.SubElement(block.code, "section")
            edge = {} if gutter else bar(mark)
            write_style(group, {**beside, **edge, **ground(block, mark)})
            put_lines(
                group,
                [settled(it, mark, ground=block.ground) for it in lines[start:end]],
            )
        if not block.layout.wraps:
            # Rule C23: it is wider than the page, and means to be.
            add_style(block.code, {"min-width": "max-content"})
            block.code.set("data-ignore-width", "")
        if gutter:
            body = put_gutter(block, marks, gutter, left)
    if block.box[0] is not body:
        dress_head(block, padded(top, right, "0", left))
        top = "8px"
    add_style(body, padded(top, "0", bottom, "0"))


def padded(*sides: str) -> dict[str, str]:
    """The padding of top, right, bottom and left, if there is any."""
    return {} if set(sides) == {"0"} else {"padding": around(list(sides))}


def dress_head(block: Block, padding: Mapping[str, str]) -> None:
    """Give the line above a block its row, whatever a theme says of its looks."""
    head = block.box[0]
    add_style(head, padding, yielding=True)
    # Its ground is that of the code, so its colour is that of the code's text.
    words = read_style(block.code)
    add_style(head, {**ROW, **SILENT, "align-items": "center", "color": words["color"]})
    for part in head:
        name = part.get("class", "")
        add_style(part, PARTS.get(name, {}), yielding=True)
        if name == "code-title":
            add_style(part, {"font-family": words["font-family"]}, yielding=True)
        elif name == "code-label":
            add_style(part, {"color": block.quiet}, yielding=True)


def ground(block: Block, mark: Mark | None) -> dict[str, str]:
    """The tint of a line; upon it dark mode wants the words' own colour said."""
    if mark is None:
        return {}
    colour = legible(read_style(block.code)["color"], mark, block.ground)
    return {**tint(mark, is_bright=block.is_bright), "color": colour}


def gutter_of(layout: Layout, marks: Sequence[Mark | None]) -> list[str]:
    """What stands beside each line: its number, and a sign; empty without any.

    The lines of a diff bring their signs along.
    """
    first = layout.first_number
    signs = [SIGNS.get(mark, "") if mark else "" for mark in marks]
    has_signs = any(signs) and not layout.is_diff
    if first is None and not has_signs:
        return []
    digits = 0 if first is None else len(str(first + len(marks) - 1))
    return [
        ("" if first is None else str(first + index)).rjust(digits, NBSP)
        + (NBSP * (digits > 0) + (sign or NBSP)) * has_signs
        for index, sign in enumerate(signs)
    ]


def put_gutter(
    block: Block, marks: Sequence[Mark | None], gutter: list[str], left: str
) -> etree._Element:
    """Put a column of numbers beside the code, and give the row around both."""
    row = etree.Element("section")
    write_style(row, ROW)
    block.box.replace(block.pre, row)
    look = {k: v for k, v in read_style(block.code).items() if k in CODE_LOOK}
    column = etree.SubElement(row, "section")
    write_style(
        column,
        {
            "flex": "none",
            **look,
            "color": block.quiet,
            "white-space": "nowrap",
            **SILENT,
        },
    )
    for mark, start, end in runs(marks):
        group = etree.SubElement(column, "section")
        beside = padded("0", "12px", "0", left)
        wash = tint(mark, is_bright=block.is_bright)
        write_style(group, {**beside, **bar(mark), **wash})
        put_lines(group, [((text, ""),) for text in gutter[start:end]])
    row.append(block.pre)
    add_style(block.pre, {"flex": "1", "min-width": "0"})
    return row


def put_rows(
    block: Block,
    lines: Sequence[highlighting.Spans],
    marks: Sequence[Mark | None],
    gutter: list[str],
    pads: list[str],
) -> None:
    """Write one row a line: where lines wrap, a number stays beside its own."""
    for line, mark, text in zip(lines, marks, gutter, strict=True):
        row = etree.SubElement(block.code, "section")
        write_style(row, {**ROW, **bar(mark), **ground(block, mark)})
        number = etree.SubElement(row, "section")
        padding = padded("0", "12px", "0", pads[3])
        write_style(number, {"flex": "none", **padding, "color": block.quiet, **SILENT})
        number.text = text
        words = etree.SubElement(row, "section")
        padding = padded("0", pads[1], "0", "0")
        write_style(words, {"flex": "1", "min-width": "0", **padding})
        put_lines(words, [settled(line, mark, ground=block.ground)])
