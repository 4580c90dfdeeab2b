"""The ledger: what mdwx knows of each account, one transaction a step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from platformdirs import user_state_path
from sqlalchemy import (
    ColumnElement,
    and_,
    delete,
    insert,
    or_,
    select,
    true,
)

from mdwx.config import Account, Config, Secret
from mdwx.errors import MdwxError
from mdwx.ledger.backups import folder_of, keep_before_upgrade
from mdwx.ledger.database import DamagedLedger, Database, Notify, say_nothing
from mdwx.ledger.locking import alone_here
from mdwx.ledger.pictures import Pictures
from mdwx.ledger.postgresql import PostgresqlDatabase
from mdwx.ledger.records import Kind, Parcel
from mdwx.ledger.rows import read_parcels, write_parcel
from mdwx.ledger.sqlite import SqliteFile
from mdwx.ledger.tables import accounts, parcels, pieces, uploads

__all__ = ["Ledger", "file_of"]


class Ledger:
    """Open it before the first request; each method is one transaction."""

    def __init__(self, database: Database, *, claims: Path | None = None) -> None:
        self.database = database
        self.claims = claims
        """Where this user's sites claim accounts, so that two of them exclude each
        other too."""

    @classmethod
    def open(
        cls, file: Path, *, claims: Path | None = None, name: str | None = None
    ) -> Ledger:
        """Open or create the ledger in ``file``; UsageError says why not."""
        return cls(SqliteFile(file, name=name), claims=claims)

    @classmethod
    def of(cls, config: Config, account: Account) -> Ledger:
        """The ledger of a site for an account, made if need be.

        What a sandbox knows stays in its folder, where it lives itself.
        """
        if config.rehearsal is not None:
            own = replace(config, rehearsal=None)
            return cls.open(file_of(config), name=str(file_of(own)))
        claims = user_state_path("mdwx") / "claims"
        if config.ledger is None or account.is_sandbox:
            ledger = cls.open(file_of(config), claims=claims)
        else:
            ledger = cls.at(config.ledger, site=config.site.name, claims=claims)
        try:
            keep_before_upgrade(ledger.database, folder_of(config))
        except MdwxError:
            ledger.close()
            raise
        return ledger

    @staticmethod
    def is_there(config: Config, account: Account) -> bool:
        """Whether opening it makes no new file."""
        is_shared = config.ledger is not None and not account.is_sandbox
        return is_shared or file_of(config).exists()

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

    def accounts(self) -> set[str]:
        """Every account that the ledger met."""
        with self.database.reading() as connection:
            return {
                key
                for table in (accounts, uploads, parcels)
                for key in connection.execute(select(table.c.account)).scalars()
            }

    def look_through(self) -> tuple[int, int]:
        """Read all of it, and tell how many parcels and pictures there are.

        Raises ``DamagedLedger`` for what cannot be read or does not fit together.
        """
        faults = self.database.faults()
        if faults:
            raise DamagedLedger(self.database.name, faults[0])
        with self.database.reading() as connection:
            held = read_parcels(connection, true())
            pictures = connection.execute(select(uploads)).all()
        return len(held), len(pictures)

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
        with self.database.writing() as connection:
            return write_parcel(connection, parcel)

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
        with self.database.reading() as connection:
            return read_parcels(connection, condition)


def file_of(config: Config) -> Path:
    """Where a site keeps its ledger, if it keeps it itself."""
    return config.state / "ledger.sqlite"


def having(account: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Parcels of the account with a piece that meets the condition."""
    met = select(pieces.c.number).where(pieces.c.account == account, condition)
    return parcels.c.number.in_(met)
