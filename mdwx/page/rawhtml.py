"""The author's own HTML, piece by piece, onto the growing page.

Python's tolerant ``HTMLParser`` reads the tags; the branch they are grown on
decides what they may close. So a stray or missing end tag stays inside the
paragraph, item or cell it was written in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from types import MappingProxyType
from typing import Final, Protocol

from mdwx.css_bounds import is_readable
from mdwx.page.elements import ATTRIBUTES, KNOWN, VECTOR, names
from mdwx.page.tolerant import TolerantParser
from mdwx.page.tree import clean_text
from mdwx.patterns import pattern

__all__ = ["Branch", "RawReader"]

Attributes = dict[str, str]

LOOKS: Final = names("style bgcolor color valign width height")
"""Attributes that become declarations."""

CASED: Final = MappingProxyType(
    {
        name.lower(): name
        for name in VECTOR
        | names(
            "viewBox preserveAspectRatio attributeName attributeType repeatCount "
            "repeatDur calcMode keyTimes keySplines keyPoints pathLength textLength "
            "lengthAdjust gradientUnits gradientTransform"
        )
    }
)
"""SVG cares about capitals, the HTML parser does not keep them."""

HOLDABLE: Final = pattern(r"[A-Za-z][A-Za-z0-9.-]*")
"""Names the tree can hold: Word's ``o:p`` is none, and leaves its words."""


class Branch(Protocol):
    """Where tags and words of the author's HTML arrive."""

    def at_line(self, number: int) -> None: ...

    def start(self, tag: str, attributes: Attributes) -> None: ...

    def end(self, tag: str) -> None: ...

    def words(self, text: str) -> None: ...

    def note_handler(self, tag: str, name: str) -> None: ...

    def note_looks(self, tag: str) -> None: ...

    def note_literal(self, written: str) -> None: ...


class RawReader(TolerantParser):
    """Reads one fragment of HTML and grows it on a branch."""

    def __init__(self, branch: Branch, ended: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.branch = branch
        self.ended = ended
        """Names that have an end tag somewhere in the post."""

    def read(self, markup: str) -> None:
        """Grow the whole fragment.

        Behind its last ``>`` no tag can end, and looking for the end of each again
        and again would take the square of their number.
        """
        end = markup.rfind(">") + 1
        self.feed(markup[:end])
        self.close()
        rest = markup[end:]
        self.branch.words(rest if self.cdata_elem else unescape(rest))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.branch.at_line(self.getpos()[0])
        if tag in self.ended and ":" in tag:
            return
        if not is_element(tag, self.ended):
            written = self.get_starttag_text() or ""
            self.branch.note_literal(written)
            self.branch.words(written)
            return
        name = CASED.get(tag, tag)
        for handler in (key for key, _ in attrs if key.startswith("on")):
            self.branch.note_handler(name, handler)
        if not all(is_readable(value or "") for key, value in attrs if key in LOOKS):
            self.branch.note_looks(name)
        self.branch.start(name, allowed(name, attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        # Only SVG and custom elements may end in their start tag; for the rest
        # of HTML the slash means nothing.
        if CASED.get(tag, tag) in VECTOR or "-" in tag:
            self.branch.end(CASED.get(tag, tag))

    def handle_endtag(self, tag: str) -> None:
        self.branch.end(CASED.get(tag, tag))

    def handle_comment(self, data: str) -> None:
        """Rule T03: comments are nobody's text; ``<!-- more -->`` is one."""

    def handle_data(self, data: str) -> None:
        self.branch.words(data)

    def unknown_decl(self, data: str) -> None:
        if data.startswith("CDATA["):
            self.branch.words(data.removeprefix("CDATA["))


def is_element(tag: str, ended: frozenset[str]) -> bool:
    """Whether a start tag is meant as one, and not as ``List<String>``."""
    if tag in KNOWN or CASED.get(tag) in VECTOR:
        return True
    is_named = tag in ended or tag.startswith("mp-")
    return is_named and bool(HOLDABLE.fullmatch(tag))


def allowed(tag: str, attrs: Iterable[tuple[str, str | None]]) -> Attributes:
    """The attributes of the author's element that a later rule reads.

    Rule A16: ``xlink:href`` is the old name of ``href``.
    """
    pairs = {
        CASED.get(key, key).removeprefix("xlink:"): clean_text(value or "")
        for key, value in attrs
    }
    usable = {key: it for key, it in pairs.items() if is_usable(key, it)}
    if tag in VECTOR or tag.startswith("mp-"):
        return usable
    wanted = ATTRIBUTES[""] | ATTRIBUTES.get(tag, frozenset())
    return {key: value for key, value in usable.items() if key in wanted}


def is_usable(name: str, value: str) -> bool:
    """Whether an attribute can be held by the tree, runs nothing, ends one day."""
    if not re.fullmatch(r"[A-Za-z][\w.-]*", name) or name.startswith(("on", "mdwx-")):
        return False
    return name not in LOOKS or is_readable(value)
