"""The bars of a terminal: posts, pictures, and what is being done for how long.

They are gone when the work is done; the summary stays.
"""

from __future__ import annotations

from rich.console import Console, Group
from rich.live import Live
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.spinner import Spinner
from rich.text import Text

__all__ = ["Bars"]


class Bars:
    """One bar for posts, one for pictures while there are any, one line of words."""

    def __init__(self, what: str, *, total: int) -> None:
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        self.now = Spinner("dots")
        self.live = Live(
            Group(self.progress, self.now),
            console=Console(stderr=True),
            transient=True,
            refresh_per_second=8,
        )
        self.posts = self.progress.add_task(what, total=total)
        self.pictures: TaskID | None = None

    def start(self) -> None:
        """Show them."""
        self.live.start()

    def stop(self) -> None:
        """Take them away."""
        self.live.stop()

    def advance(self) -> None:
        """One post more is done."""
        self.progress.advance(self.posts)

    def count(self, what: str, done: int, total: int) -> None:
        """So many pictures have arrived; the bar goes when all have."""
        if self.pictures is None:
            self.pictures = self.progress.add_task(what, total=total)
        self.progress.update(
            self.pictures, completed=done, total=total, visible=done < total
        )

    def note(self, line: str) -> None:
        """What is being done, as it stands: no markup of ours is read in it."""
        self.now.update(text=Text(line, no_wrap=True, overflow="ellipsis"))
