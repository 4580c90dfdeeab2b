"""What each account already holds, written down before and after every step.

The ledger is SQLite under ``.mdwx/``; ``mdwx.lock`` is the part of it that
travels in git. Everything is keyed by the account's AppID, never by its name.
"""

from __future__ import annotations

from mdwx.ledger.ledger import Ledger
from mdwx.ledger.lock import LockFile
from mdwx.ledger.records import Parcel, Piece, Stage

__all__ = ["Ledger", "LockFile", "Parcel", "Piece", "Stage"]
