"""Front matter that takes the YAML library to read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

import yaml

from mdwx.errors import SourceError
from mdwx.model import Span, Text
from mdwx.post.front_matter import Entry, Value, too_much

__all__ = ["yaml_entries"]

_LIMIT_DEPTH: Final = 20
_PLAIN_NAMES: Final = "null bool int float str timestamp seq map merge value"
_PLAIN_TAGS: Final = frozenset(
    f"tag:yaml.org,2002:{name}" for name in _PLAIN_NAMES.split()
)
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
            raise too_much(where)


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
