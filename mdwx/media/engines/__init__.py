"""What draws formulas and diagrams: one file an engine."""

from __future__ import annotations

from mdwx.media.easel import Engine
from mdwx.model import DrawingKind

__all__ = ["Engines"]


class Engines(dict[DrawingKind, Engine]):
    """The engine of each kind, loaded when asked for, started when it has to draw."""

    def __missing__(self, kind: DrawingKind) -> Engine:
        if kind is DrawingKind.MERMAID:
            from mdwx.media.engines.mermaid import Mermaid

            self[kind] = Mermaid()
        elif kind is DrawingKind.DOT:
            from mdwx.media.engines.dot import Dot

            self[kind] = Dot()
        else:
            from mdwx.media.engines.tex import Tex

            self[DrawingKind.FORMULA] = self[DrawingKind.DISPLAY] = Tex()
        return self[kind]
