"""Blocks of code on the growing page."""

from __future__ import annotations

from typing import Final

from lxml import etree
from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from mdwx.markdown.fences import read_fence
from mdwx.model import Text
from mdwx.page.growth import Growth
from mdwx.page.tree import clean_text, make

__all__ = ["FENCE", "grow_code_block"]

FENCE: Final = "mdwx-fence"
"""Private attribute of a block of code: what stands behind its backticks."""


def grow_code_block(growth: Growth, token: Token) -> None:
    """Grow a block of code as ``section.code > pre > code``."""
    info = unescapeAll(token.info)
    box = growth.add(make("section", class_="code"))
    box.set(FENCE, clean_text(info))
    pre = etree.SubElement(box, "pre")
    code = etree.SubElement(pre, "code")
    fence = read_fence(info)
    if language := fence.language or "diff" * fence.is_diff:
        code.set("class", clean_text(f"language-{language}"))
    code.text = clean_text(token.content)
    if code.text != token.content:
        note_control(growth)


def note_control(growth: Growth) -> None:
    """Say that a block of code held what no article can hold."""
    growth.report.add(
        "M079",
        Text(
            zh="代码里有看不见的控制字符，文章里放不下，已去掉",
            en="the code holds control characters, which no article can; left out",
        ),
        hint=Text(
            zh="终端的颜色会带来这种字符，换成不带颜色的输出",
            en="colours of a terminal are such; paste output without colours",
        ),
        line=growth.line,
    )
