"""The desk of one account: its ledger, its lock, its line to WeChat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from mdwx.clock import Clock
from mdwx.config import Account, Config
from mdwx.dispatch.rehearsal import believe, rehearsing_client
from mdwx.ledger import Ledger, LockFile, Notify, say_nothing
from mdwx.publish import Desk
from mdwx.wechat.connect import connect
from mdwx.wechat.rehearsal import Rehearsal

if TYPE_CHECKING:
    from mdwx.sandbox.host import Host

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
    is_new = False
    if account.is_sandbox:
        # One that was deleted and founded anew is another account: so its AppID says.
        host = open_sandbox(config, clock)
        account, is_new = replace(account, appid=host.appid), host.is_blank
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
        desk.is_new = is_new
        if config.rehearsal is not None:
            believe(desk, far)
            desk.rehearsal = far
        yield desk


def open_sandbox(config: Config, clock: Clock) -> Host:
    """The sandbox of this site, founded if need be."""
    from mdwx.sandbox.host import Host

    return Host.open(config.state / "sandbox", clock=clock)
