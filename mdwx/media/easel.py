"""Formulas and diagrams: source in, SVG out, remembered by content.

Each kind has an engine behind one small protocol; which one is a row of the
table. An engine that is not installed is a finding that says what to install.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final, Protocol

from mdwx.forking import beside
from mdwx.media.cache import Cache, key_of
from mdwx.model import Drawing, DrawingKind, Text, Undrawn
from mdwx.records import dataclass

if TYPE_CHECKING:
    from concurrent.futures import Future

__all__ = ["Easel", "Engine"]

PATIENCE_S: Final = 120.0
"""For all that one post wants drawn; each engine has less for one drawing."""

TIRED: Final = Undrawn(
    Text(
        zh="这篇文章里的公式和图画得太久", en="the drawings of this post take too long"
    ),
    Text(zh="先改好前面画不出来的那些", en="mend those above that cannot be drawn"),
)


class Engine(Protocol):
    """What draws one or several kinds of source."""

    @property
    def version(self) -> str:
        """All that decides what its drawings look like; empty if not installed."""
        ...

    def draw(self, drawing: Drawing) -> str | Undrawn:
        """SVG that survives WeChat: no id, no style element, sizes in style."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Underway(Mapping[Drawing, str | Undrawn]):
    """Drawings that engines are at work on."""

    future: Future[dict[Drawing, str | Undrawn]]

    def __getitem__(self, drawing: Drawing) -> str | Undrawn:
        return self.future.result()[drawing]

    def __iter__(self) -> Iterator[Drawing]:
        return iter(self.future.result())

    def __len__(self) -> int:
        return len(self.future.result())


class Easel:
    """Draws what posts ask for, each once, and remembers it."""

    def __init__(
        self,
        folder: Path,
        engines: Mapping[DrawingKind, Engine],
        *,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self.cache = Cache(folder)
        self.engines = engines
        self.patience_s = patience_s

    def draw(self, drawings: Sequence[Drawing]) -> Mapping[Drawing, str | Undrawn]:
        """The SVG of each drawing, or why there is none; whoever looks waits for it."""
        known = {it: self.kept(it) for it in drawings}
        drawn: dict[Drawing, str | Undrawn]
        drawn = {it: svg for it, svg in known.items() if svg is not None}
        new = [it for it, svg in known.items() if svg is None]
        if not new:
            return drawn
        return Underway(beside(lambda: drawn | self.draw_new(new)))

    def kept(self, drawing: Drawing) -> str | None:
        """A drawing from the cache."""
        kept = self.cache.read_bytes(self.key(drawing))
        return None if kept is None else kept.decode("utf-8", "replace")

    def draw_new(self, drawings: Sequence[Drawing]) -> dict[Drawing, str | Undrawn]:
        """Drawings, one after the other, as long as there is time."""
        until = monotonic() + self.patience_s
        return {
            it: self.draw_one(it) if monotonic() < until else TIRED for it in drawings
        }

    def draw_one(self, drawing: Drawing) -> str | Undrawn:
        """One drawing, drawn now."""
        drawn = self.engines[drawing.kind].draw(drawing)
        if isinstance(drawn, str):
            self.cache.write(self.key(drawing), drawn.encode(), suffix="svg", facts={})
        return drawn

    def key(self, drawing: Drawing) -> str:
        """All that decides what a drawing looks like."""
        engine = self.engines[drawing.kind]
        return key_of("drawing", drawing.kind, engine.version, drawing.source)
