"""Lines of a Chinese title: even, and broken where a reader would pause.

The rules are those of 禁则 (kinsoku): closing marks do not begin a line, opening
marks do not end one, and a Latin word stays in one piece. A line ends best at a
pause, and worst between a word and the particle that belongs to it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from typing import Final

from mdwx.patterns import pattern
from mdwx.records import dataclass

__all__ = ["Setting", "Title", "pieces"]

NOT_FIRST: Final = "。，、；：？！.,;:?!）)》」』】〉〕〗”’%‰…—～~·-/"
NOT_LAST: Final = "（(《「『【〈〔〖“‘￥$#@"
PAUSES: Final = "，。：；？！、—|·,:;?!"
WORD: Final = pattern(
    r"[^\s\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\uffef\u3000-\u303f]+|."
)
CLINGS_BACK: Final = frozenset("的地得了着过们吗呢吧啊么性化者")
CLINGS_ON: Final = frozenset(
    "不没很最也都就还又再从到在和与及把被让给对为以用如何第每各这那一"
)
"""Characters that mostly form a word with the one before, or the one behind."""

CUT: Final = 0.14
"""What a break inside a clause costs; one at a space costs a third of it."""
CLUNG: Final = 0.12
LONELY: Final = 0.34
"""A last line shorter than this share looks left behind."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Lines, and how bad they look: 0 is perfect."""

    lines: tuple[str, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Title:
    """The pieces of a title, each measured once."""

    pieces: tuple[str, ...]
    ends: tuple[float, ...]
    """Where each piece ends when all stand in one line; starts with 0."""
    trims: tuple[float, ...]
    """The width of the space at the end of each piece."""

    @classmethod
    def of(cls, text: str, measure: Callable[[str], float]) -> Title:
        """Take a title apart."""
        parts = tuple(pieces(text))
        widths = [measure(part) for part in parts]
        trims = tuple(
            width - measure(part.rstrip())
            for part, width in zip(parts, widths, strict=True)
        )
        return cls(parts, (0.0, *accumulate(widths)), trims)

    def set(self, *, width: float, most: int) -> Setting | None:
        """The best lines of that width, at most so many; None if none fit."""
        fewest = max(1, int(self.ends[-1] / width))
        settings = [
            self.set_in(n, width) for n in range(fewest, min(fewest + 2, most) + 1)
        ]
        return min(
            filter(None, settings), key=lambda setting: setting.cost, default=None
        )

    def set_in(self, count: int, width: float) -> Setting | None:
        """The best way to fill exactly ``count`` lines."""
        total = len(self.pieces)
        ideal = self.ends[-1] / count
        best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
        for line_no in range(1, count + 1):
            reached: dict[int, tuple[float, tuple[int, ...]]] = {}
            steps = (
                (start, end) for start in best for end in self.fitting(start, width)
            )
            for start, end in steps:
                if (end == total) != (line_no == count):
                    continue
                cost, breaks = best[start]
                sum_ = cost + self.line_cost(start, end, ideal) / count
                sum_ += self.break_cost(end)
                if end not in reached or sum_ < reached[end][0]:
                    reached[end] = (sum_, (*breaks, end))
            best = reached
        if total not in best:
            return None
        cost, breaks = best[total]
        return Setting(tuple(map(self.line, (0, *breaks), breaks)), cost)

    def fitting(self, start: int, width: float) -> range:
        """The ends a line that begins at ``start`` may have."""
        end = start
        while end < len(self.pieces) and self.length(start, end + 1) <= width:
            end += 1
        return range(start + 1, end + 1)

    def length(self, start: int, end: int) -> float:
        return self.ends[end] - self.ends[start] - self.trims[end - 1]

    def line(self, start: int, end: int) -> str:
        return "".join(self.pieces[start:end]).strip()

    def line_cost(self, start: int, end: int, ideal: float) -> float:
        """How far a line is from the even length."""
        share = self.length(start, end) / ideal
        lonely = end == len(self.pieces) and start and share < LONELY
        return (1 - share) ** 2 + (1.0 if lonely else 0.0)

    def break_cost(self, end: int) -> float:
        """How much it hurts to break there."""
        if end == len(self.pieces):
            return 0.0
        before, after = self.pieces[end - 1], self.pieces[end]
        if before.rstrip()[-1] in PAUSES:
            return 0.0
        cost = CUT / 3 if before[-1] == " " else CUT
        # One syllable left over after a pause belongs to what follows.
        just_paused = end > 1 and self.pieces[end - 2].rstrip()[-1] in PAUSES
        clung = before[-1] in CLINGS_ON or after[0] in CLINGS_BACK or just_paused
        return cost + (CLUNG if clung else 0.0)


def pieces(text: str) -> list[str]:
    """The parts a line may break between; a space stays behind its word."""
    found: list[str] = []
    for part in WORD.findall(" ".join(text.split())):
        glued = found and (
            part == " " or part[0] in NOT_FIRST or found[-1].strip()[-1] in NOT_LAST
        )
        if glued:
            found[-1] += part
        else:
            found.append(part)
    return found
