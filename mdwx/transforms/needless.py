"""Declarations that change nothing leave.

What an element has anyway, from what it stands in, from the browser or from WeChat's
page, need not be said again. Blocks of text are the exception: there what they
inherit stays, because WeChat's editor takes trees apart (``style.textblocks``).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from lxml import etree

from mdwx.page import Page
from mdwx.page.elements import names
from mdwx.page.styles import set_style, style_of, written
from mdwx.page.tree import children, outside, tag_of
from mdwx.patterns import pattern
from mdwx.records import dataclass
from mdwx.style.pieces import around, four_of
from mdwx.style.textblocks import INHERITED, is_text_block

__all__ = ["drop_needless"]

Styles = Mapping[str, str]

PAGE: Final[Styles] = MappingProxyType(
    {
        "font-size": "17px",
        "line-height": "1.6",
        "text-align": "justify",
        "font-weight": "400",
        "font-style": "normal",
        "text-indent": "0",
        "white-space": "normal",
        "word-break": "normal",
    }
)
"""What words inherit from WeChat's page (Official style sheet; Measured 2026-08)."""

PASSED_ON: Final = frozenset(PAGE) | {
    *INHERITED,
    "font-family",
    "list-style-type",
    "list-style-position",
}
"""Properties that an element has from its parent."""

FORCED: Final = names("max-width box-sizing overflow-wrap word-wrap")
"""The page sets them on everything, and ``!important`` (Official style sheet)."""

LINES: Final = names("p h1 h2 h3 h4 h5 h6")
"""Elements with a margin of their own in every browser."""

HEADING: Final[Styles] = {"font-size": "", "font-weight": ""}
MONOSPACED: Final[Styles] = {"font-family": "", "font-size": "", "white-space": ""}
CELL: Final[Styles] = {"vertical-align": "", "border": ""}
ITALIC: Final[Styles] = {"font-style": "italic"}
STRUCK: Final[Styles] = {"text-decoration": "line-through"}
UNDERLINED: Final[Styles] = {"text-decoration": "underline"}

NATIVE: Final[Mapping[str, Styles]] = MappingProxyType(
    {
        **dict.fromkeys(LINES - {"p"}, HEADING),
        **dict.fromkeys(names("code pre kbd samp"), MONOSPACED),
        **dict.fromkeys(names("em i"), ITALIC),
        **dict.fromkeys(names("del s"), STRUCK),
        **dict.fromkeys(names("ins u"), UNDERLINED),
        "a": {"color": "", "text-decoration": "none"},
        "sup": {"vertical-align": "super", "font-size": ""},
        "sub": {"vertical-align": "sub", "font-size": ""},
        "td": CELL,
        "th": {**CELL, "font-weight": "700", "text-align": ""},
        "table": {"text-indent": "0", "border": ""},
        "ul": {"list-style-type": ""},
        "ol": {"list-style-type": ""},
        "hr": {"border": "", "color": "", "overflow": "", "width": "100%"},
    }
)
"""What a tag brings along by itself. Nothing (``""``) stands for what differs from
browser to browser or from one year of WeChat's sheet to the next: better said.
Headings were 16 px and 400 in 2023; cells had borders until 2020."""

BORDERS: Final = names("border-top border-right border-bottom border-left")

FILLING_PX: Final = 677
FILLING: Final[Styles] = MappingProxyType({"width": "100%", "margin": "0 auto"})
"""What a picture as wide as the widest column does by itself: the page lets none be
wider than what it stands in."""

FACTOR: Final = pattern(r"[\d.]+")

INITIAL: Final[Styles] = MappingProxyType(
    {
        "text-decoration": "none",
        "vertical-align": "baseline",
        "background-color": "transparent",
        "background-image": "none",
        **dict.fromkeys(("border", *BORDERS), "0"),
        "border-radius": "0",
        "box-shadow": "none",
        "opacity": "1",
        "float": "none",
        "width": "auto",
        "height": "auto",
        "overflow": "visible",
    }
)
"""What any other element has where nothing is said."""

SIDED: Final = ("margin", "padding")
SIDES: Final = ("top", "right", "bottom", "left")
"""Page and browser agree on no margin and no padding: the page resets both."""

BOLDER: Final = MappingProxyType(
    {"100": "400", "200": "400", "300": "400", "400": "700", "500": "700"}
)
"""What ``strong`` makes of the weight around it; anything above becomes 900."""


class Kind(NamedTuple):
    """What of an element decides what it need not say, besides its style."""

    tag: str
    is_text: bool
    """Whether it is a block of text."""
    repeats: bool
    """Whether it says all the same what is inherited."""
    is_wide: bool
    """Whether it is a picture as wide as the widest column."""


@dataclass(frozen=True, slots=True, eq=False)
class Inherited:
    """What words inherit; one object for all that is alike, so that it is looked up
    as such, and not by each of its values.
    """

    style: Styles


def drop_needless(page: Page) -> None:
    """Leave each element the declarations that make a difference."""
    passed: dict[etree._Element | None, Inherited] = {}
    outermost = inherited(*PAGE.items())
    for element in outside(page.root, "svg"):
        above = passed.get(element.getparent(), outermost)
        text = element.get("style", "")
        kept, passed[element] = needed(text, kind_of(element, text), above)
        if kept != text:
            set_style(element, kept)


@lru_cache(maxsize=1024)
def inherited(*style: tuple[str, str]) -> Inherited:
    """These declarations as what is inherited."""
    return Inherited(dict(style))


def kind_of(element: etree._Element, text: str) -> Kind:
    """What of an element of this style decides what it need not say."""
    tag, is_text = tag_of(element), is_text_block(element)
    repeats = is_text or (text != "" and speaks_for_lines(element))
    is_wide = tag == "img" and int(element.get("data-w", "0")) >= FILLING_PX
    return Kind(tag, is_text, repeats, is_wide)


@lru_cache(maxsize=8192)
def needed(text: str, kind: Kind, above: Inherited) -> tuple[str, Inherited]:
    """The style of an element as short as can be, and what those in it have from it.

    Elements of an article share few styles, so most answers were given before.
    """
    native = {**above.style, **native_style(kind, above.style)}
    own: Styles = style_of(text)
    if own:
        own = sided(own, says_margin=says_margin(kind, own))
        text = written(needful(own, native, repeats=kind.repeats))
    here = {**native, **own}
    return text, inherited(*((k, v) for k, v in here.items() if k in PASSED_ON))


def speaks_for_lines(element: etree._Element) -> bool:
    """Whether lines of text in it leave it to say what they inherit, as in code."""
    return any(
        "font-size" not in style_of(child.get("style", "")) and is_text_block(child)
        for child in children(element)
        if tag_of(child) == "section"
    )


def native_style(kind: Kind, above: Styles) -> Styles:
    """What an element has by its tag alone, in these surroundings."""
    if kind.tag in {"strong", "b"}:
        return {"font-weight": BOLDER.get(above["font-weight"], "900")}
    return FILLING if kind.is_wide else NATIVE.get(kind.tag, {})


def needful(own: Styles, native: Styles, *, repeats: bool) -> Styles:
    """The declarations that make an element other than it is by itself."""
    has = {**INITIAL, **native}
    if "border" in own:
        has |= dict.fromkeys(BORDERS, own["border"])
    if own.get("font-size") == "0" and FACTOR.fullmatch(native["line-height"]):
        # Any number of times nothing.
        has["line-height"] = own.get("line-height", "")
    return {
        name: value
        for name, value in own.items()
        if name not in FORCED
        and (has.get(name) != value or (repeats and name in INHERITED))
    }


def says_margin(kind: Kind, own: Styles) -> bool:
    """Whether an element says its margin in any case, as lines of text do.

    One that is counted in a size of 0 is none anyhow.
    """
    return (kind.is_text or kind.tag in LINES) and own.get("font-size") != "0"


def sided(own: Styles, *, says_margin: bool) -> dict[str, str]:
    """The same with margins and paddings in the fewest words; none go unsaid."""
    style = dict(own)
    for prefix in SIDED:
        keys = [key for key in own if key == prefix or key.startswith(f"{prefix}-")]
        if not keys or len(own.get(prefix, "0").split()) > len(SIDES):
            continue
        whole = says_margin and prefix == "margin"
        shortest = in_few_words(prefix, sides_of(own, prefix), whole=whole)
        style = replaced(style, keys, shortest)
    return style


def sides_of(own: Styles, prefix: str) -> dict[str, str]:
    """What is said of each side; the later declaration counts."""
    found: dict[str, str] = {}
    for name, value in own.items():
        if name == prefix:
            found.update(zip(SIDES, four_of(value.split()), strict=True))
        elif name.startswith(f"{prefix}-"):
            found[name.removeprefix(f"{prefix}-")] = value
    return found


def in_few_words(prefix: str, sides: Styles, *, whole: bool) -> dict[str, str]:
    """Sides as one declaration, or as one for each that is not nothing."""
    single = {f"{prefix}-{side}": it for side, it in sides.items() if it != "0"}
    if len(sides) < len(SIDES):
        return single if not whole else {f"{prefix}-{k}": v for k, v in sides.items()}
    together = {prefix: around([sides[side] for side in SIDES])}
    return together if whole or length(together) <= length(single) else single


def length(style: Styles) -> int:
    """How many characters declarations take."""
    return sum(len(name) + len(value) + 2 for name, value in style.items())


def replaced(style: Styles, keys: list[str], by: Styles) -> dict[str, str]:
    """Declarations with others where the first of ``keys`` stood."""
    found: dict[str, str] = {}
    for name, value in style.items():
        if name not in keys:
            found[name] = value
        elif name == keys[0]:
            found.update(by)
    return found
