"""The text of ``mdwx.lock``: always the same for the same, and strictly read.

What git, or a person who solved a conflict, left half merged is an error with its
line: guessing there could publish twice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final

from mdwx.errors import UsageError
from mdwx.model import Span, Text

__all__ = ["as_text", "damaged", "file_text", "mixed", "read_accounts"]

VERSION: Final = 1
MARKERS: Final = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
WHOLE: Final = Text(
    zh="用 git checkout -m mdwx.lock 恢复冲突，再运行 mdwx ledger merge；"
    "没有发送任何请求",
    en="bring the conflict back with git checkout -m mdwx.lock, then run mdwx ledger"
    " merge; nothing was sent",
)


def file_text(accounts: Mapping[str, Any]) -> str:
    """The whole file."""
    return as_text({"version": VERSION, "accounts": accounts})


def as_text(held: Mapping[str, Any]) -> str:
    """The same knowledge is always the same bytes."""
    return json.dumps(held, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def read_accounts(text: str, *, path: Path) -> dict[str, Any]:
    """What the file holds of each account; UsageError says what is wrong with it."""
    refuse_markers(path, text)
    try:
        held = json.loads(text, object_pairs_hook=once_each)
    except json.JSONDecodeError as error:
        raise damaged(path, error.msg, line=error.lineno) from error
    except Twice as error:
        raise twice(path, str(error), line=line_of(text, str(error))) from error
    except (ValueError, RecursionError) as error:
        # A number of thousands of digits, or brackets without end.
        raise damaged(path, type(error).__name__) from error
    if not isinstance(held, dict) or not isinstance(held.get("version"), int):
        raise damaged(path, '"version" is missing')
    if held["version"] > VERSION:
        raise newer(path, held["version"])
    accounts = held.get("accounts", {})
    if not isinstance(accounts, dict):
        raise damaged(path, '"accounts" is no object')
    return accounts


class Twice(ValueError):
    """A name that stands twice in one object."""


def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no entry hides another, as after keeping both sides."""
    held = dict(pairs)
    if len(held) < len(pairs):
        names = [name for name, _ in pairs]
        raise Twice(next(name for name in names if names.count(name) > 1))
    return held


def line_of(text: str, name: str) -> int | None:
    """Where a name stands last in the file."""
    start = json.dumps(name, ensure_ascii=False) + ":"
    lines = text.split("\n")
    found = [
        number for number, it in enumerate(lines, 1) if it.strip().startswith(start)
    ]
    return found[-1] if found else None


def refuse_markers(path: Path, text: str) -> None:
    """Stop at the first line that git left for a person to merge."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith(MARKERS):
            raise UsageError(
                Text(
                    zh="里面有 git 的冲突标记",
                    en="it holds a conflict marker of git",
                ),
                where=Span(PurePosixPath(path.name), number),
                hint=Text(
                    zh="运行 mdwx ledger merge 合并双方；没有发送任何请求",
                    en="mdwx ledger merge puts both sides together; nothing was sent",
                ),
            )


def newer(path: Path, version: int) -> UsageError:
    """Say that only a newer mdwx can read the file."""
    return UsageError(
        Text(
            zh=f"由更新版本的 mdwx 写成（第 {version} 版，这里认识第 {VERSION} 版）",
            en=f"it was written by a newer mdwx (version {version},"
            f" this one knows {VERSION})",
        ),
        where=Span(PurePosixPath(path.name)),
        hint=Text(zh="请升级 mdwx", en="upgrade mdwx"),
    )


def twice(path: Path, name: str, *, line: int | None) -> UsageError:
    """Say that one entry hides another."""
    return UsageError(
        Text(zh=f"“{name}”出现了两次", en=f"{name!r} stands in it twice"),
        where=Span(PurePosixPath(path.name), line),
        hint=WHOLE,
    )


def mixed(path: Path, text: str, slug: str) -> UsageError:
    """Say that an entry was put together from two."""
    return UsageError(
        Text(
            zh=f"“{slug}”的条目被改过，或是由两个分支拼成的",
            en=f"the entry of {slug!r} was changed, or put together from two branches",
        ),
        where=Span(PurePosixPath(path.name), line_of(text, slug)),
        hint=WHOLE,
    )


def damaged(path: Path, reason: str, *, line: int | None = None) -> UsageError:
    """Say that the file cannot be trusted, so that nothing is sent."""
    return UsageError(
        Text(zh=f"读不懂：{reason}", en=f"it cannot be read: {reason}"),
        where=Span(PurePosixPath(path.name), line),
        hint=Text(
            zh="用 git 恢复上一个版本；没有发送任何请求",
            en="restore its last version with git; nothing was sent",
        ),
    )
