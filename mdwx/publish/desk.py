"""What every step of publishing works with: an account, its ledger, a clock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Final

from mdwx.clock import Clock
from mdwx.config import Account
from mdwx.errors import MdwxError, StoppedError
from mdwx.ledger.database import Notify, say_nothing
from mdwx.ledger.ledger import Ledger
from mdwx.ledger.lock import LockFile
from mdwx.ledger.records import LOCK_SEEN, Kind
from mdwx.model import Text
from mdwx.publish.pace import keep_pace, refuse_before_its_time

if TYPE_CHECKING:
    from mdwx.wechat.client import Client
    from mdwx.wechat.rehearsal import Rehearsal

__all__ = ["Desk"]

UNAUTHORIZED: Final = "unauthorized"


def count_nothing(done: int, total: int) -> None:
    """Let pictures arrive uncounted."""


def never() -> bool:
    """Nobody stops the run."""
    return False


class Desk:
    """One account at work, held by one process at a time.

    ``connect`` is called at the first request, so that a run which sends nothing
    needs no secret.
    """

    def __init__(
        self,
        connect: Callable[[], Client],
        ledger: Ledger,
        account: Account,
        *,
        clock: Clock,
        lock: LockFile | None = None,
        notify: Notify = say_nothing,
    ) -> None:
        self.connect = connect
        self.ledger = ledger
        self.account = account
        self.clock = clock
        # The sandbox lives in this folder: what it knows need not travel.
        self.lock = None if account.is_sandbox else lock
        self.notify = notify
        """Called with a line of progress: a picture sent, a review awaited."""
        self.counted: Callable[[int, int], None] = count_nothing
        """Called with how many pictures have arrived, of how many."""
        self.is_stopped: Callable[[], bool] = never
        """Whether a person wants nothing more to be begun."""
        self.patient = True
        """Whether a minute that WeChat asks for is waited out."""
        self.waiting = threading.Lock()
        self.asks_anyway = False
        """Whether WeChat is asked though its quota is known to be used up."""
        self.rehearsal: Rehearsal | None = None
        """The line that leads nowhere, when the run is only tried."""
        self.prepared = False
        """Whether this run has learned what others did (``seeding.prepare``)."""
        self.is_new = False
        """Whether the account is known to hold nothing: a sandbox just founded."""
        self.caught_up: set[str] = set()
        """Which of the account's lists it has read (``reconciling``)."""
        self.fresh: set[str] = set()
        """Names of the materials this run added: WeChat may need a moment."""
        self._opening = threading.Lock()
        self._client: Client | None = None
        self._claims = ExitStack()

    @property
    def client(self) -> Client:
        """The line to WeChat, opened when first needed.

        Nothing is asked of an account that another process has taken over.
        """
        self.ledger.check_claim()
        # Pictures leave side by side, and the first may be the first request.
        with self._opening:
            if self._client is None:
                if not self.asks_anyway:
                    refuse_before_its_time(self)
                self._client = self.connect()
                self._client.watch_quotas(partial(keep_pace, self))
        return self._client

    def go_on(self) -> None:
        """Stop here, before the next step, if a person wants that."""
        if self.is_stopped():
            raise StoppedError(
                Text(zh="已停下，做完的都记下了", en="stopped; what was done is kept"),
                hint=Text(zh="再运行一次会接着做", en="run again to go on"),
            )

    @property
    def key(self) -> str:
        """What the ledger stores the account under."""
        return self.account.key

    @property
    def requests(self) -> int:
        """How many calls of WeChat's API were made."""
        return 0 if self._client is None else self._client.requests

    @property
    def may_publish(self) -> bool:
        """Whether publishing by API is worth a try (official notice, July 2025)."""
        if self.account.kind == "personal":
            return False
        return self.ledger.fact(self.key, UNAUTHORIZED) is None

    def remember_unauthorized(self) -> None:
        """Keep in mind that WeChat refused to publish for this account (48001)."""
        when = self.clock.now().isoformat(timespec="seconds")
        self.ledger.remember(self.key, UNAUTHORIZED, when)

    def forget_unauthorized(self) -> None:
        """Try again to publish: the account was verified since."""
        self.ledger.forget(self.key, UNAUTHORIZED)

    def __enter__(self) -> Desk:
        self._claims.enter_context(self.ledger.claim(self.key, notify=self.notify))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._claims:
            if self._client is not None:
                self._client.close()
            if self.lock is not None and self.prepared:
                # What went wrong first is what is told.
                with suppress(*((MdwxError,) if error is not None else ())):
                    self.write_lock(self.lock)

    def write_lock(self, lock: LockFile) -> None:
        """Write down for git what the ledger knows, if that says anything new."""
        written = lock.write(
            self.key,
            parcels=self.ledger.parcels(self.key),
            materials=self.ledger.pictures(self.key, Kind.MATERIAL).all(),
        )
        if written is not None:
            self.ledger.remember(self.key, LOCK_SEEN, written)
