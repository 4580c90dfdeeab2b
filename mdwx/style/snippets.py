"""Code that was coloured before, by all that decides its colours.

Pygments compiles a lexer for each language it meets, 5 to 50 ms, and reads code at
1 ms for 20 lines (measured 2026-08). So what became of a block is kept, in memory
for whoever watches a post and in a folder for the next run. The file's name carries
the code and all that decides its colours; a file that is cut or edited is as good as
none. To delete the folder changes no byte, only the time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import field
from hashlib import blake2b
from pathlib import Path
from sys import intern
from threading import Lock
from typing import Any, Final

from mdwx import __version__
from mdwx.records import dataclass
from mdwx.style.code import Spans, colour, surface
from mdwx.style.diffs import colour_diff
from mdwx.versions import version
from mdwx.whole import FOR_ALL, replace_whole

__all__ = ["Colour", "Coloured", "Snippet", "Snippets", "coloured"]

VERSION: Final = 1
"""Of our palettes, and of how spans are cut: raised when other spans come out."""

MOST_HELD: Final = 32
"""A block takes some 80 kB."""
MOST_FILES: Final = 64
"""In each of 256 folders: some 16,000 blocks, the oldest leave."""
MOST_BYTES: Final = 2 << 20


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of code, and what decides its colours."""

    code: str
    language: str
    style: str
    is_diff: bool = False


@dataclass(frozen=True, slots=True)
class Coloured:
    """What became of it."""

    spans: Spans
    background: str
    text: str
    """The colour of plain text."""


Colour = Callable[[Snippet], Coloured]
"""What colours code: ``coloured`` itself, or one that remembers."""


def coloured(snippet: Snippet) -> Coloured:
    """Colour a piece of code, as Pygments reads it now."""
    read = colour_diff if snippet.is_diff else colour
    spans = read(snippet.code, language=snippet.language, style=snippet.style)
    return Coloured(spans, *surface(snippet.style))


@dataclass(slots=True)
class Snippets:
    """What was coloured before, in memory and in a folder."""

    folder: Path
    held: dict[Snippet, Coloured] = field(default_factory=dict)
    # Articles are built side by side.
    lock: Lock = field(default_factory=Lock, repr=False)

    def colour(self, snippet: Snippet) -> Coloured:
        """The colours of a piece of code, remembered or worked out now."""
        found = self.held.get(snippet)
        if found is None:
            file = self.place(snippet)
            found = read(file)
            if found is None:
                found = coloured(snippet)
                keep(file, found)
            with self.lock:
                self.held[snippet] = found
                while len(self.held) > MOST_HELD:
                    del self.held[next(iter(self.held))]
        return found

    def place(self, snippet: Snippet) -> Path:
        """Where it is kept."""
        made_by = (__version__, VERSION, version("pygments"))
        named = (snippet.code, snippet.language, snippet.style, snippet.is_diff)
        name = digest(json.dumps((made_by, named)))
        return self.folder / name[:2] / f"{name}.json"


def digest(text: str) -> str:
    """A short name for a text."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


def read(file: Path) -> Coloured | None:
    """What a file holds, if it is whole."""
    try:
        if file.stat().st_size > MOST_BYTES:
            return None
        name, sums, text = file.read_text(encoding="utf-8").split("\n", 2)
        if (name, sums) != (file.stem, digest(text)):
            return None
        return remembered(*json.loads(text))
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None


def remembered(spans: list[list[str]], background: str, text: str) -> Coloured:
    """What was written; ValueError or TypeError where it is something else."""
    # The same few looks in every block.
    return Coloured(tuple((it, intern(look)) for it, look in spans), background, text)


def keep(file: Path, found: Coloured) -> None:
    """Write what was found; a folder that takes nothing is no error."""
    text = json.dumps((found.spans, found.background, found.text))
    data = "\n".join((file.stem, digest(text), text)).encode()
    with suppress(OSError):
        replace_whole(file, data, mode=FOR_ALL)
        if len(os.listdir(file.parent)) <= MOST_FILES:
            return
        kept = sorted(file.parent.glob("*.json"), key=age, reverse=True)
        for old in kept[MOST_FILES:]:
            old.unlink(missing_ok=True)


def age(file: Path) -> Any:
    """When a file was written; one that is gone meanwhile is the oldest."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0
