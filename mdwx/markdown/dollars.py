"""What counts as a formula: dollars in prose, and brackets behind a backslash.

Chinese posts speak of money and of shells, and a backslash is also CommonMark's
way to write a bracket. Each rule here says what prose would not have.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from types import MappingProxyType
from typing import Final

from mdwx.patterns import pattern

__all__ = ["Dollars", "is_bracketed_tex", "is_tex"]

PIECE: Final = pattern(
    r"\\.|\$(?P<ticks>`+)(?P<tex>[^`$]+)(?P=ticks)\$|`+|\$+|[{}]", re.DOTALL
)
BRACES: Final = MappingProxyType({"{": 1, "}": -1})
TEX: Final = pattern(r"\\[A-Za-z]+|[A-Za-z0-9)\]}][_^]|\{|=")
"""What prose does not have between two dollars."""

SURE_TEX: Final = pattern(r"\\[A-Za-z]+|(?<![A-Za-z0-9])[A-Za-z][_^]")
"""What no shell has either: names such as ``$my_var`` are longer."""

PROSE: Final = pattern("[，。；！？：、“”（）]|[\u3400-\u9fff] | [\u3400-\u9fff]")
"""Marks of Chinese text, and words that stand apart."""
WORD: Final = pattern(r"(?<![\\A-Za-z])[A-Za-z]{3,}|[\u3400-\u9fff]")
COMMAND: Final = pattern(r"\\[A-Za-z]+")
ARGUMENT: Final = pattern(r"\\(?:text|mathrm|operatorname|mbox|ce)\w*\*?\{[^{}]*\}")
RELATION: Final = pattern(r"(?<![A-Za-z0-9])[A-Za-z][_^]|[)}\]][_^]|[_^]\{|[=<>≤≥+]")
BLANK_LINE: Final = pattern(r"\n[ \t]*\n")


class Dollars:
    """The dollars of one block of text outside code, found in one pass."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lengths: dict[int, int] = {}
        """Of each run of dollars, by where it begins."""
        self.quoted: dict[int, re.Match[str]] = {}
        """Formulas in GitHub's form, by where they begin."""
        self.following: dict[int, int] = {}
        """For each run, the next one that stands in as many braces."""
        self.scan()

    def scan(self) -> None:
        """Find the runs, stepping over code."""
        pieces = list(PIECE.finditer(self.text))
        ticks: dict[int, list[int]] = {}
        for piece in pieces:
            if piece[0][0] == "`":
                ticks.setdefault(len(piece[0]), []).append(piece.start())
        last: dict[int, int] = {}
        depth = code_end = 0
        for piece in pieces:
            if piece.start() < code_end:
                continue
            if piece[0][0] == "$":
                self.note(piece, last, depth)
            depth += BRACES.get(piece[0], 0)
            if piece[0][0] == "`":
                code_end = end_of_code(piece, ticks[len(piece[0])])

    def note(self, piece: re.Match[str], last: dict[int, int], depth: int) -> None:
        """Remember one run, and that it follows the last one of its depth."""
        at = piece.start()
        if piece["tex"] is not None:
            self.quoted[at] = piece
            self.lengths[at] = 1
            return
        self.lengths[at] = len(piece[0])
        if depth in last:
            self.following[last[depth]] = at
        last[depth] = at

    def end_of(self, at: int, length: int) -> tuple[int, str] | None:
        """Where the formula that begins at ``at`` ends, and what it says."""
        text, begin = self.text, at + length
        if quoted := self.quoted.get(at):
            return quoted.end() - length, quoted["tex"].strip()
        end = self.following.get(at, 0)
        if self.lengths.get(end) != length:
            return None
        tex = text[begin:end]
        if not tex.strip() or BLANK_LINE.search(tex):
            return None
        if length == 2:
            return end, tex.strip()
        before, after = text[at - 1 : at] if at else "", text[end + 1 : end + 2]
        is_open = not tex[0].isspace() and not tex[-1].isspace()
        is_shut = not is_digit(after) and after != "{"
        if is_open and is_shut and is_meant(tex, (before, after)):
            return end, tex
        return None


def end_of_code(piece: re.Match[str], same: list[int]) -> int:
    """Where the code that a run of backticks opens ends; the run itself if none."""
    closing = bisect_right(same, piece.start())
    return same[closing] + len(piece[0]) if closing < len(same) else piece.end()


def is_meant(tex: str, outside: tuple[str, str]) -> bool:
    """Whether what stands between two single dollars is no price and no shell."""
    if any(map(is_letter, outside)):
        is_symbol = len(tex) == 1 and not is_digit(tex)
        return is_symbol or bool(SURE_TEX.search(tex))
    return bool(TEX.search(tex)) or not PROSE.search(tex)


def is_letter(character: str) -> bool:
    """A Latin letter or a digit."""
    return character.isascii() and character.isalnum()


def is_digit(character: str) -> bool:
    """A digit from 0 to 9."""
    return character.isascii() and character.isdigit()


def is_tex(text: str) -> bool:
    """Whether escaped brackets hold a formula, and not words or a number."""
    if text[:1] in {"^", "!", "-"}:
        return False
    if COMMAND.search(text):
        return True
    return bool(RELATION.search(text)) and not WORD.search(text)


def is_bracketed_tex(text: str, *, is_round: bool) -> bool:
    """Whether escaped brackets inside a line hold a formula."""
    if BLANK_LINE.search(text):
        return False
    # Round ones need no escape in prose: a lone symbol will do.
    is_symbol = is_round and not WORD.search(ARGUMENT.sub("", text))
    return is_tex(text) or (is_symbol and any(it.isalnum() for it in text))
