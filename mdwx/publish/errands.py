"""Pictures on their way to an account, a few at a time.

Each is in the ledger before it leaves and after it has arrived, so the order in
which answers come does not matter. What would stop the next one too, such as a
quota, stops those that have not left.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from mdwx.errors import MdwxError, StoppedError
from mdwx.ledger.records import Kind
from mdwx.model import Picture, Text
from mdwx.publish.desk import Desk

__all__ = ["Errand", "run_errands"]

AT_ONCE: Final = 4
"""Enough to hide the line's delay, few enough to be polite."""

Errand = tuple[Kind, Picture]
Named = tuple[Kind, str]
"""An errand by what the ledger knows it under."""


class Errands:
    """Hands out pictures in order, until there are none or all must stop."""

    def __init__(
        self, desk: Desk, errands: Iterable[Errand], send: Callable[[Errand], None]
    ) -> None:
        self.desk = desk
        self.waiting = deque(errands)
        self.total = len(self.waiting)
        self.arrived = 0
        self.send = send
        self.failed: dict[Named, MdwxError] = {}
        self.stopped: MdwxError | None = None
        self._lock = threading.Lock()

    def work(self) -> None:
        """Carry pictures until there are none left to take."""
        while self.carry_one():
            pass

    def carry_one(self) -> bool:
        """Carry one picture, if there is one to take."""
        errand = self.take()
        if errand is None:
            return False
        try:
            self.send(errand)
            self.count()
        except MdwxError as error:
            self.note(errand, error)
        except BaseException:
            # A bug, or the end of the process: the others begin nothing more.
            self.waiting.clear()
            raise
        return True

    def take(self) -> Errand | None:
        """The next picture, announced; None when nothing more is to leave."""
        with self._lock:
            if not self.waiting or self.stopped is not None:
                return None
            try:
                self.desk.go_on()
            except StoppedError as error:
                self.stopped = error
                return None
            errand = self.waiting.popleft()
            self.desk.notify(self.announced(errand[1].name))
            return errand

    def announced(self, name: str) -> Text:
        """What is said of a picture that leaves."""
        if self.total == 1:
            return Text(zh=f"上传 {name}", en=f"uploading {name}")
        number = self.total - len(self.waiting)
        return Text(
            zh=f"上传 {name}（第 {number} 张，共 {self.total} 张）",
            en=f"uploading {name} ({number} of {self.total})",
        )

    def count(self) -> None:
        """One more has arrived."""
        with self._lock:
            self.arrived += 1
            self.desk.counted(self.arrived, self.total)

    def note(self, errand: Errand, error: MdwxError) -> None:
        """Write down why a picture did not arrive."""
        kind, picture = errand
        with self._lock:
            self.failed[kind, picture.name] = error
            if error.stops_all and self.stopped is None:
                self.stopped = error


def run_errands(
    desk: Desk, errands: Iterable[Errand], send: Callable[[Errand], None]
) -> dict[Named, MdwxError]:
    """Send pictures, and tell why some of them did not arrive."""
    work = Errands(desk, errands, send)
    if desk.requests == 0:
        # The first goes alone: what is wrong with the account is met once.
        work.carry_one()
    # A rehearsal tells its requests in one order.
    most = AT_ONCE if desk.rehearsal is None else 1
    at_once = min(most, len(work.waiting))
    if at_once > 1:
        with ThreadPoolExecutor(at_once, thread_name_prefix="upload") as pool:
            for future in [pool.submit(work.work) for _ in range(at_once)]:
                future.result()
    work.work()
    for kind, picture in work.waiting:
        assert work.stopped is not None  # nothing else leaves an errand waiting
        work.failed[kind, picture.name] = work.stopped
    return work.failed
