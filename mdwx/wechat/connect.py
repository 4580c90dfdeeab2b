"""An account of the site becomes a client: over the network, or the sandbox."""

from __future__ import annotations

from collections.abc import Mapping

from platformdirs import user_state_path

from mdwx.clock import Clock
from mdwx.config import Account, Config, read_secret
from mdwx.wechat.access_tokens import AccessTokenStore
from mdwx.wechat.client import Client
from mdwx.wechat.transport import HttpTransport, Transport

__all__ = ["connect"]


def connect(
    config: Config, account: Account, *, env: Mapping[str, str], clock: Clock
) -> Client:
    """Open a client for ``account``; nothing is sent yet."""
    transport: Transport
    if account.is_sandbox:
        from mdwx.sandbox.host import Host

        host = Host.open(config.state / "sandbox", clock=clock)
        transport, appid, key, secret = host, host.appid, host.appid, host.secret
    else:
        secret = read_secret(config, account, env=env)
        transport = HttpTransport(account.api_base, proxy=account.proxy)
        appid, key = account.appid, account.key
    folder = user_state_path("mdwx") / "access_tokens"
    return Client(
        transport,
        appid=appid,
        secret=secret,
        access_tokens=AccessTokenStore(folder, key=key, clock=clock),
        clock=clock,
    )
