"""``mdwx build``: posts become ``dist/``, and an account gets their pictures."""

from __future__ import annotations

from typing import Any

from mdwx.cli.building import (
    Manner,
    build_all,
    manner_options,
    write_all,
)
from mdwx.cli.declaring import option
from mdwx.cli.replies import Reply
from mdwx.cli.run import (
    Run,
    account_option,
    command,
    dry_run_option,
    line_options,
    paths_argument,
)

__all__ = ["build"]


@command(
    "build",
    zh="生成文章：排版、检查、上传账号里没有的图片，写入 dist/",
    en="Parse, style and check posts, upload the pictures that the account lacks, "
    "and write dist/.",
)
@paths_argument
@option(
    "--offline",
    is_flag=True,
    zh="不发任何请求，图片用本地地址",
    en="make no request at all; show local pictures",
)
@account_option
@line_options
@dry_run_option
@manner_options
def build(
    run: Run, *, paths: tuple[str, ...], account: str | None, **manner: Any
) -> Reply:
    wish = Manner(account=account, **manner)
    if wish.offline:
        from mdwx.cli.offline import build_offline

        made = build_offline(run, paths, wish)
        reply = Reply([one.outcome for one in made], account=run.account(account).name)
    else:
        from mdwx.cli.sending import account_names, open_lanes, upload_all

        made = build_all(run, run.posts(paths), wish)
        reply = Reply([one.outcome for one in made])
        with open_lanes(run, made, flag=account) as lanes:
            with run.stop.listening():
                upload_all(run, lanes)
                write_all(run, made, lanes)
            reply.account = account_names(run, lanes, flag=account)
            reply.requests = sum(lane.desk.requests for lane in lanes)
    from mdwx.cli.summary import show_outcomes

    show_outcomes(run, reply)
    return reply
