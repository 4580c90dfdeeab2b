"""The desk of one account: its ledger, its lock, its line to WeChat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from mdwx.clock import Clock
from mdwx.config import Account, Config
from mdwx.dispatch.rehearsal import believe, rehearsing_client
from mdwx.ledger import Ledger, LockFile, Notify, say_nothing
from mdwx.publish import Desk
from mdwx.wechat.connect import connect
from mdwx.wechat.rehearsal import Rehearsal

__all__ = ["open_desk"]


@contextmanager
def open_desk(
    config: Config,
    account: Account,
    *,
    env: Mapping[str, str],
    clock: Clock,
    notify: Notify = say_nothing,
) -> Iterator[Desk]:
    """The desk of one account, with the site's ledger and lock."""
    if account.is_sandbox:
        account = replace(account, appid=sandbox_appid(config, clock))
    line = partial(connect, config, account, env=env, clock=clock)
    far = Rehearsal(account.name)
    if config.rehearsal is not None:
        line = partial(rehearsing_client, far, account, clock=clock)
    with (
        Ledger.of(config, account) as ledger,
        Desk(
            line,
            ledger,
            account,
            clock=clock,
            lock=LockFile(config.lock),
            notify=notify,
        ) as desk,
    ):
        if config.rehearsal is not None:
            believe(desk, far)
            desk.rehearsal = far
        yield desk


def sandbox_appid(config: Config, clock: Clock) -> str:
    """The AppID of this site's sandbox.

    One that was deleted and founded anew holds nothing: it has another AppID, and
    so it is another account.
    """
    from mdwx.sandbox.host import Host

    return Host.open(config.state / "sandbox", clock=clock).appid
