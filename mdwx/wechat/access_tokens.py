"""The access_token of one account, kept for all processes of this user.

It lives in the user's state folder, never under a site. Machines share it
through stable_token's normal mode, which hands everyone the same one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from mdwx.clock import Clock
from mdwx.config import Secret
from mdwx.errors import UsageError
from mdwx.model import Text
from mdwx.records import dataclass
from mdwx.whole import replace_whole

__all__ = ["AccessToken", "AccessTokenStore"]

MARGIN: Final = timedelta(seconds=120)
"""Renewed this long before its end. WeChat itself rotates a token 300 s before,
so a fresh answer always has more. Official: stable_token, long notes."""
LOCK_TIMEOUT_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A credential for about two hours."""

    value: Secret
    expires_at: datetime


Fetch = Callable[[], AccessToken]


class AccessTokenStore:
    """One file, its lock, and the rule that only one process renews."""

    def __init__(self, folder: Path, *, key: str, clock: Clock) -> None:
        self._folder = folder
        self._key = key
        self._clock = clock
        name = re.sub(r"[^0-9A-Za-z@.-]", "-", key)
        self._file = folder / f"{name}.json"
        self._lock_file = folder / f"{name}.lock"

    def current(self, fetch: Fetch) -> Secret:
        """The kept one while it lasts, else a fetched one."""
        kept = self._read()
        if kept is not None:
            return kept
        with self._alone():
            return self._read() or self._keep(fetch())

    def renewed(self, fetch: Fetch, *, refused: Secret) -> Secret:
        """Another one than ``refused``: from another process, or fetched now."""
        with self._alone():
            kept = self._read()
            if kept is not None and kept.reveal() != refused.reveal():
                return kept
            return self._keep(fetch())

    def replaced(self, fetch: Fetch) -> bool:
        """Fetch now whatever is kept; tell whether the credential changed."""
        with self._alone():
            before = self._read()
            after = self._keep(fetch())
        return before is None or before.reveal() != after.reveal()

    def _read(self) -> Secret | None:
        """What is kept for this account and still lasts."""
        try:
            kept = json.loads(self._file.read_bytes())
            expires_at = datetime.fromtimestamp(kept["expires_at"], UTC)
            value = str(kept["access_token"])
            is_ours = kept["account"] == self._key
        except (OSError, ValueError, KeyError, TypeError, OverflowError):
            return None
        lasts = self._clock.now() + MARGIN < expires_at
        return Secret(value) if is_ours and lasts else None

    def _keep(self, access_token: AccessToken) -> Secret:
        """Write it whole or not at all, for this user's eyes only."""
        kept = {
            "account": self._key,
            "access_token": access_token.value.reveal(),
            "expires_at": access_token.expires_at.timestamp(),
        }
        with self._explained():
            self._make_folder()
            replace_whole(self._file, json.dumps(kept).encode())
        return access_token.value

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock, so that one process renews and the others find it done.

        Whoever waited in vain goes on without: in normal mode two fetches get
        the same access_token, so the lock saves calls and guards nothing.
        """
        with self._explained():
            self._make_folder()
        lock = FileLock(self._lock_file, timeout=LOCK_TIMEOUT_S, mode=0o600)
        try:
            with self._explained():
                lock.acquire()
        except Timeout:
            pass
        try:
            yield
        finally:
            lock.release()

    def _make_folder(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.chmod(0o700)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Name the folder that cannot be written."""
        try:
            yield
        except Timeout:
            raise
        except OSError as error:
            raise UsageError(
                Text(
                    zh=f"不能在 {self._folder} 保存 access_token：{error.strerror}",
                    en=f"cannot keep an access_token in {self._folder}:"
                    f" {error.strerror}",
                ),
                hint=Text(
                    zh="让这个文件夹可写，或用 XDG_STATE_HOME 换一个",
                    en="make it writable, or set XDG_STATE_HOME to another folder",
                ),
            ) from error
