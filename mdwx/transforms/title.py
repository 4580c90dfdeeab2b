"""The first level-one heading is the title, and leaves the body."""

from __future__ import annotations

from typing import Final

from lxml import etree

from mdwx.config import Markdown
from mdwx.model import Text
from mdwx.page import Page
from mdwx.page.tree import PATH, drop, elements, make, replace, words_of
from mdwx.transforms.placing import LABEL

__all__ = ["settle_title"]

SETTLED: Final = "mdwx-titled"
"""Private attribute of the root: a second equal heading belongs to the text."""


def settle_title(page: Page, options: Markdown) -> None:
    """Take the title out of the body; WeChat shows it above the article."""
    heading = first_heading(page)
    if heading is None or SETTLED in page.root.attrib:
        return
    page.root.set(SETTLED, "")
    words = words_of(heading)
    if page.post.title and not same(words, page.post.title):
        return
    page.title = page.post.title or without_drawings(heading)
    note_lost_link(page, heading)
    pictures = elements(heading, "img")
    if pictures:
        paragraph = make("p")
        paragraph.attrib.update(heading.attrib)
        for picture in pictures:
            picture.tail = None
            paragraph.append(picture)
        replace(heading, [paragraph])
    else:
        drop(heading)


def without_drawings(heading: etree._Element) -> str:
    """The words of a title, where a formula is its TeX without the dollars."""
    for element in elements(heading):
        if LABEL in element.attrib:
            element.text = element.get(LABEL)
    return words_of(heading)


def first_heading(page: Page) -> etree._Element | None:
    """The first ``h1`` of the post itself, not of the parts around it."""
    for child in page.root:
        if PATH in child.attrib:
            continue
        for heading in child.iter("h1"):
            return heading
    return None


def same(left: str, right: str) -> bool:
    """Whether two titles are one, white space aside."""
    return "".join(left.split()) == "".join(right.split())


def note_lost_link(page: Page, heading: etree._Element) -> None:
    """A title is plain text: say so when an address is lost with it."""
    for link in elements(heading, "a"):
        address = link.get("href", "")
        page.note(
            link,
            "M051",
            Text(
                zh=f"标题里的链接 {address} 不会出现在文章里",
                en=f"the link {address} in the title is not in the article",
            ),
            hint=Text(zh="把链接移到正文里", en="move the link into the text"),
        )
