"""A name that does not exist is answered with the one most like it."""

from __future__ import annotations

from collections.abc import Sequence

from mdwx.model import Text
from mdwx.spelling import did_you_mean

__all__ = ["near"]


def near(name: str, names: Sequence[str]) -> Text:
    """A hint: the nearest name, or all of them where none is near."""
    listed = sorted(names)
    return did_you_mean(name, names) or Text(
        zh=f"有：{'、'.join(listed)}", en=f"there are: {', '.join(listed)}"
    )
