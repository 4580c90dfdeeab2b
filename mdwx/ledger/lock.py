"""``mdwx.lock``: the part of the ledger that travels in git with the posts.

Sorted JSON without secrets, one field a line, so that two branches merge well
and a person can read what happened. What git left half merged is an error:
guessing there could publish twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from mdwx.confined import read_within
from mdwx.errors import UsageError
from mdwx.ledger.locked import damaged, locked_posts, parcels_of
from mdwx.ledger.records import Parcel
from mdwx.model import Span, Text, Upload
from mdwx.whole import write_whole

__all__ = ["LockFile", "Locked"]

VERSION: Final = 1
LIMIT_BYTES: Final = 64 << 20
"""A post takes less than a thousand."""
MARKERS: Final = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


@dataclass(frozen=True, slots=True)
class Locked:
    """What the file holds of one account."""

    parcels: tuple[Parcel, ...] = ()
    materials: Mapping[str, Upload] = field(default_factory=dict)
    """Permanent material by name, so that another machine need not add it again."""
    digest: str = ""
    """Of all of it: the same says that git brought nothing new."""


class LockFile:
    """The file beside the site file; it need not exist."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, account: str) -> Locked | None:
        """What the file knows of the account; None when it never met it."""
        held = self._accounts().get(account)
        if held is None:
            return None
        try:
            materials = {
                name: Upload(row["url"], row["media_id"])
                for name, row in held.get("materials", {}).items()
            }
            posts = parcels_of(account, held.get("posts", {}))
            return Locked(posts, materials, digest_of(held))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise damaged(self.path, str(error)) from error

    def write(
        self,
        account: str,
        *,
        parcels: Iterable[Parcel],
        materials: Mapping[str, Upload],
    ) -> str | None:
        """Write the account's part anew, whole, and only if it says more.

        Gives the digest of what was written, None if nothing was.
        """
        held = self._accounts()
        posts = locked_posts(parcels)
        if not posts and account not in held:
            return None
        rows = {
            name: {"media_id": upload.media_id, "url": upload.url}
            for name, upload in materials.items()
        }
        mine = {"materials": rows, "posts": posts}
        markup = as_text({"version": VERSION, "accounts": {**held, account: mine}})
        data = markup.encode("utf-8")
        if self.path.is_file() and self._bytes() == data:
            return None
        write_whole(self.path, data, durable=True)
        return digest_of(mine)

    def _bytes(self) -> bytes:
        """The file beside the site file, nowhere else, and no pipe without end."""
        folder = self.path.parent
        return read_within(self.path, within=folder, limit_bytes=LIMIT_BYTES)

    def _accounts(self) -> dict[str, Any]:
        try:
            text = self._bytes().decode("utf-8")
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError) as error:
            raise damaged(self.path, str(error)) from error
        refuse_markers(self.path, text)
        try:
            held = json.loads(text)
        except json.JSONDecodeError as error:
            raise damaged(self.path, error.msg, line=error.lineno) from error
        except (ValueError, RecursionError) as error:
            # A number of thousands of digits, or brackets without end.
            raise damaged(self.path, type(error).__name__) from error
        if not isinstance(held, dict) or not isinstance(held.get("version"), int):
            raise damaged(self.path, '"version" is missing')
        if held["version"] > VERSION:
            raise newer(self.path, held["version"])
        accounts = held.get("accounts", {})
        if not isinstance(accounts, dict):
            raise damaged(self.path, '"accounts" is no object')
        return accounts


def refuse_markers(path: Path, text: str) -> None:
    """Stop at the first line that git left for a person to merge."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith(MARKERS):
            raise UsageError(
                Text(
                    zh="里面有 git 的冲突标记",
                    en="it holds a conflict marker of git",
                ),
                where=Span(PurePosixPath(path.name), number),
                hint=Text(
                    zh="保留双方的条目，删去标记；同一篇文章两边都有时，保留已发布的那条",
                    en="keep the entries of both sides and delete the markers; where"
                    " both have a post, keep the published one",
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


def digest_of(held: Mapping[str, Any]) -> str:
    """One value over an account's part of the file."""
    return hashlib.sha256(as_text(held).encode("utf-8", "replace")).hexdigest()


def as_text(held: Mapping[str, Any]) -> str:
    """The same knowledge is always the same bytes."""
    return json.dumps(held, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
