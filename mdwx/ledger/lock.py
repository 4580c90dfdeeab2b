"""``mdwx.lock``: the part of the ledger that travels in git with the posts.

Sorted JSON without secrets, one field a line, so that two branches merge well
and a person can read what happened. What git left half merged is an error:
guessing there could publish twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, Final

from mdwx.confined import read_within
from mdwx.ledger.locked import Mixed, locked_posts, parcels_of
from mdwx.ledger.locktext import as_text, damaged, file_text, mixed, read_accounts
from mdwx.ledger.records import Parcel
from mdwx.model import Upload
from mdwx.records import dataclass
from mdwx.whole import write_whole

__all__ = ["LockFile", "Locked", "digest_of", "part_of"]

LIMIT_BYTES: Final = 64 << 20
"""A post takes less than a thousand."""


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
        except Mixed as error:
            raise mixed(self.path, self._bytes().decode(), str(error)) from error
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
        mine = part_of(parcels, materials)
        if not mine["posts"] and account not in held:
            return None
        is_news = self.replace({**held, account: mine})
        return digest_of(mine) if is_news else None

    def replace(self, accounts: Mapping[str, Any]) -> bool:
        """Write the file anew, whole; False if it says that already."""
        data = file_text(accounts).encode("utf-8")
        if self.path.is_file() and self._bytes() == data:
            return False
        write_whole(self.path, data, durable=True)
        return True

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
        return read_accounts(text, path=self.path)


def part_of(
    parcels: Iterable[Parcel], materials: Mapping[str, Upload]
) -> dict[str, Any]:
    """What the file holds of an account that a ledger knows like this."""
    rows = {
        name: {"media_id": upload.media_id, "url": upload.url}
        for name, upload in materials.items()
    }
    return {"materials": rows, "posts": locked_posts(parcels)}


def digest_of(held: Mapping[str, Any]) -> str:
    """One value over an account's part of the file."""
    return hashlib.sha256(as_text(held).encode("utf-8", "replace")).hexdigest()
