"""Something a page wants done: what is told of it, what it asks, whether it may go on.

The work runs in a thread of its own and outlives the page that ordered it. What it
tells is kept, line by line, so a page that comes back sees all of it; but a question
that nobody is there to answer, for a while, is answered with no.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import threading
from collections.abc import AsyncIterator
from typing import Any, Final

from mdwx.records import dataclass

__all__ = ["Errand", "Order"]

HEARTBEAT_S: Final = 15.0
GRACE_S: Final = 10.0
"""For a page that is being loaded again, until it hears the question."""
LOOK_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted, as the command line would be told it."""

    command: str
    path: str
    """The file of the post."""
    again: bool = False
    overwrite: bool = False
    account: str = ""
    """Another than the post's own."""


class Errand:
    """One order under way; its methods may be called from any thread."""

    def __init__(self, order: Order, *, grace_s: float = GRACE_S) -> None:
        self.order = order
        self.grace_s = grace_s
        self.number = secrets.token_hex(8)
        self.lines: list[str] = []
        self.ended = False
        self._followers: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._heard = threading.Event()
        """Set while anybody follows."""
        self._question: Question | None = None

    def tell(self, kind: str, **fields: Any) -> None:
        """Say something to all who follow it: one line of JSON."""
        line = json.dumps({"kind": kind, **fields}, ensure_ascii=False)
        with self._lock:
            self.lines.append(f"{line}\n")
            self._wake()

    def end(self) -> None:
        """Nothing more will be said."""
        with self._lock:
            self.ended = True
            self._wake()

    def ask(self, words: str) -> str:
        """Ask who follows it, and wait for the answer; empty if nobody is there."""
        question = Question(secrets.token_hex(4))
        with self._lock:
            self._question = question
        self.tell("ask", question=question.number, text=words)
        if self._stopped.is_set():
            question.give("")
        while not question.answered.wait(LOOK_S):
            if not self._heard.wait(self.grace_s):
                question.give("")
        with self._lock:
            self._question = None
        self.tell("answered", question=question.number, text=question.answer)
        return question.answer

    def answer(self, number: str, words: str) -> bool:
        """Answer a question; False if that is not asked (any more)."""
        with self._lock:
            asked = self._question
            if asked is None or asked.number != number or asked.answered.is_set():
                return False
            asked.give(words)
        return True

    def stop(self) -> None:
        """Let it end after the step under way; a question is answered with no."""
        with self._lock:
            self._stopped.set()
            if self._question is not None:
                self._question.give("")

    def is_stopped(self) -> bool:
        """Whether nothing new may begin."""
        return self._stopped.is_set()

    def sleep(self, seconds: float) -> None:
        """Wait, but no longer than it may go on."""
        self._stopped.wait(seconds)

    async def follow(self) -> AsyncIterator[str]:
        """All that was said, and all that will be; blank lines keep a line open."""
        follower = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            self._followers.add(follower)
            self._heard.set()
        seen = 0
        try:
            while True:
                follower[1].clear()
                # Asked before the lines: nothing is said after the end.
                ended, lines = self.ended, self.lines[seen:]
                seen += len(lines)
                if lines:
                    yield "".join(lines)
                elif ended:
                    return
                elif not await woken(follower[1]):
                    yield "\n"
        finally:
            self._leave(follower)

    def _leave(self, follower: tuple[asyncio.AbstractEventLoop, asyncio.Event]) -> None:
        with self._lock:
            self._followers.discard(follower)
            if not self._followers:
                self._heard.clear()

    def _wake(self) -> None:
        for loop, event in self._followers:
            loop.call_soon_threadsafe(event.set)


class Question:
    """Asked once, answered once."""

    def __init__(self, number: str) -> None:
        self.number = number
        self.answer = ""
        self.answered = threading.Event()

    def give(self, words: str) -> None:
        """Answer it, unless it is answered."""
        if not self.answered.is_set():
            self.answer = words
            self.answered.set()


async def woken(event: asyncio.Event) -> bool:
    """Wait for news; False if there was none for a while."""
    try:
        await asyncio.wait_for(event.wait(), HEARTBEAT_S)
    except TimeoutError:
        return False
    return True
