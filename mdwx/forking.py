"""Work shared out over the cores, its results in order; work done beside other work.

Processes are forked: they begin with all that is loaded, and share its memory. Each
takes the next piece when it has done one, so that none is idle while there are any,
and hands over its result, which waits until those before it are there. Where forking
is not safe, as beside other threads or outside Linux, the work is done here.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

if TYPE_CHECKING:
    from concurrent.futures import Future
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext, ForkProcess

__all__ = ["LEAST", "are_cores_taken", "beside", "may_fork", "shared_out"]

T = TypeVar("T")
LEAST: Final = 4
"""Fewer pieces are done before a process has begun."""
END: Final = -1
"""The number of what a process hands over last."""
NUMBER_BYTES: Final = 8


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
    with at_work(work, last, count, most) as readers:
        yield in_order(readers, count)


@contextmanager
def at_work(
    work: Callable[[int], Any], last: Callable[[], None], count: int, most: int
) -> Iterator[list[Connection[Any, Any]]]:
    """What so many processes hand over; whoever leaves early ends them."""
    readers: list[Connection[Any, Any]] = []
    workers: list[ForkProcess] = []
    pile = os.pipe()
    put_down(0, pile)
    # What is there already is shared as long as nobody writes to it.
    gc.freeze()
    try:
        context = forks()
        for _ in range(most):
            reader, writer = context.Pipe(duplex=False)
            readers.append(reader)
            told = (work, last, dealt(count, pile), writer, tuple(readers))
            worker = context.Process(target=labour, args=told, daemon=True)
            worker.start()
            workers.append(worker)
            writer.close()
        yield readers
        for worker in workers:
            worker.join()
    finally:
        gc.unfreeze()
        for worker in workers:
            worker.terminate()
        for reader in readers:
            reader.close()
        for end in pile:
            os.close(end)


def are_cores_taken() -> bool:
    """Whether this is one of the processes that work is shared out over.

    A thread would win no time there, and each holds on to some memory of its own.
    """
    process = sys.modules.get("multiprocessing.process")
    return process is not None and process.parent_process() is not None


def beside(work: Callable[[], T]) -> Future[T]:
    """What comes of work in a thread; who ends, as by Ctrl-C, does not wait for it."""
    from concurrent.futures import Future

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


def dealt(count: int, pile: tuple[int, int]) -> Iterator[int]:
    """Pieces that no other process takes.

    A pipe holds the number of the next one, and nobody else can take it before the
    one after it lies there.
    """
    while (number := int.from_bytes(os.read(pile[0], NUMBER_BYTES), "big")) < count:
        put_down(number + 1, pile)
        yield number
    put_down(number, pile)


def put_down(number: int, pile: tuple[int, int]) -> None:
    """Say which piece is the next."""
    os.write(pile[1], number.to_bytes(NUMBER_BYTES, "big"))


def in_order(readers: Sequence[Connection[Any, Any]], count: int) -> Iterator[Any]:
    """Each result when its turn has come, or the exception that came instead."""
    arrivals = arriving(readers)
    early: dict[int, tuple[bool, Any]] = {}
    for turn in range(count):
        while turn not in early:
            number, is_done, result = next(arrivals)
            early[number] = is_done, result
        is_done, result = early.pop(turn)
        if not is_done:
            raise result
        yield result


def arriving(
    readers: Sequence[Connection[Any, Any]],
) -> Iterator[tuple[int, bool, Any]]:
    """What the processes hand over, as it comes."""
    from multiprocessing.connection import wait

    at_work = list(readers)
    while at_work:
        for reader in cast("list[Connection[Any, Any]]", wait(at_work)):
            number, is_done, result = received(reader)
            if number == END:
                at_work.remove(reader)
            else:
                yield number, is_done, result


def received(reader: Connection[Any, Any]) -> Any:
    """What one process hands over next."""
    try:
        return reader.recv()
    except EOFError:
        raise RuntimeError("a process ended before its work was done") from None


def labour(
    work: Callable[[int], Any],
    last: Callable[[], None],
    numbers: Iterable[int],
    writer: Connection[Any, Any],
    readers: Sequence[Connection[Any, Any]],
) -> None:
    """What a process does: one piece after the other."""
    # Whoever shared the work out is told of Ctrl-C, and ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for reader in readers:
        reader.close()
    number = END
    try:
        for number in numbers:
            writer.send((number, True, work(number)))
        writer.send((END, True, None))
        last()
    except BrokenPipeError:
        # Nobody reads any more.
        return
    except Exception as error:
        error.add_note(traceback.format_exc())
        writer.send((number, False, error))
        writer.send((END, True, None))
