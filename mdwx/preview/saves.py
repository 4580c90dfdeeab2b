"""What was saved since the posts were last read; noted in one thread, read in another.

Noting never waits for a build: whoever watches the folder is free to go on.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import field
from pathlib import PurePosixPath

from mdwx.media.catalogue import spelt
from mdwx.records import dataclass

__all__ = ["Saved", "Saves"]


@dataclass(slots=True)
class Saved:
    """Everything of some moments, taken together."""

    world: bool = False
    """More than posts and pictures: any post may be another."""
    listing: bool = False
    """Posts may have come or gone."""
    posts: set[PurePosixPath] = field(default_factory=set)
    pictures: set[str] = field(default_factory=set)
    """Names of picture files, in the spelling of ``spelt``."""


class Saves:
    """Notes saves until somebody takes them."""

    def __init__(self) -> None:
        self.count = 0
        """How often something was noted."""
        self._saved = Saved(listing=True)
        self._lock = threading.Lock()

    def note(
        self,
        *,
        world: bool,
        posts: Iterable[PurePosixPath] | None,
        pictures: Iterable[str],
    ) -> None:
        """Note what was saved; ``posts`` is None where it may be any."""
        with self._lock:
            self.count += 1
            saved = self._saved
            saved.world |= world
            saved.listing |= world or posts is None
            saved.posts.update(posts or ())
            saved.pictures.update(map(spelt, pictures))

    def take(self) -> Saved:
        """All that was noted and not yet taken."""
        with self._lock:
            saved, self._saved = self._saved, Saved()
            return saved
