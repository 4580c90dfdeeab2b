"""The page while it grows: what is open, and what closes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from lxml import etree

from mdwx.errors import CheckError
from mdwx.model import Post, Text
from mdwx.page.elements import ENDED_BY, VOID
from mdwx.page.endtags import ended_names
from mdwx.page.tree import LINE, add_text, clean_text, make, tag_of
from mdwx.records import dataclass
from mdwx.rules import Report

__all__ = ["Growth"]


DEEPEST: Final = 64
"""HTML elements open at once: deeper ones end where they start, no words lost."""

MOST: Final = 20_000
"""Elements of an article: their tags alone fill what WeChat takes of bytes."""

DEEPEST_MARKS: Final = DEEPEST + 32
"""The same for what Markdown opens: deeper marks are left out, not their words."""


@dataclass(slots=True)
class Open:
    """An element that still takes content."""

    element: etree._Element
    is_raw: bool
    """Written as HTML: its end tag may be missing or misplaced."""


class Growth:
    """A page while it grows, token by token."""

    def __init__(self, post: Post, report: Report, raw: Sequence[str]) -> None:
        self.post = post
        self.report = report
        self.root = make("section", class_="article")
        self.open = [Open(self.root, is_raw=False)]
        self.line: int | None = None
        """The line of the file that is being grown."""
        self.raw_line: int | None = None
        """The line on which the fragment of HTML being read starts."""
        self.ended = ended_names(raw)
        self.count = 0
        self.said: list[str] = []
        """Words that are still to be put into ``listener``: adding each at once
        would copy all that stands there."""
        self.listener = self.root

    # What the author's HTML asks for.

    def at_line(self, number: int) -> None:
        """Step to a line of the fragment, counted from 1."""
        if self.raw_line is not None:
            self.line = self.raw_line + number - 1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Open an element of raw HTML, ending those that forgot to."""
        while self.open[-1].is_raw and tag in ENDED_BY.get(
            tag_of(self.open[-1].element), ()
        ):
            self.open.pop()
        element = self.add(make(tag))
        for name, value in attributes.items():
            element.set(name, value)
        if tag not in VOID and len(self.open) < DEEPEST:
            self.open.append(Open(element, is_raw=True))

    def end(self, tag: str) -> None:
        """Close the nearest such element of raw HTML, if one is open here."""
        for depth in range(len(self.open) - 1, 0, -1):
            if not self.open[depth].is_raw:
                return
            if tag_of(self.open[depth].element) == tag:
                del self.open[depth:]
                return

    def words(self, text: str) -> None:
        """Put words where the page is open."""
        if self.here is not self.listener:
            self.settle()
            self.listener = self.here
        self.said.append(clean_text(text))

    def settle(self) -> None:
        """Write down the words said so far."""
        add_text(self.listener, "".join(self.said))
        self.said.clear()

    def note_handler(self, tag: str, name: str) -> None:
        """Rule A02: WeChat removes every script (Official: draft/add page)."""
        self.report.add(
            "M102",
            Text(
                zh=f"<{tag}> 的 {name} 是脚本，微信不会保留，已去掉",
                en=f"{name} of <{tag}> is a script, which WeChat removes",
            ),
            line=self.line,
        )

    def note_looks(self, tag: str) -> None:
        """Say that nobody could read the looks of an element."""
        self.report.add(
            "M104",
            Text(
                zh=f"<{tag}> 的样式嵌套太深，已去掉",
                en=f"the style of <{tag}> is nested too deep and is left out",
            ),
            line=self.line,
        )

    def note_literal(self, written: str) -> None:
        """Rule T11: what is no tag of HTML was most likely meant as words."""
        self.report.add(
            "M011",
            Text(
                zh=f"{written} 不是 HTML 标签，按文字显示",
                en=f"{written} is no HTML tag and is shown as text",
            ),
            hint=Text(
                zh=f"如果是代码，请写成 `{written}`",
                en=f"if it is code, write `{written}`",
            ),
            line=self.line,
        )

    # What Markdown asks for.

    @property
    def has_raw_open(self) -> bool:
        """Whether an element of HTML waits for its end tag."""
        return self.open[-1].is_raw

    @property
    def here(self) -> etree._Element:
        """The element that takes what comes next."""
        return self.open[-1].element

    def add(self, element: etree._Element) -> etree._Element:
        """Put an element where the page is open, with its line."""
        if self.line is not None:
            element.set(LINE, str(self.line))
        self.settle()
        self.here.append(element)
        self.count += 1
        if self.count > MOST:
            raise self.too_much()
        return element

    def too_much(self) -> CheckError:
        """The error of an article that no limit of WeChat has room for."""
        return CheckError(
            Text(
                zh=f"文章有 {MOST} 个以上的元素",
                en=f"the article has more than {MOST} elements",
            ),
            where=self.post.span(line=self.line),
            hint=Text(zh="拆成几篇", en="make it several articles"),
        )

    def enter(self, element: etree._Element) -> None:
        """Add an element and grow inside it."""
        is_deep = len(self.open) >= DEEPEST_MARKS
        where = self.here if is_deep else self.add(element)
        self.open.append(Open(where, is_raw=False))

    def leave(self) -> None:
        """Close the innermost element of Markdown and all HTML left open in it."""
        while self.open.pop().is_raw:
            pass

    def read_raw(self, markup: str) -> None:
        """Grow a fragment of HTML."""
        from mdwx.page.rawhtml import RawReader

        self.raw_line = self.line
        RawReader(self, self.ended).read(markup)

    def close_rubbish(self, ahead: Mapping[str, int]) -> None:
        """Close what an HTML block left open and no later block will close.

        ``<details>`` around Markdown is closed by a later block of the same
        container; a forgotten ``<b>`` must not embolden the rest of the article.
        ``ahead`` says how many end tags of each name those have to spare.
        """
        spent: Counter[str] = Counter()
        for depth in range(first_raw(self.open), len(self.open)):
            tag = tag_of(self.open[depth].element)
            spent[tag] += 1
            if spent[tag] > ahead.get(tag, 0):
                del self.open[depth:]
                return


def first_raw(stack: Sequence[Open]) -> int:
    """Where the HTML elements at the top of the stack begin."""
    depth = len(stack)
    while stack[depth - 1].is_raw:
        depth -= 1
    return depth
