"""Boxes round blocks, as tokens: callouts, aligned blocks, plain containers.

Quotes with a kind, ``:::`` containers and the shortcodes that mean the same all
end as one structure: ``section.callout.callout-KIND > p.callout-title + blocks``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from markdown_it.rules_block import StateBlock

from mdwx.markdown.kinds import Kind
from mdwx.records import dataclass

__all__ = ["Box", "callout_attributes", "has_room", "push_box", "push_title"]


@dataclass(frozen=True, slots=True)
class Box:
    """A box and the lines it stands on."""

    first: int
    """The line that opens it; its content begins on the next."""
    last: int
    """The line behind its content."""
    end: int
    """The line that is read next."""
    tag: str = "section"
    attributes: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    """Markdown within a line; empty is no title."""
    title_class: str = "callout-title"


def callout_attributes(kind: Kind) -> dict[str, str]:
    """What makes a section a callout of this kind."""
    return {"class": f"callout callout-{kind.name}"}


def has_room(state: StateBlock) -> bool:
    """Whether the parser would still read what is in one more box.

    It forgets what is nested deeper than it likes, words and all.
    """
    return state.level < state.md.options.maxNesting - 6


def push_box(state: StateBlock, box: Box) -> None:
    """Write a box and everything in it; the parser goes on behind it."""
    opened = state.push("box_open", box.tag, 1)
    opened.attrs = dict(box.attributes)
    opened.map = [box.first, box.end]
    if box.title:
        push_title(state, box.title, line=box.first, name=box.title_class)
    parent, limit = state.parentType, state.lineMax
    # Lazy lines of a paragraph must not reach behind the end of the box.
    state.parentType, state.lineMax = "container", box.last
    state.md.block.tokenize(state, box.first + 1, box.last)
    state.parentType, state.lineMax = parent, limit
    state.push("box_close", box.tag, -1)
    state.line = box.end


def push_title(state: StateBlock, title: str, *, line: int, name: str) -> None:
    """Write the title of a box; that of a callout has a place for its icon."""
    opened = state.push("box_title_open", "p", 1)
    opened.attrs = {"class": name} if name else {}
    opened.map = [line, line + 1]
    if name == "callout-title":
        icon = state.push("callout_icon", "span", 0)
        icon.attrs = {"class": "callout-icon"}
    inline = state.push("inline", "", 0)
    inline.content = title
    inline.map = [line, line + 1]
    inline.children = []
    state.push("box_title_close", "p", -1)
