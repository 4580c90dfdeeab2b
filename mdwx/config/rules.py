"""What each key of the site file accepts.

A rule takes the value as TOML gives it and returns it as the rooms use it, or
raises ``Refused`` with what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import PurePosixPath, PureWindowsPath
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from mdwx.config.settings import LOOPBACK_HOSTS, Markdown
from mdwx.config.site_file import Refused, Rules
from mdwx.model import Text
from mdwx.patterns import pattern

__all__ = [
    "ACCOUNT_RULES",
    "FOLDER_RULES",
    "MARKDOWN_RULES",
    "SITE_RULES",
    "TABLES",
    "api_base",
    "appid",
    "inside",
    "is_private",
    "proxy",
    "text",
]

_APPID: Final = pattern(r"wx[0-9a-f]{16}")
LONGEST_NAME_BYTES: Final = 58
_APPSECRET: Final = pattern(r"[0-9a-f]{32}", re.IGNORECASE)


def text(value: Any) -> str:
    """Any text but the empty one."""
    if not isinstance(value, str) or not value.strip():
        raise Refused(Text(zh="文字", en="text"))
    return value


def any_text(value: Any) -> str:
    """Text, the empty one included."""
    if not isinstance(value, str):
        raise Refused(Text(zh="文字", en="text"))
    return value


def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Refused(Text(zh=" true 或 false", en="true or false"))
    return value


def one_of(*words: str) -> Callable[[Any], str]:
    """A rule that takes one of these words."""

    def rule(value: Any) -> str:
        if value not in words:
            *others, last = words
            raise Refused(
                Text(
                    zh=f" {'、'.join(others)} 或 {last}",
                    en=f"{', '.join(others)} or {last}",
                )
            )
        return str(value)

    return rule


def inside(value: Any) -> str:
    """A path inside the site, with forward slashes."""
    expected = Text(zh="站点内的相对路径", en="a path inside the site")
    if not isinstance(value, str) or not value.strip():
        raise Refused(expected)
    path = PurePosixPath(value.replace("\\", "/"))
    if path.is_absolute() or PureWindowsPath(value).drive or ".." in path.parts:
        raise Refused(expected)
    return str(path)


def output_folder(value: Any) -> str:
    """A folder of its own: mdwx writes into it."""
    folder = inside(value)
    if PurePosixPath(folder).parts[:1] in ((), (".mdwx",), (".git",)):
        raise Refused(Text(zh="站点内单独的文件夹", en="a folder of its own"))
    return folder


def folders(value: Any) -> tuple[str, ...]:
    """A list of folders inside the site."""
    expected = Text(zh="站点内文件夹的列表", en="a list of folders inside the site")
    if not isinstance(value, list):
        raise Refused(expected)
    try:
        return tuple(inside(item) for item in value)
    except Refused as refusal:
        raise Refused(expected) from refusal


def parts_of(value: Any, *, expected: Text) -> SplitResult:
    """The parts of an address that names a host."""
    try:
        parts = urlsplit(text(value))
    except ValueError as error:
        # Square brackets that hold no IPv6 address.
        raise Refused(expected) from error
    if not parts.hostname:
        raise Refused(expected)
    return parts


def address(value: Any) -> str:
    """A web address; ``{slug}`` stands for the post."""
    expected = Text(zh="以 https:// 开头的网址", en="an https:// address")
    if parts_of(value, expected=expected).scheme not in ("http", "https"):
        raise Refused(expected)
    return str(value)


def timezone(value: Any) -> str:
    """A name of the IANA time zone database."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(text(value))
    except (OSError, ValueError, KeyError) as error:
        raise Refused(
            Text(zh="时区名，如 Asia/Shanghai", en="a time zone such as Asia/Shanghai")
        ) from error
    return str(value)


def site_name(value: Any) -> str:
    """A short name; with its prefix it names a schema of PostgreSQL, 63 bytes long."""
    name = text(value)
    if not re.fullmatch(r"\w[\w-]*", name) or len(name.encode()) > LONGEST_NAME_BYTES:
        raise Refused(
            Text(
                zh="字母、数字和连字符组成的短名",
                en="a short name of letters, digits and hyphens",
            )
        )
    return name


def appid(value: Any) -> str:
    """An AppID, told apart from the original id and from an AppSecret."""
    expected = Text(
        zh=" AppID：wx 加 16 位小写十六进制", en="an AppID: wx and 16 hex digits"
    )
    if not isinstance(value, str) or not _APPID.fullmatch(value):
        raise Refused(
            expected,
            hint=Text(
                zh="在微信开发者平台的“公众号 - 基础信息”里可以看到",
                en="it is shown on developers.weixin.qq.com beside the AppSecret",
            ),
        )
    return value


def is_private(base: SplitResult) -> bool:
    """Whether a secret sent there is read by nobody on the way."""
    on_loopback = base.scheme == "http" and base.hostname in LOOPBACK_HOSTS
    return bool(base.hostname) and (base.scheme == "https" or on_loopback)


def api_base(value: Any) -> str:
    """Where the API is: https, or plain http on this machine."""
    expected = Text(
        zh="https 网址（本机地址可用 http）",
        en="an https address (http only on this machine)",
    )
    base = parts_of(value, expected=expected)
    if not is_private(base) or base.query or base.fragment or base.username:
        raise Refused(expected)
    return str(value).rstrip("/")


def proxy(value: Any) -> str:
    """A proxy address of the environment, where a password may stand."""
    expected = Text(
        zh="代理网址，如 http://host:8080", en="a proxy, as http://host:8080"
    )
    schemes = ("http", "https", "socks5", "socks5h")
    if parts_of(value, expected=expected).scheme not in schemes:
        raise Refused(expected)
    return str(value)


def open_proxy(value: Any) -> str:
    """A proxy address of the file, where no password may stand."""
    if urlsplit(proxy(value)).password is not None:
        raise Refused(
            Text(zh="不带密码的代理网址", en="a proxy address without a password"),
            hint=Text(
                zh="带密码的代理放进环境变量 MDWX_PROXY_<账号名>",
                en="put a proxy with a password in MDWX_PROXY_<ACCOUNT>",
            ),
        )
    return str(value)


def variable(value: Any) -> str:
    """The name of an environment variable, not the secret itself."""
    name = text(value)
    if _APPSECRET.fullmatch(name) or not re.fullmatch(r"[A-Za-z_]\w*", name):
        raise Refused(
            Text(zh="环境变量的名字", en="the name of an environment variable"),
            hint=Text(
                zh="这里写变量名，密钥放在那个变量里",
                en="name the variable here; the secret goes into it",
            ),
        )
    return name


SITE_RULES: Final[Rules] = MappingProxyType(
    {
        "content": inside,
        "output": output_folder,
        "theme": text,
        "author": text,
        "account": text,
        "cover": text,
        "assets": folders,
        "before": inside,
        "after": inside,
        "source_url": address,
        "timezone": timezone,
        "name": site_name,
    }
)
MARKDOWN_RULES: Final[Rules] = MappingProxyType(
    {
        **{it.name: flag for it in fields(Markdown) if isinstance(it.default, bool)},
        "captions": one_of("title", "alt", "off"),
        "diagrams": one_of("png", "svg", "off"),
        "references_title": any_text,
        "footnotes_title": any_text,
    }
)
ACCOUNT_RULES: Final[Rules] = MappingProxyType(
    {
        "appid": appid,
        "kind": one_of("personal", "verified"),
        "api_base": api_base,
        "proxy": open_proxy,
        "secret_env": variable,
    }
)
FOLDER_RULES: Final[Rules] = MappingProxyType({"account": text})
TABLES: Final = MappingProxyType(
    {
        "site": SITE_RULES,
        "markdown": MARKDOWN_RULES,
        "accounts": ACCOUNT_RULES,
        "folders": FOLDER_RULES,
        "theme_options": {},
        "check": {},
    }
)
