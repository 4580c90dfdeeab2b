"""A picture alone in its paragraph is a figure, its title the caption."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from mdwx.config import Markdown
from mdwx.page import Page
from mdwx.page.tree import (
    KIND,
    LINE,
    elements,
    is_block,
    make,
    parent_tag,
    replace,
    tag_of,
    take,
    text_of,
    unwrap,
)
from mdwx.patterns import pattern

__all__ = ["add_caption", "caption_pictures", "choose_pictures", "unfold_figures"]

BLANKS: Final = pattern(r"[ \t\n\r\f]+")
"""Not U+3000, which authors set on purpose."""

FILE_LIKE: Final = pattern(
    r"""(?:
    .*\.(?:png|jpe?g|jfif|gif|webp|avif|bmp|tiff?|svg|hei[cf])
    |(?:pasted[ ])?(?:image|img|picture|pic|photo|screen[ -_]?shot|dsc|untitled|alt
        |图片|截图|截屏|屏幕截图|屏幕快照|微信图片|微信截图|在这里插入图片描述|未命名
        )[\s\d_().:：~-]*+(?:at[\s\d.:]+(?:[ap]m)?)?
    |[\W\d_]*
    |[0-9a-f-]{16,}
    )""",
    re.VERBOSE | re.IGNORECASE,
)
"""Words that a camera, an editor or a clipboard wrote, and no author."""


def choose_pictures(page: Page, options: Markdown) -> None:
    """Reduce ``picture`` to the one picture that every reader can show.

    A picture that waits to be loaded, as in HTML copied from WeChat, is loaded.
    """
    for image in elements(page.root, "img"):
        waiting = take(image, "data-src")
        if waiting and not image.get("src"):
            image.set("src", waiting)
    for source in elements(page.root, "source"):
        if parent_tag(source) == "picture":
            replace(source, [])
    for picture in elements(page.root, "picture"):
        unwrap(picture)


def unfold_figures(page: Page, options: Markdown) -> None:
    """Rule T05: ``figure`` is a section, ``figcaption`` a paragraph in it."""
    for caption in elements(page.root, "figcaption"):
        for paragraph in elements(caption, "p"):
            unwrap(paragraph)
        caption.tag = "p"
        caption.set("class", "caption")
    for figure in elements(page.root, "figure"):
        figure.tag = "section"
        figure.set("class", "figure")
        for child in list(figure):
            if tag_of(child) == "p" and child.get("class") != "caption":
                unwrap_picture(child)


def unwrap_picture(paragraph: etree._Element) -> None:
    """Free a picture of the paragraph around it."""
    if only_picture(paragraph) is not None:
        unwrap(paragraph)


def caption_pictures(page: Page, options: Markdown) -> None:
    """Turn paragraphs that hold one picture into figures with captions.

    The caption is a paragraph of its own: ``figcaption`` is not safe in WeChat's
    editor. The alternative text stays what it is.
    """
    for paragraph in elements(page.root, "p"):
        picture = only_picture(paragraph)
        if picture is None:
            continue
        if parent_tag(paragraph) in {"li", "td", "th"} and not picture.get("title"):
            continue
        paragraph.tag = "section"
        paragraph.set("class", "figure")
        add_caption(paragraph, picture, options)
    for picture in elements(page.root, "img"):
        take(picture, "title")


def add_caption(
    figure: etree._Element, picture: etree._Element, options: Markdown
) -> None:
    """Put the caption of a picture below it, if it has one."""
    words = caption_of(picture, options)
    if words:
        caption = make("p", words, class_="caption")
        if line := picture.get(LINE):
            caption.set(LINE, line)
        figure.append(caption)


def caption_of(picture: etree._Element, options: Markdown) -> str:
    """What stands below a picture: its title, or its words if they are asked for."""
    title = BLANKS.sub(" ", picture.get("title", "")).strip(" ")
    if options.captions == "off":
        return ""
    if title or options.captions != "alt" or KIND in picture.attrib:
        # What stands for a diagram is no caption: it repeats its labels.
        return title
    words = " ".join(picture.get("alt", "").split())
    return "" if FILE_LIKE.fullmatch(words) else words


def only_picture(paragraph: etree._Element) -> etree._Element | None:
    """The picture of a paragraph that holds nothing else."""
    if text_of(paragraph).strip() or any(map(is_block, paragraph)):
        return None
    pictures = elements(paragraph, "img")
    others = [it for it in elements(paragraph) if tag_of(it) not in {"p", "img", "a"}]
    return pictures[0] if len(pictures) == 1 and not others else None
