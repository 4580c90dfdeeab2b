"""One post of the site as ``mdwx watch`` knows it: as built, and as it is on disk."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import field, replace
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from mdwx.errors import MdwxError
from mdwx.model import Post, Text
from mdwx.neighbours import title_of
from mdwx.page.reading import opening
from mdwx.preview.screens import Problem, Screen
from mdwx.records import dataclass

__all__ = [
    "Leaf",
    "Made",
    "attempt",
    "facts_in",
    "forget_night",
    "kin_of",
    "problem_of",
    "summarise",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Made:
    """A post built for the page."""

    screen: Screen
    files: Mapping[str, Path] = field(default_factory=dict)
    """Its pictures, by the name they are served under."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What the desk tells of it, as JSON."""
    night: Callable[[], str] | None = None
    """Makes the fragment as dark mode shows it; holds the article's tree."""
    source_sha256: str = ""
    """Of what the author wrote; tells whether it was changed since it was sent."""
    asks: bool = False
    """Whether it looked for other posts of the site."""
    names: frozenset[str] = frozenset()
    """Of the picture files it shows, or would if they were there, as ``spelt``."""
    is_whole: bool = True
    """False where only what a list of posts shows is kept."""


@dataclass(slots=True)
class Leaf:
    """One post of the site."""

    path: PurePosixPath
    slug: str
    post: Post | None = None
    world: tuple[int, int] = (-1, -1)
    made: Made | None = None
    """The last good one; it outlives a problem."""
    before: Mapping[str, Path] = field(default_factory=dict)
    """Pictures of the one before, which a page may still ask for."""
    problem: Problem | None = None
    post_now: Post | None = None
    moved: str | None = None
    """The slug under which the same text is found now that this one went."""
    was: str = ""
    """The text of a post that went."""
    night: str | None = None
    """The fragment in dark mode, once somebody asked."""

    @property
    def files(self) -> Mapping[str, Path]:
        """Pictures that a page of this post may ask for."""
        return {**self.before, **(self.made.files if self.made else {})}

    def may_show(self, names: Collection[str]) -> bool:
        """Whether a picture file of one of these names may be of this post."""
        if self.made is None or self.problem is not None:
            return True
        return not self.made.names.isdisjoint(names)

    def is_current(self, world: tuple[int, int]) -> bool:
        """Whether nothing changed since this was built, or failed to be."""
        if self.post_now is None:
            return True
        asks = self.made is None or self.made.asks
        same = self.world == world if asks else self.world[0] == world[0]
        return same and self.post == self.post_now


def facts_in(leaf: Leaf | None) -> Mapping[str, Any]:
    """What is told of a post as last built; no ``html`` where it never was."""
    if leaf is None or leaf.made is None or not leaf.made.is_whole:
        return {"html": None}
    screen = leaf.made.screen
    return {"title": screen.title, "html": screen.content, **leaf.made.facts}


def kin_of(post: Post) -> tuple[str, str, str | None, bool]:
    """What a link from another post needs to know of this one."""
    return post.slug, title_of(post), post.bundle, post.draft


def forget_night(leaf: Leaf) -> None:
    """Let go of the tree that dark mode is made from."""
    leaf.night = None
    if leaf.made is not None:
        leaf.made = replace(leaf.made, night=None)


def summarise(leaf: Leaf) -> None:
    """Keep of a post that nobody looks at what a list of posts shows of it.

    A site of a thousand posts would hold a hundred megabytes of markup otherwise.
    """
    forget_night(leaf)
    if leaf.made is not None:
        screen = leaf.made.screen
        shown = replace(screen, content="", text=opening(screen.text), gallery=())
        leaf.made = replace(leaf.made, screen=shown, facts={}, is_whole=False)


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
    return Problem(title, error.hint or Text(zh="", en=""), error.where)
