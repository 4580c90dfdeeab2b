"""Formulas and diagrams: source in, SVG out, remembered by content.

Each kind has an engine behind one small protocol; which one is a row of the
table. An engine that is not installed is a finding that says what to install.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import inf
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
        if not drawings:
            return {}
        return Underway(beside(lambda: self.draw_all(drawings)))

    def draw_all(self, drawings: Sequence[Drawing]) -> dict[Drawing, str | Undrawn]:
        """The same, one after the other."""
        until = monotonic() + self.patience_s
        return {drawing: self.draw_one(drawing, until=until) for drawing in drawings}

    def draw_one(self, drawing: Drawing, *, until: float = inf) -> str | Undrawn:
        """One drawing, from the cache or drawn now, if there is time left."""
        engine = self.engines[drawing.kind]
        key = key_of("drawing", drawing.kind, engine.version, drawing.source)
        if (kept := self.cache.read_bytes(key)) is not None:
            return kept.decode("utf-8", "replace")
        if monotonic() >= until:
            return TIRED
        drawn = engine.draw(drawing)
        if isinstance(drawn, str):
            self.cache.write(key, drawn.encode(), suffix="svg", facts={})
        return drawn
