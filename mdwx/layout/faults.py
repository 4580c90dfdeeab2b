"""What a rule of layout says of an element, before the widths are counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mdwx.layout.geometry import Element
from mdwx.model import Finding, Severity, Span, Text
from mdwx.records import dataclass
from mdwx.rules import finding

__all__ = ["TOLERANCE_PX", "Fault", "finding_of", "named"]

TOLERANCE_PX: Final = 1.5
"""Browsers lay out in fractions of a pixel, and fonts overhang a little."""

NAMES: Final = {
    "img": Text(zh="图片", en="a picture"),
    "svg": Text(zh="图形", en="a drawing"),
    "table": Text(zh="表格", en="a table"),
    "pre": Text(zh="代码块", en="a code block"),
    "li": Text(zh="列表项", en="a list item"),
    "td": Text(zh="单元格", en="a cell"),
    "th": Text(zh="单元格", en="a cell"),
}
BOX: Final = Text(zh="一个盒子", en="a box")
HEADING: Final = Text(zh="标题", en="a heading")
PARAGRAPH: Final = Text(zh="一段文字", en="a paragraph")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one element at one width."""

    code: str
    severity: Severity
    element: Element
    message: Text
    hint: Text


def named(element: Element) -> Text:
    """What a reader would call an element."""
    if element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
        return HEADING
    return PARAGRAPH if element.tag == "p" else NAMES.get(element.tag, BOX)


def finding_of(fault: Fault, where: Span, *, widths: Sequence[int]) -> Finding:
    """A fault at its place in the source, with the widths that show it."""
    told = ", ".join(map(str, widths))
    message = Text(
        zh=f"{fault.message.zh}（正文宽 {told.replace(', ', '、')}px 时）",
        en=f"{fault.message.en} (in a column of {told} px)",
    )
    return finding(
        fault.code, message, hint=fault.hint, where=where, severity=fault.severity
    )
