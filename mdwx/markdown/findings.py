"""What the parser has to tell an author, told at the place where it was met.

A finding travels as a token: it keeps its order among the others, gets its line
from the blocks around it, and leaves nothing on the page.
"""

from __future__ import annotations

from typing import Final

from markdown_it.token import Token

from mdwx.model import Text

__all__ = ["FINDING", "finding"]

FINDING: Final = "mdwx_finding"
"""The type of such a token, within a line or between blocks."""


def finding(
    code: str,
    message: Text,
    *,
    hint: Text | None = None,
    line: int | None = None,
) -> Token:
    """A finding as a token; ``line`` counts from 0 in the body."""
    token = Token(FINDING, "", 0, hidden=True)
    token.meta = {"code": code, "message": message, "hint": hint}
    token.map = None if line is None else [line, line + 1]
    return token
