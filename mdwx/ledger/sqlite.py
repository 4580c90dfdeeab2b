"""The ledger as a file of the site: SQLite, in WAL mode, every commit on the disk."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from mdwx.errors import UsageError
from mdwx.ledger.database import (
    DamagedLedger,
    Database,
    Notify,
    reason_of,
    set_up,
    unusable,
)
from mdwx.ledger.locking import alone_with_file

__all__ = ["SqliteFile"]

NOTE: Final = """\
ledger.sqlite 记着每个公众号已有的图片、草稿和文章，请勿删除：
没有它，mdwx 要先向公众号核对，有些事还要问你。
其余文件都是缓存或沙箱，可以随时删除。

ledger.sqlite holds what each account already has: pictures, drafts, articles.
Keep it: without it mdwx has to ask the account again, and may have to ask you.
All else here is cache or sandbox and may be deleted at any time.
"""

SOUND: Final = "ok"
"""What SQLite's own checks answer when there is nothing to say."""
BROKEN: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
WAIT_MS: Final = 30_000


class SqliteFile(Database):
    """One file, for the processes of one machine."""

    def __init__(self, file: Path, *, name: str | None = None) -> None:
        """``name`` is what messages call it, if it is the copy of another."""
        self.file = file
        make_room(file)
        called = name or str(file)
        super().__init__(open_engine(file, name=called), name=called)

    def faults(self) -> list[str]:
        """Pages and indexes, then rows that belong to no parcel."""
        with self.reading() as connection:
            told = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars()
            broken = [line for line in told if line != SOUND]
            strays = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        return [*broken, *(f"{row[0]} {row[1]} without {row[2]}" for row in strays)]

    def _begun(self) -> AbstractContextManager[Connection]:
        return self.engine.begin()

    @contextmanager
    def _locked(self, account: str, *, wait_s: float, notify: Notify) -> Iterator[None]:
        """SQLite locks no longer than a transaction, so a file beside it does."""
        who = partial(self.holder, account)
        folder = self.file.parent
        with alone_with_file(folder, account, wait_s=wait_s, notify=notify, who=who):
            yield


def make_room(file: Path) -> None:
    """Make the ledger's folder, with a note that says what is precious in it."""
    note = file.with_name("README.txt")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not note.exists():
            note.write_text(NOTE, encoding="utf-8")
    except OSError as error:
        raise unusable(str(file), error.strerror or str(error)) from error


def open_engine(file: Path, *, name: str) -> Engine:
    """Open or create the ledger in ``file``, checked and writable."""
    refuse_unlike(file)
    # Not as text: a question mark in the path would cut it short.
    engine = create_engine(URL.create("sqlite", database=str(file)))
    event.listen(engine, "connect", set_pragmas)
    event.listen(engine, "begin", begin_at_once)
    try:
        with engine.begin() as connection:
            told = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
            if told != SOUND:
                raise DamagedLedger(name, " ".join(told.split()))
            set_up(connection, name=name)
    except DBAPIError as error:
        engine.dispose()
        code = getattr(error.orig, "sqlite_errorcode", None)
        refused = DamagedLedger if code in BROKEN else unusable
        raise refused(name, reason_of(error)) from error
    except UsageError:
        engine.dispose()
        raise
    return engine


def refuse_unlike(file: Path) -> None:
    """Refuse what SQLite would take for a new ledger, and lose.

    Beside an empty file it deletes the log, which may hold the last steps.
    """
    if file.is_dir():
        raise unusable(str(file), os.strerror(errno.EISDIR))
    log = file.with_name(f"{file.name}-wal")
    if size_of(file) == 0 and size_of(log) > 0:
        raise DamagedLedger(str(file), f"0 B, {log.name} {size_of(log)} B")


def size_of(file: Path) -> int:
    """The bytes of a file; none if it is not there."""
    return file.stat().st_size if file.is_file() else 0


def set_pragmas(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    """Make every commit reach the disk, and let a reader go on beside a writer."""
    # The driver's own BEGIN comes too late to keep schema and rows together.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={WAIT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def begin_at_once(connection: Connection) -> None:
    """Take the write lock first: a reader that turns writer may find it taken."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
