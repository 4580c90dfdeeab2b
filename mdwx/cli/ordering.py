"""What a page of ``mdwx watch`` ordered, done as the command line does it.

It is the same command, told by the same words. Only the terminal is another: what would
be printed goes to the page, and the page is asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mdwx.cli.commands import load
from mdwx.cli.language import said
from mdwx.cli.run import COMMON, Run
from mdwx.cli.stopping import Stop
from mdwx.cli.terminal import YES, Terminal, printable
from mdwx.errors import MdwxError, RemoteError
from mdwx.model import Finding, Text
from mdwx.records import dataclass

if TYPE_CHECKING:
    from mdwx.cli.progress import Following
    from mdwx.preview.errands import Errand, Order
    from mdwx.preview.orders import Perform

__all__ = ["performing"]


def performing(root: Path, *, env: Mapping[str, str]) -> Perform:
    """Does what pages order for the site at ``root``."""

    def perform(errand: Errand) -> None:
        order = errand.order
        command = load(order.command)
        given = command.defaults | dict.fromkeys(wishes_of(order), True)
        given |= {"paths": (order.path,), "account": order.account or None}
        for it in COMMON:
            del given[it.name]
        run = Run(
            order.command,
            PageTerminal(errand=errand),
            root,
            env=env,
            stop=Until(errand),
        )
        reply = run.perform(command.work, given)
        fields = json.loads(printable(json.dumps(reply.fields(order.command))))
        code = run.stop.exit_code if reply.is_stopped else reply.exit_code
        errand.tell("done", code=code, reply=fields)

    return perform


def wishes_of(order: Order) -> list[str]:
    """What more the page asks of the command."""
    wishes = ("again", "overwrite") if order.command != "build" else ()
    return [name for name in wishes if getattr(order, name)]


class Until(Stop):
    """A page stops its errand; signals are the server's own business."""

    def __init__(self, errand: Errand) -> None:
        super().__init__(quiet=True)
        self.errand = errand

    def is_wanted(self) -> bool:
        return self.errand.is_stopped()

    def sleep(self, seconds: float) -> None:
        self.errand.sleep(seconds)

    @contextmanager
    def listening(self) -> Iterator[None]:
        yield


@dataclass(frozen=True, slots=True)
class PageTerminal(Terminal):
    """Says everything to a page, as plain text, and asks there."""

    errand: Errand = field(kw_only=True)

    @property
    def is_interactive(self) -> bool:
        return True

    @property
    def shows_progress(self) -> bool:
        return True

    def bars(self, what: str, *, total: int) -> Following:
        return PageBars(self.errand, what, total)

    def print(self, line: Text | str) -> None:
        self.errand.tell("say", text=self._clean(line))

    def draw(self, drawing: str) -> None:
        """The page draws for itself."""

    def styled(self, *pieces: str | tuple[str, str]) -> None:
        words = (piece if isinstance(piece, str) else piece[0] for piece in pieces)
        self.print("".join(words))

    def note(self, line: Text | str) -> None:
        self.errand.tell("note", text=self._clean(line))

    def finding(self, finding: Finding, *, to_result: bool = False) -> None:
        hint = self._clean(finding.hint) if finding.hint else ""
        self.errand.tell(
            "finding",
            code=finding.code,
            severity=finding.severity.value,
            text=self._clean(finding.message),
            hint=hint,
            where=str(finding.where or ""),
        )

    def error(self, error: MdwxError, *, of: str | None = None) -> None:
        words = said(error.problem)
        if isinstance(error, RemoteError) and str(error.errcode) not in words:
            words = f"{words} (errcode {error.errcode}: {error.errmsg})"
        self.errand.tell(
            "error",
            text=self._clean(words),
            hint=self._clean(error.hint) if error.hint else "",
            where=str(error.where or of or ""),
        )

    def answer(self, fields: Callable[[], Mapping[str, Any]]) -> None:
        """The errand ends with its reply anyway."""

    def ask(self, question: Text) -> bool:
        return self.typed(question).lower() in YES

    def typed(self, question: Text) -> str:
        return self.errand.ask(self._clean(question)).strip()


@dataclass(slots=True)
class PageBars:
    """Progress as a page draws it."""

    errand: Errand
    what: str
    total: int
    done: int = 0

    def start(self) -> None:
        self.errand.tell("bar", what=self.what, done=0, total=self.total)

    def stop(self) -> None:
        """The end of the errand takes them away."""

    def advance(self) -> None:
        self.done += 1
        self.errand.tell("bar", what=self.what, done=self.done, total=self.total)

    def count(self, what: str, done: int, total: int) -> None:
        self.errand.tell("bar", what=what, done=done, total=total)

    def note(self, line: str) -> None:
        self.errand.tell("note", text=line)
