"""Lines of a Chinese title: even, and never begun with a comma.

The rules are those of 禁则 (kinsoku): closing marks do not begin a line, opening
marks do not end one, and a Latin word stays in one piece.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

__all__ = ["pieces", "wrap"]

NOT_FIRST: Final = "。，、；：？！.,;:?!）)》」』】〉〕〗”’%‰…—～~·-/"
NOT_LAST: Final = "（(《「『【〈〔〖“‘￥$#@"
PAUSES: Final = "，。：；？！、—|·,:;?!"
WORD: Final = re.compile(
    r"[^\s\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\uffef]+|."
)
UNEVEN_WEIGHT: Final = 1.0
LONELY: Final = 0.34
"""A last line shorter than this share looks left behind."""

Measure = Callable[[str], float]


def pieces(text: str) -> list[str]:
    """The parts a line may break between; a space stays behind its word."""
    found: list[str] = []
    for part in WORD.findall(" ".join(text.split())):
        glued = found and (
            part == " " or part[0] in NOT_FIRST or found[-1][-1] in NOT_LAST
        )
        if glued:
            found[-1] += part
        else:
            found.append(part)
    return found


def wrap(text: str, *, width: float, measure: Measure) -> list[str] | None:
    """Break into the fewest lines, as even as can be; None if a word is too wide."""
    parts = pieces(text)
    if any(measure(part.strip()) > width for part in parts):
        return None
    fewest = len(greedy(parts, width, measure))
    return balanced(parts, fewest, width=width, measure=measure)


def greedy(parts: list[str], width: float, measure: Measure) -> list[str]:
    lines = [""]
    for part in parts:
        if lines[-1] and measure((lines[-1] + part).strip()) > width:
            lines.append("")
        lines[-1] += part
    return lines


def balanced(
    parts: list[str], count: int, *, width: float, measure: Measure
) -> list[str]:
    """The breaks into ``count`` lines with the least raggedness."""
    ideal = min(width, measure("".join(parts).strip()) / count)
    best: dict[tuple[int, int], tuple[float, list[str]]] = {(0, 0): (0.0, [])}
    for line_no in range(1, count + 1):
        for end in range(line_no, len(parts) + 1):
            for start in range(line_no - 1, end):
                before = best.get((line_no - 1, start))
                line = "".join(parts[start:end]).strip()
                if before is None or (length := measure(line)) > width:
                    continue
                last = end == len(parts)
                cost = before[0] + raggedness(line, length / ideal, last=last)
                kept = best.get((line_no, end))
                if kept is None or cost < kept[0]:
                    best[line_no, end] = (cost, [*before[1], line])
    return best[count, len(parts)][1]


def raggedness(line: str, share: float, *, last: bool) -> float:
    """How bad a line looks; a break at a pause is welcome."""
    cost = (1 - share) ** 2
    if last:
        return cost + (1.0 if share < LONELY else 0.0)
    return cost - (0.06 if line[-1] in PAUSES else 0.0)
