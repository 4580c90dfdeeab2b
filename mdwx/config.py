"""The site file, the environment and the flags become one frozen Config."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from mdwx.config_file import (
    SiteFile,
    find_site_file,
    read_variable,
    secret_variable,
)
from mdwx.config_rules import (
    ACCOUNT_RULES,
    LOOPBACK_HOSTS,
    MARKDOWN_RULES,
    SITE_RULES,
    TABLES,
    api_base,
    appid,
    proxy,
)
from mdwx.confined import confined
from mdwx.errors import UsageError
from mdwx.keychain import stored_secret
from mdwx.model import Post, Text
from mdwx.spelling import did_you_mean

__all__ = [
    "SANDBOX",
    "Account",
    "Config",
    "Markdown",
    "Secret",
    "Site",
    "choose_account",
    "read_config",
    "read_secret",
]

API_BASE: Final = "https://api.weixin.qq.com"
RESERVED: Final = ("sandbox", "env")


class Secret:
    """A value that hides itself from ``repr``, ``str``, logs and tracebacks."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself; called where a request is made and nowhere else."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class Site:
    """``[site]`` of the site file."""

    content: str = "content"
    output: str = "dist"
    theme: str = "default"
    author: str | None = None
    account: str | None = None
    cover: str = "first-image"
    """"first-image", "card", or a file."""
    assets: tuple[str, ...] = ()
    before: str | None = None
    after: str | None = None
    source_url: str | None = None
    """May hold ``{slug}``."""
    timezone: str = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Markdown:
    """``[markdown]``: every switch of the syntax."""

    autospace: bool = True
    """A space between Chinese and Latin letters or digits."""
    breaks: bool = False
    """Keep every soft line break."""
    tables: bool = True
    strikethrough: bool = True
    tasks: bool = True
    footnotes: bool = True
    references: bool = True
    """Number outside links and list their addresses at the end."""
    references_title: str = "参考链接"
    """Heading of that list; an empty string leaves it out."""
    footnotes_title: str = "注释"


@dataclass(frozen=True, slots=True)
class Account:
    """``[accounts.NAME]``: an Official Account, never its secret."""

    name: str
    appid: str
    kind: str | None = None
    """"personal" cannot publish by API: the draft box is the end."""
    api_base: str = API_BASE
    proxy: Secret | None = None
    """May hold a password."""
    secret_env: str | None = None
    """Another environment variable that holds the AppSecret."""

    @property
    def is_sandbox(self) -> bool:
        """Whether this is the built-in stand-in, in process."""
        return self.name == "sandbox"

    @property
    def key(self) -> str:
        """What everything known about the account is stored under."""
        base = urlsplit(self.api_base)
        on_loopback = base.hostname in LOOPBACK_HOSTS
        return f"{self.appid}@{base.netloc}" if on_loopback else self.appid


@dataclass(frozen=True, slots=True)
class Config:
    """One site, as every room sees it."""

    root: Path
    file: Path | None = None
    """The site file, or None where the defaults serve."""
    site: Site = field(default_factory=Site)
    markdown: Markdown = field(default_factory=Markdown)
    accounts: Mapping[str, Account] = field(default_factory=dict)

    @property
    def state(self) -> Path:
        """What mdwx knows about the site: ledger, caches, sandbox."""
        return confined(self.root / ".mdwx", root=self.root)


SANDBOX: Final = Account(name="sandbox", appid="sandbox")
"""Always there; its AppID and AppSecret are the host's own."""


def read_config(start: Path, *, env: Mapping[str, str]) -> Config:
    """The site that ``start`` lies in, and the accounts of file and environment."""
    start = start.resolve()
    file = find_site_file(start)
    if file is None:
        return Config(root=start, accounts=_environment_account(env))
    file.refuse_unknown(TABLES)
    return Config(
        root=file.path.parent,
        file=file.path,
        site=_read_site(file),
        markdown=Markdown(**file.read("markdown", rules=MARKDOWN_RULES)),
        accounts=_read_accounts(file, env) | _environment_account(env),
    )


def choose_account(config: Config, *, flag: str | None, post: Post | None) -> Account:
    """The account a post goes to: flag, post, site, the only one, the sandbox."""
    if flag is not None:
        return _named(config, flag)
    if post is not None and post.account is not None:
        try:
            return _named(config, post.account)
        except UsageError as error:
            error.where = post.span(key="account")
            raise
    if config.site.account is not None:
        return _named(config, config.site.account)
    if len({account.key for account in config.accounts.values()}) == 1:
        # The environment's entry knows its own secret, so it comes first.
        return config.accounts.get("env") or next(iter(config.accounts.values()))
    return SANDBOX


def read_secret(config: Config, account: Account, *, env: Mapping[str, str]) -> Secret:
    """The AppSecret of an account, from the environment or the keyring."""
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


def _read_site(file: SiteFile) -> Site:
    site = Site(**file.read("site", rules=SITE_RULES))
    known = (*file.table("accounts"), *RESERVED)
    if site.account is not None and site.account not in known:
        raise UsageError(
            _no_account(site.account),
            where=file.where("site", "account"),
            hint=did_you_mean(site.account, known),
        )
    return site


def _read_accounts(file: SiteFile, env: Mapping[str, str]) -> dict[str, Account]:
    accounts = {}
    for name in file.table("accounts"):
        if name in RESERVED or not re.fullmatch(r"\w[\w-]*", name):
            raise UsageError(
                Text(
                    zh=f"账号不能叫 {name}",
                    en=f"an account cannot be called {name}",
                ),
                where=file.where("accounts", name),
                hint=Text(
                    zh=f"用字母、数字和连字符；{'、'.join(RESERVED)} 另有用处",
                    en="use letters, digits and hyphens; "
                    f"{' and '.join(RESERVED)} are taken",
                ),
            )
        values = file.read("accounts", name, rules=ACCOUNT_RULES)
        if "appid" not in values:
            raise UsageError(
                Text(
                    zh=f"账号 {name} 没有 appid",
                    en=f"account {name} has no appid",
                ),
                where=file.where("accounts", name),
            )
        variable = secret_variable(name).replace("SECRET", "PROXY", 1)
        address = read_variable(env, variable, proxy) or values.get("proxy")
        values["proxy"] = Secret(address) if address else None
        accounts[name] = Account(name=name, **values)
    return accounts


def _environment_account(env: Mapping[str, str]) -> dict[str, Account]:
    """The account ``env``, when the environment names an AppID."""
    name = read_variable(env, "MDWX_APPID", appid)
    if name is None:
        return {}
    base = read_variable(env, "MDWX_API_BASE", api_base) or API_BASE
    address = read_variable(env, "MDWX_PROXY", proxy)
    way = Secret(address) if address else None
    return {"env": Account(name="env", appid=name, api_base=base, proxy=way)}


def _named(config: Config, name: str) -> Account:
    if name == SANDBOX.name:
        return SANDBOX
    if name in config.accounts:
        return config.accounts[name]
    raise UsageError(
        _no_account(name),
        hint=did_you_mean(name, (*config.accounts, SANDBOX.name))
        or Text(
            zh="在 mdwx.toml 里加上它，或设置 MDWX_APPID",
            en="add it to mdwx.toml, or set MDWX_APPID",
        ),
    )


def _no_account(name: str) -> Text:
    return Text(zh=f"没有叫 {name} 的账号", en=f"no account is called {name}")


def _secret_variables(config: Config, account: Account) -> list[str]:
    """Where the AppSecret may be, the most particular place first."""
    variables = [account.secret_env] if account.secret_env else []
    if account.name != "env":
        variables.append(secret_variable(account.name))
    only_one = {known.key for known in config.accounts.values()} <= {account.key}
    if only_one or account.name == "env":
        variables.append("MDWX_SECRET")
    return variables
