"""Which line ends the box that another line begins.

The whole source is read once, so that thousands of lines that open and never
close cost no more than one pass. Code between fences opens and closes nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from mdwx.patterns import pattern
from mdwx.records import dataclass

__all__ = ["Line", "Mark", "pair"]

LINE: Final = pattern(
    r"(?P<quotes>(?:[ ]{0,3}>[ \t]?)*+)"
    r"(?P<indent>[ \t]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*+)(?P<words>.*)"
)
FENCE: Final = pattern(r"`{3,}(?=[^`]*$)|~{3,}")
DEEPEST: Final = 64
"""Open at once; of more, the outermost never end."""

SLACK: Final = 1
"""How much deeper or less deep an end may stand than its beginning."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source without what puts it in quotes and lists."""

    number: int
    quotes: int
    indent: int
    words: str

    def is_beside(self, other: Line) -> bool:
        """Whether both stand in the same quote at the same depth."""
        is_level = abs(self.indent - other.indent) <= SLACK
        return self.quotes == other.quotes and is_level


@dataclass(frozen=True, slots=True)
class Mark:
    """What a line does: it opens or closes something of a name."""

    opens: bool
    name: str
    length: int = 0
    """Of its colons: an end of another length ends only what is shorter."""
    is_single: bool = False
    """Its end may only be the very next line."""


def pair(source: str, read: Callable[[str], Mark | None]) -> Mapping[int, int]:
    """The line that ends each box, by the line that begins it."""
    found: dict[int, int] = {}
    waiting: deque[tuple[Line, Mark]] = deque(maxlen=DEEPEST)
    for line in lines(source):
        mark = read(line.words)
        if mark is None:
            continue
        if waiting and has_passed(*waiting[-1], line):
            waiting.pop()
        if mark.opens:
            waiting.append((line, mark))
            continue
        index = partner(waiting, line, mark)
        if index is not None:
            found[waiting[index][0].number] = line.number
            while len(waiting) > index:
                waiting.pop()
    return found


def has_passed(line: Line, mark: Mark, now: Line) -> bool:
    """Whether the only line that could have ended it is behind us."""
    return mark.is_single and now.number > line.number + 1


def partner(waiting: deque[tuple[Line, Mark]], line: Line, mark: Mark) -> int | None:
    """Which of those that wait a mark closes: the nearest that fits best."""
    nearest = None
    for index in range(len(waiting) - 1, -1, -1):
        other, opened = waiting[index]
        if opened.name != mark.name or not line.is_beside(other):
            continue
        if opened.length == mark.length:
            return index
        if nearest is None and opened.length < mark.length:
            nearest = index
    return nearest


def lines(source: str) -> Iterator[Line]:
    """Each line outside fenced code."""
    fence: tuple[str, int] | None = None
    for number, text in enumerate(source.split("\n")):
        line = read_line(number, text)
        mark = FENCE.match(line.words)
        if fence is not None:
            if line.quotes < fence[1]:
                fence = None
            elif mark and line.words.rstrip().startswith(fence[0]):
                is_end = not line.words.strip().strip(fence[0][0])
                fence = None if is_end else fence
                continue
            else:
                continue
        if mark:
            fence = (mark[0], line.quotes)
        else:
            yield line


def read_line(number: int, text: str) -> Line:
    """A line as what stands in front of its words, and its words."""
    found = LINE.match(text)
    if found is None:
        return Line(number, 0, 0, text)
    indent = len(found["indent"].expandtabs(4))
    return Line(number, found["quotes"].count(">"), indent, found["words"].rstrip())
