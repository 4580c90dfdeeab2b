"""``mdwx delete``: takes back from the account what mdwx put there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mdwx.cli.building import Manner, build_all
from mdwx.cli.commands import option
from mdwx.cli.replies import Reply
from mdwx.cli.run import (
    Run,
    account_option,
    command,
    line_options,
    paths_argument,
)
from mdwx.cli.sending import open_lanes
from mdwx.errors import UsageError
from mdwx.model import Text

if TYPE_CHECKING:
    from mdwx.dispatch import Lane
    from mdwx.make import Made

__all__ = ["delete"]

KINDS = ("draft", "published", "materials")


@command(
    "delete",
    zh="删除草稿、已发布的文章，或不再使用的图片素材",
    en="Delete the draft or the published article of posts, or materials that no "
    "post uses any more.",
)
@click.argument("what", type=click.Choice(KINDS))
@paths_argument
@account_option
@option("--yes", is_flag=True, zh="不再询问（脚本用）", en="do not ask; for scripts")
@line_options
def delete(
    run: Run, *, what: str, paths: tuple[str, ...], account: str | None, yes: bool
) -> Reply:
    if not paths and what != "materials":
        raise UsageError(
            Text(zh="要写出哪篇文章", en="name the post"),
            hint=Text(
                zh=f"如：mdwx delete {what} content/a.md",
                en=f"as: mdwx delete {what} content/a.md",
            ),
        )
    made = build_all(run, run.posts(paths, whole_bundles=False), Manner())
    reply = Reply(account=run.account(account).name)
    with open_lanes(run, made, flag=account, every=True) as lanes:
        for lane in lanes:
            reply.account = lane.desk.account.name
            confirm(run, lane, what, yes=yes)
            deleted = take_back(lane, what)
            reply.more = {"deleted": [*reply.more.get("deleted", []), *deleted]}
            for name in deleted:
                run.terminal.say(Text(zh=f"已删除 {name}", en=f"deleted {name}"))
            if not deleted:
                run.terminal.say(Text(zh="没有可删的", en="nothing to delete"))
        reply.requests = sum(lane.desk.requests for lane in lanes)
    return reply


def confirm(run: Run, lane: Lane, what: str, *, yes: bool) -> None:
    """Ask before anything goes from a real account."""
    if yes or lane.desk.account.is_sandbox:
        return
    if not run.terminal.is_interactive:
        raise UsageError(
            Text(
                zh="没有终端可以询问，没有删除",
                en="nothing was deleted: there is no terminal to ask on",
            ),
            hint=Text(zh="脚本里加 --yes", en="add --yes in scripts"),
        )
    name = lane.desk.account.name
    slugs = ", ".join(lane.made)
    asked = Text(
        zh=f"从 {name} 删除（{what}）：{slugs}？不能恢复",
        en=f"delete from {name} ({what}): {slugs}? this cannot be undone",
    )
    if not run.terminal.ask(asked):
        raise UsageError(Text(zh="没有删除", en="nothing was deleted"))


def take_back(lane: Lane, what: str) -> list[str]:
    """Delete, and tell what is gone."""
    from mdwx import publish

    if what == "materials":
        keep = {name for made in lane.made.values() for name in names_of(made)}
        return publish.delete_materials(lane.desk, keep=keep)
    if what == "published":
        for slug in lane.made:
            publish.delete_article(lane.desk, slug)
        return list(lane.made)
    # The posts of a bundle share one draft, which goes once.
    drafts = {slug: publish.standing(lane.desk, slug).draft for slug in lane.made}
    first = {draft.media_id if draft else slug: slug for slug, draft in drafts.items()}
    for slug in first.values():
        publish.delete_draft(lane.desk, slug)
    return list(lane.made)


def names_of(made: Made) -> set[str]:
    """The materials that a post needs now; pictures of its text are none."""
    from mdwx.dispatch import entry_of
    from mdwx.ledger.records import Kind
    from mdwx.publish.uploads import needed

    if made.built is None:
        return set()
    return {
        picture.name
        for kind, picture in needed(entry_of(made))
        if kind is Kind.MATERIAL
    }
