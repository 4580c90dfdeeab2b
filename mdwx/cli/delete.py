"""``mdwx delete``: takes back from the account what mdwx put there."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from mdwx.cli.agreeing import agreed_to_delete
from mdwx.cli.building import Manner, build_all
from mdwx.cli.declaring import argument, one_of, option
from mdwx.cli.rehearsing import shows_calls
from mdwx.cli.replies import Reply
from mdwx.cli.run import (
    Run,
    account_option,
    command,
    dry_run_option,
    line_options,
    paths_argument,
)
from mdwx.cli.sending import open_lanes
from mdwx.cli.summary import show_problems
from mdwx.errors import MissingError, SourceError, UsageError
from mdwx.model import Text

if TYPE_CHECKING:
    from mdwx.dispatch import Lane
    from mdwx.made import Made
    from mdwx.outcome import Outcome

__all__ = ["delete"]

STILL_SHOWN = Text(
    zh="真正运行时先看公众号里的草稿和文章，还在用的图片不删",
    en="the real run first looks at the account's drafts and articles, and deletes"
    " no picture that one of them shows",
)
KINDS = ("draft", "published", "materials")


@command(
    "delete",
    zh="删除草稿、已发布的文章，或不再使用的图片素材；只动 mdwx 放上去的",
    en="Delete the draft or the published article of posts, or materials that "
    "nothing uses any more; never what mdwx did not put there.",
)
@argument("what", type=one_of(*KINDS))
@paths_argument
@account_option
@option(
    "--yes",
    count=True,
    zh="不再询问（脚本用）；删除已发布的文章要写两次",
    en="do not ask, for scripts; given twice for published articles",
)
@option(
    "--overwrite",
    is_flag=True,
    zh="在网页后台改过的草稿也删",
    en="delete drafts that were edited by hand too",
)
@line_options
@dry_run_option
def delete(
    run: Run,
    *,
    what: str,
    paths: tuple[str, ...],
    account: str | None,
    yes: int,
    overwrite: bool,
) -> Reply:
    refuse_paths(what, paths)
    made = build_all(run, run.posts(paths, whole_bundles=False), Manner())
    reply = Reply(account=run.account(account).name)
    if what != "materials":
        made, left = those_known(run, made)
        reply.outcomes += left
    deleted: list[str] = []
    with open_lanes(run, made, flag=account, every=True) as lanes:
        for lane in lanes:
            reply.account = lane.desk.account.name
            if what == "materials":
                deleted += delete_unused(run, lane, made, yes=yes)
            else:
                reply.outcomes += [one.outcome for one in lane.made.values()]
                agreed_to_delete(run, lane.desk, what, list(lane.made), yes=yes)
                deleted += delete_posts(run, lane, what, overwrite=overwrite)
        reply.requests = sum(lane.desk.requests for lane in lanes)
    if run.calls is None:
        reply.more = {"deleted": deleted}
    show(run, what, reply, deleted)
    return reply


def refuse_paths(what: str, paths: Sequence[str]) -> None:
    """Posts are named; materials are those that no post needs."""
    if what == "materials" and paths:
        raise UsageError(
            Text(
                zh="materials 后面不写文章：删的是哪篇都不用的图片",
                en="materials takes no post: it deletes what none of them uses",
            ),
            hint=Text(zh="运行 mdwx delete materials", en="run mdwx delete materials"),
        )
    if what != "materials" and not paths:
        raise UsageError(
            Text(zh="要写出哪篇文章", en="name the post"),
            hint=Text(
                zh=f"如：mdwx delete {what} content/a.md",
                en=f"as: mdwx delete {what} content/a.md",
            ),
        )


def those_known(run: Run, made: Sequence[Made]) -> tuple[list[Made], list[Outcome]]:
    """The posts that are certainly meant, and what is said of the others.

    One whose file is gone is known by its name alone, if no other has that. One
    that cannot be read may have another name than its file's.
    """
    missing = [one for one in made if isinstance(one.outcome.error, MissingError)]
    taken: set[str] = set()
    if missing:
        with suppress(UsageError):
            taken = {entry.slug for entry in run.posts([])}
    known = [
        one
        for one in made
        if one.built or (one in missing and one.outcome.slug not in taken)
    ]
    return known, [one.outcome for one in made if one not in known]


def delete_unused(run: Run, lane: Lane, made: Sequence[Made], *, yes: int) -> list[str]:
    """Delete what no post, draft or article needs, and tell what is gone."""
    from mdwx import publish

    keep = {name for one in made for name in materials_of(one)}
    unused = publish.unused_materials(lane.desk, keep=keep)
    if not unused:
        return []
    agreed_to_delete(run, lane.desk, "materials", list(unused), yes=yes)
    with run.stop.listening():
        return publish.delete_materials(lane.desk, unused)


def materials_of(one: Made) -> set[str]:
    """The materials that a post needs now; pictures of its text are none."""
    from mdwx.dispatch import entry_of
    from mdwx.ledger.records import Kind
    from mdwx.publish.uploads import needed

    if one.built is None:
        path = one.outcome.path
        raise SourceError(
            Text(
                zh=f"{path} 读不出来，不知道它要用哪些图片，没有删除",
                en=f"nothing was deleted: {path} cannot be built, so nobody knows"
                " which pictures it needs",
            ),
            hint=Text(zh="先修好它，见 mdwx check", en="mend it first: mdwx check"),
        )
    entry = entry_of(one)
    return {picture.name for kind, picture in needed(entry) if kind is Kind.MATERIAL}


def delete_posts(run: Run, lane: Lane, what: str, *, overwrite: bool) -> list[str]:
    """Delete the drafts or articles of posts; one that fails stops no other."""
    from mdwx import publish

    with run.stop.listening():
        if what == "published":
            each = [[slug] for slug in lane.made]
            return lane.take_back(partial(publish.delete_article, lane.desk), each)
        delete = partial(publish.delete_draft, lane.desk, overwrite=overwrite)
        return lane.take_back(delete, by_draft(lane))


def by_draft(lane: Lane) -> list[list[str]]:
    """The posts of a bundle share one draft, which goes once."""
    from mdwx import publish

    drafts: dict[str, list[str]] = {}
    for slug in lane.made:
        draft = publish.standing(lane.desk, slug).draft
        drafts.setdefault(draft.media_id if draft else slug, []).append(slug)
    return list(drafts.values())


def show(run: Run, what: str, reply: Reply, deleted: Sequence[str]) -> None:
    """What is gone, and why something is not."""
    show_problems(run.terminal, reply.outcomes, brief=True)
    if shows_calls(run):
        if what == "materials" and run.calls:
            run.terminal.say(STILL_SHOWN)
        return
    for name in deleted:
        run.terminal.say(Text(zh=f"已删除 {name}", en=f"deleted {name}"))
    if not deleted and not reply.exit_code:
        run.terminal.say(Text(zh="没有可删的", en="nothing to delete"))
