"""Where the keys of a TOML text are; ``tomllib`` itself forgets them."""

from __future__ import annotations

import re
import tomllib
from typing import Final

__all__ = ["error_place", "key_lines"]

_HEADER: Final = re.compile(r"\s*\[\[?\s*(?P<path>[^\]#]+?)\s*\]\]?\s*(#.*)?$")
_KEY: Final = re.compile(r"""\s*(?P<key>(?:[\w.-]|"[^"\n]*"|'[^'\n]*'|\s(?!=))+)\s*=""")
_PART: Final = re.compile(r"""[\w-]+|"([^"]*)"|'([^']*)'""")
_PLACE: Final = re.compile(r" \(at line (\d+), column (\d+)\)$")
_QUOTES: Final = ('"""', "'''")


def key_lines(text: str) -> dict[tuple[str, ...], int]:
    """The line of each table and key, by its dotted path; counted from 1.

    Good enough to point at: keys of inline tables share their table's line.
    """
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    open_quote: str | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        if open_quote is not None:
            open_quote = None if open_quote in line else open_quote
            continue
        if header := _HEADER.match(line):
            table = _parts(header["path"])
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, *_parts(key["key"])), number)
        open_quote = _opened(line)
    return lines


def error_place(error: tomllib.TOMLDecodeError) -> tuple[str, int | None, int | None]:
    """What is wrong, and the line and column, of a TOML error."""
    message = str(error)
    place = _PLACE.search(message)
    if place is None:
        return message.replace(" (at end of document)", ": end of file"), None, None
    return message[: place.start()], int(place[1]), int(place[2])


def _parts(path: str) -> tuple[str, ...]:
    found = _PART.finditer(path)
    return tuple(part[1] or part[2] or part[0].strip("\"'") for part in found)


def _opened(line: str) -> str | None:
    """The multi-line quote that a line opens and does not close."""
    for quote in _QUOTES:
        if line.count(quote) % 2:
            return quote
    return None
