"""Themes of doocs/md as they were before 2024: an object of names and declarations.

``{"block": {"h1": {"font-size": "1.2em"}}}``, as JSON or as it stood in JavaScript,
becomes ``h1 { font-size: 1.2em; }`` on the same lines and columns, so that whatever
is found is found where its author wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mdwx.patterns import pattern

__all__ = ["as_css", "is_object"]

WRAPPERS: Final = frozenset({"base", "block", "inline", "BASE_THEME"})
"""Keys that only sort the others; what ``base`` holds is for the whole article."""

PIECE: Final = pattern(
    r"""(?P<string>"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?|`[^`\n]*`)"""
    r"|(?P<sign>[{}:,])|(?P<word>[\w.$-]+)|(?P<gap>\s+|/\*.*?(?:\*/|\Z))|(?P<rest>.)",
    re.DOTALL,
)
COMMENT: Final = pattern(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
OPENING: Final = pattern(
    r"\s*+(?:export\s++)?(?:default\s++)?(?:const\s++\w++\s*+=\s*+)?"
    r"\{\s*+[\"']?(?:base|block|inline|BASE_THEME)[\"']?\s*+:"
)


def is_object(text: str) -> bool:
    """Whether a text is such an object."""
    return OPENING.match(COMMENT.sub("", text)) is not None


def as_css(text: str) -> str:
    """The object as CSS, each name and value at its place."""
    return "".join(rewritten(text))


def rewritten(text: str) -> Iterator[str]:
    """Every piece of the object as it stands in CSS, as long as it was."""
    open_names: list[str] = []
    name, is_value = "", False
    for found in PIECE.finditer(text[text.index("{") :]):
        piece, kind = found[0], found.lastgroup
        if found.start() == 0:
            yield re.sub(r"[^\n]", " ", text[: text.index("{")])
        if kind == "gap":
            yield piece if not piece.startswith("/*") else re.sub(r"[^\n]", " ", piece)
        elif piece == "{":
            yield " " if is_wrapper(name, open_names) else "{"
            open_names.append(name)
            name, is_value = "", False
        elif piece == "}":
            closed = open_names.pop() if open_names else ""
            yield " " if is_wrapper(closed, open_names) else "}"
        elif piece == ":":
            yield ":" if is_rule(open_names) else " "
            is_value = True
        elif piece == ",":
            yield ";" if is_rule(open_names) else " "
            is_value = False
        elif is_value and is_rule(open_names):
            yield bare(piece)
        else:
            name = piece.strip("\"'`")
            yield named(piece, name, open_names)


def is_wrapper(name: str, above: list[str]) -> bool:
    """Whether the object of a name holds rules and is none; ``base`` is one."""
    return not above or (name in WRAPPERS and name != "base")


def is_rule(open_names: list[str]) -> bool:
    """Whether declarations are read, and no names of rules."""
    return len(open_names) > 1 and not is_wrapper(open_names[-1], open_names[:-1])


def bare(piece: str) -> str:
    """A value without its quotes, as long as it was."""
    return f" {piece[1:-1]} " if piece[:1] in "\"'`" else piece


def named(piece: str, name: str, open_names: list[str]) -> str:
    """A key as a selector or a property; ``base`` is for the whole article."""
    if not is_rule(open_names) and name in WRAPPERS:
        return "body".ljust(len(piece)) if name == "base" else " " * len(piece)
    return bare(piece)
