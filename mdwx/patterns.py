"""Regular expressions that are compiled when they are first used.

Compiling costs 0.2 ms on the average, and one to four where a class spans the Chinese
characters (Python 3.11); the package has three hundred, and an article meets half of
them. Together the other half takes three times as long as Python takes to start.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, cast

__all__ = ["Uncompiled", "pattern"]

USES: Final = (
    "findall",
    "finditer",
    "fullmatch",
    "groupindex",
    "groups",
    "match",
    "search",
    "split",
    "sub",
    "subn",
)


class Uncompiled:
    """A pattern to come: at its first use it takes on what the compiled one offers."""

    def __init__(self, text: str, flags: int) -> None:
        self.pattern, self.flags = text, flags

    def __getattr__(self, name: str) -> object:
        if name not in USES:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        vars(self).update({use: getattr(compiled, use) for use in USES})
        return vars(self)[name]


@cache
def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern to be used as a compiled one is, the same for the same text."""
    return cast("re.Pattern[str]", Uncompiled(text, flags))
