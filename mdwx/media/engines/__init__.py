"""What draws formulas and diagrams: one file an engine."""

from __future__ import annotations

from mdwx.media.easel import Engine
from mdwx.media.engines.dot import Dot
from mdwx.media.engines.mermaid import Mermaid
from mdwx.media.engines.tex import Tex
from mdwx.model import DrawingKind

__all__ = ["make_engines"]


def make_engines() -> dict[DrawingKind, Engine]:
    """The engine of each kind; none is started before it has to draw."""
    tex = Tex()
    return {
        DrawingKind.FORMULA: tex,
        DrawingKind.DISPLAY: tex,
        DrawingKind.MERMAID: Mermaid(),
        DrawingKind.DOT: Dot(),
    }
