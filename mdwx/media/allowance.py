"""How much one post may have fetched and made: each picture is bounded, and so are all.

A thousand addresses that each answer slowly, or with the largest picture we take,
would keep a command busy for a day and fill a disk. So would a thousand drawings of
a line each that take their time, in one file.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TypeVar

from mdwx.media.source import Source, refuse
from mdwx.model import ImageRef, Text

__all__ = ["Allowance"]

MOST_S: Final = 300.0
MOST_BYTES: Final = 512 << 20
MOST_MAKING_S: Final = 600.0
"""A photo of a phone takes a quarter of a second, two at a time (measured 2026-11)."""
T = TypeVar("T")


class Allowance:
    """What is left for the pictures of one post."""

    def __init__(
        self,
        *,
        seconds: float = MOST_S,
        size_bytes: int = MOST_BYTES,
        making_s: float = MOST_MAKING_S,
    ) -> None:
        self.seconds = seconds
        self.size_bytes = size_bytes
        self.making_s = making_s

    def spend(self, fetch: Callable[[ImageRef], bytes], ref: ImageRef) -> bytes:
        """Fetch a picture, if there is anything left to spend."""
        if self.seconds <= 0 or self.size_bytes <= 0:
            raise refuse(
                ref,
                zh="没有去取：这篇文章里的网络图片太多、太大或太慢",
                en="was not fetched: those of this post are too many, large or slow",
                hint=Text(
                    zh="把图片存到文章旁边，改用路径",
                    en="save the picture beside the post and write its path",
                ),
            )
        started = time.monotonic()
        try:
            data = fetch(ref)
            self.size_bytes -= len(data)
        finally:
            self.seconds -= time.monotonic() - started
        return data

    def work(self, make: Callable[[Source], T], source: Source) -> T:
        """Make a picture of what was read, if there is any time left for it."""
        if self.making_s <= 0:
            raise refuse(
                source.ref,
                zh="没有处理：这篇文章里的图片处理得太久",
                en="was not prepared: those of this post take too long",
                hint=Text(
                    zh="再运行一次会接着做，做好的都留着；每次都这样，就换成小一些的图片",
                    en="run again to go on, as what is ready is kept; if it ends like"
                    " this each time, use smaller pictures",
                ),
            )
        started = time.monotonic()
        try:
            return make(source)
        finally:
            self.making_s -= time.monotonic() - started
