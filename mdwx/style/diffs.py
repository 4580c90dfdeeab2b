"""A diff whose lines are also coloured in their own language.

What was there and what is there now are read as one text, without their signs:
no lexer knows better what a line of a patch belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mdwx.style.code import Spans, colour, look_of
from mdwx.style.languages import known_lexer

__all__ = ["colour_diff", "signs", "split_lines"]


def colour_diff(code: str, *, language: str, style: str) -> Spans:
    """Cut a diff into spans; every sign and header stays as it is written."""
    if known_lexer(language) is None:
        return colour(code, language="diff", style=style)
    lines = code.split("\n")
    kinds = signs(lines)
    bodies = [
        line[1:] if kind in {"+", "-", " "} else ""
        for line, kind in zip(lines, kinds, strict=True)
    ]
    coloured = split_lines(colour("\n".join(bodies), language=language, style=style))
    return tuple(joined(lines, kinds, coloured, style))


def joined(
    lines: Sequence[str], kinds: Sequence[str], coloured: list[Spans], style: str
) -> Iterator[tuple[str, str]]:
    """The lines again: a header in its colour, a sign, and the code behind it."""
    looks = {
        "+": look_of("Generic.Inserted", style),
        "-": look_of("Generic.Deleted", style),
        "@": look_of("Generic.Subheading", style),
    }
    for index, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        new_line = "\n" if index < len(lines) - 1 else ""
        if kind in {"@", ""}:
            yield line + new_line, looks.get(kind, "")
            continue
        yield line[0], looks.get(kind, "")
        yield from coloured[index] if index < len(coloured) else ()
        yield new_line, ""


def signs(lines: Sequence[str]) -> list[str]:
    """Of each line its sign: ``+``, ``-`` or a blank; ``@`` for a header, or ``""``.

    ``--- a`` is a header only where ``+++ b`` follows: it may be a removed comment
    of SQL.
    """
    found = [line[:1] if line[:1] in {"+", "-", " "} else "" for line in lines]
    for index, line in enumerate(lines):
        if line.startswith(("@@", "diff ", "index ")):
            found[index] = "@"
        below = lines[index + 1] if index + 1 < len(lines) else ""
        if line.startswith("--- ") and below.startswith("+++ "):
            found[index] = found[index + 1] = "@"
    return found


def split_lines(spans: Spans) -> list[Spans]:
    """Spans cut at every new line, one row of them a line."""
    rows: list[list[tuple[str, str]]] = [[]]
    for text, declarations in spans:
        first, *rest = text.split("\n")
        if first:
            rows[-1].append((first, declarations))
        rows += [[(line, declarations)] if line else [] for line in rest]
    return [tuple(row) for row in rows]
