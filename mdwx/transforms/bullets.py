"""Bullets that a theme has of its own: ``list-style-type: "– "``.

Browsers write them beside plain lists themselves. Lists that become rows have
bullets of text, written before any style is known: here they become the theme's.
``list-style-type: ""`` is a list without bullets.
"""

from __future__ import annotations

from collections.abc import Mapping

import tinycss2
from lxml import etree

from mdwx.page.styles import add_style
from mdwx.page.tree import NBSP, drop, tag_of

__all__ = ["bullet_of", "put_bullets"]


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
