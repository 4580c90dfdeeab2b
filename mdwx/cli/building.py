"""What ``build``, ``check``, ``draft`` and the rest have in common: the building."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from mdwx.cli.declaring import option, whole_number
from mdwx.cli.language import both
from mdwx.cli.progress import Progress
from mdwx.cli.run import Run
from mdwx.config import Config
from mdwx.confined import confined, confined_folder
from mdwx.errors import UsageError
from mdwx.files import whole
from mdwx.model import Neighbour, Post, Stranger
from mdwx.outcome import Outcome
from mdwx.records import dataclass

if TYPE_CHECKING:
    from mdwx.dispatch import Lane
    from mdwx.made import Made
    from mdwx.make import Built
    from mdwx.media import Darkroom
    from mdwx.preview.screens import Row
    from mdwx.transforms.posts import Find

__all__ = [
    "BUILDING",
    "Manner",
    "Workshop",
    "build_all",
    "build_each",
    "check_output",
    "manner_options",
    "write_all",
    "write_index",
]

BUILDING = both("生成", "building")
T = TypeVar("T")


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
                type=whole_number(1),
                default=os.cpu_count() or 1,
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
    from mdwx.made import refuse_large_bundles

    made = build_each(Workshop(run, manner, darkroom), entries, lambda one: one)
    refuse_large_bundles(made)
    return made


class Workshop:
    """All that building the posts of one run takes besides the posts."""

    def __init__(
        self, run: Run, manner: Manner, darkroom: Darkroom | None = None
    ) -> None:
        from mdwx.looks import Looks
        from mdwx.media import Darkroom
        from mdwx.neighbours import Neighbourhood

        self.run, self.config, self.manner = run, run.config, manner
        if manner.force and self.config.rehearsal is None:
            import shutil

            shutil.rmtree(self.config.cache, ignore_errors=True)
        self.darkroom = darkroom or Darkroom(
            self.config, allow_outside=manner.allow_outside, offline=manner.offline
        )
        self.neighbours = Neighbourhood(
            self.config, account=manner.account, clock=run.clock
        )
        self.looks = Looks(self.config, theme=manner.theme, neighbours=self.find)
        self.asked = False
        """Whether the post built last asked for others."""

    def build(self, post: Post) -> Built:
        """One post, through the whole pipeline."""
        from mdwx.make import build_post

        self.darkroom.seen.clear()
        self.asked = False
        return build_post(self.config, post, darkroom=self.darkroom, looks=self.looks)

    def make(self, entry: Post | Outcome) -> Made:
        """What becomes of one post, or of what failed before."""
        from mdwx.make import make_post

        return make_post(whole(self.config, entry), self.build)

    def find(self, post: Post) -> Find:
        """How a post finds the others."""
        find = self.neighbours.of(post)

        def asking(*args: Any, **kwargs: Any) -> Neighbour | Stranger:
            self.asked = True
            return find(*args, **kwargs)

        return asking

    def close(self) -> None:
        """Write down what was learned."""
        if self.config.state.exists():
            self.looks.memories.save()


def build_each(
    workshop: Workshop,
    entries: Sequence[Post | Outcome],
    finish: Callable[[Made], T],
) -> list[T]:
    """Build posts on all cores, each with what is to be done with it at once."""
    from mdwx.forking import shared_out

    run, jobs = workshop.run, workshop.manner.jobs
    check_output(run.config, entries)

    def work(number: int) -> tuple[str, T]:
        entry = entries[number]
        return str(entry.path), finish(workshop.make(entry))

    results = []
    # Processes are forked before anything moves on the screen: that takes a thread.
    with (
        shared_out(work, len(entries), processes=jobs, last=workshop.close) as done,
        Progress(run.terminal, BUILDING, total=len(entries)) as progress,
    ):
        for name, result in done:
            progress.done(name)
            results.append(result)
    workshop.close()
    return results


def write_all(run: Run, made: Sequence[Made], lanes: Sequence[Lane] = ()) -> None:
    """Write ``dist/``: what an account took in its terms, the rest in ours."""
    if run.calls is not None:
        return
    from mdwx.index import row_of
    from mdwx.output import write_post

    lane_of = {slug: lane for lane in lanes for slug in lane.made}
    rows = {}
    for one in made:
        if one.built is None:
            continue
        slug = one.outcome.slug
        lane = lane_of.get(slug)
        sent = lane.sent(one) if lane else None
        one.outcome.article = write_post(run.config, one.built, sent=sent)
        rows[slug] = row_of(one.built)
    write_index(run, made, rows)


def write_index(run: Run, made: Sequence[Made], rows: Mapping[str, Row]) -> None:
    """Write the index of all posts, also of those that are none of this run's."""
    from mdwx import index

    entries: Sequence[Post | Outcome]
    try:
        entries = run.heads([])
    except UsageError:
        # Only posts outside the content folder, each of them named.
        entries = [one.post for one in made if one.post]
    index.write_index(run.config, entries, rows)
