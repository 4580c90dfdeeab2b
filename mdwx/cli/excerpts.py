"""A line of a source file, with a mark below what is meant.

Columns are those of a terminal: a Chinese character takes two, a tab goes on to the
next multiple of four, and what nobody sees is written out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from mdwx.confined import read_within
from mdwx.decoding import decode
from mdwx.errors import MdwxError
from mdwx.model import Span
from mdwx.patterns import pattern
from mdwx.records import dataclass
from mdwx.visible import visible

__all__ = ["Excerpt", "Sources", "excerpt"]

WIDEST: Final = 88
"""Columns of a line that are shown; a longer one is cut round its mark."""
NEAR: Final = 2 * WIDEST
TAB: Final = 4
LIMIT_BYTES: Final = 8_000_000
JOINER: Final = "\u200d"
"""Holds an emoji together, and is no harm."""
FIRST_WORD: Final = pattern(r"(?:\W*\d+[.)]\s)?\W*(?=\w)")
"""What stands before the first word of a line of Markdown, a number among it."""
WORD: Final = pattern(r"[\w\u0300-\u036f-]{1,24}|\S")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line and the marks below it, as wide as each other."""

    line: str
    marks: str


class Sources:
    """The files of a site, read once each and only inside it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lines: dict[PurePosixPath, Sequence[str]] = {}

    def excerpt(self, where: Span | None) -> Excerpt | None:
        """The place in its file; None where it has no line, or cannot be read."""
        if where is None or where.line is None:
            return None
        if where.path not in self._lines:
            self._lines[where.path] = self._read(where.path)
        lines = self._lines[where.path]
        if not 0 < where.line <= len(lines) or not lines[where.line - 1].strip():
            return None
        return excerpt(lines[where.line - 1], column=where.column)

    def _read(self, path: PurePosixPath) -> Sequence[str]:
        file = self.root / path
        try:
            source = read_within(file, within=self.root, limit_bytes=LIMIT_BYTES)
            return decode(source, path=path).split("\n")
        except (OSError, ValueError, MdwxError):
            return ()


def excerpt(line: str, *, column: int | None = None) -> Excerpt:
    """A line with its mark: at a column counted from 1, or below the first word."""
    start = column - 1 if column is not None else first_word(line)
    start = min(max(start, 0), len(line))
    # A file may be one line of a million characters.
    cut = max(0, start - NEAR)
    piece, start = line[cut : start + NEAR], start - cut
    word = WORD.match(piece, start)
    end = word.end() if word else start + 1
    cells = shown(piece)
    first, last = window(cells, start, end)
    before = "…" if cut + first else ""
    after = "…" if cut + last < len(line) else ""
    text = "".join(cells[first:last])
    blank = width("".join(cells[first:start])) + len(before)
    marks = width("".join(cells[start : min(end, last)])) or 1
    return Excerpt(f"{before}{text}{after}".rstrip(), " " * blank + "^" * marks)


def first_word(line: str) -> int:
    """Where the first word of a line begins, or whatever stands there first."""
    match = FIRST_WORD.match(line)
    return match.end() if match else len(line) - len(line.lstrip())


def shown(line: str) -> list[str]:
    """Each character as it is shown: tabs as blanks, what is unseen written out."""
    cells: list[str] = []
    column = 0
    for character in line:
        if character == "\t":
            cell = " " * (TAB - column % TAB)
        elif unicodedata.category(character) == "Cf" and character != JOINER:
            cell = f"\\u{ord(character):04x}"
        else:
            cell = visible(character)
        cells.append(cell)
        column += width(cell)
    return cells


def window(cells: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """Which cells are shown, so that the marked ones are among them."""
    first, last = 0, len(cells)
    while width("".join(cells[first:last])) > WIDEST:
        # From the end first: what stands before a word explains it.
        if last > max(end, first + 1) and (start - first) < WIDEST // 2:
            last -= 1
        elif first < start:
            first += 1
        else:
            last -= 1
    return first, last


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(map(columns_of, text))


def columns_of(character: str) -> int:
    """Two for a wide character, none for what is set on the one before."""
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
