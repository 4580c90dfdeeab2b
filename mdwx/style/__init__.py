"""How an article looks: themes, computed styles, coloured code.

A theme is data, a folder with ``theme.css`` and ``theme.toml``. WeChat keeps
no stylesheet, so ``apply`` writes the computed style into each element.
"""

from __future__ import annotations

from mdwx.style.inline import apply
from mdwx.style.themes import Theme, ThemeInfo, list_themes, read_theme

__all__ = ["Theme", "ThemeInfo", "apply", "list_themes", "read_theme"]
