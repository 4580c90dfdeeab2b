"""What counts as a formula: dollars in prose, and brackets behind a backslash.

Chinese posts speak of money and of shells, and a backslash is also CommonMark's
way to write a bracket. Each rule here says what prose would not have.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Final

__all__ = ["Dollars", "is_bracketed_tex", "is_tex"]

PIECE: Final = re.compile(r"\\.|`+|\$+", re.DOTALL)
TEX: Final = re.compile(r"\\[A-Za-z]+|[A-Za-z0-9)\]}][_^]|\{|=")
"""What prose does not have between two dollars."""

SURE_TEX: Final = re.compile(r"\\[A-Za-z]+|(?<![A-Za-z0-9])[A-Za-z][_^]")
"""What no shell has either: names such as ``$my_var`` are longer."""

PROSE_MARK: Final = re.compile("[，。；！？：、“”（）]")
WORD: Final = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{3,}|[\u3400-\u9fff]")
COMMAND: Final = re.compile(r"\\[A-Za-z]+")
ARGUMENT: Final = re.compile(r"\\(?:text|mathrm|operatorname|mbox|ce)\w*\*?\{[^{}]*\}")
RELATION: Final = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][_^]|[)}\]][_^]|[_^]\{|[=<>≤≥+]")
BLANK_LINE: Final = re.compile(r"\n[ \t]*\n")


class Dollars:
    """The dollars of one block of text outside code, found in one pass."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lengths: dict[int, int] = {}
        """Of each run of dollars, by where it begins."""
        ticks: dict[int, list[int]] = {}
        pieces = list(PIECE.finditer(text))
        for piece in pieces:
            if piece[0][0] == "`":
                ticks.setdefault(len(piece[0]), []).append(piece.start())
        code_end = 0
        for piece in pieces:
            at, mark = piece.start(), piece[0]
            if at < code_end:
                continue
            if mark[0] == "$":
                self.lengths[at] = len(mark)
            elif mark[0] == "`" and text[at - 1 : at] != "$":
                same = ticks[len(mark)]
                closing = bisect_right(same, at)
                if closing < len(same):
                    code_end = same[closing] + len(mark)
        self.closing = {
            length: [it for it in self.lengths if self.closes(it, length)]
            for length in (1, 2)
        }

    def closes(self, at: int, length: int) -> bool:
        """Whether a run of dollars can end a formula."""
        if self.lengths[at] != length:
            return False
        before, after = self.text[at - 1 : at], self.text[at + length : at + length + 1]
        if length == 2:
            return True
        return bool(before.strip()) and not is_digit(after) and after != "{"

    def end_of(self, at: int, length: int) -> tuple[int, str] | None:
        """Where the formula that begins at ``at`` ends, and what it says."""
        text, begin = self.text, at + length
        following = text[begin : begin + 1]
        if length == 1 and not following.strip():
            return None
        found = bisect_left(self.closing[length], begin)
        if found == len(self.closing[length]):
            return None
        end = self.closing[length][found]
        tex = text[begin:end]
        if length == 1 and len(tex) > 2 and tex[0] == tex[-1] == "`":
            return end, tex[1:-1].strip()
        if not tex.strip() or BLANK_LINE.search(tex):
            return None
        outside = text[at - 1 : at] if at else "", text[end + length : end + length + 1]
        return (end, tex.strip()) if length == 2 or is_meant(tex, outside) else None


def is_meant(tex: str, outside: tuple[str, str]) -> bool:
    """Whether what stands between two single dollars is no price and no shell."""
    if any(map(is_letter, outside)):
        is_symbol = len(tex) == 1 and not is_digit(tex)
        return is_symbol or bool(SURE_TEX.search(tex))
    return bool(TEX.search(tex)) or not PROSE_MARK.search(tex)


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
