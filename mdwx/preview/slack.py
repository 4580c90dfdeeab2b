"""Gives free memory back to the system.

glibc keeps what trees and strings leave behind, in pieces between what lives on. In a
process that rebuilds for days this grows, although nothing is lost: 43 MB after 3,000
saves where 37 are in use (measured 2026-11 with glibc 2.36).
"""

from __future__ import annotations

import ctypes
import gc
import sys
from contextlib import suppress

__all__ = ["give_back"]


def give_back() -> None:
    """Let go of what nobody needs, while nobody waits; some 20 milliseconds.

    What lives on is set aside: a collection in the middle of a build, which comes
    every few builds, need not look at all of it again.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    if sys.platform != "linux":
        return
    # Other libraries of C have no such function, and no such need.
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
