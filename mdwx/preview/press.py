"""Builds what open pages show as soon as it was saved, and the rest when it is quiet.

One thread does both: saves that come while a post is built are taken together with
the next one, so a flood of them makes no flood of builds.
"""

from __future__ import annotations

import json
import threading
from types import TracebackType
from typing import Final

from mdwx.preview.channel import Channel, event
from mdwx.preview.slack import give_back
from mdwx.preview.studio import Studio

__all__ = ["Press", "night_event", "page_event"]

QUIET_S: Final = 1.0
"""Nothing saved for so long: posts that nobody looks at may be built."""
TELL_EVERY: Final = 10
"""Posts built in the background until the pages about all of them hear of it."""
GIVE_BACK_EVERY: Final = 100


class Press:
    """A context manager around the thread that builds."""

    def __init__(self, studio: Studio, channel: Channel) -> None:
        self.studio = studio
        self.channel = channel
        self.wanted = threading.Event()
        self.ended = False
        self.told: dict[str, str] = {}
        """The version that pages of a post last heard of."""
        self.thread = threading.Thread(target=self.work, name="mdwx-press")

    def __enter__(self) -> Press:
        self.thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.ended = True
        self.wanted.set()
        self.thread.join()

    def wake(self) -> None:
        """Something was saved."""
        self.wanted.set()

    def work(self) -> None:
        """Build what was saved at once, and one post at a time while it is quiet."""
        pause: float | None = 0.0
        built = 0
        while not self.ended:
            if self.wanted.wait(pause):
                self.wanted.clear()
                self.print_open()
                pause = QUIET_S
            elif self.studio.build_next():
                pause = 0.0
                if built % TELL_EVERY == 0:
                    self.tell_all()
            else:
                pause = None
                self.tell_all()
                give_back()
            built += 1
            if built % GIVE_BACK_EVERY == 0:
                give_back()

    def print_open(self) -> None:
        """Build each post that somebody looks at, and send it if it is another."""
        open_now = self.channel.slugs()
        self.told = {slug: it for slug, it in self.told.items() if slug in open_now}
        for slug in sorted(open_now):
            if self.ended:
                return
            self.print_one(slug)
        self.tell_all()

    def print_one(self, slug: str) -> None:
        """Build a post and send it, by day first."""
        page = self.studio.page(slug)
        if page is None or page.version == self.told.get(slug):
            return
        self.told[slug] = page.version
        self.channel.tell(page_event(page.told, page.version), kind="state", slug=slug)
        if self.channel.wants_night(slug):
            told = night_event(self.studio.night(slug), page.version)
            self.channel.tell(told, kind="night", slug=slug)

    def tell_all(self) -> None:
        """Tell the pages about all posts that some of them changed."""
        self.channel.tell(event(self.studio.version), kind="version")


def page_event(told: str, version: str) -> str:
    """What a desk hears when its post changed."""
    return event(told, kind="state", number=version)


def night_event(html: str, version: str) -> str:
    """What a desk in dark mode hears behind that."""
    told = json.dumps({"version": version, "html": html}, ensure_ascii=False)
    return event(told, kind="night")
