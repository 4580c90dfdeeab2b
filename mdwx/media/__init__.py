"""Pictures: found, fetched, made ready for WeChat; covers, chosen or drawn."""

from __future__ import annotations

from mdwx.media.darkroom import Darkroom

__all__ = ["Darkroom"]
