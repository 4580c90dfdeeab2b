"""What became of the posts of a run, apart from what makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mdwx.errors import CheckError
from mdwx.model import Post, State, Text
from mdwx.outcome import Outcome
from mdwx.records import dataclass

if TYPE_CHECKING:
    from mdwx.make import Built
    from mdwx.preview.screens import Row

__all__ = ["Finished", "Made", "refuse_large_bundles"]


@dataclass(slots=True)
class Made:
    """What became of one post of a run."""

    outcome: Outcome
    post: Post | None = None
    """None when it could not be read or built."""
    built: Built | None = None
    """None, too, once the run has done with it."""
    is_refused: bool = False
    """Whether WeChat or a reader could not do with the article."""

    @property
    def is_sendable(self) -> bool:
        """Whether nothing keeps it from being uploaded."""
        return (
            self.post is not None
            and not self.post.draft
            and not self.is_refused
            and self.outcome.error is None
        )

    def take_over(self, newer: Made) -> None:
        """Be as the same post built again, with what was sent of it so far."""
        self.post, self.built = newer.post, newer.built
        self.is_refused = newer.is_refused
        self.outcome.findings = newer.outcome.findings
        self.outcome.size = newer.outcome.size
        self.outcome.error = newer.outcome.error
        self.outcome.state = newer.outcome.state

    def let_go(self) -> None:
        """Keep what is told of a post, not the article: a site has thousands."""
        if self.post is not None:
            self.post = replace(self.post, body="")
        self.built = None


@dataclass(frozen=True, slots=True)
class Finished:
    """A post as an offline build leaves it."""

    made: Made
    row: Row | None
    """In the index; None for one that has no page."""
    pictures: tuple[Path, ...] = ()
    """The files of the site that were read for it."""
    asked: bool = False
    """Whether it depends on other posts, as by a link to one."""


def refuse_large_bundles(every: Sequence[Made]) -> None:
    """Fail the posts of a bundle that no draft has room for."""
    bundles: dict[str, list[tuple[Outcome, Post]]] = {}
    for made in every:
        post = made.post
        if post is not None and post.bundle is not None:
            bundles.setdefault(post.bundle, []).append((made.outcome, post))
    if not bundles:
        return
    from mdwx.checks.limits import LIMITS

    limit = LIMITS["bundle"]
    for name, posts in bundles.items():
        if not limit.passed(limit.fail, len(posts)):
            continue
        for outcome, post in posts:
            outcome.state = State.FAILED
            outcome.error = CheckError(
                Text(
                    zh=f"{name} 这一组有 {len(posts)} 篇，一个草稿最多 {limit.fail} 篇",
                    en=f"bundle {name} has {len(posts)} posts, and a draft holds"
                    f" at most {limit.fail}",
                ),
                where=post.span(key="bundle"),
                hint=Text(zh="分成两组", en="make two bundles of it"),
            )
