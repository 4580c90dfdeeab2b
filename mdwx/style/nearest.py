"""A name that does not exist is answered with the one most like it."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from mdwx.model import Text

__all__ = ["near"]


def near(name: str, names: Sequence[str]) -> Text:
    """A hint: the nearest name, or all of them where none is near."""
    found = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    if found:
        return Text(zh=f"是不是 {found[0]}？", en=f"did you mean {found[0]}?")
    listed = sorted(names)
    return Text(zh=f"有：{'、'.join(listed)}", en=f"there are: {', '.join(listed)}")
