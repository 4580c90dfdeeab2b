"""What the open pages show: each post as last built, and why it is not newer.

A save marks nothing: the posts are read again, and a post is built again when it, or
anything else of the site, is no longer what it was built from.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Final, TypeVar

from mdwx.errors import MdwxError
from mdwx.model import Post, Text
from mdwx.outcome import Outcome
from mdwx.preview.phone import Problem, Screen

__all__ = ["Leaf", "Made", "Studio", "Warming", "problem_of"]

T = TypeVar("T")
RING_EVERY_S: Final = 0.5
GONE: Final = Problem(
    Text(zh="这篇文章的文件不在了", en="the file of this post is gone"),
    Text(zh="", en=""),
)


@dataclass(frozen=True, slots=True)
class Made:
    """A post built for the page."""

    screen: Screen
    files: Mapping[str, Path] = field(default_factory=dict)
    """Its pictures, by the name they are served under."""


@dataclass(slots=True)
class Leaf:
    """One post of the site."""

    path: PurePosixPath
    slug: str
    post: Post | None = None
    world: int = -1
    made: Made | None = None
    """The last good one; it outlives a problem."""
    problem: Problem | None = None
    post_now: Post | None = None

    def is_current(self, world: int) -> bool:
        """Whether nothing changed since this was built, or failed to be."""
        return self.post_now is None or (
            self.world == world and self.post == self.post_now
        )


class Studio:
    """All posts of a site, built when somebody looks."""

    def __init__(
        self,
        *,
        find: Callable[[], Sequence[Post | Outcome]],
        make: Callable[[Post], Made],
    ) -> None:
        self.find = find
        self.make = make
        self.problem: Problem | None = None
        """Why the posts themselves cannot be listed."""
        self.leaves: dict[PurePosixPath, Leaf] = {}
        self.gone: dict[PurePosixPath, Leaf] = {}
        self._files: dict[str, Path] = {}
        self._world = 0
        self._stale = True
        self._boot = secrets.token_hex(4)
        self._count = 0
        self._lock = threading.RLock()

    @property
    def version(self) -> str:
        """Changes when a page may have changed, and when the server is another."""
        return f"{self._boot}.{self._count}"

    def touch(self, *, world: bool) -> None:
        """Look again; ``world`` when more than posts changed."""
        with self._lock:
            self._stale = True
            self._world += world
            self._count += 1

    def listed(self) -> list[Leaf]:
        """The posts there are, built or not."""
        with self._lock:
            self.read()
            return list(self.leaves.values())

    def leaf(self, slug: str) -> Leaf | None:
        """The post of this slug, built; also one whose file is gone."""
        with self._lock:
            self.read()
            found = next(self.named(slug), None)
            if found is not None:
                self.build(found)
            return found

    def named(self, slug: str) -> Iterator[Leaf]:
        """Posts of this slug, those that are there first."""
        for leaf in (*self.leaves.values(), *self.gone.values()):
            if leaf.slug == slug:
                yield leaf

    def picture(self, name: str) -> Path | None:
        """A picture of some built post; no other file is ever served."""
        return self._files.get(name)

    def read(self) -> None:
        """List the posts again if something was saved."""
        if not self._stale:
            return
        self._stale = False
        found = attempt(self.find)
        if isinstance(found, Problem):
            self.problem = found
            return
        self.problem = None
        known = {**self.gone, **self.leaves}
        self.leaves = {}
        for entry in found:
            leaf = known.pop(entry.path, None) or Leaf(entry.path, entry.slug)
            self.leaves[entry.path] = self.noted(leaf, entry)
        self.gone = known
        for leaf in known.values():
            leaf.problem, leaf.post, leaf.post_now = GONE, None, None

    def noted(self, leaf: Leaf, entry: Post | Outcome) -> Leaf:
        """The leaf with what was read of its file."""
        if isinstance(entry, Post):
            leaf.slug, leaf.post_now = entry.slug, entry
        else:
            # A file that cannot be read does not tell its slug; an open page
            # keeps its address.
            leaf.post, leaf.post_now = None, None
            leaf.problem = problem_of(entry.error) if entry.error else None
        return leaf

    def build(self, leaf: Leaf) -> None:
        """Build one post, unless it is as it was."""
        post = leaf.post_now
        if post is None or leaf.is_current(self._world):
            return
        leaf.post, leaf.world = post, self._world
        made = attempt(lambda: self.make(post))
        if isinstance(made, Problem):
            leaf.problem = made
            return
        leaf.made, leaf.problem = made, None
        self._files.update(made.files)

    def build_next(self) -> bool:
        """Build one post nobody asked for yet; False when all are built."""
        with self._lock:
            self.read()
            for leaf in self.leaves.values():
                if not leaf.is_current(self._world):
                    self.build(leaf)
                    self._count += 1
                    return True
        return False


def attempt(work: Callable[[], T]) -> T | Problem:
    """The result, or why there is none."""
    try:
        return work()
    except MdwxError as error:
        return problem_of(error)
    except Exception as error:
        # The preview goes on: the person fixes the file, or reports our bug, with
        # the last good page before their eyes.
        said = f"{type(error).__name__}: {error}"
        return Problem(Text(zh="mdwx 出了错", en="a bug in mdwx"), Text(said, said))


def problem_of(error: MdwxError) -> Problem:
    """An error as the page shows it."""
    place = f"{error.where}: " if error.where else ""
    title = Text(zh=place + error.problem.zh, en=place + error.problem.en)
    return Problem(title, error.hint or Text(zh="", en=""))


class Warming:
    """Builds in the background what no page has asked for yet.

    A context manager around a thread; ``built`` is told now and then.
    """

    def __init__(self, studio: Studio, *, built: Callable[[], None]) -> None:
        self.studio = studio
        self.built = built
        self.wanted = threading.Event()
        self.ended = False
        self.thread = threading.Thread(target=self.work, name="mdwx-warming")

    def __enter__(self) -> Warming:
        self.thread.start()
        self.wake()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.ended = True
        self.wake()
        self.thread.join()

    def wake(self) -> None:
        """Something was saved."""
        self.wanted.set()

    def work(self) -> None:
        """Build one post at a time, so that a page never waits for long."""
        while not self.ended:
            self.wanted.wait()
            self.wanted.clear()
            told = time.monotonic()
            news = False
            while not self.ended and self.studio.build_next():
                news = True
                if time.monotonic() - told > RING_EVERY_S:
                    self.built()
                    told, news = time.monotonic(), False
            if news:
                self.built()
