"""What ``build``, ``check``, ``draft`` and the rest have in common: the building."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from mdwx.cli.commands import option
from mdwx.cli.language import both
from mdwx.cli.progress import Progress
from mdwx.cli.run import Run
from mdwx.config import Config
from mdwx.confined import confined, confined_folder
from mdwx.errors import UsageError
from mdwx.model import Post
from mdwx.outcome import Outcome

if TYPE_CHECKING:
    from mdwx.dispatch import Lane
    from mdwx.make import Made
    from mdwx.media import Darkroom

__all__ = ["Manner", "build_all", "manner_options", "write_all"]

BUILDING = both("生成", "building")
JOBS = 2
"""Pillow lets go of the interpreter, the rest does not."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How posts are to be built, as the command line asks for."""

    offline: bool = False
    theme: str | None = None
    jobs: int = 1
    force: bool = False
    allow_outside: bool = False
    account: str | None = None
    """Whose addresses links from post to post lead to; each post's own if None."""


def manner_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that make a ``Manner``."""
    for decorate in reversed(
        (
            option("--theme", metavar="NAME", zh="换用的主题", en="use this theme"),
            option(
                "--jobs",
                type=click.IntRange(min=1),
                default=min(JOBS, os.cpu_count() or 1),
                metavar="N",
                zh="同时生成几篇",
                en="how many posts at a time",
            ),
            option(
                "--force",
                is_flag=True,
                zh="不用缓存，图片重新处理",
                en="prepare every picture anew",
            ),
            option(
                "--allow-outside",
                is_flag=True,
                zh="允许使用站点之外的图片",
                en="let posts name pictures outside the site",
            ),
        )
    ):
        function = decorate(function)
    return function


def check_output(config: Config, entries: Iterable[Post | Outcome]) -> None:
    """Refuse links out of the site before anything is sent whose pages lie there."""
    output = config.root / config.site.output
    confined_folder(output, root=config.root)
    for entry in entries:
        if isinstance(entry, Post):
            confined(output / entry.slug / "images", root=config.root)


def build_all(
    run: Run,
    entries: Sequence[Post | Outcome],
    manner: Manner,
    *,
    darkroom: Darkroom | None = None,
) -> list[Made]:
    """Build posts, showing how far it is."""
    from mdwx.looks import Looks
    from mdwx.make import build_post, make_posts, refuse_large_bundles
    from mdwx.media import Darkroom
    from mdwx.neighbours import Neighbourhood

    config = run.config
    check_output(config, entries)
    if manner.force and config.rehearsal is None:
        shutil.rmtree(config.cache, ignore_errors=True)
    room = darkroom or Darkroom(
        config, allow_outside=manner.allow_outside, offline=manner.offline
    )
    neighbours = Neighbourhood(config, account=manner.account, clock=run.clock)
    looks = Looks(config, theme=manner.theme, neighbours=neighbours.of)
    with Progress(run.terminal, BUILDING, total=len(entries)) as progress:
        made = list(
            make_posts(
                entries,
                lambda post: build_post(config, post, darkroom=room, looks=looks),
                jobs=manner.jobs,
                seen=progress.seen,
            )
        )
    refuse_large_bundles(made)
    if config.state.exists():
        looks.memories.save()
    return made


def write_all(run: Run, made: Sequence[Made], lanes: Sequence[Lane] = ()) -> None:
    """Write ``dist/``: what an account took in its terms, the rest in ours."""
    if run.calls is not None:
        return
    from mdwx.output import write_index, write_post
    from mdwx.site import find_posts

    lane_of = {slug: lane for lane in lanes for slug in lane.made}
    for one in made:
        if one.built is None:
            continue
        lane = lane_of.get(one.outcome.slug)
        sent = lane.sent(one) if lane else None
        one.outcome.article = write_post(run.config, one.built, sent=sent)
    built = {one.outcome.slug: one.built for one in made if one.built}
    try:
        entries = find_posts(run.config, [])
    except UsageError:
        # Only posts outside the content folder, each of them named.
        entries = [one.built.article.post for one in made if one.built]
    write_index(run.config, entries, built)
