"""``mdwx status``: where each post stands, told from what mdwx knows."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mdwx.cli.building import Manner, build_all
from mdwx.cli.commands import option
from mdwx.cli.language import said
from mdwx.cli.replies import Reply
from mdwx.cli.run import (
    Run,
    account_option,
    command,
    line_options,
    paths_argument,
)
from mdwx.cli.sending import account_names, local_urls, open_lanes
from mdwx.cli.summary import COMMA, STATES, places_of, show_problems
from mdwx.errors import MdwxError
from mdwx.model import State, Status, Text
from mdwx.outcome import Outcome

if TYPE_CHECKING:
    from mdwx.dispatch import Lane
    from mdwx.publish import Standing

__all__ = ["status"]

CHANGED = Text(zh="之后有改动", en="changed since")
EDITED = Text(zh="草稿在网页后台被改过", en="draft edited by hand")
GONE = {
    Status.DELETED: Text(zh="发布后已删除", en="published, then deleted"),
    Status.BANNED: Text(zh="发布后被封禁", en="published, then banned"),
}
NOT_BUILT = Text(zh="未生成", en="not built")


@command(
    "status",
    zh="每篇文章到了哪一步：生成、草稿、改动、发布、地址",
    en="Show where each post stands: built, drafted, changed since, published, and "
    "its address.",
)
@paths_argument
@option("--refresh", is_flag=True, zh="先向账号核对", en="ask the account first")
@account_option
@line_options
def status(
    run: Run, *, paths: tuple[str, ...], refresh: bool, account: str | None
) -> Reply:
    made = build_all(run, run.posts(paths), Manner(account=account))
    reply = Reply([one.outcome for one in made])
    stands: dict[str, Standing] = {}
    for one in made:
        page = PurePosixPath(run.config.site.output) / one.outcome.slug / "article.html"
        if (run.config.root / page).is_file():
            one.outcome.article = page
    # A post that cannot be sent now may have been sent before.
    with open_lanes(run, made, flag=account, every=True) as lanes:
        for lane in lanes:
            stands |= look(lane, refresh=refresh)
        reply.account = account_names(run, lanes, flag=account)
        reply.requests = sum(lane.desk.requests for lane in lanes)
        local_urls(run, lanes, reply)
    reply.more = {
        "standing": {
            slug: {"changed": told.changed, "edited_by_hand": told.edited_by_hand}
            for slug, told in stands.items()
        }
    }
    show(run, reply, stands)
    return reply


def look(lane: Lane, *, refresh: bool) -> dict[str, Standing]:
    """Where the posts of one account stand; their outcomes are told so."""
    from mdwx import publish

    stands = {}
    if not refresh and knows_without_asking(lane):
        publish.prepare(lane.desk)
    ask = publish.refresh if refresh else publish.standing
    for slug, made in lane.made.items():
        source = made.built.source_sha256 if made.built else None
        outcome = made.outcome
        try:
            told = ask(lane.desk, slug, source_sha256=source)
        except MdwxError as error:
            outcome.error = outcome.error or error
            told = publish.standing(lane.desk, slug, source_sha256=source)
        stands[slug] = told
        outcome.draft, outcome.publication = told.draft, told.publication
        if told.state is not State.BUILT:
            outcome.state = told.state
        elif made.built is not None and made.built.article.post.draft:
            outcome.state = State.SKIPPED
    return stands


def knows_without_asking(lane: Lane) -> bool:
    """Whether what happened elsewhere can be learned from ``mdwx.lock`` alone."""
    desk = lane.desk
    return desk.lock is not None and desk.lock.read(desk.key) is not None


def show(run: Run, reply: Reply, stands: dict[str, Standing]) -> None:
    """One line a post."""
    show_problems(run.terminal, reply.outcomes, brief=True)
    for outcome in reply.outcomes:
        words = [said(word) for word in told_of(outcome, stands.get(outcome.slug))]
        line = f"{outcome.path}: {said(COMMA).join(words)}"
        run.terminal.say(" ".join([line, *places_of(outcome, reply)]))


def told_of(outcome: Outcome, told: Standing | None) -> list[Text]:
    """What there is to say of a post besides its addresses."""
    is_new = told is None or told.state is State.BUILT
    if is_new and outcome.state is State.BUILT and outcome.article is None:
        return [NOT_BUILT]
    words = [STATES[outcome.state]]
    publication = outcome.publication
    if publication is not None and publication.status in GONE:
        words = [GONE[publication.status]]
    if told is not None and told.changed:
        words.append(CHANGED)
    if told is not None and told.edited_by_hand:
        words.append(EDITED)
    return words
