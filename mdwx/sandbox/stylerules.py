"""The server's rewrites of inline styles, each names what it touched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from mdwx.patterns import pattern
from mdwx.sandbox.addresses import is_platform_picture
from mdwx.sandbox.markup import Tree
from mdwx.sandbox.rules import Ground, elements

__all__ = [
    "drop_outside_urls",
    "drop_variables",
    "strip_code_styles",
    "write_colours_as_rgb",
]

MARKS: Final = pattern(r"""[();]|"[^"]*"?|'[^']*'?""")
"""What may end a declaration or hide its end; a string is one mark."""
STEPS: Final = {"(": 1, ")": -1}
URL: Final = pattern(
    r"""url\(\s*+(?:"([^"]*+)"|'([^']*+)'|([^()"']*+))\s*+\)""", re.IGNORECASE
)
COLOUR: Final = pattern(
    r"(?P<url>url\([^)]*\)?)|#(?P<hex>[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b",
    re.IGNORECASE,
)


def drop_outside_urls(root: Tree, ground: Ground) -> Iterator[str]:
    """A declaration whose ``url()`` leaves WeChat's hosts is dropped."""

    def keep(declaration: str) -> bool:
        named = (
            next((part for part in found if part), "")
            for found in URL.findall(declaration)
        )
        return all(is_platform_picture(each) or each.startswith("#") for each in named)

    return drop_declarations(elements(root), keep)


def drop_variables(root: Tree, ground: Ground) -> Iterator[str]:
    """Custom properties are not kept."""
    return drop_declarations(
        elements(root), lambda declaration: not declaration.strip().startswith("--")
    )


def drop_declarations(styled: list[Tree], keep: Callable[[str], bool]) -> Iterator[str]:
    """Filter inline styles, and touch only those that lose something."""
    for element in styled:
        found = declarations(element.get("style", ""))
        kept = [each for each in found if keep(each)]
        if len(kept) == len(found):
            continue
        element.set("style", ";".join(kept))
        yield from (each.strip() for each in found if not keep(each))


def declarations(style: str) -> list[str]:
    """The declarations of an inline style, as they are written."""
    pieces, start, depth = [], 0, 0
    for mark in MARKS.finditer(style):
        depth = max(depth + STEPS.get(mark[0], 0), 0)
        if mark[0] == ";" and not depth:
            pieces.append(style[start : mark.start()])
            start = mark.end()
    return [each for each in [*pieces, style[start:]] if each.strip()]


def strip_code_styles(root: Tree, ground: Ground) -> Iterator[str]:
    """``<code>`` loses its style; ``<pre>`` keeps it."""
    for element in elements(root, "code"):
        style = element.get("style")
        if style is not None:
            del element.attrib["style"]
            yield f"<code> {style}"


def write_colours_as_rgb(root: Tree, ground: Ground) -> Iterator[str]:
    """Hexadecimal colours of inline styles come back as ``rgb(r, g, b)``."""
    for element in elements(root):
        style = element.get("style", "")
        written = COLOUR.sub(rgb, style)
        if written != style:
            element.set("style", written)
            yield style


def rgb(found: re.Match[str]) -> str:
    """One colour; an address that holds a ``#`` is left alone."""
    if found["url"]:
        return found["url"]
    digits = found["hex"]
    if len(digits) < 6:
        digits = "".join(2 * digit for digit in digits)
    red, green, blue, *alpha = bytes.fromhex(digits)
    if alpha:
        return f"rgba({red}, {green}, {blue}, {round(alpha[0] / 255, 3):g})"
    return f"rgb({red}, {green}, {blue})"
