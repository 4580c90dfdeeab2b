"""The colours of our diagrams: quiet greys and the default theme's green."""

from __future__ import annotations

from typing import Final

__all__ = [
    "ACCENT",
    "ALARM",
    "BORDER",
    "GROUP",
    "LINE",
    "QUIET",
    "SERIES",
    "SURFACE",
    "TEXT",
]

TEXT: Final = "#333333"
QUIET: Final = "#6b6b6b"
LINE: Final = "#8a9793"
BORDER: Final = "#7fb5ab"
SURFACE: Final = "#eef6f4"
GROUP: Final = "#fafaf9"
ACCENT: Final = "#0f7b6c"
ALARM: Final = "#c8564b"

SERIES: Final = (
    "#3f9c8d",
    "#e0a03c",
    "#5b8db8",
    "#d27567",
    "#8f7fb3",
    "#93ab55",
    "#6bb3bd",
    "#a3978b",
)
"""Of charts: told apart in grey too, and under white letters."""
