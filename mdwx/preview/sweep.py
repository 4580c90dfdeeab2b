"""Finds what changed in a folder by looking, where nobody said so.

Events make the watch fast; this makes it sure. A folder and a file made at once,
a network drive, a system that watches no more folders: each loses events.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

__all__ = ["Mark", "Sweep", "mark_of"]

Mark = tuple[int, int, int]
"""Time, size and inode: what differs after a save, however it is made."""


class Sweep:
    """Remembers what the author's files looked like."""

    def __init__(self, root: Path, *, concerns: Callable[[Path], bool]) -> None:
        self.root = root
        self.concerns = concerns
        self.marks = dict(self.look())

    def changed(self) -> frozenset[Path]:
        """What is new, other or gone since the last look."""
        before, self.marks = self.marks, dict(self.look())
        paths = before.keys() | self.marks.keys()
        return frozenset(
            path for path in paths if before.get(path) != self.marks.get(path)
        )

    def note(self, paths: Iterable[Path]) -> None:
        """These are known to have changed: they are no news at the next look."""
        for path in paths:
            mark = mark_of(path)
            if mark is None:
                self.marks.pop(path, None)
            else:
                self.marks[path] = mark

    def look(self) -> Iterator[tuple[Path, Mark]]:
        """Every file that concerns us, with its mark."""
        folders = [self.root]
        while folders:
            for entry in entries(folders.pop()):
                path = Path(entry.path)
                if not self.concerns(path):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                elif (mark := mark_of(path)) is not None:
                    yield path, mark


def entries(folder: Path) -> list[os.DirEntry[str]]:
    """What is in a folder; nothing once it is gone."""
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []


def mark_of(path: Path) -> Mark | None:
    """The mark of a file; None for anything else."""
    try:
        found = path.stat()
    except OSError:
        return None
    if path.is_dir():
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
