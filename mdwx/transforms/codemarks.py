"""Comments in code that say how its lines look, as VitePress and Docusaurus have them.

``return a // [!code ++]`` marks its line as added, ``// highlight-next-line`` the
line below. Such a comment was never meant for readers: it leaves the code. To
show one, write ``[!!code ++]``. What is nearly one stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from mdwx.markdown.fences import Mark, Stretch
from mdwx.patterns import pattern

__all__ = ["read_comments"]

OPENERS: Final = (
    "{/*", "<!--", "//", "/*", "#", "--", "%", ";", "'", '"', "REM", "rem",
)  # fmt: skip
"""What a comment begins with, in one language or another."""

CLOSERS: Final = ("*/}", "*/", "-->")
OPENED: Final = "[!code "
SAID: Final = pattern(r"(\+\+|--|[a-z]+)(?::([^\]\n]{1,60}))?")
ESCAPED: Final = pattern(r"\[!!code (?=[^\]\n]{1,60}\])")
MARKS: Final[Mapping[str, Mark | None]] = MappingProxyType(
    {
        "++": Mark.ADDED,
        "--": Mark.REMOVED,
        "highlight": Mark.MARKED,
        "hl": Mark.MARKED,
        "focus": Mark.MARKED,
        "warning": Mark.WARNED,
        "error": Mark.FAILED,
        "info": Mark.MARKED,
        # Words cannot be marked here; the comment still is no code.
        "word": None,
    }
)
MAGIC: Final = pattern(r"highlight-(next-line|start|end)")


def read_comments(code: str) -> tuple[str, tuple[Stretch, ...]]:
    """Take the comments out; the lines they speak of are counted without them."""
    if OPENED not in code and "highlight-" not in code and "[!!code " not in code:
        return code, ()
    lines: list[str] = []
    stretches: list[Stretch] = []
    for line in without_magic(code.split("\n"), stretches):
        rest, said = take_notes(line)
        # Alone on its line, a comment speaks of the lines below, and leaves it.
        is_alone = bool(said) and not rest.strip()
        for mark, count in said:
            if mark is not None:
                here = len(lines) + 1
                stretches.append(Stretch(here, here + count - 1, mark))
        if not is_alone:
            lines.append(ESCAPED.sub(OPENED, rest))
    return "\n".join(lines), tuple(stretches)


def take_notes(line: str) -> tuple[str, list[tuple[Mark | None, int]]]:
    """A line without the comments at its end, and what they say."""
    found: list[tuple[Mark | None, int]] = []
    while (note := last_note(line)) is not None:
        line, mark, count = note
        found.append((mark, count))
    return line, found


def last_note(line: str) -> tuple[str, Mark | None, int] | None:
    """The line before its last comment, and what that says; None without one."""
    start = line.rfind(OPENED)
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    said = SAID.fullmatch(line[start + len(OPENED) : end].strip())
    before = without_end(line[:start].rstrip(" \t"), OPENERS)
    if said is None or said[1] not in MARKS or before is None:
        return None
    if line[end + 1 :].strip() not in {"", *CLOSERS}:
        return None
    count = re.fullmatch(r"\d{1,4}", said[2] or "")
    return before.rstrip(" \t"), MARKS[said[1]], int(count[0]) if count else 1


def without_end(text: str, ends: Sequence[str]) -> str | None:
    """``text`` without the first of ``ends`` it has, or None."""
    found = next((end for end in ends if text.endswith(end)), None)
    return None if found is None else text[: -len(found)]


def without_magic(lines: Sequence[str], stretches: list[Stretch]) -> Iterator[str]:
    """Lines but for the magic comments of Docusaurus, which are noted."""
    words = [magic_word(line) for line in lines]
    pairs = [word for word in words if word in {"start", "end"}]
    if pairs != ["start", "end"] * (len(pairs) // 2):
        # A half of a pair is no comment for us; all of them stay.
        words = ["" if word != "next-line" else word for word in words]
    number, opened = 1, 0
    for line, word in zip(lines, words, strict=True):
        if word == "next-line":
            stretches.append(Stretch(number, number, Mark.MARKED))
        elif word == "start":
            opened = number
        elif word == "end":
            stretches.append(Stretch(opened, number - 1, Mark.MARKED))
        elif not word:
            number += not is_lone_note(line)
            yield line


def is_lone_note(line: str) -> bool:
    """Whether a line is nothing but a comment that will leave."""
    rest, said = take_notes(line)
    return bool(said) and not rest.strip()


def magic_word(line: str) -> str:
    """What a magic comment says that stands alone on a line, or nothing."""
    if "highlight-" not in line:
        return ""
    text = line.strip()
    opener = next((it for it in OPENERS if text.startswith(it)), None)
    if opener is None:
        return ""
    text = text[len(opener) :].strip()
    closer = next((it for it in CLOSERS if text.endswith(it)), "")
    found = MAGIC.fullmatch(text.removesuffix(closer).strip())
    return found[1] if found else ""
