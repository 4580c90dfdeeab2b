"""Ctrl-C: once, and the step under way ends first; twice, and all ends at once.

The ledger survives either. The first is kinder: nothing is left whose outcome the
next run would have to find out.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from mdwx.cli.language import said
from mdwx.clock import SystemClock
from mdwx.model import Text

__all__ = ["Stop"]

SIGNALS = (signal.SIGINT, signal.SIGTERM)
FIRST = Text(
    zh="做完手上这一步就停；再按一次 Ctrl-C 立即停",
    en="stopping after the step under way; Ctrl-C again stops at once",
)
SHOW_CURSOR = "\x1b[?25h"


class Stop(SystemClock):
    """Whether a person wants a run to end, and the clock that does not keep them."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet
        self.signal: int | None = None
        """Which one came first."""
        self._wanted = threading.Event()

    @property
    def exit_code(self) -> int:
        """As shells have it: 128 and the number of the signal."""
        return 128 + (self.signal or signal.SIGINT)

    def is_wanted(self) -> bool:
        """Whether nothing new may begin."""
        return self._wanted.is_set()

    def sleep(self, seconds: float) -> None:
        """Wait, but no longer than a person lets it."""
        self._wanted.wait(seconds)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Let the first signal end what is under way, instead of cutting it off."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._heard) for number in SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _heard(self, number: int, _: FrameType | None) -> None:
        if self.signal is not None:
            self._end(number)
        self.signal = number
        self._wanted.set()
        if not self.quiet:
            tell(f"\n{said(FIRST)}\n")

    def _end(self, number: int) -> None:
        """Leave at once; what is under way is found out by the next run."""
        if sys.stderr.isatty():
            tell(SHOW_CURSOR + "\n")
        # Threads at work would keep any other way of leaving waiting.
        os._exit(128 + number)


def tell(text: str) -> None:
    """Write past the buffers, which the signal may have caught half way."""
    with suppress(OSError, ValueError):
        os.write(sys.stderr.fileno(), text.encode())
