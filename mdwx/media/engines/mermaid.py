"""Mermaid diagrams, drawn by Pele without a browser."""

from __future__ import annotations

import functools
from pathlib import Path
from types import MappingProxyType
from typing import Final

from mdwx.media.apart import Apart
from mdwx.media.engines import palette
from mdwx.media.engines.flat import flatten, read_drawing
from mdwx.media.engines.refusals import not_drawn, not_installed, refused
from mdwx.model import Drawing, Undrawn
from mdwx.versions import version

__all__ = ["Mermaid"]

LOOK: Final = 1
"""Of what is below: raised when the same diagram comes out differently."""

PACKAGE: Final = "mermaid-render"
SIZE_PX: Final = 14
OPTIONS: Final = MappingProxyType[str, object](
    {
        "fontSize": SIZE_PX,
        # A phone shows 343 pixels: what is wider turns from sideways to downwards
        # where that makes it narrower, and charts come out no wider.
        "maxWidth": 440,
        "responsive": False,
        "links": False,
        "images": False,
        "outputLimit": 1_000_000,
    }
)
COLOURS: Final = MappingProxyType(
    {
        "--pele-bg": "#ffffff",
        "--pele-fg": palette.TEXT,
        "--pele-muted": palette.QUIET,
        "--pele-line": palette.LINE,
        "--pele-surface": palette.SURFACE,
        "--pele-surface-alt": "#f5f5f3",
        "--pele-border": palette.BORDER,
        "--pele-accent": palette.ACCENT,
        "--pele-critical": palette.ALARM,
        "--pele-error": palette.ALARM,
        "--pele-radius": "6",
        **{f"--pele-series-{n}": it for n, it in enumerate(palette.SERIES, 1)},
    }
)


class Mermaid:
    """Draws ``mermaid`` fences."""

    def __init__(self) -> None:
        self.apart = Apart(Path(__file__).with_name("mermaid_child.py"))

    @functools.cached_property
    def version(self) -> str:
        """The engine's version and that of our look; empty if not installed."""
        engine = version(PACKAGE)
        return f"{PACKAGE} {engine}, look {LOOK}" if engine else ""

    def draw(self, drawing: Drawing) -> str | Undrawn:
        """The diagram as SVG, or why there is none."""
        if not self.version:
            return not_installed("Mermaid")
        try:
            asked = {"source": drawing.source, "options": dict(OPTIONS)}
            drawn = self.apart.ask(asked)
            if "svg" not in drawn:
                return refused(drawing, drawn)
            root = read_drawing(str(drawn["svg"]))
            return flatten(root, COLOURS, size_px=SIZE_PX)
        except ValueError as error:
            return not_drawn(str(error))
