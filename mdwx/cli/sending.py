"""What ``build``, ``draft`` and ``publish`` have in common: accounts and answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from mdwx.cli.language import both
from mdwx.cli.progress import Progress
from mdwx.cli.rehearsing import collected
from mdwx.cli.replies import Reply
from mdwx.cli.run import Run
from mdwx.errors import MdwxError, UsageError
from mdwx.model import State

if TYPE_CHECKING:
    from mdwx.config import Account
    from mdwx.dispatch import Lane, Wishes
    from mdwx.made import Made
    from mdwx.publish import Desk
    from mdwx.sandbox.host import Host

__all__ = [
    "account_names",
    "chosen_accounts",
    "local_urls",
    "open_lanes",
    "pass_over_drafts",
    "send_all",
    "told_anyway",
    "upload_all",
]

UPLOADING = both("上传图片", "uploading")
SENDING = both("发送", "sending")


def pass_over_drafts(made: Sequence[Made]) -> None:
    """Say of posts marked ``draft: true`` that they are not sent."""
    from mdwx.publish.refusals import marked_draft

    for one in made:
        if one.post is not None and one.post.draft:
            one.outcome.findings.append(marked_draft(one.post))
            if one.outcome.state is State.BUILT:
                one.outcome.state = State.SKIPPED


@contextmanager
def open_lanes(
    run: Run, made: Sequence[Made], *, flag: str | None, every: bool = False
) -> Iterator[list[Lane]]:
    """A lane for each account that posts of this run go to.

    Posts that cannot be sent are left out, unless ``every`` one is wanted.
    """
    from mdwx.dispatch import Lane, hold_split_bundles

    wanted = [one for one in made if every or one.is_sendable]
    chosen = chosen_accounts(run, wanted, flag=flag)
    if not every:
        hold_split_bundles(wanted, chosen)
        wanted = [one for one in wanted if one.is_sendable]
    grouped = by_account(wanted, chosen)
    with ExitStack() as stack:
        opened = {}
        # Two runs that claimed accounts in another order would wait for each other.
        for key, (account, posts) in sorted(grouped.items()):
            opened[key] = Lane(stack.enter_context(at_desk(run, account)), posts)
        lanes = [opened[key] for key in grouped]
        run.desks = [lane.desk for lane in lanes]
        with collected(run, lanes):
            yield lanes


def chosen_accounts(
    run: Run, made: Sequence[Made], *, flag: str | None
) -> dict[str, Account]:
    """The account of each post, by slug; posts fail that cannot have one."""
    chosen: dict[str, Account] = {}
    for one in made:
        try:
            chosen[one.outcome.slug] = run.account(flag, one.post)
        except UsageError as error:
            one.outcome.error, one.outcome.state = error, State.FAILED
    return chosen


def by_account(
    made: Sequence[Made], chosen: Mapping[str, Account]
) -> dict[str, tuple[Account, dict[str, Made]]]:
    """The posts of each account, by slug."""
    grouped: dict[str, tuple[Account, dict[str, Made]]] = {}
    for one in made:
        if (account := chosen.get(one.outcome.slug)) is not None:
            posts = grouped.setdefault(account.key, (account, {}))[1]
            posts[one.outcome.slug] = one
    return grouped


@contextmanager
def at_desk(run: Run, account: Account) -> Iterator[Desk]:
    """The desk of an account, which a person may stop."""
    from mdwx.dispatch import open_desk
    from mdwx.publish import forget_quota

    with open_desk(
        run.config, account, env=run.env, clock=run.clock, notify=run.terminal.note
    ) as desk:
        desk.is_stopped = run.stop.is_wanted
        if run.ignore_quota:
            forget_quota(desk)
        yield desk


@contextmanager
def told_anyway(run: Run, reply: Reply) -> Iterator[None]:
    """Tell what the account took though it cannot be written down on this disk.

    The ledger has it; a person who reads of a full disk alone would believe that
    nothing went out.
    """
    try:
        yield
    except MdwxError as error:
        if not any(it.draft or it.publication for it in reply.outcomes):
            raise
        reply.error = error
        reply.requests = run.asked + sum(desk.requests for desk in run.desks)


def upload_all(run: Run, lanes: Sequence[Lane]) -> None:
    """Send the pictures that the accounts lack."""
    for lane in lanes:
        with Progress(run.terminal, UPLOADING, total=len(lane.made)) as progress:
            follow(run, lane, progress)
            lane.upload(progress.seen)


def send_all(run: Run, lanes: Sequence[Lane], wishes: Wishes) -> None:
    """Push the drafts and, if that is wished, publish them."""
    for lane in lanes:
        with Progress(run.terminal, SENDING, total=len(lane.made)) as progress:
            follow(run, lane, progress)
            lane.send(wishes, progress.seen)


def follow(run: Run, lane: Lane, progress: Progress) -> None:
    """Have the progress of a lane shown; what is rehearsed makes none."""
    from mdwx.ledger import say_nothing

    if run.calls is None:
        lane.desk.notify = progress.note
        lane.desk.counted = progress.counted
    else:
        lane.desk.notify = say_nothing


def account_names(run: Run, lanes: Sequence[Lane], *, flag: str | None) -> str:
    """The accounts of a run, for ``--json``; that of the site if nothing is sent."""
    names = [lane.desk.account.name for lane in lanes]
    return ",".join(names) or run.account(flag).name


def local_urls(run: Run, lanes: Sequence[Lane], reply: Reply) -> None:
    """Addresses that a browser opens, for what the sandbox published."""
    from mdwx.sandbox.host import Host

    for lane in lanes:
        if not lane.desk.account.is_sandbox or run.calls is not None:
            continue
        host = Host.open(run.config.state / "sandbox", clock=run.clock)
        for slug, made in lane.made.items():
            outcome = made.outcome
            shown = outcome.publication.urls if outcome.publication else ()
            reply.urls[slug] = tuple(filter(None, (page_of(host, it) for it in shown)))
            draft = outcome.draft
            reply.previews[slug] = page_of(host, draft.preview_url if draft else None)


def page_of(host: Host, url: str | None) -> str:
    """The page of an address as a ``file://`` address; empty if there is none."""
    page = host.page_file(url) if url else None
    return page.resolve().as_uri() if page else ""
