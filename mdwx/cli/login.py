"""``mdwx login``: an AppSecret goes into the system's keyring, never into a file."""

from __future__ import annotations

import sys
from getpass import getpass
from typing import Final

from mdwx.cli.declaring import argument
from mdwx.cli.language import said
from mdwx.cli.replies import Reply
from mdwx.cli.run import Run, command
from mdwx.config import SANDBOX, Account
from mdwx.config.keychain import store_secret
from mdwx.errors import UsageError
from mdwx.model import Text
from mdwx.patterns import pattern

__all__ = ["login", "named_account"]

APPSECRET: Final = pattern(r"[0-9a-fA-F]{32}")
PROMPT: Final = Text(zh="AppSecret（不显示）：", en="AppSecret (not shown): ")


@command(
    "login",
    zh="把账号的 AppSecret 存进系统钥匙串",
    en="Keep the AppSecret of an account in the system keyring.",
)
@argument("name", metavar="NAME")
def login(run: Run, *, name: str) -> Reply:
    account = named_account(run, name)
    secret = typed_secret()
    if not APPSECRET.fullmatch(secret):
        raise UsageError(
            Text(
                zh="AppSecret 应当是 32 位十六进制",
                en="an AppSecret has 32 hex digits",
            ),
            hint=Text(
                zh="在微信开发者平台重置后复制完整",
                en="reset it on developers.weixin.qq.com and copy all of it",
            ),
        )
    store_secret(account.key, secret)
    run.terminal.say(
        Text(zh=f"已存入 {name} 的密钥", en=f"the secret of {name} is in the keyring")
    )
    return Reply(account=name)


def named_account(run: Run, name: str) -> Account:
    """A real account of the site, by name."""
    account = run.account(name)
    if account.name == SANDBOX.name:
        raise UsageError(
            Text(zh="沙箱不需要密钥", en="the sandbox needs no secret"),
        )
    return account


def typed_secret() -> str:
    """The secret, typed unseen or piped in."""
    if sys.stdin.isatty():
        return getpass(said(PROMPT)).strip()
    return sys.stdin.readline().strip()
