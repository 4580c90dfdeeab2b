"""The half of ``mdwx doctor`` that looks at this machine and this site."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import Final

import mdwx
from mdwx.cli.marks import Mark
from mdwx.config import Config
from mdwx.errors import BrowserError, MdwxError
from mdwx.model import Text

__all__ = ["machine_marks"]

EXTRAS: Final = (
    ("heic", "pillow_heif", Text(zh="HEIC 图片", en="HEIC pictures")),
    ("svg", "resvg_py", Text(zh="SVG 图片", en="SVG pictures")),
    ("formulas", "quickjs", Text(zh="公式", en="formulas")),
    ("postgres", "psycopg", Text(zh="PostgreSQL 账本", en="a ledger in PostgreSQL")),
    ("keyring", "keyring", Text(zh="系统钥匙串", en="the system keyring")),
)


def machine_marks(config: Config, env: Mapping[str, str]) -> Iterator[Mark]:
    """Python, the site, theme, fonts, browser, extras."""
    version = platform.python_version()
    yield Mark("mdwx", both(f"{mdwx.__version__}, Python {version}"))
    yield Mark("site", both(str(config.file or config.root)))
    yield ledger_mark(config)
    yield theme_mark(config)
    yield font_mark()
    yield browser_mark(env)
    for extra, module, what in EXTRAS:
        yield extra_mark(extra, module, what)


def ledger_mark(config: Config) -> Mark:
    """Whether the ledger can be used and is whole; none is made to be looked at."""
    from mdwx.ledger import Ledger

    if not Ledger.is_there(config, config.keeper):
        return Mark("ledger", Text(zh="还没有", en="none yet"))
    try:
        with Ledger.of(config, config.keeper) as ledger:
            parcels, pictures = ledger.look_through()
            name = ledger.database.name
    except MdwxError as error:
        told = error.problem
        return Mark("ledger", told, ok=False, hint=error.hint, error=error)
    return Mark(
        "ledger",
        Text(
            zh=f"{name}：草稿和发布 {parcels}，图片 {pictures}",
            en=f"{name}: drafts and publications {parcels}, pictures {pictures}",
        ),
    )


def theme_mark(config: Config) -> Mark:
    """Whether the site's theme can be read."""
    from mdwx.style import read_theme

    name = config.site.theme
    try:
        read_theme(name, site_root=config.root)
    except MdwxError as error:
        return Mark("theme", error.problem, ok=False, hint=error.hint, error=error)
    return Mark("theme", both(name))


def font_mark() -> Mark:
    """Whether covers can be drawn with Chinese titles."""
    from mdwx.media import fonts

    face = fonts.chinese()
    if face is None:
        return Mark(
            "font",
            Text(zh="没有中文字体，封面上不写字", en="no Chinese font for covers"),
            ok=False,
            hint=Text(
                zh="安装一种，如 fonts-noto-cjk", en="install one, as fonts-noto-cjk"
            ),
        )
    return Mark("font", both(face.family))


def browser_mark(env: Mapping[str, str]) -> Mark:
    """Whether ``check --browser`` can measure."""
    from mdwx.browser.installed import find_browser

    try:
        return Mark("browser", both(str(find_browser(env))))
    except BrowserError as error:
        return Mark("browser", error.problem, ok=False, hint=error.hint)


def extra_mark(extra: str, module: str, what: Text) -> Mark:
    """Whether an extra is installed."""
    if find_spec(module) is not None:
        return Mark(extra, what)
    return Mark(
        extra,
        Text(zh=f"没有安装（{what.zh}）", en=f"not installed ({what.en})"),
        ok=False,
        hint=both(f"pip install 'mdwx[{extra}]'"),
    )


def both(text: str) -> Text:
    """A name, the same in both languages."""
    return Text(zh=text, en=text)
