"""The ledger: what mdwx knows of each account, one transaction a step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from platformdirs import user_state_path
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    delete,
    insert,
    or_,
    select,
    update,
)

from mdwx.config import Account, Config, Secret
from mdwx.ledger.database import Database, Notify, say_nothing
from mdwx.ledger.locking import alone_here
from mdwx.ledger.pictures import Pictures
from mdwx.ledger.postgresql import PostgresqlDatabase
from mdwx.ledger.records import Kind, Parcel, Piece, Stage, aware
from mdwx.ledger.sqlite import SqliteFile
from mdwx.ledger.tables import accounts, parcels, pieces
from mdwx.model import Status

__all__ = ["Ledger"]

PARCEL_TEXTS: Final = ("account", "name", "media_id", "preview_url", "publish_id")
PIECE_TEXTS: Final = ("slug", "title", "text", "source", "payload", "readback")


class Ledger:
    """Open it before the first request; each method is one transaction."""

    def __init__(self, database: Database, *, claims: Path | None = None) -> None:
        self.database = database
        self.claims = claims
        """Where this user's sites claim accounts, so that two of them exclude each
        other too."""

    @classmethod
    def open(cls, file: Path, *, claims: Path | None = None) -> Ledger:
        """Open or create the ledger in ``file``; UsageError says why not."""
        return cls(SqliteFile(file), claims=claims)

    @classmethod
    def of(cls, config: Config, account: Account) -> Ledger:
        """The ledger of a site for an account, made if need be.

        What a sandbox knows stays in its folder, where it lives itself.
        """
        if config.rehearsal is not None:
            return cls.open(file_of(config))
        claims = user_state_path("mdwx") / "claims"
        if config.ledger is None or account.is_sandbox:
            return cls.open(file_of(config), claims=claims)
        return cls.at(config.ledger, site=config.site.name, claims=claims)

    @staticmethod
    def is_there(config: Config, account: Account) -> bool:
        """Whether opening it makes no new file."""
        is_shared = config.ledger is not None and not account.is_sandbox
        return is_shared or file_of(config).is_file()

    @classmethod
    def at(
        cls, address: Secret, *, site: str | None = None, claims: Path | None = None
    ) -> Ledger:
        """Open or create the ledger of a site in PostgreSQL."""
        return cls(PostgresqlDatabase(address, site=site), claims=claims)

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def claim(
        self, account: str, *, wait_s: float = 600.0, notify: Notify = say_nothing
    ) -> Iterator[None]:
        """Keep other processes off the account for a while, wherever they run.

        ``notify`` hears whom this one waits for.
        """
        with ExitStack() as held:
            if self.claims is not None:
                here = alone_here(self.claims, account, wait_s=wait_s, notify=notify)
                held.enter_context(here)
            claim = self.database.claim(account, wait_s=wait_s, notify=notify)
            held.enter_context(claim)
            yield

    def check_claim(self) -> None:
        """Stop here if another process has taken over, or the ledger is gone."""
        self.database.check_claim()

    def pictures(self, account: str, kind: Kind) -> Pictures:
        """The pictures of one kind that the account holds."""
        return Pictures(self.database, account=account, kind=kind)

    def fact(self, account: str, fact: str) -> str | None:
        """What was remembered about the account under this name."""
        wanted = select(accounts.c.value).where(
            accounts.c.account == account, accounts.c.fact == fact
        )
        with self.database.reading() as connection:
            return connection.execute(wanted).scalar_one_or_none()

    def remember(self, account: str, fact: str, value: str) -> None:
        """Keep one fact about the account; the last word counts."""
        same = and_(accounts.c.account == account, accounts.c.fact == fact)
        row = {"account": account, "fact": fact, "value": value}
        with self.database.writing() as connection:
            connection.execute(delete(accounts).where(same))
            connection.execute(insert(accounts).values(row))

    def forget(self, account: str, fact: str) -> None:
        """Let go of one fact about the account."""
        same = and_(accounts.c.account == account, accounts.c.fact == fact)
        with self.database.writing() as connection:
            connection.execute(delete(accounts).where(same))

    def save(self, parcel: Parcel) -> Parcel:
        """Write a parcel whole; a new one gets its number."""
        row: dict[str, Any] = {name: getattr(parcel, name) for name in PARCEL_TEXTS}
        row |= {
            "stage": parcel.stage.value,
            "status": parcel.status.value if parcel.status else None,
            "article_id": parcel.article_id,
            "urls": list(parcel.urls),
            "begun_at": parcel.begun_at,
        }
        with self.database.writing() as connection:
            if parcel.number:
                same = parcels.c.number == parcel.number
                connection.execute(update(parcels).where(same).values(row))
            else:
                made = connection.execute(insert(parcels).values(row))
                number = made.inserted_primary_key
                assert number is not None  # our tables have one primary key
                parcel = replace(parcel, number=number[0])
            save_pieces(connection, parcel)
        return parcel

    def drop(self, parcel: Parcel) -> None:
        """Forget a parcel that never was, or that was taken away again."""
        with self.database.writing() as connection:
            connection.execute(delete(pieces).where(pieces.c.number == parcel.number))
            connection.execute(delete(parcels).where(parcels.c.number == parcel.number))

    def parcels(self, account: str) -> list[Parcel]:
        """Every parcel of the account, oldest first."""
        return self._read(parcels.c.account == account)

    def named(self, account: str, name: str) -> list[Parcel]:
        """The parcels of that name, oldest first."""
        return self._read(and_(parcels.c.account == account, parcels.c.name == name))

    def holding(self, account: str, slugs: Sequence[str]) -> list[Parcel]:
        """The parcels with at least one of these posts, oldest first."""
        return self._read(having(account, pieces.c.slug.in_(slugs)))

    def lookalikes(self, account: str, *, title: str, text: str) -> list[Parcel]:
        """The parcels with an article of this title or these words."""
        alike = pieces.c.title == title
        if text:
            alike = or_(alike, pieces.c.text == text)
        return self._read(having(account, alike))

    def _read(self, condition: ColumnElement[bool]) -> list[Parcel]:
        wanted = select(parcels).where(condition).order_by(parcels.c.number)
        with self.database.reading() as connection:
            rows = connection.execute(wanted).all()
            numbers = [row.number for row in rows]
            grouped = read_pieces(connection, numbers)
        return [parcel_of(row, tuple(grouped[row.number])) for row in rows]


def file_of(config: Config) -> Path:
    """Where a site keeps its ledger, if it keeps it itself."""
    return config.state / "ledger.sqlite"


def having(account: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Parcels of the account with a piece that meets the condition."""
    met = select(pieces.c.number).where(pieces.c.account == account, condition)
    return parcels.c.number.in_(met)


def save_pieces(connection: Connection, parcel: Parcel) -> None:
    """Replace the pieces of a parcel by those it has now."""
    connection.execute(delete(pieces).where(pieces.c.number == parcel.number))
    rows: list[dict[str, Any]] = [
        {name: getattr(piece, name) for name in PIECE_TEXTS}
        | {
            "number": parcel.number,
            "position": position,
            "account": parcel.account,
            "materials": list(piece.materials),
            "deleted": piece.deleted,
        }
        for position, piece in enumerate(parcel.pieces)
    ]
    if rows:
        connection.execute(insert(pieces), rows)


def read_pieces(
    connection: Connection, numbers: Sequence[int]
) -> dict[int, list[Piece]]:
    """The pieces of these parcels, each list in order."""
    grouped: dict[int, list[Piece]] = {number: [] for number in numbers}
    # SQLite takes at most 32766 parameters in one statement.
    for start in range(0, len(numbers), 1000):
        chosen = pieces.c.number.in_(numbers[start : start + 1000])
        wanted = select(pieces).where(chosen).order_by(pieces.c.position)
        for row in connection.execute(wanted):
            texts = {name: getattr(row, name) for name in PIECE_TEXTS}
            materials = tuple(row.materials)
            piece = Piece(**texts, materials=materials, deleted=row.deleted)
            grouped[row.number].append(piece)
    return grouped


def parcel_of(row: Row[Any], held: tuple[Piece, ...]) -> Parcel:
    """The row and its pieces as the noun everyone uses."""
    return Parcel(
        **{name: getattr(row, name) for name in PARCEL_TEXTS},
        stage=Stage(row.stage),
        pieces=held,
        status=Status(row.status) if row.status else None,
        article_id=row.article_id,
        urls=tuple(row.urls),
        begun_at=aware(row.begun_at),
        number=row.number,
    )
