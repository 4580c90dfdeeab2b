"""Work shared out over the cores, its results in order; work done beside other work.

Processes are forked: they begin with all that is loaded, and share its memory. Each
takes every n-th piece and hands over one result at a time, so none runs far ahead
of whoever reads, and no more results wait than there are processes. Where forking
is not safe, as beside other threads or outside Linux, the work is done here.
"""

from __future__ import annotations

import gc
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext, ForkProcess

__all__ = ["are_cores_taken", "beside", "shared_out"]

T = TypeVar("T")
LEAST: Final = 4
"""Fewer pieces are done before a process has begun."""


@contextmanager
def shared_out(
    work: Callable[[int], T],
    count: int,
    *,
    processes: int,
    last: Callable[[], None] = lambda: None,
) -> Iterator[Iterator[T]]:
    """The results of ``work(0)`` to ``work(count - 1)``, in order.

    ``last`` is what a process does when all its pieces are done. An exception ends
    the results, as it would without processes.
    """
    most = min(processes, count)
    if most < 2 or count < LEAST or not may_fork():
        yield map(work, range(count))
        return
    readers: list[Connection[Any, Any]] = []
    workers: list[ForkProcess] = []
    # What is there already is shared as long as nobody writes to it.
    gc.freeze()
    try:
        context = forks()
        for first in range(most):
            reader, writer = context.Pipe(duplex=False)
            readers.append(reader)
            numbers = range(first, count, most)
            told = (work, last, numbers, writer, tuple(readers))
            worker = context.Process(target=labour, args=told, daemon=True)
            worker.start()
            workers.append(worker)
            writer.close()
        yield (received(readers[number % most]) for number in range(count))
        for worker in workers:
            worker.join()
    finally:
        gc.unfreeze()
        for worker in workers:
            worker.terminate()
        for reader in readers:
            reader.close()


def are_cores_taken() -> bool:
    """Whether this is one of the processes that work is shared out over.

    A thread would win no time there, and each holds on to some memory of its own.
    """
    process = sys.modules.get("multiprocessing.process")
    return process is not None and process.parent_process() is not None


def beside(work: Callable[[], T]) -> Future[T]:
    """What comes of work in a thread; who ends, as by Ctrl-C, does not wait for it."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except Exception as error:
            future.set_exception(error)

    if are_cores_taken():
        run()
    else:
        threading.Thread(target=run, name="mdwx-beside", daemon=True).start()
    return future


def forks() -> ForkContext:
    """What makes processes; loaded by whoever has work for several."""
    from multiprocessing import get_context

    return get_context("fork")


def may_fork() -> bool:
    """Whether a copy of this process can work: locks of other threads would hang it."""
    return sys.platform == "linux" and threading.active_count() == 1


def received(reader: Connection[Any, Any]) -> Any:
    """The next result of one process, or the exception it ended with."""
    try:
        is_done, result = reader.recv()
    except EOFError:
        raise RuntimeError("a process ended before its work was done") from None
    if not is_done:
        raise result
    return result


def labour(
    work: Callable[[int], Any],
    last: Callable[[], None],
    numbers: Sequence[int],
    writer: Connection[Any, Any],
    readers: Sequence[Connection[Any, Any]],
) -> None:
    """What a process does: its pieces, one after the other."""
    # Whoever shared the work out is told of Ctrl-C, and ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for reader in readers:
        reader.close()
    try:
        for number in numbers:
            writer.send((True, work(number)))
        last()
    except BrokenPipeError:
        # Nobody reads any more.
        return
    except Exception as error:
        error.add_note(traceback.format_exc())
        writer.send((False, error))
