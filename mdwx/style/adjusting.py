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
from mdwx.model import Span, Text
from mdwx.style.colours import rgba
from mdwx.style.nearest import near
from mdwx.style.places import Place
from mdwx.style.themes import Theme, is_value, read_text

__all__ = ["EXTRA", "read_extra", "with_options"]

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
