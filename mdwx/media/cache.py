"""What was prepared before, so that it need not be prepared again.

Nothing in the cache is believed: an entry counts only when its bytes have the
size and the hash it claims. Anything else is as good as absent, and is never
an error: the folder may be deleted, cut or edited at any time. It stays small by
itself: what nobody used for a day leaves, the oldest first, where there is too much.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from mdwx.confined import read_within
from mdwx.errors import UsageError
from mdwx.model import Text
from mdwx.patterns import pattern
from mdwx.records import dataclass
from mdwx.whole import replace_whole

__all__ = ["SHELF_BYTES", "Cache", "Entry", "key_of"]

LIMIT_BYTES: Final = 256 << 20
"""More than any picture that was fetched, any that was made, any drawing."""

SHELF_BYTES: Final = 16 << 20
"""In each of 256 folders, what was used within a day left out: 4 GiB in all."""
UNUSED_S: Final = 86_400.0
"""No run takes as long, so none loses what it has read."""
NOTED_S: Final = 3_600.0
"""How often it is noted that an entry is used."""
NAME: Final = pattern(r"([0-9a-f]{64})\.[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """Bytes in the cache, and what was noted beside them."""

    file: Path
    sha256: str
    size_bytes: int
    facts: Mapping[str, Any]


def key_of(*parts: str) -> str:
    """One key for everything that decides what an entry holds."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of files, each with a small JSON beside it."""

    folder: Path

    def read(self, key: str) -> Entry | None:
        """The entry of a key, if it is whole."""
        found = self.read_whole(key)
        return found[0] if found else None

    def read_bytes(self, key: str) -> bytes | None:
        """The bytes of a key's entry, if it is whole."""
        found = self.read_whole(key)
        return found[1] if found else None

    def read_whole(self, key: str) -> tuple[Entry, bytes] | None:
        """The entry of a key, with the bytes that it was judged by."""
        try:
            note = self.place(key, "json")
            noted = json.loads(self.bytes_of(note))
            file = self.place(key, str(noted["suffix"]))
            data = self.bytes_of(file)
            facts = dict(noted["facts"])
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return None
        sha256 = hashlib.sha256(data).hexdigest()
        if noted.get("sha256") != sha256 or noted.get("size_bytes") != len(data):
            return None
        note_use(note)
        return Entry(file, sha256, len(data), facts), data

    def write(
        self, key: str, data: bytes, *, suffix: str, facts: Mapping[str, Any]
    ) -> Entry:
        """Keep an entry; the JSON comes last, and makes it count."""
        sha256 = hashlib.sha256(data).hexdigest()
        noted = {"sha256": sha256, "size_bytes": len(data), "suffix": suffix}
        written = json.dumps(noted | {"facts": dict(facts)}, sort_keys=True)
        file = self.place(key, suffix)
        try:
            self.keep(file, data)
            self.keep(self.place(key, "json"), written.encode())
        except OSError as error:
            raise UsageError(
                Text(
                    zh=f"缓存文件夹 {self.folder} 写不进去：{error.strerror}",
                    en=f"cannot write the cache folder {self.folder}: {error.strerror}",
                ),
                hint=Text(
                    zh="检查磁盘空间和文件夹权限",
                    en="check the disk's free space and the folder's permissions",
                ),
            ) from error
        make_room(file.parent)
        return Entry(file, sha256, len(data), dict(facts))

    def place(self, key: str, suffix: str) -> Path:
        """Where a file of an entry lies; a suffix cannot lead elsewhere."""
        name = f"{key}.{suffix}"
        if os.path.basename(name) != name:
            raise ValueError(suffix)
        return self.folder.joinpath(key[:2], name)

    def bytes_of(self, file: Path) -> bytes:
        """The bytes of a file, which is no link and no pipe without end."""
        return read_within(file, within=self.folder, limit_bytes=LIMIT_BYTES)

    def keep(self, file: Path, data: bytes) -> None:
        """Write a file, unless it holds these bytes and is in use."""
        try:
            replace_whole(file, data, within=self.folder)
        except OSError:
            # On Windows a file that another process reads cannot be replaced, but
            # then it already holds these bytes.
            with contextlib.suppress(OSError):
                if self.bytes_of(file) == data:
                    return
            raise


def note_use(note: Path) -> None:
    """Note that an entry is used, by the date of its JSON."""
    with contextlib.suppress(OSError):
        if time.time() - note.stat().st_mtime > NOTED_S:
            os.utime(note)


def make_room(shelf: Path) -> None:
    """Take the oldest entries off a shelf that is too full; a failure is no error."""
    with contextlib.suppress(OSError):
        entries = sorted(entries_on(shelf))
        size_bytes = sum(size for _, size, _ in entries)
        for used, size, files in entries:
            if size_bytes <= SHELF_BYTES or time.time() - used < UNUSED_S:
                return
            for file in files:
                file.unlink(missing_ok=True)
            size_bytes -= size


def entries_on(shelf: Path) -> Iterator[tuple[float, int, list[Path]]]:
    """When each entry was last used, what it weighs, and its files."""
    found: dict[str, list[os.DirEntry[str]]] = defaultdict(list)
    if shelf.is_symlink():
        return
    for it in os.scandir(shelf):
        if (name := NAME.fullmatch(it.name)) and it.is_file(follow_symlinks=False):
            found[name[1]].append(it)
    for files in found.values():
        about = [it.stat(follow_symlinks=False) for it in files]
        used = max(it.st_mtime for it in about)
        size = sum(it.st_size for it in about)
        # The JSON goes first: without it the other is nobody's.
        paths = sorted((Path(it.path) for it in files), key=is_picture)
        yield used, size, paths


def is_picture(file: Path) -> bool:
    """Whether a file is no note about another."""
    return file.suffix != ".json"
