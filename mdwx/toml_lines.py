"""Where the keys of a TOML text are; ``tomllib`` itself forgets them."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

from mdwx.patterns import pattern

__all__ = ["error_place", "key_lines", "read_toml"]

_HEADER: Final = pattern(r"\s*+\[\[?+(?P<path>[^\]#]++)\]\]?+\s*+(#.*)?$")
_KEY: Final = pattern(r"""\s*+(?P<key>(?:[\w.\s-]|"[^"\n]*+"|'[^'\n]*+')++)=""")
_PART: Final = pattern(r"""[\w-]+|"([^"]*)"|'([^']*)'""")
_DOTTED: Final = pattern(r"^[^=\n]*?(?:\.[^=.\n]*+){200}", re.MULTILINE)
_PLACE: Final = pattern(r" \(at line (\d+), column (\d+)\)$")
_QUOTES: Final = ('"""', "'''")


def read_toml(text: str) -> dict[str, Any]:
    """The tables of a TOML text; whatever is wrong with it is a TOMLDecodeError.

    ``tomllib`` has more to say of other people's files: a number with thousands of
    digits is a ValueError, brackets without end a RecursionError, and a key with
    thousands of dots takes minutes.
    """
    if _DOTTED.search(text):
        raise tomllib.TOMLDecodeError("a key with hundreds of dots")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except (ValueError, RecursionError) as error:
        reason = "nested too deep" if isinstance(error, RecursionError) else str(error)
        raise tomllib.TOMLDecodeError(reason) from error


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
