"""Formulas and diagrams: source in, SVG out, remembered by content.

Each kind has an engine behind one small protocol; which one is a row of the
table. An engine that is not installed is a finding that says what to install.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from mdwx.media.cache import Cache, key_of
from mdwx.model import Drawing, DrawingKind, Undrawn

__all__ = ["Easel", "Engine"]


class Engine(Protocol):
    """What draws one or several kinds of source."""

    @property
    def version(self) -> str:
        """All that decides what its drawings look like; empty if not installed."""
        ...

    def draw(self, drawing: Drawing) -> str | Undrawn:
        """SVG that survives WeChat: no id, no style element, sizes in style."""
        ...


class Easel:
    """Draws what posts ask for, each once, and remembers it."""

    def __init__(self, folder: Path, engines: Mapping[DrawingKind, Engine]) -> None:
        self.cache = Cache(folder)
        self.engines = engines

    def draw(self, drawings: Sequence[Drawing]) -> dict[Drawing, str | Undrawn]:
        """The SVG of each drawing, or why there is none."""
        return {drawing: self.draw_one(drawing) for drawing in drawings}

    def draw_one(self, drawing: Drawing) -> str | Undrawn:
        """One drawing, from the cache or drawn now."""
        engine = self.engines[drawing.kind]
        key = key_of("drawing", drawing.kind, engine.version, drawing.source)
        if entry := self.cache.read(key):
            return entry.file.read_text("utf-8")
        drawn = engine.draw(drawing)
        if isinstance(drawn, str):
            self.cache.write(key, drawn.encode(), suffix="svg", facts={})
        return drawn
