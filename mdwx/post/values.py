"""Front matter text -> the values a Post holds.

Each reader takes the value as it was written and returns it as its field wants
it, or raises ``Refused`` with what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any, Final

from mdwx.config import Refused
from mdwx.css_bounds import is_readable
from mdwx.model import Comments, PostType, Text
from mdwx.patterns import pattern
from mdwx.post.front_matter import Value

__all__ = ["READERS", "comments", "date", "flag"]

_YES: Final = frozenset({"true", "yes", "on", "1", "y", "是", "开"})
_NO: Final = frozenset({"false", "no", "off", "0", "n", "否", "关"})
_COMMENTS: Final = MappingProxyType(
    {
        **dict.fromkeys(_YES, Comments.OPEN),
        **dict.fromkeys(_NO, Comments.OFF),
        **dict.fromkeys(("open", "all", "everyone", "开放", "所有人"), Comments.OPEN),
        **dict.fromkeys(("close", "closed", "none", "关闭"), Comments.OFF),
        **dict.fromkeys(("fans", "followers", "粉丝", "仅粉丝"), Comments.FANS),
    }
)
_DATE: Final = pattern(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"(?:(?:[Tt]|\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})"
    r"(?:\.\d+)?)?)?\s*(?P<offset>[Zz]|[+-]\d{2}:?\d{2})?"
)


def text(value: Value) -> str | None:
    """One line or more of text; an empty value is the same as none."""
    if value is None or isinstance(value, str):
        if "\0" in (value or ""):
            # No page shows it, and PostgreSQL cannot keep it.
            raise Refused(
                Text(zh="不含 NUL 字符的文字", en="text without a NUL character")
            )
        return value.strip() or None if value else None
    raise Refused(Text(zh="文字", en="text"))


def line_of_text(value: Value) -> str | None:
    """Text on one line, as titles and names are; line ends become spaces."""
    written = text(value)
    return " ".join(written.split("\n")) if written else None


def names(value: Value) -> str | None:
    """One name, or the names that Hugo and Pandoc list, as Chinese strings them."""
    if isinstance(value, list):
        return "、".join(filter(None, map(line_of_text, value))) or None
    return line_of_text(value)


def css(value: Value) -> str | None:
    """Declarations and rules, nested no deeper than a person would."""
    written = text(value)
    if written is not None and not is_readable(written):
        raise Refused(Text(zh="嵌套不太深的 CSS", en="CSS that is not nested too deep"))
    return written


def options(value: Value) -> tuple[tuple[str, str], ...]:
    """Options of a theme: names and values."""
    pairs = {} if value is None else value
    if isinstance(pairs, dict) and all(isinstance(it, str) for it in pairs.values()):
        return tuple(pairs.items())
    raise Refused(
        Text(
            zh=' {accent: "#c0392b"} 这样的名字和值，颜色要加引号',
            en='names and values, as {accent: "#c0392b"}, colours in quotes',
        )
    )


def texts(value: Value) -> tuple[str, ...]:
    """A list of texts; a single one counts as a list."""
    items = value if isinstance(value, list) else [value]
    try:
        return tuple(item for item in map(text, items) if item)
    except Refused as refusal:
        raise Refused(Text(zh="图片的列表", en="a list of pictures")) from refusal


def flag(value: Value) -> bool:
    """A switch, in any of YAML's spellings."""
    word = value.strip().lower() if isinstance(value, str) else value
    if word in _YES:
        return True
    if word in _NO or value is None:
        return False
    raise Refused(Text(zh=" true 或 false", en="true or false"))


def whole_number(value: Value) -> int:
    """A whole number."""
    if isinstance(value, str) and re.fullmatch(r"[+-]?\d{1,9}", value.strip()):
        return int(value)
    raise Refused(Text(zh="整数", en="a whole number"))


def focus(value: Value) -> tuple[float, float]:
    """Two numbers from 0 to 1: from the left, from the top."""
    items = value.strip("[] ").split(",") if isinstance(value, str) else value
    if isinstance(items, list) and len(items) == 2:
        try:
            x, y = (float(item) for item in items)
        except (TypeError, ValueError):
            x = y = -1.0
        if 0 <= x <= 1 and 0 <= y <= 1:
            return x, y
    raise Refused(
        Text(
            zh=" 0 到 1 之间的两个数，如 [0.5, 0.4]",
            en="two numbers from 0 to 1, as [0.5, 0.4]",
        )
    )


def comments(value: Value) -> Comments:
    """Who may comment."""
    word = value.strip().lower() if isinstance(value, str) else "off"
    if isinstance(value, (list, dict)) or word not in _COMMENTS:
        raise Refused(Text(zh=" off、open 或 fans", en="off, open or fans"))
    return _COMMENTS[word]


def post_type(value: Value) -> PostType:
    """The kind of article."""
    word = text(value) or PostType.NEWS
    try:
        return PostType(word.lower())
    except ValueError as error:
        raise Refused(Text(zh=" news 或 newspic", en="news or newspic")) from error


def source_url(value: Value) -> str | None:
    """A web address."""
    written = text(value)
    if written is not None and not re.match(r"https?://\S+$", written):
        raise Refused(Text(zh="以 https:// 开头的网址", en="an https:// address"))
    return written


def date(value: Value, *, zone: str) -> datetime | None:
    """A moment; without an offset it is in the site's time zone."""
    written = text(value)
    if written is None:
        return None
    try:
        return _moment(_DATE.fullmatch(written), zone)
    except (TypeError, ValueError, OverflowError) as error:
        raise Refused(
            Text(
                zh="日期，如 2026-01-31 08:00",
                en="a date, as 2026-01-31 08:00",
            )
        ) from error


def _moment(match: re.Match[str] | None, zone: str) -> datetime:
    # Looking for the database of zones takes longer than Python's calendar.
    from zoneinfo import ZoneInfo

    if match is None:
        raise ValueError("not a date")
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    moment = datetime(
        year, month, day, tzinfo=_offset(match["offset"]) or ZoneInfo(zone)
    )
    return moment.replace(
        hour=int(match["hour"] or 0),
        minute=int(match["minute"] or 0),
        second=int(match["second"] or 0),
    )


def _offset(written: str | None) -> timezone | None:
    if written is None:
        return None
    if written in "Zz":
        return timezone(timedelta())
    sign = -1 if written[0] == "-" else 1
    hours, minutes = int(written[1:3]), int(written[-2:])
    return timezone(sign * timedelta(hours=hours, minutes=minutes))


READERS: Final[Mapping[str, Callable[[Value], Any]]] = MappingProxyType(
    {
        "title": line_of_text,
        "author": names,
        "digest": text,
        "cover": text,
        "cover_focus": focus,
        "source_url": source_url,
        "theme": line_of_text,
        "theme_options": options,
        "code_theme": line_of_text,
        "type": post_type,
        "images": texts,
        "bundle": line_of_text,
        "order": whole_number,
        "account": line_of_text,
        "style": css,
        "draft": flag,
    }
)
"""How a field of a Post is read; slug, dates and comments need more than a value."""
