"""The whole ledger as one JSON file: a backup, and the way to another database.

A copy that is put back is older than the account. So it is only believed once the
account has been asked (``RESTORED``): nothing is guessed from it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, DateTime, Table, delete, insert, select, true
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from mdwx.errors import UsageError
from mdwx.ledger.database import Database, unusable
from mdwx.ledger.holders import HOLDER
from mdwx.ledger.records import CAUGHT_UP, LOCK_SEEN, RESTORED, SEEDED
from mdwx.ledger.rows import read_parcels
from mdwx.ledger.tables import SCHEMA, accounts, parcels, pieces, uploads
from mdwx.model import Text

__all__ = ["Rows", "accounts_of", "copy_of", "put_back", "read_copy"]

MARK: Final = "mdwx-ledger"
TABLES: Final = (accounts, uploads, parcels, pieces)
PASSING: Final = (HOLDER, SEEDED, CAUGHT_UP, LOCK_SEEN)
"""Facts that were true of that moment only."""

Rows = Mapping[str, Any]
"""A copy: the rows of each table by its name."""


def copy_of(database: Database) -> bytes:
    """Everything that the ledger holds at one moment."""
    with database.reading() as connection:
        rows = {table.name: rows_of(connection, table) for table in TABLES}
    rows["accounts"] = [row for row in rows["accounts"] if row["fact"] not in PASSING]
    told = {MARK: SCHEMA, **rows}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def rows_of(connection: Connection, table: Table) -> list[dict[str, Any]]:
    """The rows of a table, oldest first, as JSON has them."""
    wanted = select(table).order_by(*table.primary_key.columns)
    return [
        {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in row._mapping.items()
        }
        for row in connection.execute(wanted)
    ]


def read_copy(data: bytes, *, name: str) -> Rows:
    """A copy, looked through; UsageError says what is wrong with it."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise no_copy(name, str(error)) from error
    if not isinstance(told, dict) or not isinstance(told.get(MARK), int):
        raise no_copy(name, f'"{MARK}"')
    if told[MARK] > SCHEMA:
        raise no_copy(name, f"schema {told[MARK]} > {SCHEMA}")
    missing = [one.name for one in TABLES if not isinstance(told.get(one.name), list)]
    if missing:
        raise no_copy(name, f'"{missing[0]}"')
    return told


def accounts_of(told: Rows) -> set[str]:
    """The accounts that a copy tells of."""
    return {row["account"] for table in TABLES for row in told[table.name]}


def put_back(database: Database, told: Rows, *, name: str) -> None:
    """Make the ledger what the copy says, whole or not at all."""
    with database.reading() as connection:
        try:
            replace_rows(connection, told)
            # Words that no stage or status is called are found out here.
            read_parcels(connection, true())
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise no_copy(name, f"{type(error).__name__} {error}") from error
        except DBAPIError:
            raise
        except SQLAlchemyError as error:
            raise no_copy(name, str(error).partition("\n")[0]) from error


def replace_rows(connection: Connection, told: Rows) -> None:
    """Put the copy's rows in the place of all others."""
    connection.execute(delete(pieces))
    for table in (parcels, uploads):
        connection.execute(delete(table))
    # Whoever holds an account now goes on holding it.
    connection.execute(delete(accounts).where(accounts.c.fact != HOLDER))
    numbers = {}
    for row in told["parcels"]:
        # The database counts on from its own last number.
        values = {key: value for key, value in row.items() if key != "number"}
        made = connection.execute(insert(parcels).values(typed(parcels, values)))
        (numbers[row["number"]],) = made.inserted_primary_key or (None,)
    for row in told["pieces"]:
        values = {**row, "number": numbers[row["number"]]}
        connection.execute(insert(pieces).values(typed(pieces, values)))
    for row in told["uploads"]:
        connection.execute(insert(uploads).values(typed(uploads, row)))
    facts = [row for row in told["accounts"] if row["fact"] not in PASSING]
    marks = [
        {"account": key, "fact": RESTORED, "value": "copy"}
        for key in sorted(accounts_of(told))
    ]
    for row in [*(row for row in facts if row["fact"] != RESTORED), *marks]:
        connection.execute(insert(accounts).values(typed(accounts, row)))


def typed(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the table takes it: moments are no text."""
    values = dict(row)
    for name, value in row.items():
        if isinstance(table.columns[name].type, DateTime) and value is not None:
            values[name] = datetime.fromisoformat(value)
    return values


def no_copy(name: str, reason: str) -> UsageError:
    """Say that a file is no copy that could be put back."""
    error = unusable(name, reason)
    error.hint = Text(
        zh="账本没有改动；要的是 mdwx ledger backup 写的文件",
        en="the ledger was left as it is; a file is wanted that mdwx ledger backup"
        " wrote",
    )
    return error
