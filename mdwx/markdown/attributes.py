"""``![](a.png){width=60%}``: attributes in braces, as Pandoc and kramdown have them.

Of use are those of pictures. Behind a link, at the end of a heading and on a line
of their own they steer another program's page, so they leave. Braces anywhere
else, and braces that hold anything but attributes, are an author's words.
"""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from mdwx.markdown.picture_sizes import set_size
from mdwx.patterns import pattern

__all__ = ["extend"]

ITEM: Final = r"""(?:
    [#.][^\W\d][\w:.-]*+
    |[A-Za-z_][\w:-]*+=(?:"[^"\n]{0,999}+"|'[^'\n]{0,999}+'|“[^”\n]{0,999}+”|[^\s"'“”{}<>`=]++)
)"""
BRACES: Final = pattern(rf"\{{:?[ \t]*+{ITEM}(?:[ \t]++{ITEM})*+[ \t]*+\}}", re.VERBOSE)
ENDING: Final = pattern(rf"[ \t]+(?:{BRACES.pattern}|\{{-\}})[ \t]*\Z", re.VERBOSE)
PAIR: Final = pattern(
    r"""(?<![\w:-])([\w:-]++)=(?:["'“]([^"'”]*)["'”]|([^\s"'“”{}]+))"""
)
CLASS: Final = pattern(r"(?:(?<=[\s{:])|^)\.([\w-]+)")
QUOTED: Final = pattern(r""""[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|“[^”]*+(?:”|\Z)""")
CARRIED: Final = ("align", "style", "title")
"""What a picture keeps besides its size and its class."""


def extend(parser: MarkdownIt) -> None:
    """Read braces behind pictures and links, and at the end of headings."""
    parser.inline.ruler.after("image", "mdwx_attributes", read_braces)
    parser.core.ruler.before("inline", "mdwx_heading_attributes", trim_headings)


def trim_headings(state: StateCore) -> None:
    """Take ``{#name .class}`` off headings: anchors are dead in WeChat."""
    for index, token in enumerate(state.tokens[:-1]):
        if token.type == "heading_open":
            inline = state.tokens[index + 1]
            start = inline.content.rfind(" {")
            if start > 0 and ENDING.match(inline.content, start):
                inline.content = inline.content[:start].rstrip()


def read_braces(state: StateInline, silent: bool) -> bool:
    """Read one pair of braces; the signature is markdown-it's."""
    if silent or not state.src.startswith("{", state.pos):
        return False
    braces = BRACES.match(state.src, state.pos, state.posMax)
    if braces is None or not belongs(state, braces):
        return False
    state.pos = braces.end()
    return True


def belongs(state: StateInline, braces: re.Match[str]) -> bool:
    """Give the attributes to what stands before them, if it can have any."""
    is_line = stands_alone(state, braces)
    if is_line and state.tokens:
        # The page counts lines by these tokens, so it stays, as nothing.
        line_break = state.tokens[-1]
        line_break.type, line_break.tag = "text", ""
        line_break.meta["line_break"] = True
    before = [token.type for token in state.tokens[-4:]]
    back = 1 + bool(is_line and before)
    ending = before[: len(before) - back + 1]
    if ending[-3:] == ["link_open", "image", "link_close"]:
        back += 1
    elif ending[-1:] != ["image"]:
        return is_line or (ending[-1:] == ["link_close"] and not state.pending)
    if not fits(state.pending, braces[0]):
        return False
    state.pending = ""
    give(state.tokens[-back], braces[0])
    return True


def stands_alone(state: StateInline, braces: re.Match[str]) -> bool:
    """Whether ``{: …}`` is the last line of its paragraph, or all of it."""
    is_first = not state.tokens or state.tokens[-1].type in {"softbreak", "hardbreak"}
    is_last = not state.src[braces.end() : braces.end() + 200].strip()
    return braces[0].startswith("{:") and is_first and not state.pending and is_last


def fits(between: str, braces: str) -> bool:
    """Whether braces stand near enough: a blank is fine before a size."""
    return not between or (
        not between.strip() and bool(re.search("width|height", braces))
    )


def give(picture: Token, braces: str) -> None:
    """Set the attributes of a picture that the page has a use for."""
    pairs = {name.lower(): value or bare for name, value, bare in PAIR.findall(braces)}
    set_size(picture, width=pairs.get("width", ""), height=pairs.get("height", ""))
    classes = CLASS.findall(QUOTED.sub("", braces)) + pairs.get("class", "").split()
    if classes:
        picture.attrs["class"] = " ".join(classes)
    for name in CARRIED:
        if name in pairs:
            picture.attrs.setdefault(name, pairs[name])
