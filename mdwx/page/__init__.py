"""Document -> Page, the tree every rewrite edits; Page -> markup, once, last."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import field, fields, replace
from pathlib import PurePosixPath
from typing import Any, Final

from lxml import etree

from mdwx.markdown import Document
from mdwx.model import (
    Drawing,
    DrawingKind,
    Finding,
    Ignore,
    ImageRef,
    Picture,
    Post,
    Severity,
    Size,
    Span,
    Text,
)
from mdwx.page.growing import grow_tree
from mdwx.page.tree import AFTER, ANYWHERE, KIND, LINE, PATH, SOURCE, elements
from mdwx.records import dataclass
from mdwx.rules import Report, finding

__all__ = [
    "Article",
    "Page",
    "add_part",
    "grow",
    "illustrated",
    "images",
    "markup",
    "places",
]

NAMESPACE: Final = "mdwx-xmlns"
"""What ``xmlns`` is called on the way from process to process: whoever reads XML makes
a part of each name of it, and ``svg`` would be no ``svg`` any more.
"""


@dataclass(slots=True)
class Page:
    """An article on its way: transforms edit ``root`` and note what they drop."""

    post: Post
    title: str
    root: etree._Element
    """``<section class="article">`` around everything."""
    report: Report
    code_style: str = ""
    """Which colours code gets, once the look is known."""
    colour: Callable[[Any], Any] | None = None
    """What remembers code that was coloured before: ``style.snippets``."""
    awaits: list[PurePosixPath] = field(default_factory=list)
    """Posts it links to that have no address yet."""
    ignores: list[Ignore] = field(default_factory=list)
    """What is not to be told, of the post and of the parts round it."""
    places: dict[etree._Element, Span] = field(default_factory=dict)
    """Where each element came from, once that no longer stands on it."""
    held: list[etree._Element] = field(default_factory=list)

    def hold(self) -> None:
        """Keep hold of every element, before many look at them one after the other.

        lxml makes what stands for an element anew for each that asks, unless somebody
        has it still: three times the price (measured 2026-11).
        """
        self.held = elements(self.root)

    def where(self, element: etree._Element) -> Span:
        """The place in the source that an element came from."""
        if element in self.places:
            return self.places[element]
        family = (element, *element.iterancestors())
        lines = [line for it in family if (line := it.get(LINE))]
        paths = [path for it in family if (path := it.get(PATH))]
        file = PurePosixPath(paths[0]) if paths else self.post.path
        return Span(file, int(lines[0]) if lines else None)

    def note(
        self,
        element: etree._Element,
        code: str,
        message: Text,
        *,
        hint: Text | None = None,
        severity: Severity | None = None,
    ) -> None:
        """Report something about an element, at its place in the source."""
        where = self.where(element)
        self.report.findings.append(
            finding(code, message, hint=hint, where=where, severity=severity)
        )


@dataclass(frozen=True, slots=True)
class Article:
    """A finished article; only its picture addresses are still open."""

    post: Post
    title: str
    root: etree._Element
    """Every ``img`` still carries the ``src`` the author wrote."""
    images: tuple[ImageRef, ...]
    """Pictures in order of appearance, one entry for each ``src``."""
    pictures: Mapping[str, Picture]
    """By ``src``; one that could not be read is missing and has a finding."""
    text: str
    """What a reader sees, as plain text; the content of a newspic."""
    findings: tuple[Finding, ...]
    size: Size
    awaits: tuple[PurePosixPath, ...] = ()
    """Posts it links to that had no address yet."""
    ignores: tuple[Ignore, ...] = ()
    """What its author does not want to hear of."""
    places: tuple[Span, ...] = ()
    """Where each element came from, in document order."""
    night: tuple[str, ...] = ()
    """The style of each element by night, as ``style.night`` found them."""

    def content(self, addresses: Mapping[str, str]) -> str:
        """The markup with every picture at its address in ``addresses``.

        Rules A08 and A09: WeChat drops pictures that are not on its own hosts
        (Official: draft/add page), so a missing address raises ``KeyError``.
        """
        return illustrated(deepcopy(self.root), addresses)

    def __reduce__(self) -> tuple[Any, ...]:
        """For the way from one process to another, which no tree survives."""
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        root = deepcopy(self.root)
        rename_attribute(root, "xmlns", NAMESPACE)
        told["root"] = etree.tostring(root)
        return _article_of, (told,)


def _article_of(told: dict[str, Any]) -> Article:
    root = etree.fromstring(told["root"], etree.XMLParser(huge_tree=True))
    rename_attribute(root, NAMESPACE, "xmlns")
    return Article(**{**told, "root": root})


def rename_attribute(root: etree._Element, old: str, new: str) -> None:
    """Give an attribute another name, in its place among the others."""
    for element in root.iter("*"):
        if old in element.attrib:
            said = element.items()
            element.attrib.clear()
            for name, value in said:
                element.set(new if name == old else name, value)


def grow(document: Document) -> Page:
    """Grow the tree of a document, with everything its author wrote."""
    report = Report(document.post.path)
    root = grow_tree(document, report)
    for label, line in document.unused_notes:
        note_unused(report, label, line=document.post.body_line + (line or 0))
    ignores = [*document.post.ignores, *document.ignores]
    return Page(document.post, document.title, root, report, ignores=ignores)


def note_unused(report: Report, label: str, *, line: int) -> None:
    """Say that a footnote nobody refers to is not in the article."""
    report.add(
        "M050",
        Text(
            zh=f"脚注 [^{label}] 没有被引用，不会出现在文章里",
            en=f"footnote [^{label}] is never referred to and is left out",
        ),
        hint=Text(
            zh=f"在正文里写上 [^{label}]，或删去这条脚注",
            en=f"write [^{label}] in the text, or delete the note",
        ),
        line=line,
    )


def add_part(page: Page, part: Page, *, after: bool) -> None:
    """Put a part that goes round every article before or after this one."""
    for child in part.root:
        child.set(PATH, str(part.post.path))
        if after:
            child.set(AFTER, "")
    if after:
        page.root.extend(list(part.root))
    else:
        page.root[:0] = list(part.root)
    page.report.findings.extend(part.report.findings)
    # What a part says of all of itself is not said of the post.
    page.ignores += [
        replace(it, lines=it.lines or (1, sys.maxsize)) for it in part.ignores
    ]


def places(page: Page) -> dict[etree._Element, Span]:
    """Where each element came from, in document order: as ``Page.where`` tells."""
    found: dict[etree._Element, Span] = {}
    for element in page.root.iter(etree.Element):
        around = element.getparent()
        place = Span(page.post.path) if around is None else found[around]
        path, line = element.get(PATH), element.get(LINE)
        if path or line:
            file = PurePosixPath(path) if path else place.path
            place = Span(file, int(line) if line else place.line)
        found[element] = place
    return found


def images(page: Page) -> tuple[ImageRef, ...]:
    """The pictures in order of appearance, one entry for each ``src``."""
    refs: dict[str, ImageRef] = {}
    for image in page.root.iter("img"):
        src = image.get("src", "")
        anywhere = ANYWHERE in image.attrib
        ref = ImageRef(
            src,
            page.where(image),
            image.get("alt", ""),
            drawing=drawing_of(image),
            anywhere=anywhere,
        )
        first = refs.setdefault(src, ref)
        if anywhere and not first.anywhere:
            refs[src] = replace(first, anywhere=True)
    return tuple(refs.values())


def drawing_of(image: etree._Element) -> Drawing | None:
    """What is to be drawn, where a picture is no file."""
    kind = image.get(KIND)
    return Drawing(DrawingKind(kind), image.get(SOURCE, "")) if kind else None


def illustrated(root: etree._Element, addresses: Mapping[str, str]) -> str:
    """The markup of a tree whose pictures go to their addresses."""
    for image in root.iter("img"):
        image.set("src", addresses[image.get("src", "")])
    return markup(root)


def markup(root: etree._Element) -> str:
    """The tree as HTML: void tags, no white space added, nbsp as itself."""
    return str(etree.tostring(root, method="html", encoding="unicode", with_tail=False))
