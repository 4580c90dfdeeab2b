"""The ledger in PostgreSQL, for newsrooms with several machines and runners.

The same tables as in a file. An account is claimed by an advisory lock of the
session that then writes every step: a connection that is lost loses the lock
and the power to write at the same moment.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.schema import CreateSchema

from mdwx.config import Secret
from mdwx.errors import UsageError
from mdwx.ledger.address import called, no_driver, postgresql_address
from mdwx.ledger.database import (
    Database,
    Notify,
    interrupted,
    reason_of,
    set_up,
    unusable,
)
from mdwx.ledger.holders import busy, this_process, waiting
from mdwx.model import Text

__all__ = ["PostgresqlDatabase"]

SCHEMA: Final = "mdwx"
"""Where the tables lie; that of a site with a name carries the name too."""
LOCK_NOT_AVAILABLE: Final = "55P03"
CONNECT: Final = {
    "client_encoding": "utf8",
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
}
SESSION: Final = (
    "SET TIME ZONE 'UTC'",
    # A step is known when it is on the disk, whatever the role's default.
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') IN ('off', 'local')",
    # A claim lives as long as its run, however long WeChat takes to answer ...
    "SELECT set_config(name, '0', false) FROM pg_settings"
    " WHERE name = 'idle_session_timeout'",
    # ... but not long after the machine that holds it went dark.
    "SET tcp_keepalives_idle = 30",
    "SET tcp_keepalives_interval = 10",
    "SET tcp_keepalives_count = 3",
)
HINT: Final = Text(
    zh="没有发送任何请求；检查 MDWX_LEDGER，以及数据库是否在运行、能否写入",
    en="nothing was sent; check MDWX_LEDGER, and that the database runs and may be"
    " written",
)


class PostgresqlDatabase(Database):
    """A ledger that several machines share."""

    is_shared = True

    def __init__(self, address: Secret, *, site: str | None = None) -> None:
        url = postgresql_address(address)
        schema = f"{SCHEMA}_{site}" if site else SCHEMA
        super().__init__(open_engine(url, schema=schema), name=called(url))
        self._session: Connection | None = None
        # Pictures may be sent side by side; a session does one thing at a time.
        self._one_by_one = threading.RLock()

    @contextmanager
    def _begun(self) -> Iterator[Connection]:
        """While an account is claimed: in the session that holds the lock."""
        session = self._session
        if session is None:
            with self.engine.begin() as connection:
                yield connection
            return
        with self._one_by_one:
            if session.invalidated:
                # SQLAlchemy would connect anew, without the lock.
                raise interrupted(self.name, "the connection was lost")
            with session.begin():
                yield session

    @contextmanager
    def _locked(self, account: str, *, wait_s: float, notify: Notify) -> Iterator[None]:
        """Hold an advisory lock: every site in this database waits for it."""
        number = number_of(f"mdwx account {account}")
        with self._explained():
            session = self.engine.connect()
        try:
            with self._explained():
                take_lock(session, number, wait_s=wait_s, notify=notify)
            self._session = session
            yield
        finally:
            self._session = None
            let_go(session, number)

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """One step that every process makes for itself: one of them at a time."""
        with self._explained(), in_turn(self.engine) as connection:
            yield connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn what the driver says into a sentence."""
        try:
            yield
        except DBAPIError as error:
            raise interrupted(self.name, reason_of(error)) from error


def open_engine(url: URL, *, schema: str) -> Engine:
    """Open or create the ledger in a schema, checked and writable."""
    name = called(url)
    wishes = CONNECT | {"application_name": f"mdwx {this_process()}"}
    try:
        engine = create_engine(
            url,
            isolation_level="REPEATABLE READ",
            pool_size=1,
            max_overflow=0,
            pool_pre_ping=True,
            execution_options={"schema_translate_map": {None: schema}},
            connect_args={key: wishes[key] for key in wishes.keys() - url.query.keys()},
        )
    except ImportError as error:
        raise no_driver(str(error)) from error
    event.listen(engine, "connect", set_session)
    try:
        make_tables(engine, name=name, schema=schema)
    except DBAPIError as error:
        engine.dispose()
        raise unusable(name, reason_of(error), hint=HINT) from error
    except UsageError:
        engine.dispose()
        raise
    return engine


def set_session(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Make every commit reach the disk, and a claim last as long as its run."""
    cursor = connection.cursor()
    for statement in SESSION:
        cursor.execute(statement)
    cursor.close()
    connection.commit()


def make_tables(engine: Engine, *, name: str, schema: str) -> None:
    """Make schema and tables, one process at a time, in a database that suits."""
    with in_turn(engine) as connection:
        refuse_unsuited(connection, name=name)
        connection.execute(CreateSchema(schema, if_not_exists=True))
        set_up(connection, name=name)


@contextmanager
def in_turn(engine: Engine) -> Iterator[Connection]:
    """A transaction that waits for those of its kind to end."""
    with engine.connect() as connection:
        # Each statement sees what others did while this one waited for its turn.
        connection = connection.execution_options(isolation_level="READ COMMITTED")
        with connection.begin():
            turn = text("SELECT pg_advisory_xact_lock(:number)")
            connection.execute(turn, {"number": number_of("mdwx tables")})
            yield connection


def refuse_unsuited(connection: Connection, *, name: str) -> None:
    """Refuse a database that cannot hold every character, or be written."""
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise unusable(
            name,
            f"encoding {encoding}",
            hint=Text(
                zh="没有发送任何请求；换一个 UTF8 的数据库："
                "createdb -E UTF8 -T template0 NAME",
                en="nothing was sent; use one in UTF8:"
                " createdb -E UTF8 -T template0 NAME",
            ),
        )
    if connection.execute(text("SHOW transaction_read_only")).scalar_one() == "on":
        raise unusable(name, "read-only", hint=HINT)


def take_lock(
    session: Connection, number: int, *, wait_s: float, notify: Notify
) -> None:
    """Get the lock, at once or after a wait, or say who has it."""
    attempt = text("SELECT pg_try_advisory_lock(:number)")
    with session.begin():
        if session.execute(attempt, {"number": number}).scalar_one():
            return
        who = holder_of(session, number)
    notify(waiting(who))
    patience = text(
        "SELECT set_config('lock_timeout', :ms, true),"
        " set_config('statement_timeout', '0', true)"
    )
    try:
        with session.begin():
            session.execute(patience, {"ms": str(max(1, round(wait_s * 1000)))})
            session.execute(
                text("SELECT pg_advisory_lock(:number)"), {"number": number}
            )
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
            raise
        with session.begin():
            raise busy(holder_of(session, number)) from error


def holder_of(session: Connection, number: int) -> str | None:
    """Who has the lock, by the name its session gave itself."""
    # PostgreSQL lists the two halves of the number apart. Official: pg_locks.
    asked = text(
        "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)"
        " WHERE locktype = 'advisory' AND granted AND objsubid = 1"
        " AND classid::bigint = (:number >> 32) & 4294967295"
        " AND objid::bigint = :number & 4294967295"
    )
    who = session.execute(asked, {"number": number}).scalars().first()
    return who.removeprefix("mdwx ") if who else None


def let_go(session: Connection, number: int) -> None:
    """Give the lock back; the end of the session does it where asking fails."""
    freed = text("SELECT pg_advisory_unlock(:number)")
    with suppress(DBAPIError):
        if not session.invalidated:
            with session.begin():
                session.execute(freed, {"number": number})
    session.invalidate()
    session.close()


def number_of(name: str) -> int:
    """Advisory locks have numbers of 64 bits for names."""
    digest = hashlib.sha256(name.encode()).digest()
    return int.from_bytes(digest[:8], signed=True)
