"""Regular expressions that are compiled when they are first asked for.

A class that spans the Chinese characters takes one to four milliseconds to compile
(Python 3.11), a dozen of them as long as Python takes to start. Most articles ask
for few of them.
"""

from __future__ import annotations

import re
from functools import cache

__all__ = ["pattern"]


@cache
def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """The compiled pattern, the same for the same text."""
    return re.compile(text, flags)
