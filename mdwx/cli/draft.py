"""``mdwx draft``: posts become drafts, and existing drafts are updated."""

from __future__ import annotations

from typing import Any

from mdwx.cli.building import Manner, build_all, manner_options, write_all
from mdwx.cli.declaring import option
from mdwx.cli.listing import list_plans
from mdwx.cli.qrcodes import show_previews
from mdwx.cli.replies import Reply
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
    send_all,
    told_anyway,
)
from mdwx.cli.summary import show_outcomes

__all__ = ["draft"]


@command(
    "draft",
    zh="生成文章并放进草稿箱，已有的草稿就更新；给出预览链接和二维码",
    en="Build posts and add their drafts, or update those that are there; show the "
    "preview link and its QR code.",
)
@paths_argument
@account_option
@option(
    "--again",
    is_flag=True,
    zh="发布过或草稿不见了的也重新加入",
    en="add anew what was published or whose draft is gone",
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
def draft(
    run: Run,
    *,
    paths: tuple[str, ...],
    account: str | None,
    again: bool,
    overwrite: bool,
    **manner: Any,
) -> Reply:
    from mdwx.dispatch import Wishes, hold_bundles

    made = build_all(run, run.posts(paths), Manner(account=account, **manner))
    hold_bundles(made)
    pass_over_drafts(made)
    wishes = Wishes(again=again, overwrite=overwrite)
    reply = Reply([one.outcome for one in made])
    with told_anyway(run, reply), open_lanes(run, made, flag=account) as lanes:
        reply.account = account_names(run, lanes, flag=account)
        list_plans(run, lanes, wishes)
        with run.stop.listening():
            send_all(run, lanes, wishes)
            write_all(run, made, lanes)
        reply.requests = sum(lane.desk.requests for lane in lanes)
        local_urls(run, lanes, reply)
    show_outcomes(run, reply)
    if run.calls is None:
        show_previews(run.terminal, reply)
    return reply
