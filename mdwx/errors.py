"""Everything mdwx can explain to its user, and the exit code of each.

    MdwxError                   1
      UsageError                2   the command line or configuration is wrong
        BrowserError            2   ... for there is no browser to measure with
      SourceError               3   a post, picture or theme cannot be read
        MissingError            3   ... for no file is where one is named
      CheckError                4   WeChat would refuse this article
      RemoteError               5   WeChat said no
        CredentialError         5   ... to who we are: no call goes through
        BusyError               5   ... for now; a write may have happened
        QuotaError              6   ... to how often we ask
        UnauthorizedError       9   ... to publishing by API (48001)
      UnreachableError          7   WeChat said nothing; nothing happened there
        OutcomeUnknownError     7   WeChat said nothing; it may have happened
      PublicationError          8   the publication ended badly
      NeedsPersonError         10   a person must look
      StoppedError            130   a person pressed Ctrl-C

Anything else that reaches ``cli.main`` is a bug and shows its traceback.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from mdwx.model import Span, Text

__all__ = [
    "BrowserError",
    "BusyError",
    "CheckError",
    "CredentialError",
    "MdwxError",
    "MissingError",
    "NeedsPersonError",
    "OutcomeUnknownError",
    "PublicationError",
    "QuotaError",
    "RemoteError",
    "SourceError",
    "StoppedError",
    "UnauthorizedError",
    "UnreachableError",
    "UsageError",
]


class MdwxError(Exception):
    """A problem we can name, with its place and what to do about it."""

    exit_code: ClassVar[int] = 1
    kind: ClassVar[str] = "error"
    """The ``kind`` of an error in ``--json``."""
    stops_all: ClassVar[bool] = False
    """Whether the next step with this account would end the same way."""

    def __init__(
        self, problem: Text, *, where: Span | None = None, hint: Text | None = None
    ) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.where = where
        self.hint = hint

    def __reduce__(self) -> tuple[Any, ...]:
        """For the way from one process to another, with all it tells."""
        return _as_it_was, (type(self), self.args), self.__dict__


class UsageError(MdwxError):
    exit_code = 2
    kind = "usage"
    stops_all = True


class BrowserError(UsageError):
    """What was asked for needs a browser, and none is there or it broke off."""

    kind = "browser"


class SourceError(MdwxError):
    exit_code = 3
    kind = "source"


class MissingError(SourceError):
    """A post that is named has no file, or no longer one."""


class CheckError(MdwxError):
    exit_code = 4
    kind = "check"


class RemoteError(MdwxError):
    """WeChat's answer was an ``errcode``; both are kept word for word."""

    exit_code = 5
    kind = "remote"

    def __init__(
        self,
        problem: Text,
        *,
        errcode: int,
        errmsg: str,
        where: Span | None = None,
        hint: Text | None = None,
        retry_at: datetime | None = None,
    ) -> None:
        super().__init__(problem, where=where, hint=hint)
        self.errcode = errcode
        self.errmsg = errmsg
        self.retry_at = retry_at
        """When it is worth asking again, where WeChat's documents tell."""


class CredentialError(RemoteError):
    kind = "credential"
    stops_all = True


class BusyError(RemoteError):
    """``-1``: reads are repeated; before repeating a write, look what happened."""

    kind = "busy"


class QuotaError(RemoteError):
    exit_code = 6
    kind = "quota"
    stops_all = True


class UnauthorizedError(RemoteError):
    exit_code = 9
    kind = "unauthorized"


class UnreachableError(MdwxError):
    """No answer, and the request had no effect: safe to try again."""

    exit_code = 7
    kind = "unreachable"
    stops_all = True


class OutcomeUnknownError(UnreachableError):
    """No answer that can be understood: the request may have taken effect."""

    kind = "outcome-unknown"
    stops_all = False


class PublicationError(MdwxError):
    exit_code = 8
    kind = "publication"


class NeedsPersonError(MdwxError):
    exit_code = 10
    kind = "needs-you"


class StoppedError(MdwxError):
    """Nothing more is begun; what was begun has ended and is written down."""

    exit_code = 130
    kind = "stopped"
    stops_all = True


def _as_it_was(kind: type[MdwxError], args: tuple[Any, ...]) -> MdwxError:
    error = kind.__new__(kind)
    error.args = args
    return error
