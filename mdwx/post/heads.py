"""Front matter that takes libraries to read it: more than plain words in YAML, or TOML.

python-frontmatter splits it off; PyYAML and tomllib read it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Any, Final

import yaml
from frontmatter.default_handlers import BaseHandler

from mdwx.errors import SourceError
from mdwx.model import Span, Text
from mdwx.post.front_matter import (
    LIMIT_CHARS,
    TOML,
    YAML,
    Entry,
    FrontMatter,
    Value,
    divided,
)
from mdwx.post.ignoring import ignores_in
from mdwx.toml_lines import error_place, key_lines, read_toml

__all__ = ["written_out", "yaml_entries"]

_LIMIT_DEPTH: Final = 20
_PLAIN_NAMES: Final = "null bool int float str timestamp seq map merge value"
_PLAIN_TAGS: Final = frozenset(
    f"tag:yaml.org,2002:{name}" for name in _PLAIN_NAMES.split()
)
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_Read = Callable[..., Iterator[Entry]]


def written_out(text: str, *, path: PurePosixPath) -> FrontMatter:
    """A post whose front matter, if it has any, may be anything."""
    # A blank line above the fence is common after copying and harmless.
    start = len(text) - len(text.lstrip("\n"))
    for fence, read in ((YAML, yaml_entries), (TOML, _toml_entries)):
        handler = BaseHandler(fence)
        if not handler.detect(text[start:]):
            continue
        line = text.count("\n", 0, start) + 1
        try:
            head, body = handler.split(text[start:])
        except ValueError as error:
            raise _unclosed(text[start : start + 3], Span(path, line)) from error
        if len(head) > LIMIT_CHARS:
            raise _too_much(Span(path, line))
        entries = tuple(read(head, path=path, line=line))
        _refuse_repeats(entries, path=path)
        meant = partial(_values, read, path=path)
        ignores = ignores_in(head, read=meant, where=Span(path, line))
        return divided(text, body, entries, tuple(ignores))
    return FrontMatter((), text, 1)


def _values(read: _Read, head: str, *, path: PurePosixPath) -> list[Any] | None:
    """What a head says, without where; None where it cannot be read."""
    try:
        return [(it.key, it.value) for it in read(head, path=path, line=1)]
    except SourceError:
        return None


def yaml_entries(head: str, *, path: PurePosixPath, line: int) -> Iterator[Entry]:
    """The entries of YAML whose first line is ``line`` of the file."""
    try:
        _refuse_bombs(head, path=path, line=line)
        root = yaml.compose(head, Loader=_Loader)
    except yaml.YAMLError as error:
        raise _broken_yaml(error, path=path, line=line) from error
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        raise _not_a_table(Span(path, line))
    for key, value in root.value:
        where = line + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            raise _not_a_table(Span(path, where))
        is_block = isinstance(value, yaml.ScalarNode) and value.style in ("|", ">")
        text_line = line + value.start_mark.line + is_block
        yield Entry(key.value, _plain(value), where, text_line)


def _refuse_bombs(head: str, *, path: PurePosixPath, line: int) -> None:
    """Refuse aliases, tags and deep nesting before a tree is made of them."""
    depth = 0
    for event in yaml.parse(head, Loader=_Loader):
        mark = event.start_mark
        where = Span(path, line + mark.line, mark.column + 1) if mark else Span(path)
        if isinstance(event, yaml.AliasEvent):
            raise SourceError(
                Text(
                    zh=f"头信息里不能用 YAML 别名 *{event.anchor}",
                    en=f"YAML alias *{event.anchor} in the front matter",
                ),
                where=where,
                hint=Text(zh="把值直接写出来", en="write the value itself"),
            )
        tag = getattr(event, "tag", None)
        if tag not in (None, "!") and tag not in _PLAIN_TAGS:
            raise SourceError(
                Text(
                    zh=f"头信息里不能用 YAML 标签 {tag}",
                    en=f"YAML tag {tag} in the front matter",
                ),
                where=where,
                hint=Text(zh="去掉标签", en="leave the tag out"),
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _LIMIT_DEPTH:
            raise _too_much(where)


def _plain(node: yaml.Node) -> Value:
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    if node.tag == "tag:yaml.org,2002:null":
        return None
    return str(node.value)


def _broken_yaml(
    error: yaml.YAMLError, *, path: PurePosixPath, line: int
) -> SourceError:
    """The error of the YAML library, placed in the post's file."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", str(error))
    where = Span(path, line)
    if mark is not None:
        where = Span(path, line + mark.line, mark.column + 1)
    hint = Text(
        zh="含有冒号或特殊符号的值要加引号，缩进用空格",
        en="quote values that hold a colon or a special sign; indent with spaces",
    )
    return SourceError(
        Text(
            zh=f"头信息的 YAML 写错了：{problem}",
            en=f"broken YAML in the front matter: {problem}",
        ),
        where=where,
        hint=hint,
    )


def _not_a_table(where: Span) -> SourceError:
    return SourceError(
        Text(
            zh="头信息不是“键: 值”的形式",
            en="the front matter does not consist of key: value lines",
        ),
        where=where,
        hint=Text(
            zh="若开头的 --- 是分隔线，改写成 ***",
            en="if the --- at the top is a rule, write *** instead",
        ),
    )


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


def _too_much(where: Span) -> SourceError:
    return SourceError(
        Text(
            zh="头信息太长或嵌套太深",
            en="the front matter is too long or nested too deep",
        ),
        where=where,
    )
