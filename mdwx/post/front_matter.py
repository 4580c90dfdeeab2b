"""The lines above a post: YAML between ``---`` or TOML between ``+++``.

Scalars stay the text the author wrote, so that the title ``007`` does not
become 7 and ``2024-01-01`` does not become a date; whoever needs a number, a
date or a switch reads it from that text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Any, Final

from mdwx.errors import SourceError
from mdwx.model import Ignore, Span, Text
from mdwx.patterns import pattern
from mdwx.post.ignoring import ignores_in
from mdwx.records import dataclass
from mdwx.toml_lines import error_place, key_lines, read_toml

__all__ = [
    "Entry",
    "FrontMatter",
    "Value",
    "front_matter",
    "plain_entries",
    "too_much",
]

Value = str | list[Any] | dict[str, Any] | None
"""Text, a list or a table of values; None where nothing was written."""

_LIMIT_CHARS: Final = 1 << 16
_YAML: Final = pattern(r"\A---[ \t]*$|(?!\A)^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_TOML: Final = pattern(r"^\+\+\+[ \t]*$", re.MULTILINE)
_PLAIN_LINE: Final = pattern(
    r"([a-z_]+): ([^\W_](?:[\w \-./+,()&=@~，。、：；！？《》“”‘’—…·]|:(?=\S))*(?<! ))"
)
_NOTHING: Final = frozenset({"null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of the front matter, as written."""

    key: str
    value: Value
    line: int
    text_line: int
    """Where the text of the value begins, as that of ``style: |`` a line below."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A post in its two parts."""

    entries: tuple[Entry, ...]
    body: str
    body_line: int
    ignores: tuple[Ignore, ...] = ()


_Read = Callable[..., Iterable[Entry]]


def front_matter(text: str, *, path: PurePosixPath) -> FrontMatter:
    """Split ``text`` and read what stands above the body."""
    # A blank line above the fence is common after copying and harmless.
    start = len(text) - len(text.lstrip("\n"))
    for fence, read in ((_YAML, _yaml_entries), (_TOML, _toml_entries)):
        if not fence.match(text[start:]):
            continue
        line = text.count("\n", 0, start) + 1
        try:
            _, head, body = fence.split(text[start:], 2)
        except ValueError as error:
            raise _unclosed(text[start : start + 3], Span(path, line)) from error
        if len(head) > _LIMIT_CHARS:
            raise too_much(Span(path, line))
        body = body.removeprefix("\n")
        body_line = text.count("\n", 0, len(text) - len(body)) + 1
        entries = tuple(read(head, path=path, line=line))
        _refuse_repeats(entries, path=path)
        meant = partial(_values, read, path=path)
        ignores = ignores_in(head, read=meant, where=Span(path, line))
        return FrontMatter(entries, body, body_line, tuple(ignores))
    return FrontMatter((), text, 1)


def _values(read: _Read, head: str, *, path: PurePosixPath) -> list[Any] | None:
    """What a head says, without where; None where it cannot be read."""
    try:
        return [(it.key, it.value) for it in read(head, path=path, line=1)]
    except SourceError:
        return None


def _yaml_entries(head: str, *, path: PurePosixPath, line: int) -> Iterable[Entry]:
    """The entries of YAML whose first line is ``line`` of the file."""
    plain = plain_entries(head, line=line)
    if plain is not None:
        return plain
    from mdwx.post.yaml_head import yaml_entries

    return yaml_entries(head, path=path, line=line)


def plain_entries(head: str, *, line: int) -> list[Entry] | None:
    """The entries of YAML in its plainest words; None where it is anything more.

    Most posts say a title, an author, a digest, each in one line without quotes. To
    YAML such a line is the text that stands there, so these are read without its
    library, whose import takes as long as parsing a whole article.
    """
    entries = []
    for number, written in enumerate(head.split("\n"), line):
        said = _PLAIN_LINE.fullmatch(written)
        if said is not None and said[2] not in _NOTHING:
            entries.append(Entry(said[1], said[2], number, number))
        elif written:
            return None
    return entries


def _toml_entries(head: str, *, path: PurePosixPath, line: int) -> Iterator[Entry]:
    """The entries of TOML whose first line is ``line`` of the file."""
    try:
        table = read_toml(head)
    except tomllib.TOMLDecodeError as error:
        problem, row, column = error_place(error)
        where = Span(path, line + (row or 1) - 1, column)
        raise SourceError(
            Text(
                zh=f"头信息的 TOML 写错了：{problem}",
                en=f"broken TOML in the front matter: {problem}",
            ),
            where=where,
        ) from error
    lines = key_lines(head)
    for key, value in table.items():
        key_line = line + lines.get((key,), 1) - 1
        # A text over several lines begins below its three quotes, most often.
        text_line = key_line + ("\n" in str(value))
        yield Entry(key, _plain_toml(value), key_line, text_line)


def _plain_toml(value: Any) -> Value:
    if isinstance(value, list):
        return [_plain_toml(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain_toml(item) for key, item in value.items()}
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _refuse_repeats(entries: tuple[Entry, ...], *, path: PurePosixPath) -> None:
    first: dict[str, int] = {}
    for entry in entries:
        line = first.setdefault(entry.key, entry.line)
        if line != entry.line:
            raise SourceError(
                Text(
                    zh=f"{entry.key} 写了两次，第一次在第 {line} 行",
                    en=f"{entry.key} is given twice, first on line {line}",
                ),
                where=Span(path, entry.line),
                hint=Text(zh="留下一个", en="keep one of them"),
            )


def _unclosed(fence: str, where: Span) -> SourceError:
    return SourceError(
        Text(
            zh=f"头信息以 {fence} 开头却没有结束",
            en=f"the front matter opened by {fence} is never closed",
        ),
        where=where,
        hint=Text(
            zh=f"在它下面加一行 {fence}；若是分隔线，改写成 ***",
            en=f"add a line {fence} below it; if you mean a rule, write ***",
        ),
    )


def too_much(where: Span) -> SourceError:
    """Why front matter without end is not read."""
    return SourceError(
        Text(
            zh="头信息太长或嵌套太深",
            en="the front matter is too long or nested too deep",
        ),
        where=where,
    )
