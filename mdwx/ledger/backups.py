"""Backups: made by hand, before a copy takes the ledger's place, and before a newer
mdwx writes into it for the first time.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from sqlalchemy import delete, insert, select

from mdwx import __version__
from mdwx.config import Config
from mdwx.errors import UsageError
from mdwx.ledger.copies import copy_of
from mdwx.ledger.database import Database
from mdwx.ledger.tables import facts
from mdwx.model import Text
from mdwx.whole import replace_whole

__all__ = ["back_up", "folder_of", "keep_before_upgrade", "newest_backup"]

KEPT: Final = 3
"""Of those that an upgrade leaves behind."""
WRITER: Final = "mdwx"
"""The fact that says which version wrote last; a newer one makes a backup first."""


def folder_of(config: Config) -> Path:
    """Where a site keeps the backups of its ledger."""
    return config.state / "backups"


def back_up(database: Database, file: Path) -> None:
    """Write a copy of the ledger, whole, for its owner's eyes."""
    copy = copy_of(database)
    try:
        replace_whole(file, copy, durable=True)
    except OSError as error:
        raise UsageError(
            Text(
                zh=f"备份 {file} 写不了：{error.strerror}",
                en=f"the backup {file} cannot be written: {error.strerror}",
            ),
            hint=Text(
                zh="账本没有改动；检查磁盘空间和文件夹权限",
                en="the ledger was left as it is; check the disk's free space and the"
                " folder's permissions",
            ),
        ) from error


def newest_backup(folder: Path) -> Path | None:
    """The latest backup of a folder."""
    files = [file for file in folder.glob("*.json") if file.is_file()]
    return max(files, key=lambda file: file.stat().st_mtime_ns, default=None)


def keep_before_upgrade(database: Database, folder: Path) -> None:
    """Make a backup if the ledger was last written by an older mdwx."""
    signed = select(facts.c.value).where(facts.c.name == WRITER)
    with database.reading() as connection:
        writer = connection.execute(signed).scalar_one_or_none()
    if writer is not None:
        if numbers(writer) >= numbers(__version__):
            return
        back_up(database, folder / f"before-{__version__}.json")
        mine = sorted(folder.glob("before-*.json"), key=lambda it: it.stat().st_mtime)
        for old in mine[:-KEPT]:
            old.unlink(missing_ok=True)
    # Several processes may meet a new ledger at the same moment.
    with database.alone() as connection:
        connection.execute(delete(facts).where(facts.c.name == WRITER))
        connection.execute(insert(facts).values(name=WRITER, value=__version__))


def numbers(version: str) -> list[int]:
    """A version as something to compare."""
    return [int(number) for number in re.findall(r"\d+", version)]
