"""How much one post may have fetched: each picture is bounded, and so are all.

A thousand addresses that each answer slowly, or with the largest picture we take,
would keep a command busy for a day and fill a disk.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from mdwx.media.source import refuse
from mdwx.model import ImageRef, Text

__all__ = ["Allowance"]

MOST_S: Final = 300.0
MOST_BYTES: Final = 512 << 20


class Allowance:
    """What is left for the pictures of one post."""

    def __init__(
        self, *, seconds: float = MOST_S, size_bytes: int = MOST_BYTES
    ) -> None:
        self.seconds = seconds
        self.size_bytes = size_bytes

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
