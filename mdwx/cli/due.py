"""What ``mdwx publish --due`` means: posts whose ``publish_at`` has come and that
are not out yet.

It runs every minute from cron, so a minute in which nothing is due builds
nothing, asks nothing and says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from mdwx.cli.rehearsing import collect
from mdwx.cli.run import Run
from mdwx.cli.sending import at_desk
from mdwx.errors import MdwxError, UsageError
from mdwx.model import Post, State
from mdwx.outcome import Outcome

if TYPE_CHECKING:
    from mdwx.config import Account
    from mdwx.publish import Desk

__all__ = ["due_posts"]

Unit = tuple[Post, ...]
"""A post, or the posts of a bundle."""


def due_posts(
    run: Run, entries: Sequence[Post | Outcome], *, flag: str | None
) -> list[Post | Outcome]:
    """Those of the posts that are to be published now, in their order.

    A post without ``publish_at`` is never due. A bundle is due when the last
    ``publish_at`` of its posts has come.
    """
    posts = [entry for entry in entries if isinstance(entry, Post)]
    now = run.clock.now()
    ripe = [unit for unit in units(posts) if is_ripe(unit, now)]
    chosen = {post.path for unit in not_out(run, ripe, flag=flag) for post in unit}
    due: list[Post | Outcome] = [post for post in posts if post.path in chosen]
    if any(isinstance(entry, Post) and entry.bundle for entry in due):
        # One that cannot be read may belong to the bundle, and holds it back.
        due += [entry for entry in entries if isinstance(entry, Outcome)]
    return due


def units(posts: Iterable[Post]) -> list[Unit]:
    """What goes out together."""
    grouped: dict[tuple[bool, str], list[Post]] = {}
    for post in posts:
        name = (True, post.bundle) if post.bundle else (False, post.slug)
        grouped.setdefault(name, []).append(post)
    return [tuple(group) for group in grouped.values()]


def is_ripe(unit: Unit, now: datetime) -> bool:
    """Whether the time of a unit has come, and its author holds nothing back."""
    times = [post.publish_at for post in unit if post.publish_at]
    return bool(times) and max(times) <= now and not any(post.draft for post in unit)


def not_out(run: Run, ripe: Sequence[Unit], *, flag: str | None) -> list[Unit]:
    """Those that are not published, as far as ledger and mdwx.lock know."""
    by_account: dict[str, tuple[Account, list[Unit]]] = {}
    left = []
    for unit in ripe:
        try:
            account = run.account(flag, unit[0])
        except UsageError:
            # Publishing it says what is wrong.
            left.append(unit)
            continue
        by_account.setdefault(account.key, (account, []))[1].append(unit)
    for _, (account, held) in sorted(by_account.items()):
        with at_desk(run, account) as desk:
            learn(desk)
            run.asked += desk.requests
            collect(run, desk)
            left += [unit for unit in held if not is_out(desk, unit)]
    return left


def learn(desk: Desk) -> None:
    """Take in what mdwx.lock tells, or the account where there is no other word."""
    from mdwx.publish import prepare

    with suppress(MdwxError):
        # Publishing meets it again and says what is wrong.
        prepare(desk)


def is_out(desk: Desk, unit: Unit) -> bool:
    """Whether nothing is left to be done for it, edited since or not."""
    from mdwx.publish import standing

    states = {standing(desk, post.slug).state for post in unit}
    # Where publishing is not for the API, the draft is the end.
    ends = {State.PUBLISHED} if desk.may_publish else {State.PUBLISHED, State.DRAFTED}
    return states <= ends
