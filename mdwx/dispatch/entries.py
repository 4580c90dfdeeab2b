"""Built posts as publishing takes them; bundles go as a whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mdwx.config import Account
from mdwx.errors import CheckError, SourceError
from mdwx.made import Made
from mdwx.model import State, Text
from mdwx.publish import Entry

__all__ = ["bundle_of", "entry_of", "hold_bundles", "hold_split_bundles"]


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
        bundle = made.post.bundle if made.post else None
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


def hold_split_bundles(every: Sequence[Made], chosen: Mapping[str, Account]) -> None:
    """Fail the posts of a bundle that go to several accounts: a draft is in one.

    ``chosen`` has the account of each post that can be sent, by slug.
    """
    bundles: dict[str, list[Made]] = {}
    for made in every:
        bundle = bundle_of(made)
        if bundle is not None and made.outcome.slug in chosen:
            bundles.setdefault(bundle, []).append(made)
    for bundle, posts in bundles.items():
        places = {made.outcome.path: chosen[made.outcome.slug] for made in posts}
        if len({account.key for account in places.values()}) > 1:
            told = ", ".join(f"{path}: {it.name}" for path, it in places.items())
            for made in posts:
                made.outcome.state = State.FAILED
                made.outcome.error = split_bundle(made, bundle, told)


def split_bundle(made: Made, bundle: str, told: str) -> CheckError:
    """Say that a bundle goes to several accounts, and which."""
    assert made.post is not None  # it has a bundle
    return CheckError(
        Text(
            zh=f"同组（{bundle}）的文章要发到不同的账号，整组没有发送：{told}",
            en=f"bundle {bundle} was not sent, because its posts go to several"
            f" accounts: {told}",
        ),
        where=made.post.span(key="bundle"),
        hint=Text(
            zh="给它们写同样的 account，或分成两组",
            en="give them the same account, or make two bundles of it",
        ),
    )


def bundle_of(made: Made) -> str | None:
    return made.post.bundle if made.post else None
