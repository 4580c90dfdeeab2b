"""What open pages hear: server-sent events, the newest of each kind only.

A page that is slow, or asleep, is told once what it missed; nothing piles up for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import field
from typing import Final

from mdwx.records import dataclass

__all__ = ["Channel", "Listener", "event"]

HEARTBEAT_S: Final = 15.0
RETRY_MS: Final = 300
"""How soon a browser tries again once the server went away."""


def event(data: str, *, kind: str = "", number: str = "") -> str:
    """One server-sent event; ``data`` is a single line, as JSON is."""
    head = f"event: {kind}\n" if kind else ""
    tail = f"id: {number}\n" if number else ""
    return f"{head}{tail}data: {data}\n\n"


@dataclass(eq=False, slots=True)
class Listener:
    """One open page."""

    slug: str | None = None
    """The post it shows; None for a page about all of them."""
    night: bool = False
    """Whether it shows the post in dark mode, too."""
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: dict[str, str] = field(default_factory=dict)
    """Events not yet sent, the newest of each kind."""

    def put(self, kind: str, told: str) -> None:
        """Note an event; on the server's own loop."""
        self.waiting[kind] = told
        self.woken.set()


class Channel:
    """All open pages; told from any thread."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._closed = False

    def slugs(self) -> set[str]:
        """The posts that somebody looks at."""
        return {it.slug for it in tuple(self._listeners) if it.slug is not None}

    def wants_night(self, slug: str) -> bool:
        """Whether somebody looks at a post in dark mode."""
        return any(it.slug == slug and it.night for it in tuple(self._listeners))

    def tell(self, told: str, *, kind: str, slug: str | None = None) -> None:
        """Send an event to the pages of one post, or to those about all posts."""
        for listener in tuple(self._listeners):
            is_meant = listener.slug == slug
            if is_meant and (kind != "night" or listener.night):
                # A loop that is closed has nobody to tell: the server ends.
                with suppress(RuntimeError):
                    listener.loop.call_soon_threadsafe(listener.put, kind, told)

    def close(self) -> None:
        """End every stream; called on the server's own loop."""
        self._closed = True
        for listener in self._listeners:
            listener.woken.set()

    async def events(
        self, listener: Listener, *, first: Callable[[], Awaitable[list[str]]]
    ) -> AsyncIterator[str]:
        """The stream of one page, opened with what ``first`` says of now.

        The page is listed before that is asked, so that nothing falls in between.
        """
        self._listeners.add(listener)
        try:
            yield f"retry: {RETRY_MS}\n\n"
            for told in await first():
                yield told
            while not self._closed:
                yield await self.next_of(listener)
        finally:
            self._listeners.discard(listener)

    async def next_of(self, listener: Listener) -> str:
        """What a page is told next; a sign of life after a while."""
        try:
            await asyncio.wait_for(listener.woken.wait(), HEARTBEAT_S)
        except TimeoutError:
            return ": still here\n\n"
        listener.woken.clear()
        told, listener.waiting = listener.waiting, {}
        return "".join(told.values()) or ": still here\n\n"
