"""Writes a value into the front matter of a post and touches nothing else.

Comments, order, quotes, indents and line ends stay the author's: the text is edited in
place, not written anew. What comes out is read again, and must say exactly what was
said before and the new value; where it would not, the author is asked to do it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

import yaml

from mdwx.decoding import decode
from mdwx.errors import SourceError
from mdwx.model import Span, Text
from mdwx.patterns import pattern
from mdwx.post.front_matter import FrontMatter, Value, front_matter
from mdwx.post.keys import ALIASES, KNOWN
from mdwx.toml_lines import key_lines

__all__ = ["rewritten"]

MARK: Final = "\ufeff"
LINE: Final = pattern(r"[^\n]*\n|[^\n]+")
PLAIN: Final = pattern(r"[A-Za-z][\w-]*", re.ASCII)
NOT_PLAIN: Final = frozenset(
    ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]
)
"""What YAML takes for something else than text."""
TOML_TEXT: Final = r"""(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""

Place = tuple[str, ...]
"""A key, or a key and one inside it."""


def rewritten(source: bytes, place: Place, value: str, *, path: PurePosixPath) -> bytes:
    """The bytes of a post with one value of its front matter set.

    ``place`` is a key such as ``("theme",)`` or ``("theme_options", "accent")``; an
    alias that the author used counts as the key. Raises SourceError where the front
    matter is written in a way that this cannot be done in.
    """
    before = front_matter(decode(source, path=path), path=path)
    text = source.decode("utf-8")
    mark = MARK if text.startswith(MARK) else ""
    lines = LINE.findall(text.removeprefix(mark))
    new = mark + "".join(edited(lines, spelled(before, place), value))
    found = new.encode("utf-8")
    try:
        after = front_matter(decode(found, path=path), path=path)
    except SourceError as error:
        raise by_hand(place, value, path=path) from error
    if not says_the_same(before, after, spelled(before, place), value):
        raise by_hand(place, value, path=path)
    return found


def spelled(head: FrontMatter, place: Place) -> Place:
    """The place by the names that the author writes."""
    for entry in head.entries:
        name = KNOWN.get(entry.key.casefold(), "")
        if place[0] in (name, ALIASES.get(name)):
            return (entry.key, *place[1:])
    return place


def edited(lines: list[str], place: Place, value: str) -> Iterator[str]:
    """The lines of a post, those of its front matter with the value in them."""
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    fence = lines[first].rstrip() if first is not None else ""
    if first is None or fence not in ("---", "+++"):
        end = line_end(lines)
        head = yaml_with("", place, value, end=end)
        yield from ["---", end, head, "---", end, end, *lines]
        return
    closing = ("---", "...") if fence == "---" else ("+++",)
    last = next(
        at for at, line in enumerate(lines) if at > first and line.rstrip() in closing
    )
    end = line_end(lines[first:])
    write = yaml_with if fence == "---" else toml_with
    yield from lines[: first + 1]
    yield write("".join(lines[first + 1 : last]), place, value, end=end)
    yield from lines[last:]


def line_end(lines: list[str]) -> str:
    """How the author ends lines."""
    return "\r\n" if any(line.endswith("\r\n") for line in lines[:1]) else "\n"


def yaml_with(head: str, place: Place, value: str, *, end: str) -> str:
    """YAML with the value in it."""
    root = yaml.compose(head, Loader=yaml.SafeLoader)
    if root is None:
        return f"{head}{yaml_entry(place, value)}{end}"
    node = child_of(root, place[0])
    if node is None:
        indent = " " * root.start_mark.column
        return f"{head}{indent}{yaml_entry(place, value)}{end}"
    if len(place) == 1:
        return replaced(head, node, yaml_text(value))
    if not isinstance(node, yaml.MappingNode):
        return replaced(head, node, f"{{{place[1]}: {yaml_text(value)}}}")
    inner = child_of(node, place[1])
    if inner is not None:
        return replaced(head, inner, yaml_text(value))
    entry = f"{place[1]}: {yaml_text(value)}"
    at = node.start_mark.index
    if node.flow_style:
        comma = ", " if node.value else ""
        return f"{head[: at + 1]}{entry}{comma}{head[at + 1 :]}"
    indent = " " * node.start_mark.column
    return f"{head[:at]}{entry}{end}{indent}{head[at:]}"


def child_of(node: yaml.Node, key: str) -> yaml.Node | None:
    """The value of a key."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def replaced(head: str, node: yaml.Node, written: str) -> str:
    """YAML with other words where a value stands."""
    start, stop = node.start_mark.index, node.end_mark.index
    old = head[start:stop]
    if not old:
        # Nothing was written behind the colon.
        written = f" {written}"
    # A text over several lines takes the end of its last line along.
    ending = old[len(old.rstrip("\r\n")) :]
    return f"{head[:start]}{written}{ending}{head[stop:]}"


def yaml_entry(place: Place, value: str) -> str:
    """A line that says it."""
    written = yaml_text(value)
    for key in reversed(place[1:]):
        written = f"{{{key}: {written}}}"
    return f"{place[0]}: {written}"


def yaml_text(value: str) -> str:
    """A value in quotes, where it needs them."""
    is_plain = PLAIN.fullmatch(value) and value.lower() not in NOT_PLAIN
    return value if is_plain else json.dumps(value, ensure_ascii=False)


def toml_with(head: str, place: Place, value: str, *, end: str) -> str:
    """TOML with the value in it."""
    lines = LINE.findall(head)
    known = key_lines(head.replace("\r\n", "\n"))
    written = json.dumps(value, ensure_ascii=False)
    at = known.get(place, known.get(place[:1]))
    if at is None:
        inner = written if len(place) == 1 else f"{{{place[1]} = {written}}}"
        # Above all tables, or it would belong to one of them.
        return f"{place[0]} = {inner}{end}{head}"
    line = lines[at - 1]
    pattern = rf"(\b{re.escape(place[-1])}[\"']?\s*=\s*){TOML_TEXT}"
    changed, count = re.subn(pattern, lambda it: it[1] + written, line, count=1)
    if not count and len(place) > 1:
        changed = toml_beside(line, f"{place[1]} = {written}", end=end)
    lines[at - 1] = changed
    return "".join(lines)


def toml_beside(line: str, entry: str, *, end: str) -> str:
    """A line of a table, with one more entry in the table."""
    if line.lstrip().startswith("["):
        return f"{line}{entry}{end}"
    return re.sub(r"=\s*\{(\s*\})?", lambda it: opened(it, entry), line, count=1)


def opened(found: re.Match[str], entry: str) -> str:
    """The brace of an inline table with its first entry."""
    return f"= {{{entry}}}" if found[1] else f"= {{{entry}, "


def says_the_same(
    before: FrontMatter, after: FrontMatter, place: Place, value: str
) -> bool:
    """Whether just this value changed."""
    meant: dict[str, Value] = {it.key: it.value for it in before.entries}
    if len(place) == 1:
        meant[place[0]] = value
    else:
        inside = meant.get(place[0])
        inner = dict(inside) if isinstance(inside, dict) else {}
        meant[place[0]] = {**inner, place[1]: value}
    found = {it.key: it.value for it in after.entries}
    return found == meant and after.body.lstrip("\n") == before.body.lstrip("\n")


def by_hand(place: Place, value: str, *, path: PurePosixPath) -> SourceError:
    """The error of a front matter that is written in a way of its own."""
    return SourceError(
        Text(
            zh="头信息的写法特别，没有改动文件",
            en="the front matter is written in a way of its own; nothing was changed",
        ),
        where=Span(path, 1),
        hint=Text(
            zh=f"自己写上 {yaml_entry(place, value)}",
            en=f"write {yaml_entry(place, value)} into it yourself",
        ),
    )
