"""What of a site's and a post's own looks an article would not show."""

from __future__ import annotations

from pathlib import PurePosixPath

import tinycss2

from mdwx.errors import SourceError
from mdwx.model import Finding, Post, Span, Text
from mdwx.rules import finding
from mdwx.style.adjusting import EXTRA
from mdwx.style.code import known_style
from mdwx.style.codecolours import holds, weakest
from mdwx.style.review import check_css
from mdwx.style.themes import Theme

__all__ = ["check_code_style", "check_extra", "check_own"]


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
