"""A copy of what a site's ledger knows, to try things on.

The ledger itself is only read: not even its file's time changes.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import delete, insert, select

from mdwx.config import Account, Config
from mdwx.errors import UsageError
from mdwx.ledger.ledger import Ledger, file_of
from mdwx.ledger.tables import accounts, uploads
from mdwx.model import Text

__all__ = ["copy_ledger"]


def copy_ledger(config: Config, file: Path) -> None:
    """Copy what is known into a ledger of its own in ``file``."""
    own = file_of(config)
    if own.is_file():
        copy_file(own, file)
    if config.ledger is None:
        return
    with Ledger.open(file) as copy:
        for account in config.accounts.values():
            with Ledger.of(config, account) as shared:
                copy_account(shared, copy, account)


def copy_file(own: Path, file: Path) -> None:
    """Copy a SQLite file at one moment, whoever is writing in it."""
    # Where nobody is at work, a reader that may not write would leave the files of
    # the write-ahead log behind, and one that may takes them away.
    mode = "ro" if own.with_name(f"{own.name}-wal").exists() else "rw"
    address = f"file:{quote(str(own.absolute()))}?mode={mode}"
    try:
        with (
            closing(sqlite3.connect(address, uri=True)) as source,
            closing(sqlite3.connect(file)) as target,
        ):
            source.backup(target)
    except sqlite3.Error as error:
        raise UsageError(
            Text(
                zh=f"账本 {own} 读不出来：{error}",
                en=f"the ledger {own} cannot be read: {error}",
            )
        ) from error


def copy_account(shared: Ledger, copy: Ledger, account: Account) -> None:
    """Copy the rows of one account from a shared ledger, which is the one that holds.

    The site's own may know the account from before there was a shared one.
    """
    for parcel in copy.parcels(account.key):
        copy.drop(parcel)
    for parcel in shared.parcels(account.key):
        copy.save(replace(parcel, number=0))
    for table in (accounts, uploads):
        wanted = select(table).where(table.c.account == account.key)
        with shared.database.reading() as connection:
            rows = [dict(row._mapping) for row in connection.execute(wanted)]
        with copy.database.writing() as connection:
            connection.execute(delete(table).where(table.c.account == account.key))
            if rows:
                connection.execute(insert(table), rows)
