"""The server's rewrites, each a function that names what it touched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from mdwx.patterns import pattern
from mdwx.records import dataclass
from mdwx.sandbox.addresses import is_platform_picture, link_of, stored_picture
from mdwx.sandbox.markup import VOID, Tree, attributes, drop, unwrap

__all__ = [
    "Ground",
    "add_leaves",
    "drop_comments",
    "drop_forms",
    "drop_frames",
    "drop_mathml",
    "drop_pictures",
    "drop_players",
    "drop_scripts",
    "drop_stylesheets",
    "elements",
    "make_pictures_lazy",
    "name_breaks",
    "name_data_pictures",
    "name_drawings",
    "run_code_together",
    "strip_handlers",
    "strip_ids",
    "unwrap_links",
]

SPACES: Final = pattern(r"[ \t\r\n]*[\t\r\n][ \t\r\n]*|  +")
PLATFORM_FRAME: Final = pattern(r"https?://(?:mp\.weixin|v)\.qq\.com/", re.IGNORECASE)
INLINE: Final = frozenset(
    {"a", "b", "br", "code", "del", "em", "font", "i", "s", "small", "span", "strong"}
    | {"sub", "sup", "u"}
)
SOURCES: Final = frozenset({"src", "data-src"})
CONTROLS: Final = ("input", "button", "select", "textarea", "datalist")
WRAPPERS: Final = ("form", "label", "fieldset", "legend", "output")


@dataclass(frozen=True, slots=True)
class Ground:
    """What the rules know of the account."""

    keep_links: bool


def elements(root: Tree, *tags: str) -> list[Tree]:
    """The elements of some names, or all of them, below the root."""
    return [each for each in root.iter(*tags or (etree.Element,)) if each is not root]


def drop_elements(root: Tree, *tags: str) -> Iterator[str]:
    """Drop elements with all that is in them.

    The parser puts what follows a ``<source>`` or ``<embed>`` inside it.
    """
    for element in elements(root, *tags):
        if element.tag in VOID:
            unwrap(element)
        elif element.getparent() is not None:
            drop(element)
        yield f"<{element.tag}>"


def in_drawing(element: Tree) -> bool:
    """Whether an element is part of an svg."""
    return next(element.iterancestors("svg"), None) is not None


def drop_comments(root: Tree, ground: Ground) -> Iterator[str]:
    """Comments and processing instructions are not stored."""
    for node in list(root.iter(etree.Comment, etree.ProcessingInstruction)):
        drop(node)
        yield "comment"


def drop_scripts(root: Tree, ground: Ground) -> Iterable[str]:
    """JavaScript goes, and what stands in for it."""
    return drop_elements(root, "script", "noscript", "template")


def drop_stylesheets(root: Tree, ground: Ground) -> Iterator[str]:
    """Style sheets and the head go with their text; a drawing keeps its title."""
    yield from drop_elements(root, "style", "link", "meta", "base")
    for title in elements(root, "title"):
        if not in_drawing(title):
            drop(title)
            yield "<title>"


def drop_frames(root: Tree, ground: Ground) -> Iterator[str]:
    """Only the platform's own video frames stay."""
    for frame in elements(root, "iframe"):
        address = frame.get("data-src") or frame.get("src") or ""
        is_video = "video_iframe" in frame.get("class", "").split()
        if is_video and PLATFORM_FRAME.match(address):
            continue
        drop(frame)
        yield "<iframe>"
    yield from drop_elements(root, "object", "embed", "canvas", "applet", "frame")


def drop_players(root: Tree, ground: Ground) -> Iterable[str]:
    """Players that are not the platform's own."""
    return drop_elements(root, "video", "audio", "source", "track")


def drop_forms(root: Tree, ground: Ground) -> Iterator[str]:
    """Controls go; what surrounds them leaves its text."""
    yield from drop_elements(root, *CONTROLS)
    for element in elements(root, *WRAPPERS):
        unwrap(element)
        yield f"<{element.tag}>"


def drop_mathml(root: Tree, ground: Ground) -> Iterable[str]:
    """MathML is not shown."""
    return drop_elements(root, "math", "annotation")


def strip_handlers(root: Tree, ground: Ground) -> Iterator[str]:
    """``onclick`` and its kin."""
    for element in elements(root):
        for name in [
            each for each in attributes(element) if each.lower().startswith("on")
        ]:
            del element.attrib[name]
            yield f"<{element.tag} {name}>"


def strip_ids(root: Tree, ground: Ground) -> Iterator[str]:
    """Every id and name, in svg too: references to them dangle."""
    for element in elements(root):
        for name in ("id", "name"):
            if name in element.attrib:
                del element.attrib[name]
                yield f"<{element.tag} {name}>"


def unwrap_links(root: Tree, ground: Ground) -> Iterator[str]:
    """A link to another site becomes its text; so does every link in a drawing."""
    for anchor in elements(root, "a"):
        link = link_of(anchor.get("href", ""))
        is_web = link.scheme in {"http", "https"}
        kept = link.is_inside or not link.href or (ground.keep_links and is_web)
        if kept and not in_drawing(anchor):
            continue
        unwrap(anchor)
        yield f"<a> {link.href}"


def drop_pictures(root: Tree, ground: Ground) -> Iterator[str]:
    """A picture on another host vanishes."""
    for picture in elements(root, "img"):
        address = picture.get("src") or picture.get("data-src") or ""
        if address.startswith("data:image/") or is_platform_picture(address):
            continue
        drop(picture)
        yield f"<img> {address}"


def name_data_pictures(root: Tree, ground: Ground) -> Iterator[str]:
    """A picture inside the markup is stored, and no phone shows it."""
    for picture in elements(root, "img"):
        if picture.get("src", "").startswith("data:"):
            yield "<img> data:"


def run_code_together(root: Tree, ground: Ground) -> Iterator[str]:
    """Line ends, tabs and runs of spaces of a code block become one space."""
    for element in elements(root, "pre"):
        for each in element.iter():
            before = (each.text, None if each is element else each.tail)
            after = tuple(part and SPACES.sub(" ", part) for part in before)
            if after == before:
                continue
            each.text = after[0]
            if each is not element:
                each.tail = after[1]
            yield "<pre>"


def make_pictures_lazy(root: Tree, ground: Ground) -> Iterator[str]:
    """``src`` becomes ``data-src``, and the address names size and origin."""
    for picture in elements(root, "img"):
        address = picture.get("src") or picture.get("data-src") or ""
        if not is_platform_picture(address):
            continue
        before = attributes(picture)
        rest = {each: before[each] for each in before if each not in SOURCES}
        after = {"data-src": stored_picture(address), **rest}
        if after != before:
            picture.attrib.clear()
            for name, value in after.items():
                picture.set(name, value)
            yield f"<img> {address}"


def name_breaks(root: Tree, ground: Ground) -> Iterator[str]:
    """``<br>`` is written ``<br  />``."""
    return ("<br>" for _ in elements(root, "br"))


def name_drawings(root: Tree, ground: Ground) -> Iterator[str]:
    """Reading a drawing as HTML lowers its names and closes its tags."""
    return ("<svg>" for _ in elements(root, "svg"))


def add_leaves(root: Tree, ground: Ground) -> Iterator[str]:
    """The text of a paragraph gets a ``<span leaf="">`` around it."""
    for paragraph in elements(root, "p"):
        inside = elements(paragraph)
        has_text = bool(str(paragraph.xpath("string()")).strip())
        is_plain = all(each.tag in INLINE for each in inside)
        if (
            not has_text
            or not is_plain
            or any("leaf" in each.attrib for each in inside)
        ):
            continue
        leaf = paragraph.makeelement("span", {"leaf": ""})
        leaf.text, paragraph.text = paragraph.text, None
        leaf.extend(list(paragraph))
        paragraph.append(leaf)
        yield "<p>"
