"""``mdwx build --offline``: what stands is left, the rest is built and written."""

from __future__ import annotations

from collections.abc import Sequence

from mdwx import output
from mdwx.cli.building import Manner, Workshop, build_each, write_index
from mdwx.cli.run import Run
from mdwx.kept import Finished, Kept
from mdwx.make import Made, refuse_large_bundles
from mdwx.site import find_posts

__all__ = ["build_offline"]


def build_offline(run: Run, paths: Sequence[str], manner: Manner) -> list[Made]:
    """Build posts and write each at once; no more than one is held a process."""
    workshop = Workshop(run, manner)
    wish = (manner.theme, manner.allow_outside, manner.account)
    kept = Kept(run.config, manner=wish, seen=run.seen)
    entries = find_posts(run.config, paths, read=kept.head)
    known = {entry.path: kept.of(entry) for entry in entries}

    def finish(made: Made) -> Finished:
        row = None
        if made.built is not None and run.calls is None:
            made.outcome.article = output.write_post(run.config, made.built, sent=None)
            row = output.row_of(made.built)
        made.let_go()
        return Finished(made, row, tuple(workshop.darkroom.seen), workshop.asked)

    stale = [entry for entry in entries if known[entry.path] is None]
    for entry, finished in zip(stale, build_each(workshop, stale, finish), strict=True):
        known[entry.path] = finished
    done = [one for one in known.values() if one is not None]
    made = [one.made for one in done]
    if run.calls is None:
        kept.keep(done)
        rows = {one.made.outcome.slug: one.row for one in done if one.row}
        if paths:
            write_index(run, made, rows)
        else:
            output.write_index(run.config, entries, rows)
    refuse_large_bundles(made)
    return made
