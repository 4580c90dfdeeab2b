"""``mdwx build --offline``: what stands is left, the rest is built and written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from mdwx.ahead import getting_ready
from mdwx.cli.building import (
    BUILDING,
    Manner,
    Workshop,
    build_each,
    check_output,
    write_index,
)
from mdwx.cli.progress import Progress
from mdwx.cli.run import Run
from mdwx.forking import LEAST
from mdwx.made import Finished, Made, refuse_large_bundles
from mdwx.model import Post
from mdwx.outcome import Outcome

__all__ = ["build_offline"]

Entry = Post | Outcome


def build_offline(run: Run, paths: Sequence[str], manner: Manner) -> list[Made]:
    """Build posts and write each at once; no more than one is held a process."""
    with builder(run, manner) as build:
        # Loaded while the other process loads what it takes to build.
        from mdwx.index import write_index as write_whole_index
        from mdwx.kept import Kept
        from mdwx.site import find_posts

        wish = (manner.theme, manner.allow_outside, manner.account)
        kept = Kept(run.config, manner=wish, seen=run.seen)
        entries = find_posts(run.config, paths, read=kept.head)
        known = {entry.path: kept.of(entry) for entry in entries}
        stale = [entry for entry in entries if known[entry.path] is None]
        check_output(run.config, stale)
        for entry, finished in zip(stale, build(stale), strict=True):
            known[entry.path] = finished
        done = [one for one in known.values() if one is not None]
        made = [one.made for one in done]
        if run.calls is None:
            kept.keep(done)
            rows = {one.made.outcome.slug: one.row for one in done if one.row}
            if paths:
                write_index(run, made, rows)
            else:
                write_whole_index(run.config, entries, rows)
    refuse_large_bundles(made)
    return made


@contextmanager
def builder(
    run: Run, manner: Manner
) -> Iterator[Callable[[Sequence[Entry]], Iterable[Finished]]]:
    """What builds posts; where most of them stand, it is loaded beside other work."""

    is_of_use = manner.jobs > 1 and not manner.force and run.calls is None
    if not is_of_use or not run.config.record.is_file():
        yield all_builder(run, manner)
        return
    with getting_ready(lambda: one_builder(run, manner)) as build_few:

        def build(entries: Sequence[Entry]) -> Iterable[Finished]:
            if build_few is None or len(entries) >= LEAST:
                return all_builder(run, manner)(entries)
            return followed(run, entries, build_few(entries))

        yield build


def all_builder(
    run: Run, manner: Manner
) -> Callable[[Sequence[Entry]], Iterable[Finished]]:
    """What builds posts on all cores; with ``--force`` all is forgotten first."""
    workshop = Workshop(run, manner)
    return lambda entries: build_each(workshop, entries, finisher(run, workshop))


def one_builder(
    run: Run, manner: Manner
) -> tuple[Callable[[Entry], Finished], Callable[[], None]]:
    """What builds one post, all that it takes loaded; and what is done at the end."""
    workshop = Workshop(run, manner)
    finish = finisher(run, workshop)
    return lambda entry: finish(workshop.make(entry)), workshop.close


def followed(
    run: Run, entries: Sequence[Entry], finished: Iterable[Finished]
) -> Iterator[Finished]:
    """Posts as they are finished, showing how far it is."""
    with Progress(run.terminal, BUILDING, total=len(entries)) as progress:
        for entry, one in zip(entries, finished, strict=True):
            progress.done(str(entry.path))
            yield one


def finisher(run: Run, workshop: Workshop) -> Callable[[Made], Finished]:
    """What is done with a post that was made: its pages are written, it is let go."""
    from mdwx.index import row_of
    from mdwx.output import write_post

    def finish(made: Made) -> Finished:
        row = None
        if made.built is not None and run.calls is None:
            made.outcome.article = write_post(run.config, made.built, sent=None)
            row = row_of(made.built)
        made.let_go()
        return Finished(made, row, tuple(workshop.darkroom.seen), workshop.asked)

    return finish
