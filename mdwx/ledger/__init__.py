"""What each account already holds, written down before and after every step.

The ledger is SQLite under ``.mdwx/``, or PostgreSQL where ``MDWX_LEDGER`` says so;
``mdwx.lock`` is the part of it that travels in git. Everything is keyed by the
account's AppID, never by its name.
"""

from __future__ import annotations

from mdwx.ledger.database import Notify, say_nothing
from mdwx.ledger.ledger import Ledger
from mdwx.ledger.lock import LockFile
from mdwx.ledger.records import Parcel, Piece, Stage

__all__ = ["Ledger", "LockFile", "Notify", "Parcel", "Piece", "Stage", "say_nothing"]
