"""What is seen of long work: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol

from mdwx.cli.language import both, said
from mdwx.cli.terminal import Terminal, printable
from mdwx.model import Text
from mdwx.outcome import Outcome

__all__ = ["Following", "Progress"]

PICTURES = both("图片", "pictures")


class Following(Protocol):
    """What moves while the work goes on: bars of a terminal, or of a page."""

    def start(self) -> None:
        """Show it."""

    def stop(self) -> None:
        """Take it away."""

    def advance(self) -> None:
        """One piece more is done."""

    def count(self, what: str, done: int, total: int) -> None:
        """So many of some smaller pieces are done."""

    def note(self, line: str) -> None:
        """What is being done at this moment."""


class Progress:
    """Follows one piece of work over a number of posts or themes."""

    def __init__(self, terminal: Terminal, what: Text, *, total: int) -> None:
        self.terminal = terminal
        self.what = what
        self.total = total
        self.bars: Following | None = None

    def __enter__(self) -> Progress:
        if self.total > 0:
            self.bars = self.terminal.bars(said(self.what), total=self.total)
        if self.bars is not None:
            self.bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.bars is not None:
            self.bars.stop()

    def seen(self, outcome: Outcome) -> None:
        """One post more is done."""
        self.done(str(outcome.path))

    def done(self, name: str) -> None:
        """One piece more is done."""
        if self.bars is not None:
            self.bars.advance()
        else:
            self.terminal.detail(f"{said(self.what)} {name}")

    def counted(self, done: int, total: int) -> None:
        """So many pictures of those under way have arrived."""
        if self.bars is not None:
            self.bars.count(said(PICTURES), done, total)

    def note(self, line: Text) -> None:
        """What is being done at this moment."""
        if self.bars is not None:
            self.bars.note(printable(said(line)))
        else:
            self.terminal.note(line)
