"""A copy takes the place of a ledger that was lost, is broken, or lies elsewhere."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from mdwx.config import Config
from mdwx.errors import UsageError
from mdwx.ledger.backups import back_up, folder_of
from mdwx.ledger.copies import Rows, accounts_of, put_back, read_copy
from mdwx.ledger.database import DamagedLedger, Notify
from mdwx.ledger.ledger import Ledger, file_of
from mdwx.model import Text

__all__ = ["restore"]


def restore(config: Config, copy: Path, *, now: datetime, notify: Notify) -> set[str]:
    """Put a copy back, and tell of which accounts; what was there is kept aside."""
    told = read_copy(read_file(copy), name=str(copy))
    mark = now.strftime("%Y%m%d-%H%M%S")
    try:
        ledger = Ledger.of(config, config.keeper)
    except DamagedLedger:
        if config.ledger is not None:
            raise
        replace_file(file_of(config), told, copy=copy, mark=mark)
        return accounts_of(told)
    with ledger, ExitStack() as held:
        for key in sorted(ledger.accounts() | accounts_of(told)):
            # Each claim is a session of its own.
            other = held.enter_context(Ledger.of(config, config.keeper))
            held.enter_context(other.claim(key, notify=notify))
        back_up(ledger.database, folder_of(config) / f"before-restore-{mark}.json")
        put_back(ledger.database, told, name=str(copy))
    return accounts_of(told)


def read_file(copy: Path) -> bytes:
    """The bytes of a copy."""
    try:
        return copy.read_bytes()
    except OSError as error:
        raise UsageError(
            Text(
                zh=f"读不了备份 {copy}：{error.strerror}",
                en=f"the backup {copy} cannot be read: {error.strerror}",
            )
        ) from error


def replace_file(file: Path, told: Rows, *, copy: Path, mark: str) -> None:
    """Make a new file of the copy, then set the broken one aside for it.

    Nobody is at work with a file that cannot be opened.
    """
    made = file.with_name(f"{file.stem}-restored-{mark}{file.suffix}")
    with Ledger.open(made) as ledger:
        put_back(ledger.database, told, name=str(copy))
    for part in sorted(file.parent.glob(f"{file.name}*")):
        tail = part.name.removeprefix(file.name)
        part.rename(file.with_name(f"{file.stem}-broken-{mark}{file.suffix}{tail}"))
    made.rename(file)
