"""``/* mdwx: ignore C107 */``: what is not to be told of the CSS behind it.

Behind a declaration on its line it holds for that line; on a line of its own, for
the next declaration, or for the whole of the next rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

import tinycss2
from tinycss2.ast import CurlyBracketsBlock, Node

from mdwx.model import Ignore, Span
from mdwx.rules import words_of

__all__ = ["ignores_in"]


def ignores_in(
    css: str, *, path: PurePosixPath, first_line: int = 1
) -> tuple[Ignore, ...]:
    """Every such comment of a stylesheet that starts on ``first_line`` of a file."""
    if "mdwx" not in css:
        return ()
    found = []
    nodes = tinycss2.parse_component_value_list(css)
    for words, comment, (first, last) in wishes(nodes):
        top = first_line - 1
        where = Span(path, top + comment.source_line, comment.source_column)
        found.append(Ignore(words, where, (top + first, top + last)))
    return tuple(found)


def wishes(
    nodes: Sequence[Node],
) -> Iterator[tuple[tuple[str, ...], Node, tuple[int, int]]]:
    """The words of each wish, its comment, and the lines it holds for."""
    for index, node in enumerate(nodes):
        if isinstance(node, CurlyBracketsBlock):
            yield from wishes(node.content)
        words = words_of(node.value) if node.type == "comment" else None
        if words is not None:
            yield words, node, lines_of(nodes, index)


def lines_of(nodes: Sequence[Node], index: int) -> tuple[int, int]:
    """The lines a comment holds for, counted from 1."""
    line = nodes[index].source_line
    before = [it for it in nodes[:index] if it.type not in {"whitespace", "comment"}]
    if before and end_of(before[-1]) == line:
        return line, line
    behind = [it for it in nodes[index:] if it.type not in {"whitespace", "comment"}]
    if not behind:
        return line, line
    ends = (it for it in behind if is_end(it))
    return behind[0].source_line, end_of(next(ends, behind[-1]))


def is_end(node: Node) -> bool:
    """Whether a declaration or a rule ends with it."""
    return node == ";" or isinstance(node, CurlyBracketsBlock)


def end_of(node: Node) -> int:
    """The line on which a node ends."""
    return int(node.source_line + node.serialize().count("\n"))
