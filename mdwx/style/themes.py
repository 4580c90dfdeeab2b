"""A theme folder -> Theme: one stylesheet, and what its author says about it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path, PurePosixPath
from typing import Any, Final

import tinycss2

from mdwx.confined import read_within
from mdwx.css_bounds import is_readable
from mdwx.errors import SourceError
from mdwx.model import Span, Text
from mdwx.records import dataclass
from mdwx.style.nearest import near
from mdwx.style.places import Place, themes_of
from mdwx.toml_lines import error_place, key_lines, read_toml

__all__ = [
    "Theme",
    "ThemeInfo",
    "about_theme",
    "is_value",
    "list_themes",
    "read_text",
    "read_theme",
]

KEYS: Final = (
    "title",
    "author",
    "licence",
    "description",
    "code_style",
    "code_styles",
    "options",
)
MOST_BYTES: Final = 1 << 20
DEFAULT_CODE_STYLE: Final = "mdwx-light"


@dataclass(frozen=True, slots=True)
class ThemeInfo:
    """A row of ``mdwx themes``."""

    name: str
    title: Text
    author: str
    is_built_in: bool
    folder: Path
    description: Text | None = None
    """For what and for whom it is."""


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
    code_styles: tuple[str, ...] = ()
    """Those that look right with it by day and by night, its own first."""
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
        description=theme.description,
    )


def read_place(place: Place) -> Theme:
    """Read ``theme.css`` and, where there is one, ``theme.toml``."""
    about: dict[str, Any] = {"title": Text(zh=place.name, en=place.name)}
    if (place.folder / "theme.toml").is_file():
        shown = place.shown / "theme.toml"
        about |= about_theme(read_text(place, "theme.toml"), shown)
    path = place.shown / "theme.css"
    stylesheet = read_text(place, "theme.css")
    if not is_readable(stylesheet):
        raise SourceError(
            Text(zh="样式表的括号嵌套太深", en="its brackets are nested too deep"),
            where=Span(path),
        )
    return Theme(
        name=place.name,
        stylesheet=stylesheet,
        path=path,
        is_built_in=place.is_built_in,
        **about,
    )


def read_text(place: Place, name: str) -> str:
    """Read UTF-8, with or without a byte order mark."""
    file, shown = place.folder / name, place.shown / name
    try:
        real = checked(place, file, shown)
        data = read_within(real, within=place.within, limit_bytes=MOST_BYTES)
        return data.decode("utf-8-sig")
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


def checked(place: Place, file: Path, shown: PurePosixPath) -> Path:
    """The file itself: no link out of the site, no pipe without end, no giant."""
    real = file.resolve(strict=True)
    if place.within is not None and not real.is_relative_to(place.within):
        raise SourceError(
            Text(zh="指向站点之外", en="it is a link to outside the site"),
            where=Span(shown),
            hint=Text(zh="把主题复制到站点里", en="copy the theme into the site"),
        )
    if not real.is_file() or real.stat().st_size > MOST_BYTES:
        raise SourceError(
            Text(zh="不是一个大小合理的文件", en="it is no file of a sensible size"),
            where=Span(shown),
        )
    return real


def about_theme(source: str, path: PurePosixPath) -> dict[str, Any]:
    """The fields of ``theme.toml``; an unknown or misshapen key has its line."""
    try:
        table = read_toml(source)
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
    styles = about.get("code_styles", ())
    own = about.setdefault("code_style", next(iter(styles), DEFAULT_CODE_STYLE))
    about["code_styles"] = (own, *(it for it in styles if it != own))
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


def words(value: object) -> tuple[str, ...]:
    """One string or more, or ValueError."""
    if not isinstance(value, list) or not value:
        raise ValueError
    return tuple(map(word, value))


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
        if not re.fullmatch(r"[a-z][a-z0-9-]*", name) or not is_value(word(setting)):
            raise ValueError
    return value


def is_value(setting: str) -> bool:
    """Whether a setting stays within its declaration."""
    return is_readable(setting) and all(
        node.type not in ("error", "{} block") and node != ";"
        for node in tinycss2.parse_component_value_list(setting)
    )


SHAPES: Final = {
    "title": both_languages,
    "description": both_languages,
    "author": word,
    "licence": word,
    "code_style": word,
    "code_styles": words,
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
    "code_styles": Text(zh="一列字符串", en="a list of strings"),
    "options": Text(
        zh="一张表：小写的名字 = 字符串", en="a table of lower-case names and strings"
    ),
}
