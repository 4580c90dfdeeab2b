"""What mdwx writes stays in the site, whatever links somebody put into it."""

from __future__ import annotations

from pathlib import Path

from mdwx.errors import UsageError
from mdwx.model import Text

__all__ = ["confined"]


def confined(path: Path, *, root: Path) -> Path:
    """The path, unless a link on its way leads out of the site."""
    if path.resolve().is_relative_to(root.resolve()):
        return path
    shown = path.relative_to(root).as_posix()
    raise UsageError(
        Text(
            zh=f"{shown} 是指向站点之外的链接，不会往那里写",
            en=f"{shown} is a link to outside the site: nothing is written there",
        ),
        hint=Text(zh="换成普通的文件夹", en="replace the link by a folder of its own"),
    )
