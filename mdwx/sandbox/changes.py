"""Tells open pages that the sandbox changed, whichever process changed it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from mdwx.sandbox.store import Store

__all__ = ["Changes"]

LOOK_S: Final = 0.25
STILL_HERE: Final = 60
"""How many looks without news until the stream says that it is still there."""
FILES: Final = ("state.json", "journal.jsonl")


class Changes:
    """A stream of versions of what is on disk."""

    def __init__(self, store: Store) -> None:
        self.files = [store.folder / name for name in FILES]
        self.boot = secrets.token_hex(4)
        self.closed = False

    def close(self) -> None:
        """End every stream."""
        self.closed = True

    @property
    def version(self) -> str:
        """Another one as soon as a file is another one."""
        return f"{self.boot}.{'.'.join(map(stamp, self.files))}"

    async def events(self) -> AsyncIterator[str]:
        """Server-sent events: the version at once, then each new one."""
        told, silent = "", 0
        while not self.closed:
            version = self.version
            silent += 1
            if version != told:
                told, silent = version, 0
                yield f"data: {version}\n\n"
            elif silent % STILL_HERE == 0:
                yield ": still here\n\n"
            await asyncio.sleep(LOOK_S)


def stamp(file: Path) -> str:
    """What a file looks like from outside."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return "0"
    return f"{found.st_mtime_ns}-{found.st_size}"
