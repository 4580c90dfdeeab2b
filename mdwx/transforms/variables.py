"""``{title}`` and its like, in what the site puts round every article.

Values are somebody's words and go in as text: a title is never read as Markdown
or HTML, and what stands in it is not looked at for further variables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from urllib.parse import quote

from lxml import etree

from mdwx.model import Text
from mdwx.page import Page
from mdwx.page.elements import names
from mdwx.page.tree import clean_text, drop, elements, tag_of
from mdwx.patterns import pattern
from mdwx.spelling import did_you_mean

__all__ = ["VARIABLES", "fill_variables", "written_date"]

VARIABLES: Final = ("title", "author", "date", "digest", "slug", "source_url")

IN_TEXT: Final = pattern(r"(?<!\{)\{([A-Za-z_]+)\}(?!\})")
IN_ADDRESS: Final = pattern(r"(?:\{|%7B)([A-Za-z_]+)(?:\}|%7D)")
"""The parser of Markdown has escaped the braces by now."""

ADDRESSES: Final = ("href", "src")
WORDS: Final = ("alt", "title")
VERBATIM: Final = names("code pre kbd samp svg")
LINES: Final = names("p li h1 h2 h3 h4 h5 h6 dt dd tr")
"""What is left out where a post lacks the value it names."""


def written_date(moment: datetime) -> str:
    """A day as Chinese readers write it."""
    return f"{moment.year}年{moment.month}月{moment.day}日"


def fill_variables(part: Page, values: Mapping[str, str]) -> None:
    """Put the values of one post into a part that goes round it.

    A line that names a value the post lacks is left out whole.
    """
    lacking: dict[etree._Element, str] = {}
    for element in prose(part.root):
        filling = Filling(part, element, values)
        element.text = filling.text(element.text)
        for child in element:
            child.tail = filling.text(child.tail)
        for name in ADDRESSES:
            if name in element.attrib:
                element.set(name, filling.address(element.get(name, "")))
        for name in WORDS:
            if name in element.attrib:
                element.set(name, filling.text(element.get(name)) or "")
        for name in filling.lacking:
            lacking.setdefault(line_of(element), name)
    for line, name in lacking.items():
        leave_out(part, line, name)


class Filling:
    """Fills one element, and keeps in mind what was not there."""

    def __init__(
        self, part: Page, element: etree._Element, values: Mapping[str, str]
    ) -> None:
        self.part = part
        self.element = element
        self.values = values
        self.lacking: list[str] = []

    def text(self, written: str | None) -> str | None:
        """Words with the values in them."""
        if not written or "{" not in written:
            return written
        return clean_text(IN_TEXT.sub(lambda it: self.value(it[1], it[0]), written))

    def address(self, written: str) -> str:
        """An address with the values in it, escaped unless they are its beginning."""

        def fill(match: re.Match[str]) -> str:
            if match[1] not in VARIABLES:
                self.note_unknown(match[1])
                return match[0]
            value = self.value(match[1], "")
            is_whole = match[1] == "source_url" and match.start() == 0
            return value if is_whole else quote(value, safe="")

        return IN_ADDRESS.sub(fill, written)

    def value(self, name: str, written: str) -> str:
        """The value of a name; what is no name stays as it was written."""
        if name not in VARIABLES:
            self.note_unknown(name)
            return written
        value = self.values.get(name, "")
        if not value:
            self.lacking.append(name)
        return value

    def note_unknown(self, name: str) -> None:
        """Say that readers will see the braces."""
        every = " ".join(f"{{{it}}}" for it in VARIABLES)
        self.part.note(
            self.element,
            "L024",
            Text(
                zh=f"没有 {{{name}}} 这个变量，读者会看到原样",
                en=f"there is no variable {{{name}}}; readers see it as it stands",
            ),
            hint=did_you_mean(name, VARIABLES)
            or Text(zh=f"有这些：{every}", en=f"there are {every}"),
        )


def prose(root: etree._Element) -> list[etree._Element]:
    """The elements of a part, in order; what is in code stays as it is."""
    return [
        element
        for element in elements(root)
        if not any(tag_of(it) in VERBATIM for it in (element, *element.iterancestors()))
    ]


def line_of(element: etree._Element) -> etree._Element:
    """The paragraph, item or row that an element belongs to."""
    for it in (element, *element.iterancestors()):
        if tag_of(it) in LINES:
            return it
    return element


def leave_out(part: Page, line: etree._Element, name: str) -> None:
    """Take a line out, and say so; words loose in a box only lose the value."""
    if tag_of(line) not in LINES or part.root not in line.iterancestors():
        return
    part.note(
        line,
        "L025",
        Text(
            zh=f"文章没有 {{{name}}}，这一段没有放进去",
            en=f"the post has no {{{name}}}, so this line is left out",
        ),
    )
    drop(line)
