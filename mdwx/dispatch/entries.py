"""Built posts as publishing takes them; bundles go as a whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from mdwx.errors import CheckError, SourceError
from mdwx.make import Made
from mdwx.model import State, Text
from mdwx.publish import Entry

__all__ = ["bundle_of", "entry_of", "hold_bundles"]


def entry_of(made: Made) -> Entry:
    """A built post as publishing takes it."""
    built = made.built
    assert built is not None  # only posts that were built get here
    return Entry(
        article=built.article,
        cover=built.cover,
        pictures=built.pictures,
        source_sha256=built.source_sha256,
        author=built.author,
        source_url=built.source_url,
        digest=built.digest,
    )


def hold_bundles(every: Sequence[Made]) -> None:
    """Fail the posts of a bundle that cannot go out as a whole.

    A post that cannot be read does not tell its bundle, so it holds them all.
    """
    unread = [one for one in every if isinstance(one.outcome.error, SourceError)]
    for made in every:
        bundle = made.built.article.post.bundle if made.built else None
        if bundle is None or not made.is_sendable:
            continue
        others = [one for one in every if bundle_of(one) == bundle]
        missing = [one for one in others if not one.is_sendable] + unread
        if missing:
            path = missing[0].outcome.path
            made.outcome.state = State.FAILED
            made.outcome.error = CheckError(
                Text(
                    zh=f"同组（{bundle}）的 {path} 不能发送，整组没有发送",
                    en=f"bundle {bundle} was not sent, because {path} cannot be",
                ),
                where=made.outcome.error.where if made.outcome.error else None,
            )


def bundle_of(made: Made) -> str | None:
    return made.built.article.post.bundle if made.built else None
