"""What nobody foresaw: shown whole, so that it can be reported, but for secrets.

Python tells of a bug in a thread, and of one while cleaning up, otherwise than of all
others; libraries tell of theirs in warnings and logs. All end here.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from types import TracebackType
from typing import Any

from mdwx.cli.language import said
from mdwx.cli.terminal import printable
from mdwx.model import Text
from mdwx.redaction import redacted

__all__ = ["redact_logs", "show_bugs"]


def show_bugs(answer: Callable[[str], None]) -> None:
    """Take over from Python; ``answer`` is told of the bug that ends the command."""

    def show(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        tell(kind, error, trace)
        answer(f"{kind.__name__}: {error}")

    sys.excepthook = show
    threading.excepthook = show_in_thread
    sys.unraisablehook = show_unraisable
    warnings.formatwarning = warning_of


def show_in_thread(args: threading.ExceptHookArgs) -> None:
    """A bug that ended a thread; as in Python, leaving one is no bug."""
    if args.exc_type is not SystemExit and args.exc_value is not None:
        tell(args.exc_type, args.exc_value, args.exc_traceback)


def show_unraisable(args: sys.UnraisableHookArgs) -> None:
    """A bug in a place from which nothing can be raised."""
    if args.exc_value is not None:
        tell(args.exc_type, args.exc_value, args.exc_traceback)


def warning_of(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    line: str | None = None,
) -> str:
    """What a library has to say of how it is used, as Python shows it."""
    told = traceback.FrameSummary(filename, lineno, "", line=line).line
    place = f"{filename}:{lineno}: {category.__name__}: {message}"
    return printable(f"{place}\n  {told}\n" if told else f"{place}\n")


def tell(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """The traceback and a sentence, on standard error."""
    if sys.stderr is None:
        # Started without a terminal, as by pythonw.
        return
    lines = traceback.format_exception(kind, error, trace)
    sentence = said(Text(zh="这是 mdwx 的错误，请报告", en="this is a bug in mdwx"))
    lines.append(f"mdwx: {sentence}: {kind.__name__}: {error}\n")
    sys.stderr.write(printable("".join(lines)))


def redact_logs() -> None:
    """Let no handler, whoever set it up, see a record with a secret in it."""
    logging.setLogRecordFactory(redacted_record)


def redacted_record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    """A record as ``logging`` makes it, its text and its traceback looked through."""
    record = logging.LogRecord(*args, **kwargs)
    record.msg, record.args = redacted(record.getMessage()), ()
    if record.exc_info and record.exc_info[0] is not None:
        # What is there already is what a Formatter writes.
        trace = "".join(traceback.format_exception(*record.exc_info))
        record.exc_text = redacted(trace).rstrip("\n")
    return record
