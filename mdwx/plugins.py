"""What installed packages offer to mdwx: Markdown syntax, themes.

``importlib.metadata`` takes 35 ms to read what every package offers to anybody, and
10 more to be imported (80 packages, measured 2026-11). Most sites have no plugin at
all, which a look into their files tells in 1 ms.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["offered"]

FILE: Final = "entry_points.txt"
ABOUT: Final = (".dist-info", ".egg-info")


def offered(group: str) -> list[EntryPoint]:
    """The entry points of a group, by name."""
    if not is_named(group, tuple(sys.path)):
        return []
    from importlib.metadata import entry_points

    return sorted(entry_points(group=group), key=lambda entry: entry.name)


@lru_cache(maxsize=8)
def is_named(group: str, folders: tuple[str, ...]) -> bool:
    """Whether any package that is installed in folders, or zipped, names a group."""
    return any(map(may_be_elsewhere, folders)) or any(
        f"[{group}]" in text for folder in folders for text in texts(folder)
    )


def may_be_elsewhere(folder: str) -> bool:
    """Whether packages may be where only Python's own look finds them."""
    return folder.endswith((".egg", ".whl", ".zip", ".pyz")) and Path(folder).is_file()


@lru_cache(maxsize=64)
def texts(folder: str) -> tuple[str, ...]:
    """What each package in a folder says of what it offers."""
    try:
        names = [name for name in os.listdir(folder or ".") if name.endswith(ABOUT)]
    except OSError:
        return ()
    files = (os.path.join(folder, name, FILE) for name in names)
    return tuple(text for file in files if (text := read(file)))


def read(file: str) -> str:
    """The text of a file; nothing where there is none."""
    try:
        with open(file, "rb") as opened:
            return opened.read().decode("utf-8", "replace")
    except OSError:
        return ""
