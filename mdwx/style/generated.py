"""``::before`` and ``::after`` as elements, since inline styles have neither.

They are made where the browser would make them: inside their element, first and
last. They join the tree once all selectors were matched and have a name of their
own until the cascade is over, so no selector counts them or meets them. They are
the theme's words and not the author's: ``GENERATED`` keeps them out of his text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Final

from lxml import etree
from tinycss2.ast import Node

from mdwx.page.elements import names
from mdwx.page.styles import read_style, style_at, write_style
from mdwx.page.tree import (
    GENERATED,
    NBSP,
    TEXT,
    add_text,
    drop,
    is_block,
    make,
    parent_of,
    tag_of,
)
from mdwx.patterns import pattern
from mdwx.records import dataclass
from mdwx.style.content import QUOTES, Speaker
from mdwx.style.sheet import Literals

__all__ = ["EMPTY", "NOWHERE", "PLACES", "UNSEEN", "Decorations", "fill"]

PLACES: Final = ("before", "after")
UNSEEN: Final = names("content quotes counter-reset counter-increment counter-set")
"""Properties that are done with once the elements are made."""

NOWHERE: Final = names(
    "hr img br svg input iframe wbr table thead tbody tfoot tr ul ol dl pre"
)
"""What is replaced, holds nothing, or holds nothing but its parts."""

EMPTY: Final = "empty"
"""The value of ``GENERATED`` where there is a box and no text."""

MOST: Final = 3000
"""Decorations of one article; a theme that wants more is an attack."""

BEING_MADE: Final = "mdwx-made"
SHOWING: Final = pattern(
    r"(background-(color|image)|border-.*-style|box-shadow|(min-)?height|padding-.*)"
)
BLOCKISH: Final = pattern(r"(block|flex|grid|table|list-item|flow-root)\b.*")


@dataclass(slots=True)
class Decorations:
    """The pseudo-elements that rules speak of, before they join the tree."""

    made: dict[tuple[etree._Element, str], etree._Element] = field(default_factory=dict)
    speaking: set[etree._Element] = field(default_factory=set)
    """Those with a ``content``; without one there is no box."""

    def of(
        self, element: etree._Element, place: str, *, bulk: str
    ) -> etree._Element | None:
        """The pseudo-element that a rule styles, if there may be one."""
        if place not in PLACES or not is_open(element):
            return None
        key = (element, place)
        if key not in self.made:
            if len(self.made) >= MOST:
                return None
            self.made[key] = etree.Element(BEING_MADE)
        found = self.made[key]
        if bulk.startswith("content:") or ";content:" in bulk:
            self.speaking.add(found)
        return found

    def join(self) -> None:
        """Put them into the tree."""
        for (element, place), made in self.made.items():
            if made not in self.speaking:
                continue
            made.set(GENERATED, place)
            if place == "before":
                put_first(element, made)
            else:
                last_line(element).append(made)


def is_open(element: etree._Element) -> bool:
    """Whether an element may be given words: code keeps what can be copied."""
    if tag_of(element) in NOWHERE:
        return False
    is_code = next(element.iterancestors("pre"), None) is not None
    return not is_code and element.find("pre") is None


def put_first(element: etree._Element, made: etree._Element) -> None:
    """Put it before all the element holds, but behind the marker of a list."""
    line = element[0] if tag_of(element) == "li" and has_marker(element) else element
    if starts_with_marker(line):
        marker = line[0]
        made.tail, marker.tail = marker.tail, None
        line.insert(1, made)
    else:
        made.tail, line.text = line.text, None
        line.insert(0, made)


def has_marker(item: etree._Element) -> bool:
    """Whether the marker of an item is text in its first line."""
    return len(item) > 0 and starts_with_marker(item[0])


def starts_with_marker(line: etree._Element) -> bool:
    """Whether a line begins with the marker of its item."""
    return len(line) > 0 and not line.text and line[0].get("class") == "marker"


def last_line(element: etree._Element) -> etree._Element:
    """Where the words of an element end: an item's words may be in a line."""
    is_item = tag_of(element) == "li" and len(element) > 0
    return element[-1] if is_item and TEXT in element[-1].attrib else element


def fill(root: etree._Element, literals: Literals) -> None:
    """Count the counters, write the words, and give each element its name."""
    speaker = Speaker()
    ready: list[tuple[etree._Element, str | None]] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            speaker.counters.leave(element)
            continue
        count_items(speaker, element)
        style = style_at(element)
        if "counter-" in element.get("style", "") and style.get("display") != "none":
            speaker.counters.count(element, style)
        if element.tag == BEING_MADE:
            ready.append((element, words_for(element, style, speaker, literals)))
    for element, text in ready:
        finish(element, text)


def count_items(speaker: Speaker, element: etree._Element) -> None:
    """The counter that every list has of itself."""
    if element.tag in ("ol", "ul"):
        speaker.counters.start("list-item", element, 0)
    elif element.tag == "li":
        speaker.counters.nearest("list-item", element.getparent()).value += 1


def words_for(
    made: etree._Element,
    style: Mapping[str, str],
    speaker: Speaker,
    literals: Literals,
) -> str | None:
    """The text of one pseudo-element, or None where there is to be none."""
    nodes = literals.get(style.get("content", ""))
    owner = next(it for it in made.iterancestors() if TEXT not in it.attrib)
    if nodes is None or style.get("display") == "none":
        return None
    return speaker.text(nodes, of=owner, quotes=quotes_for(made, literals))


def quotes_for(made: etree._Element, literals: Literals) -> Sequence[str]:
    """The quotation marks that hold where it stands."""
    for element in (made, *made.iterancestors()):
        word = style_at(element).get("quotes", "")
        if word in literals:
            return quotation_marks(literals[word])
    return QUOTES


def quotation_marks(nodes: Sequence[Node]) -> Sequence[str]:
    """What ``quotes`` says: strings, none at all, or those of Chinese."""
    strings = [node.value for node in nodes if node.type == "string"]
    words = [node.lower_value for node in nodes if node.type == "ident"]
    return () if words == ["none"] else strings or QUOTES


def finish(made: etree._Element, text: str | None) -> None:
    """Make an element of the page of it, or take it out."""
    style = style_at(made)
    display = style.get("display", "inline")
    if text is None or not (text.strip() or any(map(SHOWING.fullmatch, style))):
        drop(made)
        return
    made.tag = "span"
    place = made.get(GENERATED, "")
    if text.strip():
        write_text(made, text, display=display, spaces=style)
    else:
        made.text = NBSP
        if display != "inline" or is_flex_item(made):
            made.set(GENERATED, EMPTY)
    if is_among_blocks(made, place):
        stand_alone(made, is_box=bool(BLOCKISH.fullmatch(display)))


def is_flex_item(made: etree._Element) -> bool:
    """Whether its element lays it out as a box, whatever its own display is."""
    owner = style_at(parent_of(made))
    return owner.get("display", "") in ("flex", "inline-flex")


def write_text(
    made: etree._Element, text: str, *, display: str, spaces: Mapping[str, str]
) -> None:
    """Write the words with the blanks and lines that a browser would show."""
    if spaces.get("white-space", "").startswith("pre"):
        first, *more = text.split("\n")
        add_text(made, first.replace(" ", NBSP))
        for line in more:
            made.append(make("br"))
            add_text(made, line.replace(" ", NBSP))
        return
    words = re.sub(r"[ \t\n]+", " ", text)
    if display == "inline":
        # The editor trims what stands at the edge of a span.
        words = re.sub(r"^ | $", NBSP, words)
    made.text = words.strip(" ")


def is_among_blocks(made: etree._Element, place: str) -> bool:
    """Whether a block is next to it, and no words."""
    if place == "before":
        beside, words = made.getnext(), made.tail
    else:
        beside = made.getprevious()
        words = None if beside is None else beside.tail
    return beside is not None and is_block(beside) and not (words or "").strip()


def stand_alone(made: etree._Element, *, is_box: bool) -> None:
    """Among blocks it is a line of its own, as it is in a browser."""
    if is_box:
        made.tag = "section"
        style = read_style(made)
        if style.get("display") == "block":
            write_style(made, {k: v for k, v in style.items() if k != "display"})
        return
    line = make("section")
    line.set(GENERATED, "line")
    made.addprevious(line)
    line.tail, made.tail = made.tail, None
    line.append(made)
