"""Syntax of other tools, which would reach readers as its own source.

Posts come from Hugo, Hexo, Obsidian and editors with formulas. What is no
Markdown here stays the author's text; a picture lost this way goes unnoticed
until an article is out, so it is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from mdwx.config import Markdown
from mdwx.model import Text
from mdwx.page import Page
from mdwx.page.tree import elements, tag_of

__all__ = ["note_foreign_syntax"]

AS_PICTURE: Final = Text(
    zh="写成 ![说明](路径)，路径里有空格也可以",
    en="write ![words](path); the path may hold spaces",
)
AS_LINK: Final = Text(
    zh="写成 [文字](网址)，或只留文字", en="write [words](address), or the words alone"
)
AS_MARKDOWN: Final = Text(
    zh="站点生成器才认得它；换成 Markdown，或删去",
    en="only the site generator knows it; write Markdown, or delete it",
)
AS_DRAWING: Final = Text(
    zh="导出成图片，再插进来", en="export it as a picture and insert that"
)
AS_QUOTE: Final = Text(
    zh="改成普通的引用，用粗体开头", en="write a quote that begins in bold"
)
AS_NOTE: Final = Text(
    zh="在文末写上这条脚注：[^名字]: 内容", en="add the note: [^name]: its words"
)

FOREIGN: Final = (
    (re.compile(r"!\[\[[^\[\]\n]+\]\]"), AS_PICTURE),
    (re.compile(r"!\[[^\[\]\n]*\]\([^()\n]+\)"), AS_PICTURE),
    (re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL), AS_MARKDOWN),
    (re.compile(r"(?<!\$)\$\$(?!\$)[^$]*(?:\$\$)?"), AS_DRAWING),
    (re.compile(r"^\s*\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]", re.I), AS_QUOTE),
    (re.compile(r"\[\^[^\[\]\s]+\]"), AS_NOTE),
)
"""What is found in text, and what to write in its place."""

WIKILINK: Final = re.compile(r"(?<!!)\[\[[^\[\]\n]+\]\]")
"""Foreign where the site has it switched off; else what is left is meant so."""

VERBATIM: Final = frozenset({"code", "pre", "svg", "kbd", "samp"})
DRAWINGS: Final = re.compile(r"\blanguage-(?:mermaid|plantuml|math)\b")
LONGEST_CHARS: Final = 40


def note_foreign_syntax(page: Page, options: Markdown) -> None:
    """Say what readers will see as source; nothing is changed."""
    for element in elements(page.root):
        if tag_of(element) == "code" and DRAWINGS.search(element.get("class", "")):
            page.note(
                element,
                "M014",
                Text(
                    zh="这里的图或公式会显示成代码",
                    en="this diagram or formula is shown as code",
                ),
                hint=AS_DRAWING,
            )
    foreign = FOREIGN if options.wikilinks else (*FOREIGN, (WIKILINK, AS_LINK))
    for element, words in prose(page.root):
        for pattern, hint in foreign:
            for found in pattern.finditer(words):
                page.note(element, "M013", shown_as_source(found[0]), hint=hint)


def prose(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Each piece of text with the element it stands in; code is left out."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element, element.text or ""
        for child in reversed(element):
            if tag_of(child) not in VERBATIM:
                waiting.append(child)
        for child in element:
            yield element, child.tail or ""


def shown_as_source(source: str) -> Text:
    """The sentence about a piece of source, cut short."""
    said = " ".join(source.split())
    if len(said) > LONGEST_CHARS:
        said = said[: LONGEST_CHARS - 1] + "…"
    return Text(
        zh=f"{said} 不是这里的语法，读者会看到原样",
        en=f"{said} is no syntax here; readers see it as it stands",
    )
