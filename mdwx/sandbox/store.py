"""The sandbox on disk: one JSON file, a folder of blobs, a journal.

Every call is one transaction under a lock that holds between processes; the
file is replaced whole or not at all.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from filelock import FileLock

from mdwx.confined import confined_folder, read_within
from mdwx.errors import UsageError
from mdwx.model import Text
from mdwx.patterns import pattern
from mdwx.sandbox.journal import Entry, Journal
from mdwx.sandbox.state import State, new_state
from mdwx.whole import replace_whole

__all__ = ["Store"]

BLOB_BYTES: Final = 64 << 20
BLOB_NAME: Final = pattern(r"[0-9a-f]{64}")
LOCK_POLL_SECONDS: Final = 0.005
LOCK_TIMEOUT_SECONDS: Final = 60.0


class Store:
    """Reads and writes a sandbox's folder."""

    def __init__(self, folder: Path, *, seed: str | int | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = confined_folder(folder, root=folder)
        self.blobs = folder / "blobs"
        self._file = folder / "state.json"
        self._seed = seed
        self._threads = threading.RLock()
        self._processes = FileLock(
            folder / "state.lock",
            timeout=LOCK_TIMEOUT_SECONDS,
            poll_interval=LOCK_POLL_SECONDS,
        )
        self._depth = 0
        self._state: State | None = None
        self._written: tuple[int, int, int] | None = None
        self._journal = Journal(folder / "journal.jsonl")
        self.blobs.mkdir(exist_ok=True)

    @contextmanager
    def transaction(self) -> Iterator[State]:
        """The state to change; saved at the end, dropped on an exception."""
        with self._threads, self._processes:
            self._depth += 1
            try:
                state = self._current()
                yield state
                if self._depth == 1:
                    self._save(state)
            except BaseException:
                self._state = None
                raise
            finally:
                self._depth -= 1

    @contextmanager
    def looking(self) -> Iterator[State]:
        """The state to read; nothing is saved."""
        with self._threads, self._processes:
            yield self._current()

    def _current(self) -> State:
        """The state in memory, read again where another process has written it."""
        if self._state is None or signature(self._file) != self._written:
            self._state = self._read()
            self._written = signature(self._file)
        return self._state

    def _read(self) -> State:
        try:
            text = self._file.read_text("utf-8")
        except FileNotFoundError:
            return new_state(seed_of(self._seed))
        try:
            state: State = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise damaged(self._file) from error
        return state

    def _save(self, state: State) -> None:
        text = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
        replace_whole(self._file, text.encode())
        self._written = signature(self._file)

    def keep(self, data: bytes) -> str:
        """Store bytes under their hash, and give the hash."""
        name = sha256(data).hexdigest()
        file = self.blobs / name
        if not file.exists():
            replace_whole(file, data)
        return name

    def blob(self, name: str) -> bytes:
        """Bytes that were kept."""
        return read_within(
            self.blob_file(name), within=self.folder, limit_bytes=BLOB_BYTES
        )

    def blob_file(self, name: str) -> Path:
        """Where bytes are kept; the name is their hash, and leads nowhere else."""
        if not BLOB_NAME.fullmatch(name):
            raise damaged(self._file)
        return self.blobs / name

    def keep_articles(self, articles: Sequence[Mapping[str, Any]]) -> str:
        """Store the articles of a draft, and give their hash."""
        return self.keep(json.dumps(list(articles), ensure_ascii=False).encode())

    def articles(self, name: str) -> list[dict[str, Any]]:
        """Articles that were kept."""
        kept: list[dict[str, Any]] = json.loads(self.blob(name))
        return kept

    def note(self, entry: Entry) -> None:
        """Add a call to the journal."""
        with self._threads, self._processes:
            self._journal.add(entry)

    @property
    def journal(self) -> list[Entry]:
        """The latest calls, oldest first."""
        with self._threads, self._processes:
            return self._journal.read()

    def clear_journal(self) -> None:
        """Forget all calls."""
        with self._threads, self._processes:
            self._journal.clear()


def damaged(file: Path) -> UsageError:
    return UsageError(
        Text(
            zh=f"沙箱的数据 {file} 已损坏",
            en=f"the sandbox's state {file} is damaged",
        ),
        hint=Text(
            zh="删除这个文件夹，从空沙箱重新开始",
            en="delete its folder to start with an empty sandbox",
        ),
    )


def signature(file: Path) -> tuple[int, int, int] | None:
    """What changes when another process replaces a file."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def seed_of(seed: str | int | None) -> str:
    """The seed of all ids, in hex: given, or drawn once."""
    if seed is None:
        return secrets.token_hex(16)
    return sha256(str(seed).encode()).hexdigest()[:32]
