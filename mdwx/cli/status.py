"""``mdwx status``: where each post stands, told from what mdwx knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mdwx.cli.building import Manner, build_all
from mdwx.cli.declaring import option
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
    from mdwx.publish import Standing, Strangers

__all__ = ["status"]

CHANGED = Text(zh="之后有改动", en="changed since")
EDITED = Text(zh="草稿在网页后台被改过", en="draft edited by hand")
GONE = {
    Status.DELETED: Text(zh="发布后已删除", en="published, then deleted"),
    Status.BANNED: Text(zh="发布后被封禁", en="published, then banned"),
}
DRAFT_GONE = Text(
    zh="草稿已不在草稿箱，多半是有人发表了",
    en="draft gone, most likely published by hand",
)
OUTCOME_OPEN = Text(zh="提交后没有收到答复", en="submitted, and the answer was lost")
MARKS = ("changed", "edited_by_hand", "draft_gone", "outcome_open")
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
        others = besides(reply, lanes) if refresh else {}
        reply.account = account_names(run, lanes, flag=account)
        reply.requests = sum(lane.desk.requests for lane in lanes)
        local_urls(run, lanes, reply)
    reply.more = {
        "standing": {
            slug: {name: getattr(told, name) for name in MARKS}
            for slug, told in stands.items()
        },
    }
    if refresh:
        counts = {name: asdict(held) for name, held in others.items()}
        reply.more = {**reply.more, "others": counts}
    show(run, reply, stands)
    for name, held in others.items():
        run.terminal.say(said_of_others(name, held))
    return reply


def look(lane: Lane, *, refresh: bool) -> dict[str, Standing]:
    """Where the posts of one account stand; their outcomes are told so."""
    from mdwx import publish

    stands = {}
    undecided = recognise(lane) if refresh else {}
    if not refresh and knows_without_asking(lane):
        publish.prepare(lane.desk)
    for slug, made in lane.made.items():
        outcome = made.outcome
        source = made.built.source_sha256 if made.built else None
        told = publish.standing(lane.desk, slug, source_sha256=source)
        if refresh:
            told = ask(lane, outcome, source) or told
        stands[slug] = told
        outcome.draft, outcome.publication = told.draft, told.publication
        if told.state is not State.BUILT:
            outcome.state = told.state
        elif made.post is not None and made.post.draft:
            outcome.state = State.SKIPPED
        if slug in undecided and told.state is State.BUILT:
            outcome.error, outcome.state = undecided[slug], State.NEEDS_YOU
    return stands


def ask(lane: Lane, outcome: Outcome, source: str | None) -> Standing | None:
    """What the account says of a post; None where it cannot be asked."""
    from mdwx import publish

    try:
        if lane.stopped is not None:
            raise lane.stopped
        return publish.refresh(lane.desk, outcome.slug, source_sha256=source)
    except MdwxError as error:
        outcome.error = outcome.error or error
        lane.stopped = error if error.stops_all else None
        return None


def besides(reply: Reply, lanes: Sequence[Lane]) -> dict[str, Strangers]:
    """What each account holds that mdwx knows nothing of."""
    from mdwx.publish import count_strangers

    others = {}
    for lane in lanes:
        try:
            if lane.stopped is None:
                others[lane.desk.account.name] = count_strangers(lane.desk)
        except MdwxError as error:
            reply.error = reply.error or error
    return others


def recognise(lane: Lane) -> dict[str, MdwxError]:
    """Find the posts in what the account holds; tell of which it cannot be said."""
    from mdwx import publish
    from mdwx.dispatch import entry_of

    built = [entry_of(made) for made in lane.made.values() if made.is_sendable]
    undecided: dict[str, MdwxError] = {}
    try:
        for parcel in publish.parcels(built):
            reason = publish.recognise(lane.desk, parcel)
            if reason is not None:
                undecided |= {entry.slug: reason for entry in parcel}
    except MdwxError as error:
        # Each post tells of it, when the account is asked for it.
        lane.stopped = error if error.stops_all else None
    return undecided


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
    if told is not None and told.draft_gone:
        words.append(DRAFT_GONE)
    if told is not None and told.outcome_open:
        words.append(OUTCOME_OPEN)
    publication = outcome.publication
    if publication is not None and publication.status in GONE:
        words = [GONE[publication.status]]
    if told is not None and told.changed:
        words.append(CHANGED)
    if told is not None and told.edited_by_hand:
        words.append(EDITED)
    return words


def said_of_others(name: str, told: Strangers) -> Text:
    """What the account holds that mdwx did not put there, and leaves alone."""
    articles = "" if told.articles is None else f"、已发布文章 {told.articles} 篇"
    published = "" if told.articles is None else f", {told.articles} published articles"
    return Text(
        zh=f"已向 {name} 核对；不是本站放上去的：草稿 {told.drafts} 份{articles}、"
        f"图片素材 {told.pictures} 张，没有动",
        en=f"{name} was asked; not of this site: {told.drafts} drafts{published},"
        f" {told.pictures} pictures of the library, left alone",
    )
