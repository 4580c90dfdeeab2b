"""What the open pages show: each post as last built, and why it is not newer.

A save marks nothing: posts are read again, and a post is built again when it, or
what else it was built from, is no longer what it was.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from mdwx.model import Post, Text
from mdwx.outcome import Outcome
from mdwx.preview.desk import Page, page_of
from mdwx.preview.leaf import (
    Leaf,
    Made,
    attempt,
    facts_in,
    forget_night,
    kin_of,
    problem_of,
    summarise,
)
from mdwx.preview.saves import Saves
from mdwx.preview.screens import Problem

__all__ = ["Studio"]

GONE: Final = Problem(
    Text(zh="这篇文章的文件不在了", en="the file of this post is gone"),
    Text(zh="", en=""),
)
MOST_GONE: Final = 50
"""Posts that went, kept for a tab that may still show one."""
MOST_LENT: Final = 8
"""Looks that were tried, whose pictures a page may still ask for."""
MOST_NIGHTS: Final = 8
"""Trees kept for dark mode: more posts are hardly open at once."""


class Studio:
    """All posts of a site, built when somebody looks."""

    def __init__(
        self,
        *,
        find: Callable[[], Sequence[Post | Outcome]],
        make: Callable[[Post], Made],
        reread: Callable[[PurePosixPath], Post | None] = lambda path: None,
    ) -> None:
        """``reread`` reads one known post again; None when all should be listed."""
        self.find = find
        self.make = make
        self.reread = reread
        self.problem: Problem | None = None
        """Why the posts themselves cannot be listed."""
        self.leaves: dict[PurePosixPath, Leaf] = {}
        self.gone: dict[PurePosixPath, Leaf] = {}
        self._nights: list[Leaf] = []
        self._lent: list[Mapping[str, Path]] = []
        self._world = (0, 0)
        self._saves = Saves()
        self.boot = secrets.token_hex(4)
        """Names this run of the server."""
        self._built = 0
        self._lock = threading.RLock()

    @property
    def version(self) -> str:
        """Changes when a page may have changed, and when the server is another."""
        return f"{self.boot}.{self._saves.count}.{self._built}"

    def touch(
        self,
        *,
        world: bool,
        changed: Iterable[PurePosixPath] | None = None,
        pictures: Iterable[str] = (),
    ) -> None:
        """Look again: at these posts if they are known, else at all there are.

        ``world`` when more than posts changed; ``pictures`` names those that did.
        """
        self._saves.note(world=world, posts=changed, pictures=pictures)

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
                if found.made is not None and not found.made.is_whole:
                    found.world = (-1, -1)
                self.build(found)
                self.keep_night(found)
            return found

    def page(self, slug: str) -> Page | None:
        """What the desk of a post tells now."""
        with self._lock:
            leaf = self.leaf(slug)
            if leaf is None and self.problem is None:
                return None
            return page_of(
                facts_in(leaf),
                slug=slug,
                problem=self.problem or (leaf.problem if leaf else None),
                moved=leaf.moved if leaf else None,
            )

    def night(self, slug: str) -> str:
        """The fragment of a post as dark mode shows it."""
        with self._lock:
            leaf = self.leaf(slug)
            if leaf is None or leaf.made is None:
                return ""
            if leaf.night is None:
                if leaf.made.night is None and leaf.post is not None:
                    leaf.world = (-1, -1)
                    self.build(leaf)
                leaf.night = leaf.made.night() if leaf.made.night else ""
            return leaf.night

    def named(self, slug: str) -> Iterator[Leaf]:
        """Posts of this slug, those that are there first."""
        for leaf in (*self.leaves.values(), *self.gone.values()):
            if leaf.slug == slug:
                yield leaf

    def picture(self, name: str) -> Path | None:
        """A picture of some built post; no other file is ever served."""
        with self._lock:
            leaves = (*self.leaves.values(), *self.gone.values())
            every = (*(leaf.files for leaf in leaves), *self._lent)
            return next((files[name] for files in every if name in files), None)

    def lend(self, files: Mapping[str, Path]) -> None:
        """Serve these pictures too, of a post in a look that is only tried."""
        with self._lock:
            self._lent = [*self._lent, files][-MOST_LENT:]

    def read(self) -> None:
        """Read again what was saved."""
        saved = self._saves.take()
        self._world = (self._world[0] + saved.world, self._world[1])
        if saved.listing or not all(map(self.read_again, sorted(saved.posts))):
            self.list_posts()
        for leaf in self.leaves.values() if saved.pictures else ():
            if leaf.may_show(saved.pictures):
                leaf.world = (-1, -1)

    def list_posts(self) -> None:
        """Find the posts there are now."""
        found = attempt(self.find)
        if isinstance(found, Problem):
            self.problem = found
            return
        self.problem = None
        kin = self.kin()
        known = {**self.gone, **self.leaves}
        self.leaves = {}
        for entry in found:
            leaf = known.pop(entry.path, None) or Leaf(entry.path, entry.slug)
            self.leaves[entry.path] = self.noted(leaf, entry)
        self.let_go(known)
        if self.kin() != kin:
            self._world = (self._world[0], self._world[1] + 1)

    def read_again(self, path: PurePosixPath) -> bool:
        """Read one post again; False when the others have to be, too."""
        leaf = self.leaves.get(path)
        post = attempt(lambda: self.reread(path))
        if leaf is None or not isinstance(post, Post):
            return False
        if leaf.post_now is None or kin_of(leaf.post_now) != kin_of(post):
            return False
        self.noted(leaf, post)
        return True

    def kin(self) -> dict[PurePosixPath, object]:
        """What posts that link to others see of them."""
        return {
            leaf.path: leaf.post_now and kin_of(leaf.post_now)
            for leaf in self.leaves.values()
        }

    def let_go(self, known: dict[PurePosixPath, Leaf]) -> None:
        """Keep the posts that went, the latest ones, and say where they went."""
        here = {
            leaf.post_now.body: leaf.slug
            for leaf in self.leaves.values()
            if leaf.post_now is not None and leaf.post_now.body.strip()
        }
        for leaf in known.values():
            if leaf.post_now is not None:
                leaf.was = leaf.post_now.body
            leaf.moved = here.get(leaf.was)
            leaf.problem, leaf.post, leaf.post_now = GONE, None, None
        self.gone = dict(list(known.items())[-MOST_GONE:])

    def noted(self, leaf: Leaf, entry: Post | Outcome) -> Leaf:
        """The leaf with what was read of its file."""
        leaf.moved = None
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
        leaf.before = leaf.made.files if leaf.made else {}
        leaf.made, leaf.problem, leaf.night = made, None, None

    def keep_night(self, leaf: Leaf) -> None:
        """Keep the tree of a post that is looked at, and let older ones go."""
        self._nights = [it for it in self._nights if it is not leaf] + [leaf]
        for old in self._nights[:-MOST_NIGHTS]:
            forget_night(old)
        self._nights = self._nights[-MOST_NIGHTS:]

    def build_next(self) -> bool:
        """Build one post nobody asked for yet; False when all are built."""
        with self._lock:
            self.read()
            old = (it for it in self.leaves.values() if not it.is_current(self._world))
            leaf = next(old, None)
            if leaf is None:
                return False
            self.build(leaf)
            if leaf not in self._nights:
                summarise(leaf)
            self._built += 1
            return True
