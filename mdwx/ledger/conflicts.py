"""A conflict of git in ``mdwx.lock``, settled from the versions that git keeps."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any, Final

from mdwx.errors import UsageError
from mdwx.ledger.lock import LockFile
from mdwx.ledger.locktext import read_accounts
from mdwx.ledger.merging import merged
from mdwx.model import Text

__all__ = ["settle"]

BASE, OURS, THEIRS = 1, 2, 3
"""The stages of git's index in a conflict. Official: git-ls-files."""
TIMEOUT_S: Final = 60.0


def settle(lock: LockFile) -> None:
    """Write what both sides come to; UsageError if there is no conflict."""
    sides = [version(lock.path, stage) for stage in (BASE, OURS, THEIRS)]
    base, ours, theirs = sides
    if ours is None and theirs is None:
        raise UsageError(
            Text(
                zh=f"git 没有 {lock.path.name} 的冲突",
                en=f"git has no conflict in {lock.path.name}",
            ),
            hint=Text(
                zh="已经 git add 的，用 git checkout -m 恢复冲突",
                en="after git add, git checkout -m brings it back",
            ),
        )
    lock.replace(merged(base or {}, ours or {}, theirs or {}))


def version(path: Path, stage: int) -> dict[str, Any] | None:
    """One of the versions of a file in conflict; None if that side has none."""
    command = ["git", "cat-file", "blob", f":{stage}:./{path.name}"]
    try:
        done = subprocess.run(
            command,
            cwd=path.parent,
            capture_output=True,
            timeout=TIMEOUT_S,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(
            Text(zh=f"不能运行 git：{error}", en=f"git cannot be run: {error}")
        ) from error
    if done.returncode != 0:
        return None
    return read_accounts(done.stdout.decode("utf-8", "replace"), path=path)
