"""``mdwx mark``: a person published by hand, and the ledger learns of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdwx.cli.building import Manner, build_all
from mdwx.cli.declaring import argument, option
from mdwx.cli.rehearsing import shows_calls
from mdwx.cli.replies import Reply
from mdwx.cli.run import (
    Run,
    account_option,
    command,
    dry_run_option,
    line_options,
)
from mdwx.cli.sending import open_lanes
from mdwx.cli.summary import show_problems
from mdwx.model import State, Text

if TYPE_CHECKING:
    from mdwx.dispatch import Lane

__all__ = ["mark"]


@command(
    "mark",
    zh="记下人工发布的文章，mdwx 不会再发它",
    en="Tell the ledger that a person published a post, so that mdwx never does.",
)
@argument("post", metavar="POST")
@option(
    "--published",
    required=True,
    metavar="URL",
    zh="已发布文章的链接",
    en="the address of the published article",
)
@account_option
@line_options
@dry_run_option
def mark(run: Run, *, post: str, published: str, account: str | None) -> Reply:
    made = build_all(run, run.posts([post]), Manner())
    reply = Reply([one.outcome for one in made])
    with open_lanes(run, made, flag=account) as lanes:
        for lane in lanes:
            reply.account = lane.desk.account.name
            note(lane, published)
            reply.requests += lane.desk.requests
    show_problems(run.terminal, reply.outcomes)
    if shows_calls(run):
        return reply
    for outcome in reply.outcomes:
        if outcome.state is State.PUBLISHED:
            run.terminal.say(
                Text(
                    zh=f"记下了：{outcome.path} 已发布于 {published}",
                    en=f"noted: {outcome.path} is published at {published}",
                )
            )
    return reply


def note(lane: Lane, published: str) -> None:
    """Tell the ledger of one account."""
    from mdwx import publish

    for parcel in lane.parcels():
        publish.mark(lane.desk, parcel, published=published)
        for entry in parcel:
            outcome = lane.made[entry.slug].outcome
            outcome.state = State.PUBLISHED
            outcome.publication = publish.standing(lane.desk, entry.slug).publication
