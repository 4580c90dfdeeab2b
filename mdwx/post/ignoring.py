"""``# mdwx: ignore C142`` in the front matter: not to be told of the whole post."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from mdwx.model import Ignore, Span
from mdwx.patterns import pattern
from mdwx.rules import words_of

__all__ = ["ignores_in"]

COMMENT: Final = pattern(r"(?:^|(?<=\s))#[ \t]*(mdwx\s*:\s*ignore\b[^\n]*)", re.I)


def ignores_in(
    head: str, *, read: Callable[[str], object], where: Span
) -> Iterator[Ignore]:
    """Each such comment of front matter whose first line is that of ``where``.

    ``read`` gives the values of front matter. What says so within a value is no
    comment: without it, the value would be another.
    """
    lines = head.split("\n")
    meant = read(head) if "mdwx" in head else None
    for number, line in enumerate(lines):
        comment = COMMENT.search(line)
        if comment is None:
            continue
        without = [*lines[:number], line[: comment.start()], *lines[number + 1 :]]
        if read("\n".join(without)) != meant:
            continue
        place = Span(where.path, (where.line or 1) + number, comment.start() + 1)
        yield Ignore(words_of(comment[1]) or (), place)
