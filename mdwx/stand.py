"""How files stand: by size, both times and inode, as git does, without reading them.

Light on purpose: it is loaded before it is known whether anything is to be done.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

try:
    # ``hashlib`` loads OpenSSL, which takes as long as all else that is loaded here;
    # the standard library's ``random`` goes round it in the same way.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

__all__ = [
    "FOLDER",
    "Row",
    "Table",
    "digest",
    "is_young",
    "knowledge",
    "program",
    "row",
    "site_table",
]

LEFT_OUT: Final = frozenset({".git", ".mdwx", ".venv", "__pycache__", "node_modules"})
"""Folders that hold nothing an article is made of."""
SETTLED_NS: Final = 2_000_000_000
"""Clocks of file systems may stand for so long: what is younger may change unseen."""
MOST_FILES: Final = 50_000

FOLDER: Final = -1
"""Stands for the size of a folder."""

Row = tuple[str, int, int, int, int]
"""Path, size, both times and inode: whether a file is as it was."""


def digest(told: object) -> str:
    """One short name for all that is told."""
    data = repr(told).encode("utf-8", "backslashreplace")
    return blake2b(data, digest_size=16).hexdigest()


class Table(NamedTuple):
    """Every file and folder of a site, as they stood."""

    root: str
    output: str
    """What mdwx makes of the site, from the root: it is left out."""
    began_ns: int
    """When the first of them was looked at."""
    rows: list[Row]


def site_table(root: str, *, output: str) -> Table | None:
    """The table of a site; None where links or numbers make it unsure."""
    began_ns = time.time_ns()
    rows = [row(root)]
    for entry in entries_below(root, left_out=os.path.join(root, output)):
        if entry.is_symlink() or len(rows) > MOST_FILES:
            return None
        rows.append(told_of(entry.path, entry.stat()))
    return Table(root, output, began_ns, sorted(rows))


def entries_below(root: str, *, left_out: str = "") -> Iterator[os.DirEntry[str]]:
    """Files, folders and links below a folder; no link is followed."""
    waiting = [root]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            found = [it for it in entries if it.name not in LEFT_OUT]
        found = [it for it in found if it.path != left_out]
        waiting += [it.path for it in found if it.is_dir(follow_symlinks=False)]
        yield from found


def row(path: str) -> Row:
    """What tells whether a file or a folder's list of names is as it was."""
    return told_of(path, os.stat(path))


def told_of(path: str, found: os.stat_result) -> Row:
    """The row of a file that was looked at."""
    size = FOLDER if stat.S_ISDIR(found.st_mode) else found.st_size
    return path, size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def is_young(table: Iterable[Row], *, before_ns: int) -> bool:
    """Whether something changed so lately that it may not be what was read."""
    return any(
        max(mtime, ctime) > before_ns - SETTLED_NS for _, _, mtime, ctime, _ in table
    )


def knowledge(root: str) -> Iterator[Row | None]:
    """What mdwx knows of accounts, as files."""
    for name in ("ledger.sqlite", "ledger.sqlite-wal", "sandbox/state.json"):
        file = os.path.join(root, ".mdwx", name)
        yield row(file) if os.path.exists(file) else None


@cache
def program() -> tuple[Row, ...]:
    """mdwx and its libraries: every file of ours, and where packages are put.

    As they were when first asked for: what is loaded is of then.
    """
    ours = entries_below(os.path.dirname(__file__))
    table = [told_of(it.path, it.stat()) for it in ours if not it.is_dir()]
    for path in sys.path:
        if path.endswith(("site-packages", "dist-packages")) and os.path.isdir(path):
            table.append(row(path))
    return tuple(table)
