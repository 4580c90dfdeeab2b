"""What an author should know about a block of code."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from mdwx.markdown.fences import Fence
from mdwx.model import Text
from mdwx.page import Page
from mdwx.patterns import pattern

__all__ = ["note_code", "note_fence"]

UNSEEN: Final = pattern("[\u00ad\u180e\u200b\u2060\ufeff]")
"""Characters without width that change code; those that shape scripts are not here."""

TURNING: Final = pattern("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the reading direction (CVE-2021-42574, "Trojan Source")."""

AS_LINES: Final = Text(
    zh="行号写成 {1,3-5}，从 1 数起", en="write lines as {1,3-5}, counted from 1"
)


def note_fence(page: Page, box: etree._Element, fence: Fence, *, count: int) -> None:
    """Say what stands behind the backticks and cannot be done; all else is."""
    for word, near in fence.unread:
        page.note(
            box,
            "M075",
            Text(
                zh=f"代码块开头的 {word} 看不懂，没有理会",
                en=f"{word} behind the fence means nothing here and is passed by",
            ),
            hint=Text(zh=f"是不是想写 {near}", en=f"did you mean {near}?")
            if near
            else AS_LINES,
        )
    missing = [it for it in fence.stretches if not 1 <= it.first <= it.last <= count]
    if missing:
        last = missing[-1]
        lines = f"{last.first}-{last.last}".removesuffix(f"-{last.first}")
        page.note(
            box,
            "M076",
            Text(
                zh=f"要突出第 {lines} 行，这块代码只有 {count} 行",
                en=f"there is no line {lines} to stand out: the code has {count}",
            ),
            hint=AS_LINES,
        )


def note_code(page: Page, box: etree._Element, code: str) -> None:
    """Say which unseen characters a block holds: readers copy them with it."""
    if found := UNSEEN.search(code):
        page.note(
            box,
            "M077",
            Text(
                zh=f"代码第 {line_of(found)} 行有看不见的字符 {point(found)}",
                en=f"line {line_of(found)} of the code holds the unseen {point(found)}",
            ),
            hint=Text(
                zh="它会随代码一起被复制；不是有意写的就删掉",
                en="it is copied with the code; delete it unless you mean it",
            ),
        )
    if found := TURNING.search(code):
        page.note(
            box,
            "M078",
            Text(
                zh=f"代码第 {line_of(found)} 行的 {point(found)} 改变阅读方向，"
                "看到的和运行的可能不一样",
                en=f"{point(found)} in line {line_of(found)} of the code turns its "
                "direction: what is read may not be what runs",
            ),
            hint=Text(
                zh="删掉它，或换成转义的写法", en="delete it, or write an escape"
            ),
        )


def line_of(found: re.Match[str]) -> int:
    """The line of the code that a match stands in, counted from 1."""
    return found.string.count("\n", 0, found.start()) + 1


def point(found: re.Match[str]) -> str:
    """A character by its number."""
    return f"U+{ord(found[0]):04X}"
