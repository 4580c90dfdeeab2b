"""A newspic (图片消息) is pictures first, then plain text."""

from __future__ import annotations

from mdwx.config import Markdown
from mdwx.model import PostType, Text
from mdwx.page import Page
from mdwx.page.tree import KIND, LINE, drop, elements, make

__all__ = ["arrange_newspic"]


def arrange_newspic(page: Page, options: Markdown) -> None:
    """Put the pictures in front, those of the front matter if it names any."""
    if page.post.type is not PostType.NEWSPIC:
        return
    show_formulas(page)
    pictures = elements(page.root, "img")
    for picture in pictures:
        drop(picture)
    if page.post.images:
        line = page.post.span(key="images").line
        pictures = [make("img", src=src, alt="") for src in page.post.images]
        for picture in pictures:
            picture.set(LINE, str(line or 1))
    for index, picture in enumerate(pictures):
        figure = make("section", class_="figure")
        figure.append(picture)
        page.root.insert(index, figure)


def show_formulas(page: Page) -> None:
    """Leave formulas as their author wrote them: plain text has no drawings."""
    for element in elements(page.root):
        if KIND not in element.attrib or element.tag == "img":
            continue
        del element.attrib[KIND]
        page.note(
            element,
            "M082",
            Text(
                zh="图片消息的文字里画不出公式，读者看到的是源码",
                en="the text of a picture post draws no formula; readers see source",
            ),
        )
