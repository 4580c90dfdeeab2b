"""The tables of the ledger; every row belongs to an account's key."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
)

__all__ = ["SCHEMA", "accounts", "facts", "metadata", "parcels", "pieces", "uploads"]

SCHEMA: Final = 1
"""Raised by every change that an older mdwx would misread."""

metadata = MetaData()

facts = Table(
    "facts",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("account", String, primary_key=True),
    Column("fact", String, primary_key=True),
    Column("value", String, nullable=False),
)

uploads = Table(
    "uploads",
    metadata,
    Column("account", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("url", String, nullable=False),
    Column("media_id", String, nullable=False),
    # Set before the picture is sent, empty once the answer is known.
    Column("begun_at", DateTime(timezone=True)),
)

parcels = Table(
    "parcels",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("account", String, nullable=False),
    Column("name", String, nullable=False),
    Column("stage", String, nullable=False),
    Column("media_id", String, nullable=False),
    Column("preview_url", String, nullable=False),
    Column("publish_id", String, nullable=False),
    Column("status", String),
    Column("article_id", String, nullable=False),
    Column("urls", JSON, nullable=False),
    Column("begun_at", DateTime(timezone=True)),
    Index("parcels_by_name", "account", "name"),
)

pieces = Table(
    "pieces",
    metadata,
    Column("number", ForeignKey("parcels.number"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("account", String, nullable=False),
    Column("slug", String, nullable=False),
    Column("title", String, nullable=False),
    Column("text", String, nullable=False),
    Column("source", String, nullable=False),
    Column("payload", String, nullable=False),
    Column("readback", String, nullable=False),
    Column("materials", JSON, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Index("pieces_by_slug", "account", "slug"),
    Index("pieces_by_title", "account", "title"),
    Index("pieces_by_text", "account", "text"),
)
