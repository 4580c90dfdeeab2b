"""The word somebody most likely meant, for keys, commands and names."""

from __future__ import annotations

from collections.abc import Iterable

from mdwx.model import Text

__all__ = ["did_you_mean", "nearest"]


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that ``word`` most resembles, if any does."""
    from difflib import get_close_matches

    by_folded = {name.casefold(): name for name in known}
    matches = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[matches[0]] if matches else None


def did_you_mean(word: str, known: Iterable[str]) -> Text | None:
    """The hint that names the nearest known word, if there is one."""
    match = nearest(word, known)
    if match is None:
        return None
    return Text(zh=f"是不是想写 {match}", en=f"did you mean {match}?")
