"""A process that gets ready while it is still found out what there is to do.

What builds a post takes longer to load than to build one, and whether there is one to
build is not known before a site was looked at: on two cores, both are done at once.
The process is forked, and takes pieces of work one by one through a pipe.
"""

from __future__ import annotations

import os
import pickle
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO, NoReturn

from mdwx.forking import may_fork

__all__ = ["getting_ready"]

GetReady = Callable[[], tuple[Callable[[Any], Any], Callable[[], None]]]
"""Gives what is done with a piece, and what is done when there are no more."""
Work = Callable[[Iterable[Any]], Iterator[Any]]
"""Has pieces done, all that there are."""


@contextmanager
def getting_ready(get_ready: GetReady) -> Iterator[Work | None]:
    """Work that another process does; None where it is not safe to make one.

    Whatever is raised there is raised here, with the piece it came of.
    """
    if not may_fork():
        yield None
        return
    orders, answers = os.pipe(), os.pipe()
    # Ctrl-C is for us alone, also before the other process can say so.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    process = os.fork()
    if process == 0:
        labour(get_ready, orders, answers)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    os.close(orders[0])
    os.close(answers[1])
    with open(orders[1], "wb") as told, open(answers[0], "rb") as heard:

        def work(pieces: Iterable[Any]) -> Iterator[Any]:
            for piece in pieces:
                hand_over(piece, told)
                yield answered(heard)
            # It does the last and gives its memory back while we go on.
            end(told)

        try:
            yield work
            end(told)
            answered(heard)
        finally:
            end(told)
            os.kill(process, signal.SIGTERM)
            os.waitpid(process, 0)


def answered(heard: BinaryIO) -> Any:
    """What comes of a piece of work."""
    try:
        is_done, result = pickle.load(heard)
    except (EOFError, pickle.UnpicklingError):
        raise RuntimeError("a process ended before its work was done") from None
    if not is_done:
        raise result
    return result


def labour(
    get_ready: GetReady, orders: tuple[int, int], answers: tuple[int, int]
) -> NoReturn:
    """What the process does: one piece after the other, as long as any come."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.close(orders[1])
        os.close(answers[0])
        with open(orders[0], "rb") as told, open(answers[1], "wb") as heard:
            do_all(get_ready, told, heard)
    finally:
        # Nothing of what the other process has open is ours to close.
        os._exit(0)


def do_all(get_ready: GetReady, told: BinaryIO, heard: BinaryIO) -> None:
    """Get ready, do every piece, then what is to be done last."""
    try:
        work, last = get_ready()
        for piece in pieces(told):
            hand_over((True, work(piece)), heard)
        last()
        hand_over((True, None), heard)
    except Exception as error:
        error.add_note(traceback.format_exc())
        hand_over((False, error), heard)


def pieces(told: BinaryIO) -> Iterator[Any]:
    """The pieces as they come."""
    with suppress(EOFError):
        while True:
            yield pickle.load(told)


def hand_over(thing: Any, stream: BinaryIO) -> None:
    """Write something to the other process; to nobody, if it is gone."""
    with suppress(BrokenPipeError):
        pickle.dump(thing, stream)
        stream.flush()


def end(stream: BinaryIO) -> None:
    """Say that no more will come."""
    with suppress(BrokenPipeError):
        stream.close()
