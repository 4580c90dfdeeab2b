"""Markers that a theme has of its own: ``list-style-type: "– "``.

Browsers write them beside plain lists themselves. Lists that become rows have
markers of text, written before any style is known: here they become the theme's.
``list-style-type: ""`` is a list without bullets, ``cjk-ideographic`` counts 一、二、.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import tinycss2
from lxml import etree

from mdwx.page.styles import add_style
from mdwx.page.tree import NBSP, drop, tag_of
from mdwx.patterns import pattern
from mdwx.style.numerals import NUMERALS, numeral

__all__ = ["bullet_of", "put_bullets", "renumbered"]

FIGURES: Final = pattern(rf"(-?\d+)\.{NBSP}")
CHINESE: Final = pattern(r"cjk-|(simp|trad)-chinese-")
BULLETS: Final = frozenset({"decimal", "disc", "circle", "square", "none"})


def bullet_of(listing: etree._Element, style: Mapping[str, str]) -> str | None:
    """The string a theme wants for a bullet, or None: boxes stay, and numbers.

    A theme that counts for itself does away with numbers by an empty string.
    """
    value = tinycss2.parse_one_component_value(style.get("list-style-type", ""))
    if value.type != "string" or listing.get("class") == "tasks":
        return None
    bullet = str(value.value).strip()
    return bullet if not bullet or tag_of(listing) == "ul" else None


def put_bullets(listing: etree._Element, bullet: str) -> None:
    """Write the bullet in each row, as far from its words as a browser has it."""
    for item in listing:
        marker = item[0][0]
        if bullet:
            marker.text = f"{bullet}{NBSP}"
            add_style(marker, {"text-align": "right"})
        else:
            drop(marker)


def renumbered(listing: etree._Element, style: Mapping[str, str]) -> str | None:
    """Write each number as the theme counts; the width it takes, if it counts so.

    Letters and Roman numerals that the author asked for stay.
    """
    kind = style.get("list-style-type", "")
    markers = [item[0][0] for item in listing]
    found = [FIGURES.fullmatch(marker.text or "") for marker in markers]
    if tag_of(listing) != "ol" or kind not in NUMERALS or kind in BULLETS:
        return None
    mark = "、" if CHINESE.match(kind) else "."
    longest = 0
    for marker, figures in zip(markers, found, strict=True):
        if figures is None:
            return None
        words = f"{numeral(int(figures[1]), kind)}{mark}"
        marker.text = words if mark == "、" else f"{words}{NBSP}"
        longest = max(longest, len(words))
    return f"{longest}em" if mark == "、" else f"{0.5 + 0.6 * longest:.3g}em"
