"""``mdwx logout``: the system's keyring forgets an AppSecret."""

from __future__ import annotations

from mdwx.cli.declaring import argument
from mdwx.cli.login import named_account
from mdwx.cli.replies import Reply
from mdwx.cli.run import Run, command
from mdwx.config.keychain import forget_secret
from mdwx.errors import UsageError
from mdwx.model import Text

__all__ = ["logout"]


@command(
    "logout",
    zh="从系统钥匙串删除账号的 AppSecret",
    en="Forget the AppSecret of an account that the system keyring holds.",
)
@argument("name", metavar="NAME")
def logout(run: Run, *, name: str) -> Reply:
    account = named_account(run, name)
    if not forget_secret(account.key):
        raise UsageError(
            Text(
                zh=f"钥匙串里没有 {name} 的密钥",
                en=f"the keyring holds no secret of {name}",
            )
        )
    run.terminal.say(Text(zh=f"已删除 {name} 的密钥", en=f"forgot that of {name}"))
    return Reply(account=name)
