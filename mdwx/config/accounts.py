"""Which account a post goes to, and where its AppSecret is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from mdwx.config.keychain import stored_secret
from mdwx.config.settings import SANDBOX, Account, Config, Secret
from mdwx.config.site_file import secret_variable
from mdwx.errors import UsageError
from mdwx.model import Post, Text
from mdwx.spelling import did_you_mean

__all__ = ["choose_account", "no_account", "read_secret"]

WECHAT: Final = ".weixin.qq.com"
"""What the names of all API hosts of WeChat end in."""


def choose_account(config: Config, *, flag: str | None, post: Post | None) -> Account:
    """The account a post goes to.

    That of the command line, of the post, of the nearest folder, of the site, the
    only one, the sandbox.
    """
    if flag is not None:
        return _named(config, flag)
    if post is not None and post.account is not None:
        try:
            return _named(config, post.account)
        except UsageError as error:
            error.where = post.span(key="account")
            raise
    if post is not None and (name := _of_folder(config, post)) is not None:
        return _named(config, name)
    if config.site.account is not None:
        return _named(config, config.site.account)
    if len({account.key for account in config.accounts.values()}) == 1:
        # The environment's entry knows its own secret, so it comes first.
        return config.accounts.get("env") or next(iter(config.accounts.values()))
    return SANDBOX


def read_secret(config: Config, account: Account, *, env: Mapping[str, str]) -> Secret:
    """The AppSecret of an account, from the environment or the keyring."""
    refuse_stranger(account, env=env)
    for variable in _secret_variables(config, account):
        if value := env.get(variable, "").strip():
            return Secret(value)
    if (stored := stored_secret(account.key)) is not None:
        return Secret(stored)
    variable = _secret_variables(config, account)[0]
    raise UsageError(
        Text(
            zh=f"没有账号 {account.name} 的 AppSecret",
            en=f"no AppSecret for account {account.name}",
        ),
        hint=Text(
            zh=f"放进环境变量 {variable}，或运行 mdwx login {account.name}",
            en=f"put it in {variable}, or run mdwx login {account.name}",
        ),
    )


def refuse_stranger(account: Account, *, env: Mapping[str, str]) -> None:
    """Keep secrets from a host that only the site file names.

    A site may be somebody else's, and its file would have the secret sent anywhere;
    so the person must name such a host too, outside the site.
    """
    host = urlsplit(account.api_base).netloc
    named = urlsplit(env.get("MDWX_API_BASE", "").strip()).netloc
    is_wechats = f".{urlsplit(account.api_base).hostname}".endswith(WECHAT)
    if is_wechats or account.key != account.appid or host == named:
        return
    raise UsageError(
        Text(
            zh=f"账号 {account.name} 的 api_base 是 {host}，不是微信的主机，"
            "密钥不会发到那里",
            en=f"api_base of account {account.name} is {host}, no host of WeChat's:"
            " no secret is sent there",
        ),
        hint=Text(
            zh=f"如果那是自己的服务器，设环境变量 MDWX_API_BASE={account.api_base}",
            en=f"if that host is yours, set MDWX_API_BASE={account.api_base}",
        ),
    )


def no_account(name: str) -> Text:
    """What is said of a name that no account has."""
    return Text(zh=f"没有叫 {name} 的账号", en=f"no account is called {name}")


def _of_folder(config: Config, post: Post) -> str | None:
    """The account of the nearest folder that a post lies in and that has one."""
    return next(
        (config.folders[it] for it in post.path.parents if it in config.folders), None
    )


def _named(config: Config, name: str) -> Account:
    if name == SANDBOX.name:
        return SANDBOX
    if name in config.accounts:
        return config.accounts[name]
    raise UsageError(
        no_account(name),
        hint=did_you_mean(name, (*config.accounts, SANDBOX.name))
        or Text(
            zh="在 mdwx.toml 里加上它，或设置 MDWX_APPID",
            en="add it to mdwx.toml, or set MDWX_APPID",
        ),
    )


def _secret_variables(config: Config, account: Account) -> list[str]:
    """Where the AppSecret may be, the most particular place first."""
    variables = [account.secret_env] if account.secret_env else []
    if account.name != "env":
        variables.append(secret_variable(account.name))
    only_one = {known.key for known in config.accounts.values()} <= {account.key}
    if only_one or account.name == "env":
        variables.append("MDWX_SECRET")
    return variables
