"""Versions of installed libraries, for the keys of what is kept.

``importlib.metadata`` would load the whole of ``email`` for a number that stands in
the name of a folder.
"""

from __future__ import annotations

import os
import re
import sys
from functools import lru_cache
from typing import Final

from mdwx.patterns import pattern

__all__ = ["version"]


INFO: Final = pattern(r"(.+?)-([^-]+)(?:-py[\d.]+)?\.(?:dist|egg)-info", re.IGNORECASE)


@lru_cache
def version(name: str) -> str:
    """The version of a distribution; empty where it is not installed as usual."""
    key = spelt(name)
    return next((it[key] for it in map(versions_in, sys.path) if key in it), "")


def spelt(name: str) -> str:
    """A name of several words as it is compared: they are joined in several ways."""
    return re.sub(r"[-_.]", "-", name).lower()


@lru_cache
def versions_in(folder: str) -> dict[str, str]:
    """The version of each distribution that a folder of packages holds."""
    try:
        names = os.listdir(folder)
    except OSError:
        return {}
    found = filter(None, map(INFO.fullmatch, names))
    return {spelt(it[1]): it[2] for it in found}
