"""What Obsidian embeds besides pictures has no place in an article."""

from __future__ import annotations

from mdwx.config import Markdown
from mdwx.markdown.embeds import EMBED
from mdwx.model import Text
from mdwx.page import Page
from mdwx.page.tree import drop, elements, take, text_of, unwrap

__all__ = ["report_embeds"]


def report_embeds(page: Page, options: Markdown) -> None:
    """Leave embedded notes out and files as their names; say both."""
    for element in elements(page.root, "span"):
        kind = take(element, EMBED)
        name = text_of(element)
        if kind == "note":
            page.note(
                element,
                "I064",
                Text(
                    zh=f"笔记 {name} 不能嵌进文章，这里什么都不显示",
                    en=f"note {name} cannot be embedded and is left out",
                ),
                hint=Text(
                    zh="把要用的内容抄过来，或写成链接 [[…]]",
                    en="copy what is needed, or link to it: [[…]]",
                ),
            )
            drop(element)
        elif kind:
            page.note(
                element,
                "I065",
                Text(
                    zh=f"{name} 不是图片，不能嵌进文章，只留下名字",
                    en=f"{name} is no picture and cannot be embedded; its name stays",
                ),
                hint=Text(
                    zh="视频和音频要在公众平台后台插入；文件可以放到网上，写成链接",
                    en="insert films and sound on mp.weixin.qq.com, link to the rest",
                ),
            )
            unwrap(element)
