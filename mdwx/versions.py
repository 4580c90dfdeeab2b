"""Versions of installed libraries, for the keys of what is kept.

``importlib.metadata`` would load the whole of ``email`` for a number that stands in
the name of a folder.
"""

from __future__ import annotations

import os
import re
import sys
from functools import lru_cache

__all__ = ["version"]


@lru_cache
def version(name: str) -> str:
    """The version of a distribution; empty where it is not installed as usual."""
    return next((found for folder in sys.path if (found := look(folder, name))), "")


def look(folder: str, name: str) -> str:
    """The version that a folder of packages holds."""
    try:
        names = os.listdir(folder)
    except OSError:
        return ""
    # A package of several words is spelt in several ways.
    words = "[-_.]".join(map(re.escape, re.split(r"[-_.]", name)))
    shape = re.compile(rf"{words}-([^-]+)(-py[\d.]+)?\.(dist|egg)-info", re.IGNORECASE)
    return next((found[1] for it in names if (found := shape.fullmatch(it))), "")
