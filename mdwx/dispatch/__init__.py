"""One run against accounts: what would be sent, and the sending of it.

desks.py      the desk of one account: its ledger, its lock, its line
entries.py    built posts as publishing takes them; bundles go whole or not at all
lanes.py      the posts of a run that go to one account
rehearsal.py  the same run on copies, over a line that leads nowhere
"""

from __future__ import annotations

from mdwx.dispatch.desks import open_desk
from mdwx.dispatch.entries import entry_of, hold_bundles, hold_split_bundles
from mdwx.dispatch.lanes import Lane, Wishes

__all__ = [
    "Lane",
    "Wishes",
    "entry_of",
    "hold_bundles",
    "hold_split_bundles",
    "open_desk",
]
