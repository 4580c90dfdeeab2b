"""``::: tip 标题`` containers, as VitePress, VuePress, Docusaurus and mdnice have it.

A container is closed by as many colons as opened it, or more; inner ones may be
written with fewer or the same. One that is never closed ends with what it is in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from mdwx.markdown.boxes import Box, callout_attributes, has_room, push_box
from mdwx.markdown.findings import finding
from mdwx.markdown.kinds import KINDS
from mdwx.markdown.layout import push_page_break, push_spacer
from mdwx.markdown.pairing import Mark, pair
from mdwx.model import Text
from mdwx.patterns import pattern

__all__ = ["extend"]

OPENER: Final = pattern(
    r"(?P<colons>:{3,})[ \t]*+"
    r"(?:\{[ \t]*[.#]?(?P<braced>[A-Za-z][\w-]*+)[^{}]*\}"
    r"|(?P<name>[A-Za-z][A-Za-z0-9_-]*+)(?![\w.:/]))"
    r"(?P<rest>.*)"
)
CLOSER: Final = pattern(r"(:{3,})[ \t]*")
BRACKETED: Final = pattern(r"\[(.*)\](?:\{[^{}]*\})?")
ALIGNED: Final = frozenset({"left", "center", "right"})
MAVON: Final = "hljs-"
"""What mavon-editor puts before the names of aligned boxes."""
QUARTO: Final = "callout-"
"""What Quarto puts before the names of callouts."""

PICTURED: Final = frozenset({"row", "gallery", "slider"})
"""Boxes whose pictures the page puts beside one another."""
QUIET: Final = frozenset(
    {"raw", "v-pre", "code-group", "code-tabs", "tabs", "div", "section", "slot"}
)
"""Boxes that only mean something to a site's own page: what is in them stays."""

SINGLE: Final = frozenset({"spacer", "pagebreak", "page-break", "newpage"})


def extend(parser: MarkdownIt) -> None:
    """Switch on containers."""
    parser.block.ruler.before(
        "fence",
        "mdwx_container",
        read_container,
        {"alt": ["paragraph", "reference", "blockquote", "list"]},
    )


def read_mark(words: str) -> Mark | None:
    """What a line of the source opens or closes."""
    if not words.startswith(":::"):
        return None
    if closer := CLOSER.fullmatch(words):
        return Mark(opens=False, name=":", length=len(closer[1]))
    if opener := OPENER.fullmatch(words):
        is_single = name_of(opener) in SINGLE
        length = len(opener["colons"])
        return Mark(opens=True, name=":", length=length, is_single=is_single)
    return None


def name_of(opener: re.Match[str]) -> str:
    """The name of a container in small letters."""
    return str(opener["braced"] or opener["name"]).lower()


def title_of(opener: re.Match[str]) -> str:
    """The title behind the name, without brackets, attributes or colons."""
    rest = opener["rest"].strip()
    if bracketed := BRACKETED.fullmatch(rest):
        return bracketed[1].strip()
    rest = rest.rstrip(": \t")
    if rest.endswith("}") and "{" in rest:
        rest = rest[: rest.rindex("{")].rstrip()
    return rest.strip("\"'")


def read_container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read one container with all it holds."""
    position = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(":::", position) or state.is_code_block(start):
        return False
    opener = OPENER.fullmatch(state.src[position : state.eMarks[start]].rstrip())
    if opener is None or not has_room(state):
        return False
    if silent:
        return True
    pairs: Mapping[int, int] = state.env.get("mdwx_containers") or {}
    if "mdwx_containers" not in state.env:
        pairs = state.env["mdwx_containers"] = pair(state.src, read_mark)
    last = min(pairs.get(start, end), end)
    is_closed = last < end
    if name_of(opener) in SINGLE:
        push_single(state, opener, start)
        state.line = last + 1 if is_closed and last == start + 1 else start + 1
        return True
    if not is_closed:
        state.tokens.append(unclosed(opener, start))
    push_box(state, box_of(state, opener, (start, last, last + is_closed)))
    return True


def push_single(state: StateBlock, opener: re.Match[str], line: int) -> None:
    """Write a container that holds nothing."""
    if name_of(opener) == "spacer":
        push_spacer(state, title_of(opener), line=line)
    else:
        push_page_break(state, line=line)


def box_of(state: StateBlock, opener: re.Match[str], at: tuple[int, int, int]) -> Box:
    """The box a container becomes."""
    name, title = name_of(opener), title_of(opener)
    if kind := KINDS.get(name.removeprefix(QUARTO)):
        return Box(*at, attributes=callout_attributes(kind), title=title or kind.title)
    if (side := name.removeprefix(MAVON)) in ALIGNED:
        return Box(*at, attributes={"align": side}, title=title, title_class="")
    if name in PICTURED:
        return Box(*at, attributes={"class": name}, title=title, title_class="")
    if name not in QUIET:
        state.tokens.append(unknown(name, at[0]))
    return Box(*at, title=title, title_class="")


def unclosed(opener: re.Match[str], line: int) -> Token:
    """The finding about a container that never ends."""
    return finding(
        "M063",
        Text(
            zh=f"::: {name_of(opener)} 没有结束，一直到这一部分的末尾",
            en=f"::: {name_of(opener)} is never closed and goes on to the end",
        ),
        hint=Text(
            zh=f"在内容后面另起一行，写 {opener['colons']}",
            en=f"write {opener['colons']} on a line of its own below it",
        ),
        line=line,
    )


def unknown(name: str, line: int) -> Token:
    """The finding about a container nobody knows."""
    return finding(
        "M064",
        Text(
            zh=f"不认识 ::: {name}，里面的内容照常显示，没有外框",
            en=f"::: {name} is unknown here; what it holds is shown without a box",
        ),
        hint=Text(
            zh="可以用 note、tip、info、important、warning、caution、danger、details",
            en="note, tip, info, important, warning, caution, danger, details have one",
        ),
        line=line,
    )
