"""What a site and a post change of a theme: its options, and CSS of their own.

``[theme_options]`` of the site file and ``theme_options`` of a post set what the
theme has in its ``[options]``; ``extra.css`` beside the site file follows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

import tinycss2

from mdwx.css_bounds import is_readable
from mdwx.errors import SourceError
from mdwx.model import Finding, Post, Span, Text
from mdwx.rules import finding
from mdwx.style.code import known_style
from mdwx.style.codecolours import holds, weakest
from mdwx.style.colours import rgba
from mdwx.style.nearest import near
from mdwx.style.places import Place
from mdwx.style.review import check_css
from mdwx.style.themes import Theme, is_value, read_text

__all__ = [
    "EXTRA",
    "check_code_style",
    "check_extra",
    "check_own",
    "read_extra",
    "with_options",
]

EXTRA: Final = "extra.css"


def with_options(
    theme: Theme, chosen: Mapping[str, str], *, where: Span | None
) -> Theme:
    """The theme with other values for its options; ``where`` they were chosen."""
    for name, value in chosen.items():
        if name not in theme.options:
            raise SourceError(
                Text(
                    zh=f"主题 {theme.name} 没有 {name} 这个选项",
                    en=f"the theme {theme.name} has no option {name}",
                ),
                where=where,
                hint=near(name, list(theme.options)) if theme.options else None,
            )
        if not is_value(value) or (is_colour(theme.options[name]) > is_colour(value)):
            raise SourceError(
                Text(
                    zh=f"主题选项 {name} 不能是 {value}",
                    en=f"the theme's option {name} cannot be {value}",
                ),
                where=where,
                hint=Text(
                    zh=f"写成 {theme.options[name]} 这样的值",
                    en=f"write a value such as {theme.options[name]}",
                ),
            )
    return replace(theme, options={**theme.options, **chosen})


def is_colour(value: str) -> bool:
    """Whether a value is one colour."""
    return rgba(tinycss2.parse_one_component_value(value)) is not None


def read_extra(site_root: Path) -> str:
    """The site's own CSS, which may be none."""
    if not (site_root / EXTRA).is_file():
        return ""
    place = Place("", site_root, PurePosixPath(), within=site_root.resolve())
    css = read_text(place, EXTRA)
    if not is_readable(css):
        raise SourceError(
            Text(zh="样式表的括号嵌套太深", en="its brackets are nested too deep"),
            where=Span(PurePosixPath(EXTRA)),
        )
    return css


def check_extra(css: str, theme: Theme) -> list[Finding]:
    """What of the site's own CSS an article would not show."""
    before = tinycss2.parse_stylesheet(theme.css)
    return check_css(css, path=PurePosixPath(EXTRA), before=before)


def check_own(post: Post, theme: Theme, *, extra: str) -> list[Finding]:
    """What of a post's own CSS its article would not show."""
    before = tinycss2.parse_stylesheet(f"{theme.css}\n{extra}")
    css, line = post.style or "", post.style_line
    return check_css(css, path=post.path, first_line=line, before=before)


def check_code_style(name: str, theme: Theme, *, where: Span | None) -> list[Finding]:
    """Whether colours of code that were asked for can be read day and night."""
    try:
        known_style(name)
    except SourceError as error:
        error.where = error.where or where
        raise
    if name in theme.code_styles or holds(name):
        return []
    light, dark = weakest(name)
    good = "、".join(theme.code_styles), ", ".join(theme.code_styles)
    problem = Text(
        zh=f"代码配色 {name} 有看不清的字：对比度最低处浅色 {light:.1f}、"
        f"深色 {dark:.1f}（应不低于 4.5 和 3）",
        en=f"code in {name} is hard to read: its least contrast is {light:.1f} by"
        f" day and {dark:.1f} at night (4.5 and 3 are needed)",
    )
    hint = Text(zh=f"这个主题配 {good[0]}", en=f"this theme goes with {good[1]}")
    return [finding("C126", problem, hint=hint, where=where)]
