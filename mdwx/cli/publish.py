"""``mdwx publish``: drafts go out, and are followed until that has ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mdwx.cli.building import Manner, build_all, manner_options, write_all
from mdwx.cli.declaring import number, option
from mdwx.cli.due import due_posts
from mdwx.cli.listing import list_plans
from mdwx.cli.replies import Reply
from mdwx.cli.rounds import send_in_rounds
from mdwx.cli.run import (
    Run,
    account_option,
    command,
    dry_run_option,
    line_options,
    paths_argument,
)
from mdwx.cli.sending import (
    account_names,
    local_urls,
    open_lanes,
    pass_over_drafts,
    told_anyway,
)
from mdwx.cli.summary import show_outcomes
from mdwx.errors import UsageError
from mdwx.model import Text

if TYPE_CHECKING:
    from mdwx.dispatch import Wishes
    from mdwx.publish import Plan

__all__ = ["publish"]

MANY = 20
"""More new publications than this at once are most likely a mistake."""

WHAT_IT_MEANS = Text(
    zh="这样发布的文章不会推送给粉丝，也不显示在公众号主页；发布后不能再修改",
    en="articles published like this are not pushed to followers nor shown on the "
    "profile, and cannot be changed afterwards",
)


@command(
    "publish",
    zh="生成、放进草稿箱、提交发布，跟到有结果；发布过的不会再发",
    en="Build, draft and submit posts, and follow them until that has ended. What "
    "was published before is never sent again by itself.",
)
@paths_argument
@account_option
@option(
    "--due",
    is_flag=True,
    zh="只发布 publish_at 到了、还没有发布的；没有就什么也不做（cron 用）",
    en="publish what its publish_at says is due and not out yet; for cron",
)
@option("--yes", is_flag=True, zh="不再询问（脚本用）", en="do not ask; for scripts")
@option(
    "--all",
    "many",
    is_flag=True,
    zh=f"一次发布超过 {MANY} 篇",
    en=f"allow more than {MANY} new publications",
)
@option("--no-wait", is_flag=True, zh="提交后不等结果", en="submit and do not wait")
@option(
    "--wait",
    type=number(0),
    default=600.0,
    metavar="SECONDS",
    zh="最多等几秒，默认 600",
    en="wait at most so long; 600 if not given",
)
@option(
    "--again",
    is_flag=True,
    zh="发布过的，作为新文章再发一次",
    en="publish anew what was published before",
)
@option(
    "--overwrite",
    is_flag=True,
    zh="覆盖在网页后台改过的草稿",
    en="replace drafts that were edited by hand",
)
@line_options
@dry_run_option
@manner_options
def publish(
    run: Run,
    *,
    paths: tuple[str, ...],
    account: str | None,
    due: bool,
    yes: bool,
    many: bool,
    **rest: Any,
) -> Reply:
    from mdwx.dispatch import hold_bundles

    wishes = wishes_of(run, rest)
    manner = Manner(account=account, **rest)
    entries = run.posts(paths)
    if due:
        refuse_again(wishes)
        entries = due_posts(run, entries, flag=account)
        if not entries:
            return Reply(account=run.account(account).name, requests=run.asked)
    made = build_all(run, entries, manner)
    hold_bundles(made)
    pass_over_drafts(made)
    reply = Reply([one.outcome for one in made])
    with told_anyway(run, reply), open_lanes(run, made, flag=account) as lanes:
        reply.account = account_names(run, lanes, flag=account)
        real = list_plans(run, lanes, wishes)
        confirm(run, real, yes=yes, many=many)
        again = replace(manner, force=False)
        with run.stop.listening():
            send_in_rounds(
                run, lanes, wishes, lambda posts: build_all(run, posts, again)
            )
            write_all(run, made, lanes)
        reply.requests = run.asked + sum(lane.desk.requests for lane in lanes)
        local_urls(run, lanes, reply)
    show_outcomes(run, reply)
    return reply


def refuse_again(wishes: Wishes) -> None:
    """What runs every minute must not publish anew every minute."""
    if wishes.again:
        raise UsageError(
            Text(zh="--due 和 --again 不能一起用", en="--due does not go with --again"),
            hint=Text(
                zh="写出要再发一次的文章，去掉 --due",
                en="name the post to publish anew, without --due",
            ),
        )


def wishes_of(run: Run, options: dict[str, Any]) -> Wishes:
    """What is wished for; its options are taken out of the others."""
    from mdwx.dispatch import Wishes

    wait_s = options.pop("wait")
    return Wishes(
        publish=True,
        again=options.pop("again"),
        overwrite=options.pop("overwrite"),
        wait=not options.pop("no_wait"),
        # Nobody waits for a review that does not take place.
        wait_s=wait_s if run.calls is None else 0.0,
    )


def confirm(run: Run, plans: Sequence[Plan], *, yes: bool, many: bool) -> None:
    """Let a person say once whether real articles may go out."""
    if run.calls is not None:
        return
    new = sum(len(plan.parcel) for plan in plans if plan.publishes)
    if new > MANY and not many:
        raise UsageError(
            Text(
                zh=f"一次要发布 {new} 篇新文章", en=f"{new} new articles would go out"
            ),
            hint=Text(
                zh="确实如此就加 --all，或写出要发的文章",
                en="add --all if that is meant, or name the posts",
            ),
        )
    if not plans or yes:
        return
    if not run.terminal.is_interactive:
        raise UsageError(
            Text(
                zh="没有终端可以询问，没有发布",
                en="nothing was published: there is no terminal to ask on",
            ),
            hint=Text(zh="脚本里加 --yes", en="add --yes in scripts"),
        )
    run.terminal.note(WHAT_IT_MEANS)
    if not run.terminal.ask(Text(zh="发布吗？", en="publish?")):
        raise UsageError(Text(zh="没有发布", en="nothing was published"))
