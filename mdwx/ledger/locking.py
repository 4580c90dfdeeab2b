"""Locks in the file system: one process at a time, freed when it ends or dies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from mdwx.ledger.database import Notify, unusable
from mdwx.ledger.holders import busy, this_process, waiting

__all__ = ["alone_here", "alone_with_file"]

Who = Callable[[], str | None]


@contextmanager
def alone_with_file(
    folder: Path, account: str, *, wait_s: float, notify: Notify, who: Who
) -> Iterator[Path]:
    """Hold the account's lock file in a folder, or say who does."""
    # An account's key may hold a host and a port.
    name = account.translate(str.maketrans(":[]", "___"))
    file = folder / f"{name}.claim"
    lock = FileLock(file)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not is_free(lock):
            notify(waiting(who()))
            lock.acquire(timeout=wait_s)
    except Timeout as error:
        raise busy(who()) from error
    except OSError as error:
        raise unusable(str(file), error.strerror or str(error)) from error
    try:
        yield file
    finally:
        lock.release()


def is_free(lock: FileLock) -> bool:
    """Take the lock if nobody has it."""
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    return True


@contextmanager
def alone_here(
    folder: Path, account: str, *, wait_s: float, notify: Notify
) -> Iterator[None]:
    """Keep this user's other sites off the account, whatever their ledgers."""
    note = folder / "holder"

    def who() -> str | None:
        with suppress(OSError):
            return note.read_text("utf-8", errors="replace") or None
        return None

    with alone_with_file(folder, account, wait_s=wait_s, notify=notify, who=who):
        with suppress(OSError):
            # Only for the sentence that others say.
            note.write_text(this_process(), "utf-8")
        yield
