"""Parcels as rows of the tables, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from mdwx.ledger.records import Parcel, Piece, Stage, aware
from mdwx.ledger.tables import parcels, pieces
from mdwx.model import Status

__all__ = ["read_parcels", "write_parcel"]

PARCEL_TEXTS: Final = ("account", "name", "media_id", "preview_url", "publish_id")
PIECE_TEXTS: Final = ("slug", "title", "text", "source", "payload", "readback")


def write_parcel(connection: Connection, parcel: Parcel) -> Parcel:
    """Write a parcel whole; a new one gets its number."""
    row: dict[str, Any] = {name: getattr(parcel, name) for name in PARCEL_TEXTS}
    row |= {
        "stage": parcel.stage.value,
        "status": parcel.status.value if parcel.status else None,
        "article_id": parcel.article_id,
        "urls": list(parcel.urls),
        "begun_at": parcel.begun_at,
    }
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


def read_parcels(
    connection: Connection, condition: ColumnElement[bool]
) -> list[Parcel]:
    """The parcels that meet a condition, oldest first."""
    wanted = select(parcels).where(condition).order_by(parcels.c.number)
    rows = connection.execute(wanted).all()
    grouped = read_pieces(connection, [row.number for row in rows])
    return [parcel_of(row, tuple(grouped[row.number])) for row in rows]


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
