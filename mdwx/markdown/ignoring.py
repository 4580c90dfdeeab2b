"""``<!-- mdwx: ignore C142 -->``: what is not to be told of the block behind it.

Among words it holds for the block it stands in, among lines of HTML for those below
it. The comment itself leaves the article as every comment does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from markdown_it.token import Token

from mdwx.markdown.findings import FINDING
from mdwx.model import Ignore, Post
from mdwx.patterns import pattern
from mdwx.rules import words_of

__all__ = ["ignores_in"]

COMMENT: Final = pattern(r"<!--(?:(.*?)-->|.*\Z)", re.DOTALL)
"""One that nothing ends goes on to the end, and says nothing."""


def ignores_in(tokens: Sequence[Token], post: Post) -> Iterator[Ignore]:
    """Every such comment of a body, with the lines of the file it holds for."""
    for index, token in enumerate(tokens):
        if token.map is None or "mdwx" not in token.content:
            continue
        first, end = token.map
        if token.type == "html_block":
            behind = block_behind(tokens, index) if is_alone(token) else None
            for offset, words in comments(token.content):
                lines = behind or (first + offset + 1, end)
                yield ignore(post, words, line=first + offset, lines=lines)
        elif token.type == "inline":
            children = (it for it in token.children or () if it.type == "html_inline")
            for _, words in comments("".join(it.content for it in children)):
                yield ignore(post, words, line=first, lines=(first, end))


def comments(html: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The wishes in a piece of HTML: on which of its lines, and their words."""
    for comment in COMMENT.finditer(html):
        words = words_of(comment[1] or "")
        if words is not None:
            yield html.count("\n", 0, comment.start()), words


def ignore(
    post: Post, words: tuple[str, ...], *, line: int, lines: tuple[int, int]
) -> Ignore:
    """A wish; lines of the body are counted from 0, and the last is not included."""
    top = post.body_line
    where = post.span(line=top + line)
    return Ignore(words, where, (top + lines[0], top + lines[1] - 1))


def is_alone(token: Token) -> bool:
    """Whether a block of HTML is comments and nothing else."""
    return not COMMENT.sub("", token.content).strip()


def block_behind(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    """The lines of the next block in the same box; further comments are passed by."""
    for token in tokens[index + 1 :]:
        if token.nesting < 0:
            return None
        is_comment = token.type == "html_block" and is_alone(token)
        if token.map is not None and token.type != FINDING and not is_comment:
            return token.map[0], token.map[1]
    return None
