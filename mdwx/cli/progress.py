"""What is seen of long work: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

from mdwx.cli.language import said
from mdwx.cli.terminal import Terminal, printable
from mdwx.model import Text
from mdwx.outcome import Outcome

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

__all__ = ["Progress"]


class Progress:
    """Follows one piece of work over a number of posts."""

    def __init__(self, terminal: Terminal, what: Text, *, total: int) -> None:
        self.terminal = terminal
        self.what = what
        self.total = total
        self.bar: Bar | None = None
        self.task: TaskID | None = None

    def __enter__(self) -> Progress:
        if self.terminal.shows_progress and self.total > 0:
            from rich.console import Console
            from rich.progress import Progress as Bar

            self.bar = Bar(console=Console(stderr=True), transient=True)
            self.task = self.bar.add_task(said(self.what), total=self.total)
            self.bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.bar is not None:
            self.bar.stop()

    def seen(self, outcome: Outcome) -> None:
        """One post more is done."""
        if self.bar is not None and self.task is not None:
            self.bar.advance(self.task)
        else:
            self.terminal.detail(f"{said(self.what)} {outcome.path}")

    def ignore(self, line: Text) -> None:
        """What is only rehearsed is not being done."""

    def note(self, line: Text) -> None:
        """What is being done at this moment."""
        if self.bar is not None and self.task is not None:
            from rich.markup import escape

            self.bar.update(self.task, description=escape(printable(said(line))))
        else:
            self.terminal.note(line)
