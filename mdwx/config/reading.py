"""The site file and the environment become one frozen Config."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from mdwx.config.accounts import no_account
from mdwx.config.ignoring import CHECK_RULES
from mdwx.config.rules import (
    ACCOUNT_RULES,
    FOLDER_RULES,
    MARKDOWN_RULES,
    SITE_RULES,
    TABLES,
    api_base,
    appid,
    inside,
    proxy,
    text,
)
from mdwx.config.settings import (
    API_BASE,
    Account,
    Checking,
    Config,
    Markdown,
    Secret,
    Site,
)
from mdwx.config.site_file import (
    Refused,
    SiteFile,
    find_site_file,
    read_variable,
    secret_variable,
)
from mdwx.errors import UsageError
from mdwx.model import Text
from mdwx.spelling import did_you_mean

__all__ = ["read_config"]

RESERVED: Final = ("sandbox", "env")


def read_config(start: Path, *, env: Mapping[str, str]) -> Config:
    """The site that ``start`` lies in, and the accounts of file and environment."""
    start = start.resolve()
    file = find_site_file(start)
    address = env.get("MDWX_LEDGER", "").strip()
    ledger = Secret(address) if address else None
    if file is None:
        accounts = _environment_account(env)
        return Config(root=start, accounts=accounts, ledger=ledger)
    file.refuse_unknown(TABLES)
    options = file.table("theme_options")
    return Config(
        root=file.path.parent,
        file=file.path,
        site=_read_site(file),
        markdown=Markdown(**file.read("markdown", rules=MARKDOWN_RULES)),
        check=Checking(**file.read("check", rules=CHECK_RULES)),
        accounts=_read_accounts(file, env) | _environment_account(env),
        folders=_read_folders(file),
        # Which there are is for the theme to say; a rule for each asks for text.
        theme_options=file.read("theme_options", rules=dict.fromkeys(options, text)),
        theme_options_at=file.where("theme_options"),
        author_at=file.where("site", "author"),
        ledger=ledger,
    )


def _read_site(file: SiteFile) -> Site:
    site = Site(**file.read("site", rules=SITE_RULES))
    if site.account is not None:
        _refuse_unknown_account(file, site.account, "site", "account")
    return site


def _read_folders(file: SiteFile) -> dict[PurePosixPath, str]:
    """The accounts of folders, by their path in the site."""
    folders = {}
    for name in file.table("folders"):
        try:
            path = PurePosixPath(inside(name))
        except Refused as refusal:
            expected = refusal.expected
            raise UsageError(
                Text(
                    zh=f"folders 后面应当是{expected.zh}：{name}",
                    en=f"folders takes {expected.en}, not {name}",
                ),
                where=file.where("folders", name),
            ) from refusal
        values = file.read("folders", name, rules=FOLDER_RULES)
        if "account" in values:
            _refuse_unknown_account(file, values["account"], "folders", name, "account")
            folders[path] = values["account"]
    return folders


def _refuse_unknown_account(file: SiteFile, name: str, *where: str) -> None:
    known = (*file.table("accounts"), *RESERVED)
    if name not in known:
        raise UsageError(
            no_account(name), where=file.where(*where), hint=did_you_mean(name, known)
        )


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
