"""Work shared out over processes: the results, their order, and every end."""

from __future__ import annotations

import os
import signal
import sys
import threading

import pytest
from support import run_alone

from mdwx.forking import shared_out

linux = pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux alone")


def shared(work, count, *, processes=2):
    with shared_out(work, count, processes=processes) as results:
        return list(results)


@pytest.mark.parametrize("processes", [1, 2, 3, 8, 40])
def test_results_come_in_order(processes):
    """However many share the work."""
    assert shared(lambda n: n * n, 20, processes=processes) == [
        n * n for n in range(20)
    ]


@linux
def test_all_processes_take_part(alone):
    """While one is at a long piece, another does what is left."""
    program = """
def work(number):
    if number == 0:
        while not os.path.exists("last"):
            time.sleep(0.01)
    if number == 7:
        open("last", "w").close()
    return os.getpid()
print(*shared(work, 8))
"""
    first, *others = alone(program).split()
    assert others == [others[0]] * 7
    assert first != others[0]


@linux
def test_a_thread_works_beside_only_where_a_core_is_free(alone):
    """In a process that shares the cores with others, work is done at once."""
    program = """
def is_here():
    return beside(threading.get_ident).result() == threading.get_ident()
print(is_here(), shared(lambda n: is_here(), 4))
"""
    assert alone(program) == "False [True, True, True, True]\n"


@linux
def test_an_exception_arrives_with_where_it_came_from(alone):
    """As it would without processes; an error of ours with all it tells."""
    program = """
def work(number):
    if number == 3:
        problem, hint = Text("坏", "bad"), Text("改", "mend")
        raise SourceError(problem, where=Span("a.md", 4), hint=hint)
    return number
try:
    shared(work, 8)
except SourceError as error:
    print(error.where, error.problem.zh, error.hint.en, "in work" in error.__notes__[0])
"""
    assert alone(program) == "a.md:4 坏 mend True\n"


@linux
def test_a_process_that_dies_is_no_success(alone):
    """As by the system, for want of memory."""
    program = """
def work(number):
    if number == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return number
try:
    shared(work, 8)
except RuntimeError as error:
    print(error)
"""
    assert "ended before its work was done" in alone(program)


@linux
def test_none_outlives_whoever_shared_the_work_out(alone):
    """Killed between two results, it leaves nobody behind."""
    program = """
def work(number):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(0.01)
    return bytes(100_000)
with shared_out(work, 1000, processes=2) as results:
    next(results)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    assert len(set(alone(program, ends=-signal.SIGKILL).split())) == 2


def test_beside_other_threads_the_work_is_done_here():
    """A lock that another thread holds would never be released in a copy."""
    go_on = threading.Event()
    other = threading.Thread(target=go_on.wait)
    other.start()
    try:
        assert set(shared(lambda n: os.getpid(), 8)) == {os.getpid()}
    finally:
        go_on.set()
        other.join()


HEAD = """
import os, signal, threading, time
from mdwx.errors import SourceError
from mdwx.forking import beside, shared_out
from mdwx.model import Span, Text

def shared(work, count):
    with shared_out(work, count, processes=2) as results:
        return list(results)
"""


@pytest.fixture
def alone(tmp_path):
    """What a program prints that has a process to itself, without other threads."""
    return lambda program, **more: run_alone(tmp_path, HEAD + program, **more)
