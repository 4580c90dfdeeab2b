"""FILE of ``mdwx themes import`` -> text of a sensible size, or why not."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Final

from mdwx.confined import read_within
from mdwx.css_bounds import is_readable
from mdwx.decoding import decode
from mdwx.errors import SourceError
from mdwx.model import Span, Text
from mdwx.patterns import pattern

__all__ = ["read_stylesheet"]

MOST_BYTES: Final = 1 << 20
"""A thousand times what a person writes."""
ADDRESS: Final = pattern(r"[a-z]{2,}:/", re.IGNORECASE)


def read_stylesheet(name: str, *, folder: Path) -> tuple[str, PurePosixPath]:
    """The text of a file, and what messages call it.

    ``name`` is what a person typed, from ``folder``; the file may lie anywhere, for
    it was named. A pipe or a device would have no end and is none.
    """
    shown = PurePosixPath(name.replace("\\", "/"))
    if ADDRESS.match(name):
        raise unusable(
            Text(zh="这是一个网址", en="this is an address"),
            Text(zh="先把它存成文件", en="save it to a file first"),
            shown,
        )
    try:
        file = (folder / name).resolve()
        source = read_within(file, within=None, limit_bytes=MOST_BYTES)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise unusable(
            Text(zh=f"无法读取：{reason}", en=f"cannot be read: {reason}"),
            Text(
                zh="写出一个 1 MB 以内的 .css 文件",
                en="name a .css file of at most 1 MB",
            ),
            shown,
        ) from error
    return checked(decode(source, path=shown), shown), shown


def checked(text: str, shown: PurePosixPath) -> str:
    """The text, unless it is nothing that could be read as a stylesheet."""
    if not is_readable(text):
        raise SourceError(
            Text(zh="样式表的括号嵌套太深", en="its brackets are nested too deep"),
            where=Span(shown),
        )
    if text.lstrip().startswith("<"):
        raise unusable(
            Text(zh="这是网页，不是样式表", en="this is a page, not a stylesheet"),
            Text(
                zh="从那个工具的“自定义 CSS”里复制样式",
                en="copy the CSS out of the tool's own editor",
            ),
            shown,
        )
    return text


def unusable(problem: Text, hint: Text, shown: PurePosixPath) -> SourceError:
    """A file that is something else, and what to do."""
    return SourceError(problem, where=Span(shown), hint=hint)
