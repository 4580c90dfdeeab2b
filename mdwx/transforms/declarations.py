"""Declarations that WeChat removes or misreads leave, or are written otherwise.

Each row of ``refused.REFUSALS`` and of ``REWRITES`` is a rule under its number,
C001 for C01 and so on. An author hears of the declarations he wrote; what a theme does
is the affair of ``mdwx themes check``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

import tinycss2
from lxml import etree

from mdwx.config import Markdown
from mdwx.model import Text
from mdwx.page import Page
from mdwx.page.elements import VECTOR
from mdwx.page.hosts import is_picture_of_wechat
from mdwx.page.styles import (
    BLACK,
    Declaration,
    declarations,
    set_style,
    style_of,
    walk,
    written,
)
from mdwx.page.tree import elements, tag_of, text_of
from mdwx.patterns import pattern
from mdwx.transforms.refused import ADVISED, REFUSALS, UNKNOWABLE, WORKED_OUT

__all__ = ["filter_authors_style", "filter_styles", "refusal"]

URL: Final = pattern(r"url\(\s*+([\"']?+)([^\"'()\s\\]*+)\1\s*+\)")
LOADING: Final = pattern(r"url|image|src|cross-fade")
"""Functions whose strings are addresses."""
HEIGHTS: Final = frozenset({"height", "max-height"})
SPREADING: Final = pattern(r"(^|;) *min-width: *max-content *(;|$)")
MONOSPACED: Final = frozenset({"code", "pre", "kbd", "samp"})
ALLOWED_FONT: Final = pattern(r"^mp-quote\b|\bmonospace$", re.IGNORECASE)
"""The platform's own stack (Official: structure rules §3), and that of code."""


SIZES: Final = r"(max-|min-)?(width|height)|margin.*|padding.*|font-size|line-height"


@lru_cache(maxsize=8192)
def refusal(name: str, value: str, *, is_code: bool = False) -> str | None:
    """The code of the rule that refuses a declaration, or None."""
    for rule in REFUSALS:
        if rule.meets(name, value):
            return rule.code
    if any(is_foreign(address) for address in addresses_in(value)):
        return "C006"
    is_allowed = is_code or ALLOWED_FONT.search(value)
    return "C008" if name == "font-family" and not is_allowed else None


def addresses_in(value: str) -> Iterator[str]:
    """Every address a value names, in whatever spelling."""
    if "(" not in value:
        return
    for node in walk(tinycss2.parse_component_value_list(value)):
        if node.type in {"url", "error"}:
            yield getattr(node, "value", "")
        elif node.type == "function" and LOADING.search(node.lower_name):
            yield from (it.value for it in node.arguments if it.type == "string")


def is_foreign(address: str) -> bool:
    """Rule C06: WeChat drops addresses that are not its own (Official)."""
    return not is_picture_of_wechat(address)


class Box(NamedTuple):
    """What of an element decides how its declarations are written."""

    tag: str
    has_words: bool = False
    """Asked for only where a height is given."""
    ignores_width: bool = False
    """Whether the official checker is told to leave the width of a drawing alone."""


def filter_styles(page: Page) -> None:
    """Rules C01 to C21: leave the declarations that do what they say."""
    for element in elements(page.root):
        style = element.get("style")
        if style is None:
            continue
        tag = tag_of(element)
        box = Box(
            tag,
            not HEIGHTS.isdisjoint(style_of(style)) and has_words(element),
            tag == "svg" and element.get("data-ignore-width") is not None,
        )
        if (kept := filtered(style, box)) != style:
            set_style(element, kept)
        if "max-content" in style and SPREADING.search(style):
            # Rule C23: the official checker wants it said on this very box.
            element.set("data-ignore-width", "")


def has_words(element: etree._Element) -> bool:
    """Whether words stand anywhere in it."""
    return bool(text_of(element).strip())


@lru_cache(maxsize=8192)
def filtered(style: str, box: Box) -> str:
    """The style of one element with the declarations that stay, as they are written.

    Elements of an article share few styles, so most answers were given before.
    """
    kept: dict[str, str] = {}
    for name, value in style_of(style).items():
        if refusal(name, value, is_code=box.tag in MONOSPACED) is None:
            for rewrite in REWRITES:
                name, value = rewrite(box, name, value)
            kept[name] = value
    return written(kept)


Rewrite = Callable[[Box, str, str], tuple[str, str]]


def unquote_url(box: Box, name: str, value: str) -> tuple[str, str]:
    """Rule C07: quotes inside ``url()`` broke the attribute on pasting."""
    return name, URL.sub(r"url(\2)", value)


def resolve_viewport(box: Box, name: str, value: str) -> tuple[str, str]:
    """Rule C05: shares of the screen become shares of the column."""
    value = re.sub(r"(?<![\w.])(-?(?:\d*+\.)?\d++)vw\b", viewport_share(name), value)
    return name, re.sub(r"(?<![\w.])(-?(?:\d*+\.)?\d++)vh\b", pixels_high, value)


def viewport_share(name: str) -> Callable[[re.Match[str]], str]:
    """How ``vw`` is written: as % where that means the width, else in px."""
    is_share = re.fullmatch(r"(max-|min-)?width|margin.*|padding.*", name)
    if is_share:
        return lambda match: f"{match[1]}%"
    return lambda match: f"{float(match[1]) * 3.75:g}px"


def pixels_high(match: re.Match[str]) -> str:
    """A share of a phone's height in px."""
    return f"{float(match[1]) * 6.67:g}px"


def settle_align(box: Box, name: str, value: str) -> tuple[str, str]:
    """Rule C09: platforms disagree on start and end (Official: 1.6)."""
    sides = {"start": "left", "end": "right"}
    return name, sides.get(value, value) if name == "text-align" else value


def free_height(box: Box, name: str, value: str) -> tuple[str, str]:
    """Rule C11: a fixed height clips text when a reader enlarges it.

    The words of a drawing are part of it and keep their size.
    """
    is_fixed = name in {"height", "max-height"} and value.endswith("px")
    if is_fixed and box.has_words and box.tag not in VECTOR:
        return "min-height", value if name == "height" else "0"
    return name, value


def free_width(box: Box, name: str, value: str) -> tuple[str, str]:
    """Rule C12: more than 320 px fits no phone, but may scroll (Official: 1.4)."""
    match = None if box.ignores_width else re.fullmatch(r"((?:\d*+\.)?\d++)px", value)
    if name in {"width", "min-width"} and match and float(match[1]) > 320:
        return "width", "100%"
    return name, value


def show_picture(box: Box, name: str, value: str) -> tuple[str, str]:
    """Rule C13: an invisible picture is refused (Official: 1.1)."""
    is_hidden = name == "opacity" and re.fullmatch(r"0?\.?0*%?", value)
    return (name, "1") if is_hidden and box.tag == "img" else (name, value)


def soften_black(box: Box, name: str, value: str) -> tuple[str, str]:
    """Rule C16: the editor takes exact black for "no colour"."""
    return name, "#010101" if name == "color" and BLACK.fullmatch(value) else value


def thicken_border(box: Box, name: str, value: str) -> tuple[str, str]:
    """Rule C19: borders under 1 px vanish on some Androids."""
    if name.startswith("border") and "radius" not in name:
        return name, re.sub(r"(?<![\w.])0?\.\d+px", "1px", value)
    return name, value


def plain_background(box: Box, name: str, value: str) -> tuple[str, str]:
    """Rule C20: dark mode reads ``background-color`` best."""
    is_colour = re.fullmatch(r"#\w+|[a-z]+|(rgb|hsl)a?\([^()]*\)", value)
    if name == "background" and is_colour:
        return "background-color", "transparent" if value == "none" else value
    return name, value


REWRITES: Final[tuple[Rewrite, ...]] = (
    unquote_url,
    resolve_viewport,
    settle_align,
    free_height,
    free_width,
    show_picture,
    soften_black,
    thicken_border,
    plain_background,
)


def filter_authors_style(page: Page, options: Markdown) -> None:
    """Report what leaves the style attributes an author wrote."""
    for element in elements(page.root):
        if (style := element.get("style")) is None:
            continue
        is_code = tag_of(element) in MONOSPACED
        for declaration in declarations(style):
            for code, message in complaints(declaration, is_code=is_code):
                page.note(element, code, message)


def complaints(
    declaration: Declaration, *, is_code: bool
) -> Iterator[tuple[str, Text]]:
    """What an author should know about one declaration."""
    said = f"{declaration.name}: {declaration.value}"
    code = refusal(declaration.name, declaration.value, is_code=is_code)
    if code in WORKED_OUT and not UNKNOWABLE.search(declaration.value):
        code = None
    if code:
        yield (
            code,
            Text(zh=f"微信不保留 {said}，已去掉", en=f"WeChat does not keep {said}"),
        )
    if declaration.is_important:
        # Rule C15: it defeats the platform's own rules (Official: 4.5.2).
        yield (
            "C015",
            Text(
                zh=f"{said} 的 !important 会破坏深色模式，已去掉",
                en=f"!important of {said} defeats dark mode and is left out",
            ),
        )
    for rule in ADVISED:
        if rule.meets(declaration.name, declaration.value):
            yield (
                rule.code,
                Text(
                    zh=f"{said} 在一些手机上不起作用",
                    en=f"{said} does not work on every phone",
                ),
            )
