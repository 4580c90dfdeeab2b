"""Which pictures each account holds, by content hash, one row each.

A name carries the hash of the bytes (``Picture.name``), so it is all that is
needed to know a picture again, here and in the account's material list.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from mdwx.ledger.database import Database
from mdwx.ledger.records import Kind, aware
from mdwx.ledger.tables import uploads
from mdwx.model import Upload

__all__ = ["Pictures"]


class Pictures:
    """The pictures of one kind that one account holds."""

    def __init__(self, database: Database, *, account: str, kind: Kind) -> None:
        self.database = database
        self.account = account
        self.kind = kind

    def known(self, name: str) -> Upload | None:
        """The picture as the account holds it; None while that is open."""
        row = self._row(name)
        if row is None or row.begun_at is not None:
            return None
        return upload_of(row)

    def begun_at(self, name: str) -> datetime | None:
        """When the picture was sent, if its answer never came."""
        row = self._row(name)
        return None if row is None else aware(row.begun_at)

    def begin(self, name: str, *, at: datetime) -> None:
        """Write down that a picture is about to be sent."""
        self._save(name, Upload(url=""), begun_at=at)

    def record(self, name: str, upload: Upload) -> None:
        """Write down where the account holds a picture."""
        self._save(name, upload, begun_at=None)

    def doubt(self, names: Collection[str], *, at: datetime) -> None:
        """Leave open whether the account still holds these, all or none of them."""
        chosen = (*self._of_account(), uploads.c.name.in_(names))
        with self.database.writing() as connection:
            connection.execute(update(uploads).where(*chosen).values(begun_at=at))

    def forget(self, name: str) -> None:
        """Forget a picture that the account does not hold (any more)."""
        with self.database.writing() as connection:
            connection.execute(delete(uploads).where(*self._same(name)))

    def all(self) -> dict[str, Upload]:
        """Every picture that is known to be there, by name."""
        wanted = select(uploads).where(
            *self._of_account(), uploads.c.begun_at.is_(None)
        )
        with self.database.reading() as connection:
            rows = connection.execute(wanted.order_by(uploads.c.name)).all()
        return {row.name: upload_of(row) for row in rows}

    def _of_account(self) -> tuple[ColumnElement[bool], ...]:
        return (
            uploads.c.account == self.account,
            uploads.c.kind == self.kind.value,
        )

    def _same(self, name: str) -> tuple[ColumnElement[bool], ...]:
        return (*self._of_account(), uploads.c.name == name)

    def _row(self, name: str) -> Row[Any] | None:
        with self.database.reading() as connection:
            found = connection.execute(select(uploads).where(*self._same(name)))
            return found.one_or_none()

    def _save(self, name: str, upload: Upload, *, begun_at: datetime | None) -> None:
        with self.database.writing() as connection:
            connection.execute(delete(uploads).where(*self._same(name)))
            connection.execute(
                insert(uploads).values(
                    account=self.account,
                    kind=self.kind.value,
                    name=name,
                    url=upload.url,
                    media_id=upload.media_id or "",
                    begun_at=begun_at,
                )
            )


def upload_of(row: Row[Any]) -> Upload:
    """The row as the noun everyone uses."""
    return Upload(row.url, row.media_id or None)
