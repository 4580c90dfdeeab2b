"""A theme folder -> Theme: one stylesheet, and what its author says about it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from mdwx.errors import SourceError
from mdwx.model import Span, Text
from mdwx.style.nearest import near
from mdwx.style.places import Place, themes_of
from mdwx.toml_lines import error_place, key_lines

__all__ = ["Theme", "ThemeInfo", "about_theme", "list_themes", "read_theme"]

KEYS: Final = ("title", "author", "licence", "description", "code_style", "options")
DEFAULT_CODE_STYLE: Final = "mdwx-light"


@dataclass(frozen=True, slots=True)
class ThemeInfo:
    """A row of ``mdwx themes``."""

    name: str
    title: Text
    author: str
    is_built_in: bool
    folder: Path


@dataclass(frozen=True, slots=True)
class Theme:
    """A look: one stylesheet and what its author says about it."""

    name: str
    stylesheet: str
    """``theme.css``, as its author wrote it."""
    path: PurePosixPath
    """Of the stylesheet, as messages name it."""
    title: Text
    author: str = ""
    licence: str = ""
    description: Text | None = None
    code_style: str = DEFAULT_CODE_STYLE
    options: Mapping[str, str] = field(default_factory=dict)
    """Values a post or site may change, such as ``accent``."""
    is_built_in: bool = False

    @property
    def css(self) -> str:
        """The stylesheet after its options, which it sees as ``var(--accent)``."""
        pairs = ";".join(f"--{key}:{value}" for key, value in self.options.items())
        return f":root{{{pairs}}}{self.stylesheet}" if pairs else self.stylesheet


def read_theme(name: str, *, site_root: Path) -> Theme:
    """Read the theme of a name: the site's, or an installed one, or ours."""
    places = themes_of(site_root)
    if name not in places:
        raise SourceError(
            Text(zh=f"没有叫 {name} 的主题", en=f"no theme is called {name}"),
            hint=near(name, list(places)),
        )
    return read_place(places[name])


def list_themes(*, site_root: Path) -> list[ThemeInfo]:
    """Every theme a post may name, each read and found good."""
    places = themes_of(site_root).values()
    return [row_of(place, read_place(place)) for place in places]


def row_of(place: Place, theme: Theme) -> ThemeInfo:
    """One theme, as ``mdwx themes`` lists it."""
    return ThemeInfo(
        name=place.name,
        title=theme.title,
        author=theme.author,
        is_built_in=place.is_built_in,
        folder=place.folder,
    )


def read_place(place: Place) -> Theme:
    """Read ``theme.css`` and, where there is one, ``theme.toml``."""
    about: dict[str, Any] = {"title": Text(zh=place.name, en=place.name)}
    about_file = place.folder / "theme.toml"
    if about_file.is_file():
        shown = place.shown / "theme.toml"
        about |= about_theme(read_text(about_file, shown), shown)
    path = place.shown / "theme.css"
    return Theme(
        name=place.name,
        stylesheet=read_text(place.folder / "theme.css", path),
        path=path,
        is_built_in=place.is_built_in,
        **about,
    )


def read_text(file: Path, shown: PurePosixPath) -> str:
    """Read UTF-8, with or without a byte order mark."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourceError(
            Text(
                zh=f"无法读取主题文件：{error.strerror}",
                en=f"cannot read this theme file: {error.strerror}",
            ),
            where=Span(shown),
        ) from error
    except UnicodeDecodeError as error:
        raise SourceError(
            Text(zh="主题文件不是 UTF-8 编码", en="this theme file is not UTF-8"),
            where=Span(shown),
            hint=Text(zh="请另存为 UTF-8", en="save it as UTF-8"),
        ) from error


def about_theme(source: str, path: PurePosixPath) -> dict[str, Any]:
    """The fields of ``theme.toml``; an unknown or misshapen key has its line."""
    try:
        table = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise broken_toml(error, path) from error
    for key in table:
        if key not in KEYS:
            raise SourceError(
                Text(
                    zh=f"theme.toml 没有 {key} 这个键",
                    en=f"theme.toml has no key {key}",
                ),
                where=Span(path, key_lines(source).get((key,))),
                hint=near(key, KEYS),
            )
    about = dict(table)
    for key, value in table.items():
        try:
            about[key] = SHAPES[key](value)
        except ValueError:
            raise SourceError(
                Text(
                    zh=f"{key} 应该是{SHAPE_NAMES[key].zh}",
                    en=f"{key} must be {SHAPE_NAMES[key].en}",
                ),
                where=Span(path, key_lines(source).get((key,))),
            ) from None
    return about


def broken_toml(error: tomllib.TOMLDecodeError, path: PurePosixPath) -> SourceError:
    """TOML that does not parse, at the place its reader names."""
    reason, line, column = error_place(error)
    return SourceError(
        Text(zh=f"TOML 写法有误：{reason}", en=f"broken TOML: {reason}"),
        where=Span(path, line, column),
    )


def word(value: object) -> str:
    """A string, or ValueError."""
    if not isinstance(value, str):
        raise ValueError
    return value


def both_languages(value: object) -> Text:
    """A string serves both languages; a table has ``zh`` and ``en``."""
    if isinstance(value, str):
        return Text(zh=value, en=value)
    if isinstance(value, dict) and value and set(value) <= {"zh", "en"}:
        zh, en = value.get("zh"), value.get("en")
        return Text(zh=word(zh or en), en=word(en or zh))
    raise ValueError


def options(value: object) -> dict[str, str]:
    """Names that CSS takes, with values that cannot end a declaration."""
    if not isinstance(value, dict):
        raise ValueError
    for name, setting in value.items():
        if not re.fullmatch(r"[a-z][a-z0-9-]*", name) or re.search(
            r"[;{}]", word(setting)
        ):
            raise ValueError
    return value


SHAPES: Final = {
    "title": both_languages,
    "description": both_languages,
    "author": word,
    "licence": word,
    "code_style": word,
    "options": options,
}
A_STRING: Final = Text(zh="字符串", en="a string")
A_TITLE: Final = Text(
    zh="字符串，或者 {zh = …, en = …}", en="a string, or {zh = …, en = …}"
)
SHAPE_NAMES: Final[Mapping[str, Text]] = {
    "title": A_TITLE,
    "description": A_TITLE,
    "author": A_STRING,
    "licence": A_STRING,
    "code_style": A_STRING,
    "options": Text(
        zh="一张表：小写的名字 = 字符串", en="a table of lower-case names and strings"
    ),
}
