"""Every file of a site's folders by its name, as Obsidian finds pictures.

``![[a.png]]`` names a file wherever it lies. The folders are walked once, when a
name is first asked for; links are not followed, so no walk leaves the site.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import Final

__all__ = ["Catalogue"]

MOST_FILES: Final = 100_000
SKIPPED: Final = frozenset({"node_modules", "__pycache__"})


class Catalogue:
    """The files of some folders, by name."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders
        self.files: dict[str, list[Path]] | None = None

    def named(self, path: str) -> list[Path]:
        """The files whose path ends in ``path``, in order; capitals do not count.

        Where one of them is spelt exactly so, the others are not meant.
        """
        parts = [spelt(part) for part in PurePosixPath(path).parts]
        if not parts or ".." in parts:
            return []
        if self.files is None:
            self.files = read_names(self.folders)
        near = self.files.get(parts[-1], [])
        found = [file for file in near if ends_in(file, parts)]
        exact = [file for file in found if file.as_posix().endswith(path)]
        return exact or found


def ends_in(file: Path, parts: Sequence[str]) -> bool:
    """Whether the last parts of a path are these."""
    return [spelt(part) for part in file.parts[-len(parts) :]] == list(parts)


def spelt(name: str) -> str:
    """A name in the one spelling that all its spellings share."""
    return unicodedata.normalize("NFC", name).casefold()


def read_names(folders: Sequence[Path]) -> dict[str, list[Path]]:
    """The files of the folders by name; one that is reached twice counts once."""
    every = chain.from_iterable(map(walk, folders))
    found: dict[str, list[Path]] = {}
    for file in dict.fromkeys(islice(every, MOST_FILES)):
        found.setdefault(spelt(file.name), []).append(file)
    return found


def walk(folder: Path) -> Iterator[Path]:
    """Every file below a folder; hidden ones hold nothing an author put there."""
    for place, inner, names in os.walk(folder):
        inner[:] = sorted(it for it in inner if it[0] != "." and it not in SKIPPED)
        yield from (Path(place, name) for name in sorted(names))
