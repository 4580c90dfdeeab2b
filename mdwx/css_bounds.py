"""CSS that no parser should be asked to read.

tinycss2 and cssselect2 call themselves for each bracket in a bracket, and Python
makes no number of thousands of digits. A stylesheet that a person wrote comes
nowhere near; one that does is an attack.
"""

from __future__ import annotations

from typing import Final

from mdwx.patterns import pattern

__all__ = ["is_readable"]

DEEPEST: Final = 40
BRACKETS: Final = pattern(r"[\[({\])}]")
COMMENT: Final = pattern(r"/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/|$)")
ENDLESS: Final = pattern(r"\d{300}")


def is_readable(css: str) -> bool:
    """Whether brackets are nested, and numbers long, within reason."""
    if ENDLESS.search(css):
        return False
    depth = 0
    for bracket in BRACKETS.findall(COMMENT.sub("", css)):
        depth = depth + 1 if bracket in "[({" else max(0, depth - 1)
        if depth > DEEPEST:
            return False
    return True
