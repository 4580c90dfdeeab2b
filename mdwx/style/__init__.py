"""How an article looks: themes, computed styles, coloured code.

A theme is data, a folder with ``theme.css`` and ``theme.toml``. WeChat keeps
no stylesheet, so ``apply`` writes the computed style into each element.

    places.py       where themes are
    themes.py       a theme folder -> Theme
    sheet.py        a stylesheet -> rules; values, colours, arithmetic, shorthands
    inline.py       the cascade, by premailer, into ``style`` attributes
    memory.py       what premailer answered before
    worked.py       our own stylesheets, read beforehand
    spans.py        the words of a heading, of a link: spans a theme may style
    textblocks.py   what text inherits, said again on each block
    code.py         source code -> coloured spans; palettes
    snippets.py     what was coloured before
    review.py       what WeChat would not show of a stylesheet; faults, advice
    starter.py      a first theme of one's own
    foreign/        stylesheets of wenyan, doocs/md and mdnice -> theme folders
"""

from __future__ import annotations

from mdwx.style.inline import apply
from mdwx.style.memory import SHIPPED, Memories
from mdwx.style.themes import Theme, ThemeInfo, list_themes, read_theme

__all__ = [
    "SHIPPED",
    "Memories",
    "Theme",
    "ThemeInfo",
    "apply",
    "list_themes",
    "read_theme",
]
