"""What a tag of Hexo or Hugo stands for where Markdown can say it.

Themes bring dozens of tags that colour, fold or link a few words. The words are
the author's and stay; the colour is the theme's and goes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from mdwx.markdown.tags import Tag, picture_source
from mdwx.patterns import pattern

__all__ = ["PICTURES", "fold_title", "stand_in"]

PICTURES: Final = frozenset(
    {"figure", "img", "image", "asset_img", "picture", "imgproc", "figureref"}
)
MARKS: Final[Mapping[str, str]] = MappingProxyType(
    {"u": "u", "wavy": "u", "emp": "em", "del": "del", "kbd": "kbd", "psw": "span"}
)
"""Volantis and its kin: a name and the words it marks."""

COLOURED: Final = frozenset({"span", "p"})
"""``{% span red, words %}``"""

TICKED: Final = frozenset({"checkbox", "radio"})
LINKS: Final = frozenset({"link", "btn", "button"})
FOLDS: Final = frozenset({"folding", "hidetoggle", "hideblock"})

COLOURS: Final = frozenset(
    re.findall(
        r"\w+",
        """blue cyan danger dark default gray green grey info light orange pink
        primary purple red success warning yellow""",
    )
)
ADDRESS: Final = pattern(r"https?://[^\s<>,]+")


def stand_in(tag: Tag) -> str:
    """The Markdown a tag without an end stands for; nothing if there is none."""
    if tag.closes:
        return ""
    if tag.name in PICTURES:
        return picture_source(tag)
    if tag.name == "post_link":
        return wikilink(tag)
    if tag.sigil != "{%":
        return ""
    if tag.name == "label":
        return label(tag)
    if tag.name in LINKS:
        return link(tag)
    said = " ".join(tag.words)
    if said and tag.name in MARKS:
        return f"<{MARKS[tag.name]}>{said}</{MARKS[tag.name]}>"
    look, comma, words = (part.strip() for part in said.partition(","))
    if tag.name in COLOURED:
        return words
    if tag.name in TICKED and (words or look):
        sign = "☑" if comma and "checked" in look else "☐"
        return f"{sign} {words or look}"
    return ""


def wikilink(tag: Tag) -> str:
    """Hexo's link to another post, as Obsidian would write it."""
    name, *said = tag.words or ("",)
    words = " ".join(said)
    is_plain = bool(name) and not set(name + words) & set("[]|\n")
    return f"[[{name}|{words or name}]]" if is_plain else ""


def label(tag: Tag) -> str:
    """The words on a colour: ``primary@words`` in NexT, ``words blue`` elsewhere."""
    said = " ".join(tag.words)
    if "@" in said:
        return said.partition("@")[2].strip()
    return " ".join(word for word in tag.words if word not in COLOURS)


def link(tag: Tag) -> str:
    """``{% link words address %}``, or ``{% btn address, words, icon %}``."""
    said = " ".join(tag.words)
    parts = said.split(",") if "," in said else tag.words
    parts = [part.strip() for part in parts]
    at = next((i for i, part in enumerate(parts) if ADDRESS.fullmatch(part)), None)
    if at is None:
        return ""
    words = " ".join(parts[:at][-1:] if "," in said else parts[:at])
    words = words or next(iter(parts[at + 1 :]), "") or parts[at]
    words = re.sub(r"([\\\[\]`*_<>&!])", r"\\\1", words)
    return f"[{words}](<{parts[at]}>)"


def fold_title(tag: Tag) -> str | None:
    """What stands on a fold of Hexo's themes; None if the tag is no fold."""
    if tag.name not in FOLDS or tag.sigil != "{%":
        return None
    parts = [part.strip() for part in " ".join(tag.words).split(",")]
    return parts[-1] if tag.name == "folding" else parts[0]
