"""The lines above a post: YAML between ``---`` or TOML between ``+++``.

Scalars stay the text the author wrote, so that the title ``007`` does not
become 7 and ``2024-01-01`` does not become a date; whoever needs a number, a
date or a switch reads it from that text.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any, Final

from mdwx.model import Ignore
from mdwx.patterns import pattern
from mdwx.records import dataclass

__all__ = [
    "LIMIT_CHARS",
    "TOML",
    "YAML",
    "Entry",
    "FrontMatter",
    "Value",
    "divided",
    "front_matter",
    "plain_entries",
]

Value = str | list[Any] | dict[str, Any] | None
"""Text, a list or a table of values; None where nothing was written."""

LIMIT_CHARS: Final = 1 << 16
YAML: Final = pattern(r"\A---[ \t]*$|(?!\A)^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
"""What stands above and below YAML."""
TOML: Final = pattern(r"^\+\+\+[ \t]*$", re.MULTILINE)
"""The same of TOML."""

_PLAIN_LINE: Final = pattern(
    r"([a-z_]+): ([^\W_](?:[\w -\"$-/;-~，。、：；！？《》“”‘’—…·]|:(?=\S))*(?<! ))"
)
"""A key, and words that YAML takes as they stand: none is a sign at their beginning,
and among them only ``: `` and `` #`` mean anything."""
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


def front_matter(text: str, *, path: PurePosixPath) -> FrontMatter:
    """Split ``text`` and read what stands above the body."""
    found = _plain(text)
    if found is None:
        from mdwx.post.heads import written_out

        found = written_out(text, path=path)
    return found


def _plain(text: str) -> FrontMatter | None:
    """A post without front matter or with the plainest; None where it is more."""
    whole = text.lstrip("\n")
    if TOML.match(whole):
        return None
    if not YAML.match(whole):
        return FrontMatter((), text, 1)
    parts = YAML.split(whole, 2)
    if len(parts) < 3 or len(parts[1]) > LIMIT_CHARS:
        return None
    line = 1 + len(text) - len(whole)
    entries = plain_entries(parts[1], line=line)
    if entries is None or len({it.key for it in entries}) < len(entries):
        return None
    return divided(text, parts[2], tuple(entries))


def divided(
    text: str,
    body: str,
    entries: tuple[Entry, ...],
    ignores: tuple[Ignore, ...] = (),
) -> FrontMatter:
    """The two parts of a text that ends in ``body``."""
    body = body.removeprefix("\n")
    body_line = text.count("\n", 0, len(text) - len(body)) + 1
    return FrontMatter(entries, body, body_line, ignores)


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
