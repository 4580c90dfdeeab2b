"""The ledger's file is opened, or one clear sentence says why not.

A run that cannot write down what it does must not do it: every refusal here
comes before the first request.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from mdwx.errors import UsageError
from mdwx.ledger.tables import SCHEMA, facts, metadata
from mdwx.model import Text

__all__ = ["Database"]

NOTE: Final = """\
ledger.sqlite 记着每个公众号已有的图片、草稿和文章，请勿删除：
没有它，mdwx 要先向公众号核对，有些事还要问你。
其余文件都是缓存或沙箱，可以随时删除。

ledger.sqlite holds what each account already has: pictures, drafts, articles.
Keep it: without it mdwx has to ask the account again, and may have to ask you.
All else here is cache or sandbox and may be deleted at any time.
"""

WAIT_MS: Final = 30_000


class Database:
    """The file and its transactions; the driver's errors leave it as ours."""

    def __init__(self, file: Path) -> None:
        self.file = file
        make_room(file)
        self.engine = open_engine(file)

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One step, whole or not at all."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise interrupted(self.file, str(error.orig)) from error


def make_room(file: Path) -> None:
    """Make the ledger's folder, with a note that says what is precious in it."""
    note = file.with_name("README.txt")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not note.exists():
            note.write_text(NOTE, encoding="utf-8")
    except OSError as error:
        raise unusable(file, error.strerror or str(error)) from error


def open_engine(file: Path) -> Engine:
    """Open or create the ledger in ``file``, checked and writable."""
    # Not as text: a question mark in the path would cut it short.
    engine = create_engine(URL.create("sqlite", database=str(file)))
    event.listen(engine, "connect", set_pragmas)
    event.listen(engine, "begin", begin_at_once)
    try:
        with engine.begin() as connection:
            metadata.create_all(connection)
            check_schema(connection, file=file)
    except DBAPIError as error:
        engine.dispose()
        raise unusable(file, str(error.orig)) from error
    except UsageError:
        engine.dispose()
        raise
    return engine


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


def check_schema(connection: Connection, *, file: Path) -> None:
    """Sign a new ledger, and refuse one that a newer mdwx wrote."""
    signed = select(facts.c.value).where(facts.c.name == "schema")
    schema = connection.execute(signed).scalar_one_or_none()
    if schema is None:
        connection.execute(insert(facts).values(name="schema", value=str(SCHEMA)))
    elif not schema.isdecimal():
        raise unusable(file, f"schema {schema!r}")
    elif int(schema) > SCHEMA:
        raise UsageError(
            Text(
                zh=f"账本 {file} 由更新版本的 mdwx 写成"
                f"（第 {schema} 版，这里认识第 {SCHEMA} 版）",
                en=f"the ledger {file} was written by a newer mdwx"
                f" (schema {schema}, this one knows {SCHEMA})",
            ),
            hint=Text(zh="请升级 mdwx", en="upgrade mdwx"),
        )


def unusable(file: Path, reason: str) -> UsageError:
    """Say that the ledger cannot be used, and that nothing was sent."""
    return UsageError(
        Text(
            zh=f"账本 {file} 无法使用：{reason}",
            en=f"the ledger {file} cannot be used: {reason}",
        ),
        hint=Text(
            zh="没有发送任何请求；请恢复备份，或把它移走，mdwx 会先核对账号再继续",
            en="nothing was sent; restore a backup, or move it away and mdwx asks"
            " the account first",
        ),
    )


def interrupted(file: Path, reason: str) -> UsageError:
    """Say that the ledger failed in the middle of a run, such as by a full disk.

    The last intent is on the disk, so the next run finds out what became of it.
    """
    return UsageError(
        Text(
            zh=f"账本 {file} 写不进去了：{reason}",
            en=f"the ledger {file} cannot be written any more: {reason}",
        ),
        hint=Text(
            zh="排除故障后再运行，mdwx 会先核对上一步的结果，再接着做",
            en="solve that and run again: mdwx first finds out how its last step"
            " ended, then goes on",
        ),
    )
