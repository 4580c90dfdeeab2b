"""Where posts stand with their accounts, told from the ledger: nothing is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from mdwx.clock import SystemClock
from mdwx.config import Account, Config, choose_account
from mdwx.errors import MdwxError, UsageError
from mdwx.model import Post, State, Status, Text
from mdwx.preview.screens import Pill, state_pill
from mdwx.records import dataclass

if TYPE_CHECKING:
    from mdwx.publish import Desk

__all__ = ["Stand", "at_ledger", "met", "stands"]

CHANGED = Pill(Text(zh="之后有改动", en="changed since"), "warning")
GONE = {
    Status.DELETED: Pill(Text(zh="发布后已删除", en="published, then deleted")),
    Status.BANNED: Pill(Text(zh="发布后被封禁", en="published, then banned"), "error"),
}
NEW = Pill(Text(zh="没有发送过", en="not sent yet"))


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one post stands."""

    account: str
    is_sandbox: bool
    state: State = State.BUILT
    changed: bool = False
    """Whether the author changed it since it was sent."""
    status: Status | None = None
    """Of its publication."""
    url: str = ""
    """Of the published article, or of the draft's preview."""

    @property
    def pills(self) -> tuple[Pill, ...]:
        """In a word or two."""
        if self.status in GONE:
            return (GONE[self.status],)
        if self.state is State.BUILT:
            return (NEW,)
        first = state_pill(self.state)
        return (first, CHANGED) if self.changed else (first,)


def stands(
    config: Config, posts: Mapping[str, tuple[Post, str]], *, flag: str | None = None
) -> dict[str, Stand]:
    """Where each post stands, by slug; ``posts`` has each with its source's hash.

    ``flag`` names an account to ask of instead of their own. A post whose account is
    not known, or whose ledger cannot be read, is left out.
    """
    grouped: dict[str, tuple[Account, list[str]]] = {}
    for slug, (post, _) in posts.items():
        try:
            account = choose_account(config, flag=flag, post=post)
        except UsageError:
            continue
        grouped.setdefault(account.key, (account, []))[1].append(slug)
    found: dict[str, Stand] = {}
    for account, slugs in grouped.values():
        with suppress(MdwxError), at_ledger(config, account) as desk:
            for slug in slugs:
                found[slug] = stand_of(desk, account, slug, source=posts[slug][1])
    return found


def stand_of(desk: Desk | None, account: Account, slug: str, *, source: str) -> Stand:
    """Where one post stands; as new where the ledger does not tell."""
    from mdwx.publish import standing

    stand = Stand(account.name, account.is_sandbox)
    if desk is None:
        return stand
    told = standing(desk, slug, source_sha256=source or None)
    urls = told.publication.urls if told.publication else ()
    preview = told.draft.preview_url if told.draft else None
    return replace(
        stand,
        state=told.state,
        changed=told.changed,
        status=told.publication.status if told.publication else None,
        url=next(iter(urls), preview or ""),
    )


@contextmanager
def at_ledger(config: Config, account: Account) -> Iterator[Desk | None]:
    """An account's desk to read at; None where there is no ledger yet.

    It is claimed by nobody, so a command at work is not kept waiting, and there is no
    line to WeChat.
    """
    from mdwx.ledger import Ledger
    from mdwx.publish import Desk

    account = met(config, account)
    # Opening a file would make it, and looking must leave no trace.
    if not Ledger.is_there(config, account):
        yield None
        return
    with Ledger.of(config, account) as ledger:
        yield Desk(no_line, ledger, account, clock=SystemClock())


def no_line() -> NoReturn:
    """Nothing is asked of WeChat here."""
    raise AssertionError("a page asked WeChat")


def met(config: Config, account: Account) -> Account:
    """The account by the AppID it is known under: a sandbox has one of its own."""
    folder = config.state / "sandbox"
    if not account.is_sandbox or not (folder / "state.json").is_file():
        return account
    from mdwx.sandbox.host import Host

    return replace(account, appid=Host.open(folder, clock=SystemClock()).appid)
