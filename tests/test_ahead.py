"""A process that gets ready beside other work: what it answers, and every end."""

from __future__ import annotations

import signal
import sys
import threading

import pytest
from support import run_alone

from mdwx.ahead import getting_ready

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux alone")

HEAD = """
import os, signal, sys
from mdwx.ahead import getting_ready
from mdwx.errors import SourceError
from mdwx.model import Span, Text

def done():
    os.write(1, b"last\\n")
"""


@pytest.fixture
def alone(tmp_path):
    """What a program prints that has a process to itself, without other threads."""
    return lambda program, **more: run_alone(tmp_path, HEAD + program, **more)


def test_pieces_are_done_there_one_by_one(alone):
    """By what was made ready there; what is done last is done before the end."""
    program = """
def ready():
    here.append(os.getpid())
    return (lambda piece: (piece * 2, os.getpid() == here[1])), done
here = [os.getpid()]
with getting_ready(ready) as work:
    pieces = list(work([1, "ab"]))
print(*pieces, here == [os.getpid()])
"""
    assert alone(program) == "last\n(2, True) ('abab', True) True\n"


def test_without_pieces_the_last_is_done_all_the_same(alone):
    """What was learned while getting ready is not lost."""
    program = """
with getting_ready(lambda: (str, done)):
    pass
print("end")
"""
    assert alone(program) == "last\nend\n"


@pytest.mark.parametrize("where", ["ready", "work"])
def test_an_exception_arrives_with_where_it_came_from(alone, where):
    """As it would without another process; an error of ours with all it tells."""
    program = f"""
def fail(*_):
    problem, hint = Text("坏", "bad"), Text("改", "mend")
    raise SourceError(problem, where=Span("a.md", 4), hint=hint)
ready = fail if {where!r} == "ready" else lambda: (fail, done)
try:
    with getting_ready(ready) as work:
        list(work([1]))
except SourceError as error:
    print(error.where, error.problem.zh, error.hint.en, "in fail" in error.__notes__[0])
"""
    assert alone(program) == "a.md:4 坏 mend True\n"


def test_a_process_that_dies_is_no_success(alone):
    """As by the system, for want of memory."""
    program = """
def die(_):
    os.kill(os.getpid(), signal.SIGKILL)
try:
    with getting_ready(lambda: (die, done)) as work:
        list(work([1]))
except RuntimeError as error:
    print(error)
"""
    assert "ended before its work was done" in alone(program)


@pytest.mark.parametrize(
    ("end", "ends"),
    [
        ("raise KeyboardInterrupt", -signal.SIGINT),
        ("os.kill(me, signal.SIGKILL)", -signal.SIGKILL),
    ],
)
def test_it_outlives_nobody(alone, end, ends):
    """Whatever ends the one that gives the orders."""
    program = f"""
me = os.getpid()
with getting_ready(lambda: (str, done)) as work:
    os.write(1, next(work("1")).encode())
    {end}
"""
    assert alone(program, ends=ends) in ("1", "1last\n")


def test_ctrl_c_is_for_whoever_gives_the_orders(alone):
    """A terminal sends it to both; a piece that is under way is not torn."""
    program = """
def ready():
    os.kill(os.getpid(), signal.SIGINT)
    return str, done
with getting_ready(ready) as work:
    pieces = list(work([7]))
print(*pieces)
"""
    assert alone(program) == "last\n7\n"


def test_beside_other_threads_no_process_is_made():
    """A lock that another thread holds would never be released in a copy."""
    go_on = threading.Event()
    other = threading.Thread(target=go_on.wait)
    other.start()
    try:
        with getting_ready(lambda: (str, lambda: None)) as work:
            assert work is None
    finally:
        go_on.set()
        other.join()
