"""Where the ledger lies, and its transactions, whichever database keeps it.

A run that cannot write down what it does must not do it: a ledger that cannot
be opened ends the run before the first request, and one that fails later ends
it before the next.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import ClassVar, Final

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import DBAPIError

from mdwx.errors import UsageError
from mdwx.ledger.holders import Holder, check_holder, read_holder, write_holder
from mdwx.ledger.tables import SCHEMA, facts, metadata
from mdwx.model import Text

__all__ = [
    "Database",
    "Notify",
    "interrupted",
    "reason_of",
    "say_nothing",
    "set_up",
    "unusable",
]

MAKE_ROOM: Final = Text(
    zh="没有发送任何请求；让 mdwx 能写入这里，磁盘要有空间",
    en="nothing was sent; let mdwx write there, on a disk with room",
)

Notify = Callable[[Text], None]
"""Takes a line of progress."""


def say_nothing(_: Text) -> None:
    """Let progress pass unseen."""


class Database(ABC):
    """One ledger's tables; the driver's errors leave it as ours."""

    is_shared: ClassVar[bool] = False
    """Whether machines share it: then no mdwx.lock is newer than it is."""

    def __init__(self, engine: Engine, *, name: str) -> None:
        self.engine = engine
        self.name = name
        """What messages call it; never with a password."""
        self._holder: Holder | None = None

    def close(self) -> None:
        """Let go of it."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One look, at one moment."""
        try:
            with self._begun() as connection:
                yield connection
        except DBAPIError as error:
            raise interrupted(self.name, reason_of(error)) from error
        except ValueError as error:
            # A row holds what none of ours would write.
            raise DamagedLedger(self.name, str(error)) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One step, whole or not at all, and only while the claim stands."""
        with self.reading() as connection:
            if self._holder is not None:
                check_holder(connection, self._holder)
            yield connection

    def check_claim(self) -> None:
        """Stop here if another process has taken over, or the ledger is gone."""
        if self._holder is not None:
            with self.writing():
                pass

    @contextmanager
    def claim(self, account: str, *, wait_s: float, notify: Notify) -> Iterator[None]:
        """Keep every other process off what this ledger says of the account."""
        with self._locked(account, wait_s=wait_s, notify=notify):
            holder = Holder.of(account)
            with self.reading() as connection:
                write_holder(connection, holder)
            self._holder = holder
            try:
                yield
            finally:
                self._holder = None

    def holder(self, account: str) -> str | None:
        """Who claimed the account last, for a sentence."""
        with self.reading() as connection:
            return read_holder(connection, account)

    def alone(self) -> AbstractContextManager[Connection]:
        """One step before any claim, with no other process between look and deed."""
        return self.reading()

    def faults(self) -> list[str]:
        """What the database itself finds wrong with what it keeps."""
        return []

    @abstractmethod
    def _begun(self) -> AbstractContextManager[Connection]:
        """A connection with a transaction that ends with the block."""

    @abstractmethod
    def _locked(
        self, account: str, *, wait_s: float, notify: Notify
    ) -> AbstractContextManager[None]:
        """Hold the database's own lock on the account."""


def set_up(connection: Connection, *, name: str) -> None:
    """Make the tables and sign a new ledger; refuse one that a newer mdwx wrote."""
    metadata.create_all(connection)
    signed = select(facts.c.value).where(facts.c.name == "schema")
    schema = connection.execute(signed).scalar_one_or_none()
    if schema is None:
        connection.execute(insert(facts).values(name="schema", value=str(SCHEMA)))
    elif not schema.isdecimal():
        raise DamagedLedger(name, f"schema {schema!r}")
    elif int(schema) > SCHEMA:
        raise UsageError(
            Text(
                zh=f"账本 {name} 由更新版本的 mdwx 写成"
                f"（第 {schema} 版，这里认识第 {SCHEMA} 版）",
                en=f"the ledger {name} was written by a newer mdwx"
                f" (schema {schema}, this one knows {SCHEMA})",
            ),
            hint=Text(zh="请升级 mdwx", en="upgrade mdwx"),
        )


def reason_of(error: DBAPIError) -> str:
    """What the driver says, on one line. It never quotes a password."""
    return " ".join(str(error.orig).split())


class DamagedLedger(UsageError):
    """The ledger is broken: what is put back may take its place."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            Text(
                zh=f"账本 {name} 已损坏：{reason}",
                en=f"the ledger {name} is damaged: {reason}",
            ),
            hint=Text(
                zh="没有再发送任何请求；用 mdwx ledger restore 恢复备份，或把它移走，"
                "mdwx 会先核对账号再继续",
                en="nothing more was sent; put a backup back with mdwx ledger restore,"
                " or move it away and mdwx asks the account first",
            ),
        )


def unusable(name: str, reason: str, *, hint: Text = MAKE_ROOM) -> UsageError:
    """Say that the ledger cannot be used, and that nothing was sent."""
    return UsageError(
        Text(
            zh=f"账本 {name} 无法使用：{reason}",
            en=f"the ledger {name} cannot be used: {reason}",
        ),
        hint=hint,
    )


def interrupted(name: str, reason: str) -> UsageError:
    """Say that the ledger failed in the middle of a run, such as by a full disk.

    The last intent is on the disk, so the next run finds out what became of it.
    """
    return UsageError(
        Text(
            zh=f"账本 {name} 写不进去了：{reason}",
            en=f"the ledger {name} cannot be written any more: {reason}",
        ),
        hint=Text(
            zh="排除故障后再运行，mdwx 会先核对上一步的结果，再接着做",
            en="solve that and run again: mdwx first finds out how its last step"
            " ended, then goes on",
        ),
    )
