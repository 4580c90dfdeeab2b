"""What text inherits is said again on each block of text.

Inheritance is fragile in WeChat's editor, which rebuilds the tree (seen by
three independent tools, 2019 to 2026), so colour, size, line height, letter
spacing and alignment stand on every paragraph, heading, item and cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from lxml import etree

from mdwx.page.elements import INLINES
from mdwx.page.styles import set_style, style_of
from mdwx.page.tree import GENERATED
from mdwx.patterns import pattern
from mdwx.style.generated import EMPTY
from mdwx.style.values import number

__all__ = ["INHERITED", "is_text_block", "repeat_inherited"]

INHERITED: Final = ("font-size", "line-height", "color", "letter-spacing", "text-align")
"""What every block of text says for itself."""
MARKERS: Final = "list-style-position"
"""Inherited too, and every ``list-style`` says it: left out where nothing changes."""
WECHAT_FONT_PX: Final = 17.0
"""Size of text that nothing styles (measured on a live article, 2026-08)."""

INLINE: Final = INLINES | {"br", "svg"}
BOXED: Final = frozenset({"li", "td", "th"})
"""Blocks whose margin is their parent's affair."""

SMALLER: Final = 1 / 1.2
SCALES: Final[Mapping[str, float]] = {
    **{"h1": 2.0, "h2": 1.5, "h3": 1.17, "h5": 0.83, "h6": 0.67},
    **{"sub": SMALLER, "sup": SMALLER, "small": SMALLER},
}
"""How browsers size what a theme does not (HTML standard, section 15.3)."""

INITIAL: Final[Mapping[str, str]] = {
    "font-size": "medium",
    "line-height": "normal",
    "color": "#000",
    "letter-spacing": "normal",
    "text-align": "left",
}
INHERITING: Final = frozenset({"inherit", "unset"})

FONT_SIZES: Final[Mapping[str, float]] = {
    "xx-small": 9,
    "x-small": 10,
    "small": 13,
    "medium": 16,
    "large": 18,
    "x-large": 24,
    "xx-large": 32,
}
EM: Final = pattern(r"(?<![\w.#-])(-?(?:\d*+\.)?\d++)em\b")

Styles = Mapping[str, str]
Above = tuple[tuple[str, str], ...]
"""What is inherited, by name, as it stands on the nearest that says it."""


class Kind(NamedTuple):
    """What of an element decides what is said again on it."""

    tag: str
    is_empty: bool
    """Whether it is a box without words that a theme has made."""
    is_text_block: bool

    @property
    def is_inline(self) -> bool:
        """Whether it is part of a line."""
        return self.tag in INLINE

    @property
    def scale(self) -> float:
        """What a browser makes of the size of text here, where nothing says it."""
        return SCALES.get(self.tag, 1.0)


def repeat_inherited(root: etree._Element) -> None:
    """Rule C25: give each text block the text properties that hold where it stands."""
    waiting: list[tuple[etree._Element, Above, float]] = [(root, (), WECHAT_FONT_PX)]
    while waiting:
        element, above, font_px = waiting.pop()
        kind = Kind(
            str(element.tag), element.get(GENERATED) == EMPTY, is_text_block(element)
        )
        style = element.get("style", "")
        text, here, font_px = said_again(style, kind, above, font_px)
        set_style(element, text)
        waiting += [(child, here, font_px) for child in element if is_element(child)]


@lru_cache(maxsize=8192)
def said_again(
    style: str, kind: Kind, above: Above, font_px: float
) -> tuple[str, Above, float]:
    """The whole style of an element, what those in it inherit, and their font size."""
    own = dict(style_of(style))
    inherited: dict[str, str] = dict(above)
    settle_words(own, inherited)
    font_px = settle_font(own, font_px, kind)
    settle_lengths(own, font_px)
    if kind.is_empty:
        own = without_line(own, font_px)
    said = {k: own[k] for k in (*INHERITED, MARKERS) if k in own}
    here = inherited | {k: v for k, v in said.items() if v not in INHERITING}
    if own.get(MARKERS) == inherited.get(MARKERS, "outside"):
        del own[MARKERS]
    if kind.is_text_block:
        again = {k: v for k, v in here.items() if k in INHERITED}
        own = {**missing_margins(own, kind), **own, **again}
    elif kind.is_inline:
        own = without_inherited(own, inherited, kind)
        if kind.tag == "a" and "color" in here:
            # The page has a colour for links, which is stronger than inheritance.
            own["color"] = here["color"]
    text = ";".join(f"{name}:{value}" for name, value in own.items())
    return text, tuple(here.items()), font_px


def is_element(node: etree._Element) -> bool:
    """Whether a node is an element of the article that CSS can style."""
    return isinstance(node.tag, str) and node.tag != "svg"


def settle_words(own: dict[str, str], inherited: Styles) -> None:
    """Work out ``inherit`` and its like, for what is said again."""
    for name in INHERITED:
        word = own.get(name, "").lower()
        if word == "initial":
            own[name] = INITIAL[name]
        elif word in INHERITING:
            own[name] = inherited.get(name, word)
        elif word.startswith("revert"):
            del own[name]


def settle_font(own: dict[str, str], above_px: float, kind: Kind) -> float:
    """Work out ``font-size`` in px; the editor may move an element elsewhere."""
    size = own.get("font-size", "")
    if size in INHERITING:
        size = "1em"
    relative = {"smaller": SMALLER, "larger": 1.2}
    if match := re.fullmatch(r"((?:\d*+\.)?\d++)(px|em|%)", size):
        value = float(match[1])
        px = {"px": value, "em": value * above_px, "%": value * above_px / 100}[
            match[2]
        ]
    elif size in FONT_SIZES or size in relative:
        px = FONT_SIZES.get(size) or above_px * relative[size]
    else:
        own.pop("font-size", None)
        if kind.is_inline or kind.scale == 1:
            return above_px * kind.scale
        px = above_px * kind.scale
    px = round(px, 2)
    own["font-size"] = f"{number(px)}px"
    return px


def settle_lengths(own: dict[str, str], font_px: float) -> None:
    """Work out inherited lengths that lean on the size of the text."""
    for name in ("letter-spacing", "line-height"):
        if match := re.fullmatch(r"(-?(?:\d*+\.)?\d++)(em|%)", own.get(name, "")):
            factor = float(match[1]) / (100 if match[2] == "%" else 1)
            own[name] = f"{number(round(factor * font_px, 2))}px"


def without_inherited(own: Styles, above: Styles, kind: Kind) -> dict[str, str]:
    """What an inline element has to say that its surroundings do not say already."""
    kept = "" if kind.scale == 1 else "font-size"
    return {
        name: value
        for name, value in own.items()
        if name not in INHERITED or name == kept or value != above.get(name)
    }


def without_line(own: Styles, font_px: float) -> dict[str, str]:
    """A box without words, whose one blank is to take no room.

    The editor removes what is empty, and a blank would make a line as high as any.
    """

    def in_pixels(match: re.Match[str]) -> str:
        return f"{number(round(float(match[1]) * font_px, 2))}px"

    settled = {name: EM.sub(in_pixels, value) for name, value in own.items()}
    if settled.get("display") == "inline-block":
        # Its lower edge stands on the line, as that of an empty box does.
        settled.setdefault("overflow", "hidden")
    return {**settled, "font-size": "0", "line-height": "1"}


def is_text_block(element: etree._Element) -> bool:
    """Whether text stands directly in this block, or in its inline children."""
    if element.tag in INLINE:
        return False
    if has_text(element.text):
        return True
    for child in element:
        if has_text(child.tail):
            return True
        if child.tag in INLINE and says_something(child):
            return True
    return False


def has_text(text: str | None) -> bool:
    """Whether there is more than white space."""
    return text is not None and text != "" and not text.isspace()


def says_something(inline: etree._Element) -> bool:
    """Whether an inline element holds text anywhere."""
    return any(has_text(str(text)) for text in inline.itertext())


def missing_margins(own: Styles, kind: Kind) -> dict[str, str]:
    """Zero margins where the theme says nothing: browsers have other ideas."""
    if kind.tag in BOXED:
        return {}
    sides = (f"margin-{side}" for side in ("top", "right", "bottom", "left"))
    return {side: "0" for side in sides if side not in own}
